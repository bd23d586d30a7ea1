"""Parts of the body in words, and the patient's side of them. Each paired part is named whole: languages bend words."""

from lentigo.domain.body import Pin, Region, Side, View
from lentigo.language import deferred, translate

VIEWS = {
    View.FRONT: deferred("Front"),
    View.BACK: deferred("Back"),
    View.HEAD_FRONT: deferred("Head, front"),
    View.HEAD_BACK: deferred("Head, back"),
    View.HEAD_RIGHT: deferred("Head, right"),
    View.HEAD_LEFT: deferred("Head, left"),
    View.PALMS: deferred("Palms"),
    View.HAND_BACKS: deferred("Backs of the hands"),
    View.FOOT_TOPS: deferred("Tops of the feet"),
    View.SOLES: deferred("Soles"),
    View.GENITALS_FEMALE: deferred("Genital area, female"),
    View.GENITALS_MALE: deferred("Genital area, male"),
}
SIDES = {
    Side.RIGHT: deferred("right", context="side"),
    Side.LEFT: deferred("left", context="side"),
    Side.MIDLINE: deferred("midline"),
}
_ONCE = {  # there is one of these
    Region.SCALP: deferred("scalp"),
    Region.FACE: deferred("face"),
    Region.FOREHEAD: deferred("forehead"),
    Region.NOSE: deferred("nose"),
    Region.MOUTH: deferred("mouth"),
    Region.CHIN: deferred("chin"),
    Region.NECK_FRONT: deferred("front of the neck"),
    Region.NAPE: deferred("nape of the neck"),
    Region.CHEST: deferred("chest"),
    Region.UPPER_ABDOMEN: deferred("upper abdomen"),
    Region.LOWER_ABDOMEN: deferred("lower abdomen"),
    Region.UPPER_BACK: deferred("upper back"),
    Region.MID_BACK: deferred("middle of the back"),
    Region.LOWER_BACK: deferred("lower back"),
    Region.PUBIS: deferred("pubic area"),
    Region.VULVA: deferred("vulva"),
    Region.PENIS: deferred("penis"),
    Region.SCROTUM: deferred("scrotum"),
    Region.PERINEUM: deferred("perineum"),
    Region.ANUS: deferred("around the anus"),
}
_TWICE = {  # there is one on each side: the right one, the left one
    Region.TEMPLE: (deferred("right temple"), deferred("left temple")),
    Region.EYE: (deferred("right eye area"), deferred("left eye area")),
    Region.CHEEK: (deferred("right cheek"), deferred("left cheek")),
    Region.EAR: (deferred("right ear"), deferred("left ear")),
    Region.BEHIND_EAR: (deferred("behind the right ear"), deferred("behind the left ear")),
    Region.NECK_SIDE: (deferred("right side of the neck"), deferred("left side of the neck")),
    Region.SHOULDER: (deferred("right shoulder"), deferred("left shoulder")),
    Region.ARMPIT: (deferred("right armpit"), deferred("left armpit")),
    Region.FLANK: (deferred("right flank"), deferred("left flank")),
    Region.GROIN: (deferred("right groin"), deferred("left groin")),
    Region.BUTTOCK: (deferred("right buttock"), deferred("left buttock")),
    Region.UPPER_ARM_FRONT: (deferred("front of the right upper arm"), deferred("front of the left upper arm")),
    Region.UPPER_ARM_BACK: (deferred("back of the right upper arm"), deferred("back of the left upper arm")),
    Region.ELBOW_CREASE: (deferred("crease of the right elbow"), deferred("crease of the left elbow")),
    Region.ELBOW: (deferred("right elbow"), deferred("left elbow")),
    Region.FOREARM_FRONT: (deferred("front of the right forearm"), deferred("front of the left forearm")),
    Region.FOREARM_BACK: (deferred("back of the right forearm"), deferred("back of the left forearm")),
    Region.WRIST: (deferred("right wrist"), deferred("left wrist")),
    Region.PALM: (deferred("right palm"), deferred("left palm")),
    Region.HAND_BACK: (deferred("back of the right hand"), deferred("back of the left hand")),
    Region.THUMB: (deferred("right thumb"), deferred("left thumb")),
    Region.FINGERS: (deferred("fingers of the right hand"), deferred("fingers of the left hand")),
    Region.THIGH_FRONT: (deferred("front of the right thigh"), deferred("front of the left thigh")),
    Region.THIGH_BACK: (deferred("back of the right thigh"), deferred("back of the left thigh")),
    Region.THIGH_INNER: (deferred("inner side of the right thigh"), deferred("inner side of the left thigh")),
    Region.KNEE: (deferred("right knee"), deferred("left knee")),
    Region.KNEE_HOLLOW: (deferred("hollow of the right knee"), deferred("hollow of the left knee")),
    Region.SHIN: (deferred("right shin"), deferred("left shin")),
    Region.CALF: (deferred("right calf"), deferred("left calf")),
    Region.ANKLE: (deferred("right ankle"), deferred("left ankle")),
    Region.FOOT_TOP: (deferred("top of the right foot"), deferred("top of the left foot")),
    Region.SOLE: (deferred("right sole"), deferred("left sole")),
    Region.HEEL: (deferred("right heel"), deferred("left heel")),
    Region.TOES: (deferred("toes of the right foot"), deferred("toes of the left foot")),
}


def site_text(pin: Pin) -> str:
    """The body site that a pin stands for, with the patient's side: “right cheek”, “chest, midline”."""
    if pin.region in _TWICE:
        right, left = _TWICE[pin.region]
        return translate(left if pin.side is Side.LEFT else right)
    part = translate(_ONCE[pin.region])
    if pin.side is Side.MIDLINE:
        return translate("{part}, midline", part=part)
    if pin.side is Side.RIGHT:
        return translate("{part}, on the right", part=part)
    return translate("{part}, on the left", part=part)
