"""Where on the body: the drawings' views, the regions on them, and a pin that somebody put there.

Codes of ICD-11's surface topography (XA…) as the eHealth Infrastructure of Denmark publishes them with their titles
(build.fhir.org/ig/fut-infrastructure, CodeSystem ICD-11-MMS-2025-01 and its Danish supplement); “lower extremity” is
XA45A6 in Kenya's health exchange, too. A region bears the narrowest of those codes that holds it: the ones of single
parts of the leg could not be confirmed and are left out. Sites: the eight values of `anatom_site_general` in the ISIC
Archive's metadata (isic-archive wiki, “Image”, 29 March 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_MIDLINE = 0.012  # of a view's width: how far from the middle a pin still stands in it


class View(StrEnum):
    """A drawing. Whoever looks at it faces the patient, but for the two that show the patient from behind."""

    FRONT = "front"
    BACK = "back"
    HEAD_FRONT = "head_front"
    HEAD_BACK = "head_back"
    HEAD_RIGHT = "head_right"
    HEAD_LEFT = "head_left"
    PALMS = "palms"
    HAND_BACKS = "hand_backs"
    FOOT_TOPS = "foot_tops"
    SOLES = "soles"
    GENITALS_FEMALE = "genitals_female"
    GENITALS_MALE = "genitals_male"


class Side(StrEnum):
    """The patient's own side, never the side of the picture."""

    RIGHT = "right"
    LEFT = "left"
    MIDLINE = "midline"


class IsicSite(StrEnum):
    """The ISIC Archive's names of body sites, as that archive spells them."""

    HEAD_NECK = "head/neck"
    UPPER_EXTREMITY = "upper extremity"
    LOWER_EXTREMITY = "lower extremity"
    ANTERIOR_TORSO = "anterior torso"
    POSTERIOR_TORSO = "posterior torso"
    LATERAL_TORSO = "lateral torso"
    PALMS_SOLES = "palms/soles"
    ORAL_GENITAL = "oral/genital"


class Region(StrEnum):
    """A part of the body's surface; ids stay."""

    SCALP = "scalp"
    FACE = "face"
    FOREHEAD = "forehead"
    TEMPLE = "temple"
    EYE = "eye"
    NOSE = "nose"
    CHEEK = "cheek"
    EAR = "ear"
    BEHIND_EAR = "behind_ear"
    MOUTH = "mouth"
    CHIN = "chin"
    NECK_FRONT = "neck_front"
    NECK_SIDE = "neck_side"
    NAPE = "nape"
    SHOULDER = "shoulder"
    ARMPIT = "armpit"
    CHEST = "chest"
    UPPER_ABDOMEN = "upper_abdomen"
    LOWER_ABDOMEN = "lower_abdomen"
    FLANK = "flank"
    GROIN = "groin"
    UPPER_BACK = "upper_back"
    MID_BACK = "mid_back"
    LOWER_BACK = "lower_back"
    BUTTOCK = "buttock"
    UPPER_ARM_FRONT = "upper_arm_front"
    UPPER_ARM_BACK = "upper_arm_back"
    ELBOW_CREASE = "elbow_crease"
    ELBOW = "elbow"
    FOREARM_FRONT = "forearm_front"
    FOREARM_BACK = "forearm_back"
    WRIST = "wrist"
    PALM = "palm"
    HAND_BACK = "hand_back"
    THUMB = "thumb"
    FINGERS = "fingers"
    THIGH_FRONT = "thigh_front"
    THIGH_BACK = "thigh_back"
    THIGH_INNER = "thigh_inner"
    KNEE = "knee"
    KNEE_HOLLOW = "knee_hollow"
    SHIN = "shin"
    CALF = "calf"
    ANKLE = "ankle"
    FOOT_TOP = "foot_top"
    SOLE = "sole"
    HEEL = "heel"
    TOES = "toes"
    PUBIS = "pubis"
    VULVA = "vulva"
    PENIS = "penis"
    SCROTUM = "scrotum"
    PERINEUM = "perineum"
    ANUS = "anus"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCodes:
    """What other programs call a region, and whether there is one on each side of the body."""

    icd11: str
    isic: IsicSite
    paired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A place on a drawing: `x` and `y` are shares of its width and height from its upper left corner.

    They are those of the adult's drawing; a child's is the same one in other proportions.
    """

    view: View
    x: float
    y: float
    region: Region
    side: Side


def _codes(icd11: str, isic: IsicSite, *, paired: bool = False) -> RegionCodes:
    return RegionCodes(icd11=icd11, isic=isic, paired=paired)


REGIONS: Mapping[Region, RegionCodes] = {
    Region.SCALP: _codes("XA6CW5", IsicSite.HEAD_NECK),
    Region.FACE: _codes("XA86S4", IsicSite.HEAD_NECK),
    Region.FOREHEAD: _codes("XA6TR8", IsicSite.HEAD_NECK),
    Region.TEMPLE: _codes("XA20Q1", IsicSite.HEAD_NECK, paired=True),
    Region.EYE: _codes("XA86S4", IsicSite.HEAD_NECK, paired=True),
    Region.NOSE: _codes("XA3H13", IsicSite.HEAD_NECK),
    Region.CHEEK: _codes("XA7MK8", IsicSite.HEAD_NECK, paired=True),
    Region.EAR: _codes("XA20Q1", IsicSite.HEAD_NECK, paired=True),
    Region.BEHIND_EAR: _codes("XA20Q1", IsicSite.HEAD_NECK, paired=True),
    Region.MOUTH: _codes("XA5A87", IsicSite.HEAD_NECK),
    Region.CHIN: _codes("XA86S4", IsicSite.HEAD_NECK),
    Region.NECK_FRONT: _codes("XA4QS6", IsicSite.HEAD_NECK),
    Region.NECK_SIDE: _codes("XA2ZF0", IsicSite.HEAD_NECK, paired=True),
    Region.NAPE: _codes("XA1M78", IsicSite.HEAD_NECK),
    Region.SHOULDER: _codes("XA2ND5", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.ARMPIT: _codes("XA17J1", IsicSite.LATERAL_TORSO, paired=True),
    Region.CHEST: _codes("XA55T2", IsicSite.ANTERIOR_TORSO),
    Region.UPPER_ABDOMEN: _codes("XA0U66", IsicSite.ANTERIOR_TORSO),
    Region.LOWER_ABDOMEN: _codes("XA4TC0", IsicSite.ANTERIOR_TORSO),
    Region.FLANK: _codes("XA3FR3", IsicSite.LATERAL_TORSO, paired=True),
    Region.GROIN: _codes("XA6CY1", IsicSite.ANTERIOR_TORSO, paired=True),
    Region.UPPER_BACK: _codes("XA10L7", IsicSite.POSTERIOR_TORSO),
    Region.MID_BACK: _codes("XA6ZR2", IsicSite.POSTERIOR_TORSO),
    Region.LOWER_BACK: _codes("XA9ET2", IsicSite.POSTERIOR_TORSO),
    Region.BUTTOCK: _codes("XA6CY1", IsicSite.POSTERIOR_TORSO, paired=True),
    Region.UPPER_ARM_FRONT: _codes("XA6809", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.UPPER_ARM_BACK: _codes("XA6809", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.ELBOW_CREASE: _codes("XA9FF8", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.ELBOW: _codes("XA9FF8", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.FOREARM_FRONT: _codes("XA7WB0", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.FOREARM_BACK: _codes("XA7WB0", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.WRIST: _codes("XA2J63", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.PALM: _codes("XA3NY8", IsicSite.PALMS_SOLES, paired=True),
    Region.HAND_BACK: _codes("XA30Z6", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.THUMB: _codes("XA2593", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.FINGERS: _codes("XA2593", IsicSite.UPPER_EXTREMITY, paired=True),
    Region.THIGH_FRONT: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.THIGH_BACK: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.THIGH_INNER: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.KNEE: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.KNEE_HOLLOW: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.SHIN: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.CALF: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.ANKLE: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.FOOT_TOP: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.SOLE: _codes("XA45A6", IsicSite.PALMS_SOLES, paired=True),
    Region.HEEL: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.TOES: _codes("XA45A6", IsicSite.LOWER_EXTREMITY, paired=True),
    Region.PUBIS: _codes("XA8HA7", IsicSite.ORAL_GENITAL),
    Region.VULVA: _codes("XA8HA7", IsicSite.ORAL_GENITAL),
    Region.PENIS: _codes("XA8HA7", IsicSite.ORAL_GENITAL),
    Region.SCROTUM: _codes("XA8HA7", IsicSite.ORAL_GENITAL),
    Region.PERINEUM: _codes("XA8HA7", IsicSite.ORAL_GENITAL),
    Region.ANUS: _codes("XA4B34", IsicSite.ORAL_GENITAL),
}
_FROM_BEHIND = frozenset({View.BACK, View.HEAD_BACK})
_ONE_SIDED = {View.HEAD_RIGHT: Side.RIGHT, View.HEAD_LEFT: Side.LEFT}


def side_of(view: View, x: float, region: Region) -> Side:
    """The patient's side at a share of a view's width. What there is once can also be hit in the middle."""
    if view in _ONE_SIDED:
        return _ONE_SIDED[view]
    if not REGIONS[region].paired and abs(x - 0.5) <= _MIDLINE:
        return Side.MIDLINE
    return Side.RIGHT if (x < 0.5) is (view not in _FROM_BEHIND) else Side.LEFT
