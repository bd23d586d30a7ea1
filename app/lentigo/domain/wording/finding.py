"""Words of the findings form, and findings in words."""

from lentigo.domain.finding import Feature, Finding, FindingField, FindingState, FindingWord

FIELDS = {
    FindingField.COLOUR: "colour",
    FindingField.SHAPE: "shape",
    FindingField.BORDER: "border",
    FindingField.SIZE: "size",
    FindingField.LESION_TYPE: "lesion type",
    FindingField.TEXTURE: "texture",
    FindingField.NUMBER: "number",
    FindingField.DISTRIBUTION: "distribution",
    FindingField.LOCATION: "location",
    FindingField.SURROUNDING_SKIN: "surrounding skin",
    FindingField.OTHER: "other",
    FindingField.PIGMENT_NETWORK: "pigment network",
    FindingField.STRUCTURES: "structures",
    FindingField.VESSELS: "vessels",
    FindingField.REGRESSION: "regression",
    FindingField.KERATOSIS_SIGNS: "keratosis signs",
}
UNANSWERED = {
    FindingState.NOT_ASSESSED: "not assessed",
    FindingState.NO_USABLE_ANSWER: "no usable answer",
}
WORDS = {
    FindingWord.BLACK: "black",
    FindingWord.DARK_BROWN: "dark brown",
    FindingWord.LIGHT_BROWN: "light brown",
    FindingWord.BLUE_GREY: "blue-grey",
    FindingWord.RED: "red",
    FindingWord.PINK: "pink",
    FindingWord.PURPLE: "purple",
    FindingWord.WHITE: "white",
    FindingWord.YELLOW: "yellow",
    FindingWord.SKIN_COLOURED: "skin-coloured",
    FindingWord.ROUND: "round",
    FindingWord.OVAL: "oval",
    FindingWord.RING_SHAPED: "ring-shaped",
    FindingWord.LINEAR: "linear",
    FindingWord.IRREGULAR: "irregular",
    FindingWord.ASYMMETRIC: "asymmetric",
    FindingWord.SYMMETRIC: "symmetric",
    FindingWord.SHARP: "sharp",
    FindingWord.BLURRED: "blurred",
    FindingWord.REGULAR: "regular",
    FindingWord.SMALL_PART: "small part",
    FindingWord.MEDIUM_PART: "medium part",
    FindingWord.LARGE_PART: "large part",
    FindingWord.FLAT_SPOT: "flat spot",
    FindingWord.PATCH: "patch",
    FindingWord.PAPULE: "papule",
    FindingWord.PLAQUE: "plaque",
    FindingWord.NODULE: "nodule",
    FindingWord.BLISTER: "blister",
    FindingWord.PUSTULE: "pustule",
    FindingWord.WHEAL: "wheal",
    FindingWord.ULCER: "ulcer",
    FindingWord.CRUST: "crust",
    FindingWord.SMOOTH: "smooth",
    FindingWord.MOTTLED: "mottled",
    FindingWord.SCALY: "scaly",
    FindingWord.CRUSTED: "crusted",
    FindingWord.WARTY: "warty",
    FindingWord.ULCERATED: "ulcerated",
    FindingWord.SHINY: "shiny",
    FindingWord.ONE: "one",
    FindingWord.A_FEW: "a few",
    FindingWord.MANY: "many",
    FindingWord.SINGLE: "single",
    FindingWord.GROUPED: "grouped",
    FindingWord.IN_A_LINE: "in a line",
    FindingWord.SCATTERED: "scattered",
    FindingWord.IN_A_RING: "in a ring",
    FindingWord.FACE: "face",
    FindingWord.SCALP: "scalp",
    FindingWord.EAR: "ear",
    FindingWord.NECK: "neck",
    FindingWord.CHEST: "chest",
    FindingWord.ABDOMEN: "abdomen",
    FindingWord.BACK: "back",
    FindingWord.ARM: "arm",
    FindingWord.HAND: "hand",
    FindingWord.LEG: "leg",
    FindingWord.FOOT: "foot",
    FindingWord.NAIL: "nail",
    FindingWord.MOUTH: "mouth",
    FindingWord.GENITAL: "genital",
    FindingWord.TRUNK: "trunk",
    FindingWord.LIGHT: "light",
    FindingWord.MEDIUM: "medium",
    FindingWord.DARK: "dark",
    FindingWord.HAIRY: "hairy",
    FindingWord.HAIR: "hair",
    FindingWord.RULER: "ruler",
    FindingWord.INK: "ink",
    FindingWord.BLEEDING: "bleeding",
    FindingWord.SCAR: "scar",
    FindingWord.SCRATCH_MARKS: "scratch marks",
    FindingWord.DARK_CORNERS: "dark corners",
    FindingWord.YES: "yes",
    FindingWord.NO: "no",
    FindingWord.DOTS: "dots",
    FindingWord.GLOBULES: "globules",
    FindingWord.STREAKS: "streaks",
    FindingWord.NONE: "none",
    FindingWord.ARBORIZING: "arborizing",
    FindingWord.DOTTED: "dotted",
}


def unanswered(text: str) -> FindingState | None:
    """The state that a clinician's text stands for; None where it is an answer."""
    said = text.strip().casefold()
    if not said:
        return FindingState.NOT_ASSESSED
    return next((state for state, words in UNANSWERED.items() if words.casefold() == said), None)


def finding_text(finding: Finding) -> str:
    """The answer as it was written, or why there is none."""
    return finding.value if finding.assessed else UNANSWERED[finding.state]


def feature_text(feature: Feature) -> str:
    """Such as "lesion type: plaque, nodule"."""
    return f"{FIELDS[feature.field]}: {', '.join(WORDS[word] for word in feature.words)}"
