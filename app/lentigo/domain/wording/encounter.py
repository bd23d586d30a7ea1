"""Words of the encounter."""

from lentigo.domain.encounter import History, Sex
from lentigo.language import deferred

SEXES = {
    Sex.FEMALE: deferred("female"),
    Sex.MALE: deferred("male"),
    Sex.OTHER: deferred("other", context="sex"),
}
HISTORY = {
    History.SIZE_CHANGE: deferred("change in size"),
    History.SHAPE_CHANGE: deferred("change in shape"),
    History.COLOUR_CHANGE: deferred("change in colour"),
    History.LARGE: deferred("7 mm or more across"),
    # TRANSLATORS: of the lesion
    History.INFLAMED: deferred("inflamed"),
    History.OOZING: deferred("bleeding or oozing"),
    History.ITCH: deferred("itch or changed feeling"),
    History.PAIN: deferred("severe pain"),
    History.FEVER: deferred("fever or unwell"),
    History.SPREADING: deferred("spreading fast"),
    History.NON_BLANCHING: deferred("does not fade when pressed"),
    History.MUCOSA: deferred("sores in mouth, eyes or genitals"),
    History.NEW_MEDICINE: deferred("new medicine in the last eight weeks"),
    History.SWELLING: deferred("swollen face or trouble breathing"),
    History.NUMB: deferred("numb patch"),
    History.NEAR_EYE: deferred("on or near the eye"),
}
