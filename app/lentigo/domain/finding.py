"""What is seen: the fields of the findings form."""

from dataclasses import dataclass
from enum import StrEnum


class FindingField(StrEnum):
    """What a form asks about: the eleven fields of the standard one, then those of dermoscopy."""

    COLOUR = "colour"
    SHAPE = "shape"
    BORDER = "border"
    SIZE = "size"
    LESION_TYPE = "lesion_type"
    TEXTURE = "texture"
    NUMBER = "number"
    DISTRIBUTION = "distribution"
    LOCATION = "location"
    SURROUNDING_SKIN = "surrounding_skin"
    OTHER = "other"
    PIGMENT_NETWORK = "pigment_network"
    STRUCTURES = "structures"
    VESSELS = "vessels"
    REGRESSION = "regression"
    KERATOSIS_SIGNS = "keratosis_signs"


class FindingWord(StrEnum):
    """The forms' vocabulary. A word may belong to several fields, as red does to the colour and the skin around."""

    BLACK = "black"
    DARK_BROWN = "dark_brown"
    LIGHT_BROWN = "light_brown"
    BLUE_GREY = "blue_grey"
    RED = "red"
    PINK = "pink"
    PURPLE = "purple"
    WHITE = "white"
    YELLOW = "yellow"
    SKIN_COLOURED = "skin_coloured"
    ROUND = "round"
    OVAL = "oval"
    RING_SHAPED = "ring_shaped"
    LINEAR = "linear"
    IRREGULAR = "irregular"
    ASYMMETRIC = "asymmetric"
    SYMMETRIC = "symmetric"
    SHARP = "sharp"
    BLURRED = "blurred"
    REGULAR = "regular"
    SMALL_PART = "small_part"
    MEDIUM_PART = "medium_part"
    LARGE_PART = "large_part"
    FLAT_SPOT = "flat_spot"
    PATCH = "patch"
    PAPULE = "papule"
    PLAQUE = "plaque"
    NODULE = "nodule"
    BLISTER = "blister"
    PUSTULE = "pustule"
    WHEAL = "wheal"
    ULCER = "ulcer"
    CRUST = "crust"
    SMOOTH = "smooth"
    MOTTLED = "mottled"
    SCALY = "scaly"
    CRUSTED = "crusted"
    WARTY = "warty"
    ULCERATED = "ulcerated"
    SHINY = "shiny"
    ONE = "one"
    A_FEW = "a_few"
    MANY = "many"
    SINGLE = "single"
    GROUPED = "grouped"
    IN_A_LINE = "in_a_line"
    SCATTERED = "scattered"
    IN_A_RING = "in_a_ring"
    FACE = "face"
    SCALP = "scalp"
    EAR = "ear"
    NECK = "neck"
    CHEST = "chest"
    ABDOMEN = "abdomen"
    BACK = "back"
    ARM = "arm"
    HAND = "hand"
    LEG = "leg"
    FOOT = "foot"
    NAIL = "nail"
    MOUTH = "mouth"
    GENITAL = "genital"
    TRUNK = "trunk"
    LIGHT = "light"
    MEDIUM = "medium"
    DARK = "dark"
    HAIRY = "hairy"
    HAIR = "hair"
    RULER = "ruler"
    INK = "ink"
    BLEEDING = "bleeding"
    SCAR = "scar"
    SCRATCH_MARKS = "scratch_marks"
    DARK_CORNERS = "dark_corners"
    YES = "yes"
    NO = "no"
    DOTS = "dots"
    GLOBULES = "globules"
    STREAKS = "streaks"
    NONE = "none"
    ARBORIZING = "arborizing"
    DOTTED = "dotted"


class FindingState(StrEnum):
    """Whether a field says anything about the patient."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"
    NO_USABLE_ANSWER = "no_usable_answer"


class FindingSource(StrEnum):
    """Who gave the finding."""

    MODEL = "model"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """What a field shows, in words of the vocabulary: an argument for a diagnosis, or a sign that a rule looks for."""

    field: FindingField
    words: tuple[FindingWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One field of the form, such as colour or border.

    `value` is the answer as it was written, "" unless the field was assessed; `words` are the vocabulary's words in
    it, for rules and search. `draft` is the model's finding where the clinician wrote something else.
    """

    field: FindingField
    state: FindingState = FindingState.ASSESSED
    value: str = ""
    words: tuple[FindingWord, ...] = ()
    source: FindingSource = FindingSource.MODEL
    draft: "Finding | None" = None
    accepted: bool = False  # by the clinician, as the model said it

    @property
    def assessed(self) -> bool:
        """Whether the field says anything about the patient."""
        return self.state is FindingState.ASSESSED
