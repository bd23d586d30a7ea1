"""Words of the findings form, and findings in words."""

import re
from collections.abc import Callable, Iterable

from lentigo.domain.finding import Feature, Finding, FindingField, FindingState, FindingWord
from lentigo.language import SOURCE, deferred, language_spoken, translate, untranslated

FIELDS = {
    FindingField.COLOUR: deferred("colour"),
    FindingField.SHAPE: deferred("shape"),
    FindingField.BORDER: deferred("border"),
    FindingField.SIZE: deferred("size"),
    FindingField.LESION_TYPE: deferred("lesion type"),
    FindingField.TEXTURE: deferred("texture"),
    # TRANSLATORS: how many lesions there are
    FindingField.NUMBER: deferred("number"),
    FindingField.DISTRIBUTION: deferred("distribution"),
    FindingField.LOCATION: deferred("location"),
    FindingField.SURROUNDING_SKIN: deferred("surrounding skin"),
    # TRANSLATORS: what else is seen, such as hair, a ruler, ink
    FindingField.OTHER: deferred("other"),
    FindingField.PIGMENT_NETWORK: deferred("pigment network"),
    FindingField.STRUCTURES: deferred("structures"),
    FindingField.VESSELS: deferred("vessels"),
    FindingField.REGRESSION: deferred("regression"),
    FindingField.KERATOSIS_SIGNS: deferred("keratosis signs"),
}
UNANSWERED = {
    FindingState.NOT_ASSESSED: deferred("not assessed"),
    FindingState.NO_USABLE_ANSWER: deferred("no usable answer"),
}
WORDS = {
    FindingWord.BLACK: deferred("black"),
    FindingWord.DARK_BROWN: deferred("dark brown"),
    FindingWord.LIGHT_BROWN: deferred("light brown"),
    FindingWord.BLUE_GREY: deferred("blue-grey"),
    FindingWord.RED: deferred("red"),
    FindingWord.PINK: deferred("pink"),
    FindingWord.PURPLE: deferred("purple"),
    FindingWord.WHITE: deferred("white"),
    FindingWord.YELLOW: deferred("yellow"),
    FindingWord.SKIN_COLOURED: deferred("skin-coloured"),
    FindingWord.ROUND: deferred("round"),
    FindingWord.OVAL: deferred("oval"),
    FindingWord.RING_SHAPED: deferred("ring-shaped"),
    FindingWord.LINEAR: deferred("linear"),
    FindingWord.IRREGULAR: deferred("irregular"),
    FindingWord.ASYMMETRIC: deferred("asymmetric"),
    FindingWord.SYMMETRIC: deferred("symmetric"),
    FindingWord.SHARP: deferred("sharp", context="border"),
    FindingWord.BLURRED: deferred("blurred"),
    # TRANSLATORS: of a border or a pigment network
    FindingWord.REGULAR: deferred("regular"),
    # TRANSLATORS: of the picture: how large the lesion is in it
    FindingWord.SMALL_PART: deferred("small part"),
    # TRANSLATORS: of the picture
    FindingWord.MEDIUM_PART: deferred("medium part"),
    # TRANSLATORS: of the picture
    FindingWord.LARGE_PART: deferred("large part"),
    FindingWord.FLAT_SPOT: deferred("flat spot"),
    FindingWord.PATCH: deferred("patch"),
    FindingWord.PAPULE: deferred("papule"),
    FindingWord.PLAQUE: deferred("plaque"),
    FindingWord.NODULE: deferred("nodule"),
    FindingWord.BLISTER: deferred("blister"),
    FindingWord.PUSTULE: deferred("pustule"),
    FindingWord.WHEAL: deferred("wheal"),
    FindingWord.ULCER: deferred("ulcer"),
    FindingWord.CRUST: deferred("crust"),
    FindingWord.SMOOTH: deferred("smooth"),
    FindingWord.MOTTLED: deferred("mottled"),
    FindingWord.SCALY: deferred("scaly"),
    FindingWord.CRUSTED: deferred("crusted"),
    FindingWord.WARTY: deferred("warty"),
    FindingWord.ULCERATED: deferred("ulcerated"),
    FindingWord.SHINY: deferred("shiny"),
    # TRANSLATORS: lesion
    FindingWord.ONE: deferred("one"),
    # TRANSLATORS: lesions
    FindingWord.A_FEW: deferred("a few"),
    # TRANSLATORS: lesions
    FindingWord.MANY: deferred("many"),
    FindingWord.SINGLE: deferred("single"),
    FindingWord.GROUPED: deferred("grouped"),
    FindingWord.IN_A_LINE: deferred("in a line"),
    FindingWord.SCATTERED: deferred("scattered"),
    FindingWord.IN_A_RING: deferred("in a ring"),
    FindingWord.FACE: deferred("face"),
    FindingWord.SCALP: deferred("scalp"),
    FindingWord.EAR: deferred("ear"),
    FindingWord.NECK: deferred("neck"),
    FindingWord.CHEST: deferred("chest"),
    FindingWord.ABDOMEN: deferred("abdomen"),
    # TRANSLATORS: the part of the body
    FindingWord.BACK: deferred("back"),
    FindingWord.ARM: deferred("arm"),
    FindingWord.HAND: deferred("hand"),
    FindingWord.LEG: deferred("leg"),
    FindingWord.FOOT: deferred("foot"),
    FindingWord.NAIL: deferred("nail"),
    FindingWord.MOUTH: deferred("mouth"),
    FindingWord.GENITAL: deferred("genital"),
    FindingWord.TRUNK: deferred("trunk"),
    # TRANSLATORS: of skin
    FindingWord.LIGHT: deferred("light"),
    # TRANSLATORS: of skin
    FindingWord.MEDIUM: deferred("medium"),
    # TRANSLATORS: of skin
    FindingWord.DARK: deferred("dark"),
    FindingWord.HAIRY: deferred("hairy"),
    FindingWord.HAIR: deferred("hair"),
    # TRANSLATORS: laid beside the lesion as a scale
    FindingWord.RULER: deferred("ruler"),
    # TRANSLATORS: a pen's mark on the skin
    FindingWord.INK: deferred("ink"),
    FindingWord.BLEEDING: deferred("bleeding"),
    FindingWord.SCAR: deferred("scar"),
    FindingWord.SCRATCH_MARKS: deferred("scratch marks"),
    # TRANSLATORS: of the picture, as a dermoscope makes them
    FindingWord.DARK_CORNERS: deferred("dark corners"),
    FindingWord.YES: deferred("yes"),
    FindingWord.NO: deferred("no"),
    FindingWord.DOTS: deferred("dots"),
    FindingWord.GLOBULES: deferred("globules"),
    FindingWord.STREAKS: deferred("streaks"),
    FindingWord.NONE: deferred("none", context="vessels"),
    FindingWord.ARBORIZING: deferred("arborizing"),
    FindingWord.DOTTED: deferred("dotted"),
}


_WORD_OF = {untranslated(message): word for word, message in WORDS.items()}
_BETWEEN_WORDS = re.compile(r"\s*[,;،、]\s*|\s+and\s+")


def unanswered(text: str) -> FindingState | None:
    """The state that a clinician's text stands for, in English or the user's language; None where it is an answer."""
    said = text.strip().casefold()
    if not said:
        return FindingState.NOT_ASSESSED
    names = {name.casefold(): state for state, words in UNANSWERED.items() for name in (words, translate(words))}
    return names.get(said)


def finding_text(finding: Finding, say: Callable[[str], str] = translate) -> str:
    """The answer, in the user's language where it consists of the form's words, or why there is none."""
    return form_text(finding.value, say) if finding.assessed else say(UNANSWERED[finding.state])


def form_text(value: str, say: Callable[[str], str] = translate) -> str:
    """An answer of the form's English words in the user's language; any other answer as it was written."""
    words = [_WORD_OF.get(part) for part in _parts(value)]
    return value if None in words else ", ".join(say(WORDS[word]) for word in words if word)


def form_value(text: str, words: Iterable[FindingWord]) -> str:
    """A clinician's text of such words of the user's language in the form's English; any other text as it is.

    Rules, search and models read English. A part must be a word as a whole: what "not red" means in another language
    is for nobody to guess.
    """
    known = {translate(WORDS[word]).casefold(): word for word in words}
    found = [known.get(part) or _WORD_OF.get(part) for part in _parts(text)]
    return text if None in found else ", ".join(untranslated(WORDS[word]) for word in found if word)


def is_read(value: str) -> bool:
    """Whether words can be found in the answer: it is in English, or consists of the form's words."""
    return language_spoken() == SOURCE or all(part in _WORD_OF for part in _parts(value))


def _parts(text: str) -> list[str]:
    return [part.casefold() for part in _BETWEEN_WORDS.split(text.strip().rstrip("."))]


def feature_text(feature: Feature) -> str:
    """Such as "lesion type: plaque, nodule"."""
    words = ", ".join(translate(WORDS[word]) for word in feature.words)
    return translate("{field}: {words}", field=translate(FIELDS[feature.field]), words=words)
