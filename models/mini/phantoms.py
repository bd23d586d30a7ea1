"""Phantoms: rendered skin lesions whose truth is known, for training, for tests and for the demonstration."""

from dataclasses import dataclass, replace

import numpy as np
from findings import number_word, size_word
from phantom_lesions import Look, Spot, draw
from phantom_skin import Size, add_hairs, add_light, base_skin, to_picture
from PIL import Image
from questions import Facts

# kind, textures, colour sets, forms, radii, whether raised edges are sharp
Kind = tuple[str, str, tuple[tuple[str, ...], ...], tuple[str, ...], tuple[float, float], str]
BROWNS = (("light brown",), ("dark brown",), ("dark brown", "light brown"), ("black", "dark brown"))
REDS = (("red",), ("pink",), ("red", "pink"))
MANY = (
    ("black", "dark brown", "light brown"),
    ("black", "blue-grey", "light brown"),
    ("dark brown", "red", "light brown"),
    ("black", "dark brown", "blue-grey", "red"),
    ("dark brown", "blue-grey", "light brown", "white"),
)
KINDS: dict[str, Kind] = {
    "naevus": ("flat spot", "smooth", BROWNS, ("round", "oval"), (0.18, 0.6), "either"),
    "raised naevus": (
        "papule", "smooth", (("light brown",), ("dark brown",), ("skin-coloured",), ("pink",)),
        ("round", "oval"), (0.16, 0.3), "sharp",
    ),
    "mottled patch": (
        "patch", "mottled", (("light brown",), ("dark brown", "light brown"), ("light brown", "pink")),
        ("oval", "irregular"), (0.35, 0.8), "either",
    ),
    "many-coloured": ("plaque", "mottled", MANY, ("irregular",), (0.35, 0.75), "either"),
    "scaly plaque": ("plaque", "scaly", REDS, ("oval", "irregular", "round"), (0.35, 0.8), "sharp"),
    "ring": ("plaque", "scaly", REDS, ("ring-shaped",), (0.4, 0.8), "sharp"),
    "pearly papule": (
        "papule", "shiny", (("skin-coloured",), ("pink",), ("pink", "skin-coloured")),
        ("round", "oval"), (0.16, 0.3), "sharp",
    ),
    "nodule": (
        "nodule", "shiny", (("red",), ("pink",), ("purple",), ("blue-grey",), ("red", "purple")),
        ("round", "oval"), (0.38, 0.65), "sharp",
    ),
    "blister": (
        "blister", "shiny", (("skin-coloured",), ("yellow",)), ("round", "oval"), (0.32, 0.55), "sharp",
    ),
    "pustule": ("pustule", "smooth", (("yellow",), ("white",), ("yellow", "white")), ("round",), (0.11, 0.2), "sharp"),
    "wheal": ("wheal", "smooth", (("pink",), ("red",)), ("oval", "irregular"), (0.3, 0.8), "blurred"),
    "ulcer": (
        "ulcer", "ulcerated", (("red",), ("red", "yellow"), ("black", "red")),
        ("round", "oval", "irregular"), (0.25, 0.6), "sharp",
    ),
    "crust": (
        "crust", "crusted", (("yellow",), ("dark brown", "yellow"), ("black", "red"), ("dark brown",)),
        ("oval", "irregular"), (0.28, 0.55), "sharp",
    ),
    "warty": ("plaque", "warty", BROWNS, ("round", "oval"), (0.28, 0.6), "sharp"),
    "spots": (
        "flat spot", "smooth", (("light brown",), ("dark brown",), ("red",), ("purple",)),
        ("round", "oval"), (0.08, 0.14), "either",
    ),
}  # fmt: skip
OFTEN_SEVERAL = {"pustule": 0.8, "spots": 1.0, "blister": 0.4, "raised naevus": 0.15, "wheal": 0.2, "naevus": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything that is true of one phantom; the words are the protocol's."""

    name: str
    look: Look
    radius: float
    count: int
    arrangement: str
    tone: str
    red_skin: bool
    hairs: int
    dark_corners: bool


def random_truth(rng: np.random.Generator) -> Truth:
    """A plausible phantom; all kinds and all tones of skin are equally frequent."""
    name = str(rng.choice(list(KINDS)))
    kind, texture, colour_sets, forms, (least, most), edge = KINDS[name]
    form = str(rng.choice(forms))
    dome = kind in ("papule", "nodule", "blister", "pustule")  # these bulge evenly
    look = Look(
        form=form,
        symmetric=form != "irregular" and (form == "ring-shaped" or dome or bool(rng.random() < 0.75)),
        sharp=edge == "sharp" or (edge == "either" and bool(rng.random() < 0.5)),
        regular=form != "irregular" and (dome or bool(rng.random() < 0.75)),
        kind=kind,
        texture=texture,
        colours=colour_sets[rng.integers(len(colour_sets))],
    )
    several = rng.random() < OFTEN_SEVERAL.get(name, 0.0)
    plain = several or (look.symmetric and look.regular)
    return _with_surroundings(rng, name, look, float(rng.uniform(least if plain else max(least, 0.3), most)), several)


def _with_surroundings(rng: np.random.Generator, name: str, look: Look, radius: float, several: bool) -> Truth:
    count = int(rng.choice((3, 4, 5, 9, 12, 16))) if several else 1
    return Truth(
        name=name,
        look=look if not several else replace(look, symmetric=True, regular=True, colours=look.colours[:1]),
        radius=min(radius, 0.55 / count**0.75) if several else radius,
        count=count,
        arrangement=str(rng.choice(("grouped", "in a line", "scattered", "in a ring"))) if several else "single",
        tone=str(rng.choice(("light", "medium", "dark"))),
        red_skin=bool(rng.random() < 0.12),
        hairs=int(rng.integers(8, 22)) if rng.random() < 0.25 else 0,
        dark_corners=bool(rng.random() < 0.12),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A rendered picture, and for each of its pixels how much of it is lesion and how much is hair, 0 … 1."""

    picture: Image.Image
    lesion: np.ndarray
    hair: np.ndarray

    @property
    def share(self) -> float:
        """The lesion's share of the central square."""
        side = min(self.lesion.shape)
        top, left = (self.lesion.shape[0] - side) // 2, (self.lesion.shape[1] - side) // 2
        return float(self.lesion[top : top + side, left : left + side].mean())


def render(truth: Truth, seed: int, size: Size) -> Drawing:
    """The phantom as a photograph of that size; the lesion lies in the central square."""
    rng = np.random.default_rng(seed)
    lab = base_skin(rng, size, truth.tone, 15.0 if truth.red_skin else 0.0)
    skin = np.median(lab.reshape(-1, 3), axis=0)
    lesion, hair = np.zeros(lab.shape[:2], np.float32), np.zeros(lab.shape[:2], np.float32)
    for x, y in _places(rng, truth):
        np.maximum(lesion, draw(rng, lab, _spot(rng, truth, x, y), truth.look, skin), out=lesion)
    if truth.hairs:
        lab, hair = add_hairs(rng, lab, truth.hairs)
    lab = add_light(rng, lab, truth.dark_corners)
    return Drawing(picture=to_picture(rng, lab), lesion=lesion, hair=hair)


def _spot(rng: np.random.Generator, truth: Truth, x: float, y: float) -> Spot:
    vary = rng.uniform(0.75, 1.2) if truth.count > 1 else 1.0
    aspect = {"oval": rng.uniform(1.6, 2.1), "irregular": rng.uniform(1.1, 1.4)}.get(truth.look.form, 1.0)
    return Spot(x=x, y=y, radius=truth.radius * vary, aspect=float(aspect))


def _places(rng: np.random.Generator, truth: Truth) -> list[tuple[float, float]]:
    """Centres in units of half the central square."""
    if truth.count == 1:
        room = max(0.0, 0.75 - truth.radius) * 0.35
        return [(float(rng.uniform(-room, room)), float(rng.uniform(-room, room)))]
    step = np.arange(truth.count)
    turn = rng.uniform(0, 2 * np.pi)
    if truth.arrangement == "in a line":
        along = np.linspace(-0.8, 0.8, truth.count)
        return [(a * np.cos(turn), a * np.sin(turn) + 0.02 * rng.normal()) for a in along]
    if truth.arrangement == "in a ring":
        angles = turn + step * 2 * np.pi / truth.count
        return [(0.62 * np.cos(a), 0.62 * np.sin(a)) for a in angles]
    reach = 0.85 if truth.arrangement == "scattered" else min(0.5, 1.25 * truth.radius * truth.count**0.5)
    return _apart(rng, truth.count, reach, truth.radius)


def _apart(rng: np.random.Generator, count: int, reach: float, radius: float) -> list[tuple[float, float]]:
    """Random places that keep their distance from each other as far as there is room."""
    places: list[np.ndarray] = []
    for _ in range(count):
        tries = rng.uniform(-reach, reach, (40, 2))
        if places:
            gaps = np.linalg.norm(tries[:, None] - np.array(places), axis=2).min(1)
            enough = np.flatnonzero(gaps > 2.3 * radius)
            places.append(tries[enough[0] if len(enough) else int(gaps.argmax())])
        else:
            places.append(tries[0] * 0.3)
    return [(float(x), float(y)) for x, y in places]


def facts(truth: Truth, share: float) -> Facts:
    """The truth in the protocol's words; an empty tuple is "not assessed"."""
    look = truth.look
    return {
        "colour": look.colours,
        "shape": (look.form, "symmetric" if look.symmetric else "asymmetric"),
        "border": ("sharp" if look.sharp else "blurred", "regular" if look.regular else "irregular"),
        "size": (size_word(share),),
        "lesion type": (look.kind,),
        "texture": (look.texture,),
        "number": (number_word(truth.count),),
        "distribution": (truth.arrangement,),
        "surrounding skin": (truth.tone, "red") if truth.red_skin else (truth.tone,),
        "other": (("hair",) if truth.hairs else ()) + (("dark corners",) if truth.dark_corners else ()),
    }
