"""The page of the library that a citation of the report stands on."""

from lentigo.domain.evidence import Citation
from lentigo.gui.kit.page_reference import PageReference
from lentigo.language import translate


def cited(citation: Citation) -> PageReference:
    """Where the report's words stand."""
    unmarked = translate("The words that the report quotes could not be found on this page. Do not rely on them.")
    if citation.withheld:
        unmarked = translate("The report quotes nothing of this page: two readings of it differ in its numbers.")
    return PageReference(
        document=citation.document,
        title=citation.title,
        page=citation.page,
        quote=citation.quote,
        marked=translate("The words that the report quotes are marked."),
        unmarked=unmarked,
        elsewhere=translate("The report cites page {page}.", page=citation.label),
    )
