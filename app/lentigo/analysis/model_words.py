"""The English words that models are asked with and answer in, and that the handbook is written and searched with.

Models were trained on these very words: they are no wording for users and are never translated. Protocols and the
handbook hold them; here they meet the ids that the rest of the program knows.
"""

from collections.abc import Iterable, Mapping

from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField, FindingWord

NOT_ASSESSED = "not assessed"
PLAINER = "\nAnswer in a few plain words of English, with nothing before or behind them."  # asked once more
FIELDS = {field: field.replace("_", " ") for field in FindingField}
WORDS = {word: word.replace("_", " ") for word in FindingWord} | {
    FindingWord.BLUE_GREY: "blue-grey",
    FindingWord.RING_SHAPED: "ring-shaped",
    FindingWord.SKIN_COLOURED: "skin-coloured",
}
HISTORY = {
    History.SIZE_CHANGE: "change in size",
    History.SHAPE_CHANGE: "change in shape",
    History.COLOUR_CHANGE: "change in colour",
    History.LARGE: "7 mm or more across",
    History.INFLAMED: "inflamed",
    History.OOZING: "bleeding or oozing",
    History.ITCH: "itch or changed feeling",
    History.PAIN: "severe pain",
    History.FEVER: "fever or unwell",
    History.SPREADING: "spreading fast",
    History.NON_BLANCHING: "does not fade when pressed",
    History.MUCOSA: "sores in mouth, eyes or genitals",
    History.NEW_MEDICINE: "new medicine in the last eight weeks",
    History.SWELLING: "swollen face or trouble breathing",
    History.NUMB: "numb patch",
    History.NEAR_EYE: "on or near the eye",
}
_FIELD_OF = {text: field for field, text in FIELDS.items()}
_WORD_OF = {text: word for word, text in WORDS.items()}


def field_of(text: str) -> FindingField:
    """The field that models know by this name; KeyError where there is none."""
    return _FIELD_OF[text]


def words_of(texts: Iterable[str]) -> tuple[FindingWord, ...]:
    """The words that models write so, in their order; KeyError where one is not of the vocabulary."""
    return tuple(_WORD_OF[text] for text in texts)


def features_of(table: Mapping[str, Iterable[str]]) -> dict[FindingField, tuple[FindingWord, ...]]:
    """Words by field, as the handbook writes both down; KeyError where one is unknown."""
    return {field_of(field): words_of(words) for field, words in table.items()}
