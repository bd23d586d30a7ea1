"""What the library says of a model's sentences, in words."""

from lentigo.domain.explanation import CitedSentence, Explanation, Rankings, Support
from lentigo.language import deferred, translate, translate_count

SUPPORT = {
    Support.SUPPORTED: deferred("supported by the page that it names"),
    Support.UNSUPPORTED: deferred("not supported by the page that it names"),
    Support.NOT_IN_LIBRARY: deferred("not in the library: the model's own knowledge"),
}


def ranking_change(rankings: Rankings) -> str:
    """What the passages changed in the model's order, in a sentence."""
    first, then = rankings.before[0].label, rankings.after[0].label
    if rankings.same_first:
        return translate("With the library's passages before it, the model ranks {label} first as well.", label=first)
    return translate(
        "With the library's passages before it, the model ranks {then} first instead of {first}. The order here is the "
        "one without them; read the pages of both.",
        then=then,
        first=first,
    )


def left_out(count: int) -> str:
    """What became of the sentences that their pages do not support."""
    return translate_count(
        "{count} sentence of the model is left out here: the page that it names does not say so.",
        "{count} sentences of the model are left out here: the pages that they name do not say so.",
        count,
    )


def parts_of(told: Explanation) -> tuple[tuple[str, tuple[CitedSentence, ...]], ...]:
    """The parts under their titles."""
    return (
        (translate("For"), told.supporting),
        (translate("Against"), told.opposing),
        (translate("Ask or test next"), told.next_steps),
    )
