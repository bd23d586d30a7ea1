"""Words of the encounter."""

from lentigo.domain.encounter import History, Sex

SEXES = {
    Sex.FEMALE: "female",
    Sex.MALE: "male",
    Sex.OTHER: "other",
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
