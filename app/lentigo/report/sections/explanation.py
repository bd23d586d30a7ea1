"""What the model wrote of each candidate with the library's pages before it, each sentence with its source."""

from collections.abc import Sequence

from lentigo.domain.explanation import CitedSentence, Explanation, Support
from lentigo.domain.wording.explanation import left_out, parts_of
from lentigo.language import translate
from lentigo.report.section import Block, Item, Paragraph, Row, Section, Tone


def explanation(explanations: tuple[Explanation, ...]) -> tuple[Section, ...]:
    """One item a candidate; nothing where the model explains nothing."""
    if not explanations:
        return ()
    told = translate(
        "A draft by the model, no evidence. A number names the source whose words support the sentence; the rest is "
        "the model's own knowledge."
    )
    dropped = [each for told in explanations for each in told.sentences if each.support is Support.UNSUPPORTED]
    blocks: list[Block] = [Paragraph(text=told, tone=Tone.QUIET), *map(_item, explanations)]
    if dropped:
        blocks.append(Paragraph(text=left_out(len(dropped)), tone=Tone.QUIET))
    return (Section(id="explanation", title=translate("The model's explanation"), blocks=tuple(blocks)),)


def sentence_text(sentence: CitedSentence) -> str:
    """The sentence with its source, or that it has none."""
    if sentence.citation is None:
        return translate("{sentence} (not in the library)", sentence=sentence.text)
    return f"{sentence.text} [{sentence.citation}]"


def shown(sentences: Sequence[CitedSentence]) -> str:
    """Those that are worth reading, in a line."""
    return " ".join(sentence_text(each) for each in sentences if each.support is not Support.UNSUPPORTED)


def _item(told: Explanation) -> Item:
    rows = tuple(_sentence_row(label, shown(sentences)) for label, sentences in parts_of(told))
    return Item(mark="–", title=told.label, badge=translate("model draft"), rows=rows)


def _sentence_row(label: str, text: str) -> Row:
    return Row(label=label, value=text or translate("nothing usable"), tone=Tone.NORMAL if text else Tone.QUIET)
