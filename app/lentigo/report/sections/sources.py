"""The cited pages, each quote with whether it was found on its page."""

from lentigo.domain.evidence import LONGEST_QUOTE, Citation
from lentigo.language import translate
from lentigo.report.section import Item, Paragraph, Row, Section, Tone


def sources(citations: tuple[Citation, ...]) -> Section:
    """One item a citation, by number, or a sentence that nothing is cited."""
    nothing = translate("No source is cited. What this report says is model knowledge, unsourced.")
    blocks = tuple(map(_citation, citations)) or (Paragraph(text=nothing),)
    return Section(id="sources", title=translate("Sources"), blocks=blocks, annex=True)


def _citation(citation: Citation) -> Item:
    return Item(
        mark=f"[{citation.id}]",
        title=translate(
            "{title}, page {page}", title=citation.title or citation.document, page=citation.label or citation.page
        ),
        badge=_badge(citation),
        rows=(
            Row(label=translate("Quote"), value=_quote(citation)),
            Row(
                label=translate("File"),
                value=translate("{file}, page {page} of the file", file=citation.document, page=citation.page),
                tone=Tone.QUIET,
            ),
            # TRANSLATORS: how well the page fits the query
            Row(label=translate("Match"), value=_match(citation), tone=Tone.QUIET),
        ),
        tone=Tone.NORMAL if citation.supported else Tone.QUIET,
    )


def _badge(citation: Citation) -> str:
    if citation.withheld:
        return translate("quote not shown: read the page")
    if citation.supported:
        return translate("quote found on the page")
    return translate("unsupported: quote not found on the page")


def _quote(citation: Citation) -> str:
    if citation.withheld:
        return translate("not shown: two readings of the page differ in its numbers")
    return shorten_quote(citation.quote)


def _match(citation: Citation) -> str:
    scores = citation.scores
    return translate(
        "lexical {lexical:.2f} · dense {dense:.2f} · hybrid {hybrid:.2f}",
        lexical=scores.lexical,
        dense=scores.dense,
        hybrid=scores.hybrid,
    )


def shorten_quote(quote: str) -> str:
    """The quote in quotation marks, verbatim; a long one ends at a word, and the dots stand outside the marks."""
    if len(quote) <= LONGEST_QUOTE:
        return f"“{quote}”"
    head = quote[: LONGEST_QUOTE + 1]
    return f"“{head[: head.rfind(' ')] if ' ' in head else head[:-1]}” …"
