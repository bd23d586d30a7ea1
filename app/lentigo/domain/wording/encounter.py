"""Words of the encounter."""

from lentigo.domain.encounter import Complaint, Encounter, History, Sex, SkinType
from lentigo.language import deferred, translate
from lentigo.untrusted import one_line

SEXES = {
    Sex.FEMALE: deferred("female"),
    Sex.MALE: deferred("male"),
    Sex.OTHER: deferred("other", context="sex"),
}
# TRANSLATORS: the skin type by Fitzpatrick
SKIN_TYPES = {
    SkinType.I: deferred("I: always burns, never tans"),
    SkinType.II: deferred("II: burns easily, tans a little"),
    SkinType.III: deferred("III: burns sometimes, tans"),
    SkinType.IV: deferred("IV: burns rarely, tans well"),
    SkinType.V: deferred("V: burns very rarely, brown skin"),
    SkinType.VI: deferred("VI: never burns, dark brown or black skin"),
}
COMPLAINTS = {
    Complaint.PIGMENTED_SPOT: deferred("pigmented spot"),
    Complaint.LUMP: deferred("lump"),
    Complaint.SORE: deferred("sore that does not heal"),
    Complaint.BLISTERS: deferred("blisters"),
    Complaint.RASH: deferred("rash"),
    Complaint.HOT_SKIN: deferred("hot, painful skin"),
    Complaint.SWELLING: deferred("sudden swelling or wheals"),
    Complaint.PALE_PATCH: deferred("pale patch"),
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


def identity_text(encounter: Encounter) -> str:
    """Who and where, in one line: name or number, age, sex, body site; where there is no name, it says so."""
    age = "" if encounter.age is None else translate("{age} years", age=encounter.age)
    sex = "" if encounter.sex is None else translate(SEXES[encounter.sex])
    who = one_line(encounter.patient) or translate("Patient not named")
    return " · ".join(filter(None, (who, age, sex, one_line(encounter.site))))
