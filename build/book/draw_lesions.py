"""Drawings of skin lesions: the primary lesions cut through and from above, shapes, borders, arrangements."""

from collections.abc import Callable
from math import cos, pi, sin

from book.canvas import LINE, Canvas, Point, blob, scatter

LIGHT, DARK = "#f1d0b8", "#6a4431"  # skin
HORN, EPIDERMIS, DERMIS, FAT = "#b9835f", "#d3a07c", "#f3d6c2", "#f8e8b8"
CELLS, FLUID, PUS = "#b5655b", "#d7e8ee", "#efe0a0"
PANEL, BLOCK, TOP = 85.4, 76.0, 34.0  # points: a panel's width, its block's, the surface's height in it

Surface = Callable[[float], float]  # from -1 to 1 across the block: points above the skin


def dome(half: float, height: float) -> Surface:
    """A round elevation; `half` its half width as a share of the block's."""
    return lambda x: height * (cos(pi * x / half) + 1) / 2 if abs(x) < half else 0.0


def plateau(half: float, height: float, slope: float = 0.12) -> Surface:
    """A flat elevation with steep sides."""
    return lambda x: height * min(1.0, max(0.0, (half - abs(x)) / slope))


def cut(canvas: Canvas, left: float, top: float, surface: Surface) -> None:
    """A block of skin seen from the side: epidermis, dermis and fat under a surface."""
    steps = [step / 40 - 1 for step in range(81)]

    def level(x: float, depth: float, share: float) -> Point:
        return left + BLOCK / 2 * (1 + x), top + TOP + depth - share * surface(x)

    layers = ((0.0, 1.0, 5.0, 0.95, EPIDERMIS), (5.0, 0.95, 24.0, 0.15, DERMIS), (24.0, 0.15, 33.0, 0.0, FAT))
    for upper, upper_share, lower, lower_share, colour in layers:
        edge = [level(x, upper, upper_share) for x in steps]
        edge += [level(x, lower, lower_share) for x in reversed(steps)]
        canvas.polygon(edge, colour, line=colour, weight=0.3)
    canvas.line([level(x, 0, 1) for x in steps], HORN, weight=1.3)
    base = top + TOP + 33
    canvas.line([(left, top + TOP), (left, base), (left + BLOCK, base), (left + BLOCK, top + TOP)], LINE, weight=0.6)


def primary_lesions() -> Canvas:
    """Ten panels: cut through, then from above on light and on dark skin."""
    canvas = Canvas(5 * PANEL, 2 * 158)
    for index, (name, note, draw) in enumerate(LESIONS):
        left, top = index % 5 * PANEL + (PANEL - BLOCK) / 2, index // 5 * 158
        draw(canvas, left, top)
        for number, skin in enumerate((LIGHT, DARK)):
            canvas.rectangle(left + number * 39, top + 74, 37, 37, skin, line=LINE)
            ABOVE[name](canvas, left + number * 39 + 18.5, top + 92.5, skin == DARK)
        canvas.words(left + BLOCK / 2, top + 126, name, size=9.5, bold=True)
        for line, words in enumerate(note.split("\n")):
            canvas.words(left + BLOCK / 2, top + 137 + 9.5 * line, words, size=7.5)
    return canvas


def flat_spot(canvas: Canvas, left: float, top: float, share: float = 0.22) -> None:
    """A change of colour only."""
    cut(canvas, left, top, lambda _x: 0)
    middle, half = left + BLOCK / 2, BLOCK / 2 * share
    canvas.rectangle(middle - half, top + TOP + 0.8, 2 * half, 4.2, "#7d4a2b")


def patch(canvas: Canvas, left: float, top: float) -> None:
    """The same, wider."""
    flat_spot(canvas, left, top, 0.72)


def papule(canvas: Canvas, left: float, top: float) -> None:
    """Small and raised."""
    cut(canvas, left, top, dome(0.36, 11))
    canvas.ellipse(left + BLOCK / 2, top + TOP + 4, 7, 4.5, CELLS, opacity=0.75)


def plaque(canvas: Canvas, left: float, top: float) -> None:
    """Wide and raised, flat on top, here with scale."""
    cut(canvas, left, top, plateau(0.74, 7))
    canvas.ellipse(left + BLOCK / 2, top + TOP + 3.5, 23, 3.5, CELLS, opacity=0.6)
    for x in (-20, -12, -4, 5, 13, 20):
        canvas.line([(left + 38 + x - 3, top + TOP - 8), (left + 38 + x + 3, top + TOP - 9.5)], "#9aa3a8", weight=1.3)


def nodule(canvas: Canvas, left: float, top: float) -> None:
    """Large, raised and deep."""
    cut(canvas, left, top, dome(0.6, 19))
    canvas.ellipse(left + BLOCK / 2, top + TOP + 4.5, 15, 14.5, CELLS, opacity=0.8)


def blister(canvas: Canvas, left: float, top: float) -> None:
    """Clear fluid under a roof."""
    cut(canvas, left, top, dome(0.66, 17))
    pocket(canvas, left + BLOCK / 2, top + TOP + 1, 18, 10, FLUID)


def pustule(canvas: Canvas, left: float, top: float) -> None:
    """Pus under a roof."""
    cut(canvas, left, top, dome(0.4, 12))
    pocket(canvas, left + BLOCK / 2, top + TOP + 0.5, 9, 6.5, PUS)


def pocket(canvas: Canvas, x: float, y: float, half: float, height: float, colour: str) -> None:
    """A dome filled with fluid."""
    arch = [(x + half * cos(pi * step / 24), y - height * sin(pi * step / 24)) for step in range(25)]
    canvas.polygon([*arch, (x - half * 0.7, y + 3), (x + half * 0.7, y + 3)], colour, line=HORN, weight=0.6)


def wheal(canvas: Canvas, left: float, top: float) -> None:
    """Swelling without a change of the outermost layer."""
    cut(canvas, left, top, plateau(0.7, 7, 0.4))
    for x, y in scatter(26):
        canvas.ellipse(left + 38 + 23 * x, top + TOP + 9 + 8 * y, 1.5, 1.5, "#8fb7c6")


def ulcer(canvas: Canvas, left: float, top: float) -> None:
    """The outer layers are missing."""
    cut(canvas, left, top, lambda _x: 0)
    x, y = left + BLOCK / 2, top + TOP - 1
    depths = ((-19, 0), (-15, 9), (-8, 14), (0, 15.5), (9, 13.5), (16, 8), (19, 0))
    pit = [(x + across, y + depth) for across, depth in depths]
    canvas.polygon(pit, "#ffffff")
    canvas.line(pit, "#a83d36", weight=2)


def crust(canvas: Canvas, left: float, top: float) -> None:
    """Dried fluid on the surface."""
    cut(canvas, left, top, lambda _x: 0)
    x, y = left + BLOCK / 2, top + TOP
    edge = [(x - 22, y), (x - 18, y - 5), (x - 11, y - 4), (x - 7, y - 8), (x, y - 6), (x + 6, y - 9), (x + 13, y - 5)]
    canvas.polygon([*edge, (x + 19, y - 6), (x + 22, y), (x, y + 2)], "#c8963c", line="#8a6220", weight=0.7)


LESIONS: tuple[tuple[str, str, Callable[[Canvas, float, float], None]], ...] = (
    ("flat spot", "flat, up to 1 cm", flat_spot),
    ("patch", "flat, over 1 cm", patch),
    ("papule", "raised, up to 1 cm", papule),
    ("plaque", "raised, over 1 cm,\nflat on top", plaque),
    ("nodule", "raised and deep,\nover 1 cm", nodule),
    ("blister", "filled with clear\nor bloody fluid", blister),
    ("pustule", "filled with pus", pustule),
    ("wheal", "swelling, usually\ngone in 24 hours", wheal),
    ("ulcer", "outer layers\nmissing", ulcer),
    ("crust", "dried fluid, pus\nor blood", crust),
)


Above = Callable[[Canvas, float, float, bool], None]  # middle of the square, and whether its skin is dark


def sore(dark: bool) -> str:
    """The colour of inflammation."""
    return "#47252d" if dark else "#cf7167"


def pigment(dark: bool) -> str:
    """The colour of a brown spot."""
    return "#3a2318" if dark else "#9a6743"


def plaque_above(canvas: Canvas, x: float, y: float, dark: bool) -> None:
    """With scale."""
    canvas.polygon(blob(x + 1, y + 1.2, 14, 12, 0.1), "#000000", opacity=0.25)
    canvas.polygon(blob(x, y, 14, 12, 0.1), sore(dark))
    for dx, dy in scatter(13):
        canvas.polygon(blob(x + 11 * dx, y + 9.5 * dy, 2.6, 1.5, 0.2, dx), "#b7b2b4" if dark else "#f7ece7")


def pustule_above(canvas: Canvas, x: float, y: float, dark: bool) -> None:
    """Pus on an inflamed ground."""
    canvas.ellipse(x, y, 8.5, 8.5, sore(dark), opacity=0.85)
    fluid_filled(canvas, x, y, 5.2, "#eddc97", "#c7ac5a")


def wheal_above(canvas: Canvas, x: float, y: float, dark: bool) -> None:
    """Paler in the middle, with a soft rim."""
    for step in range(5):
        canvas.polygon(blob(x, y, 16 - step, 12 - step, 0.13, 2), "#5a333a" if dark else "#dd8877", opacity=0.2)
    canvas.polygon(blob(x, y, 10.5, 6.5, 0.13, 2), "#7d5442" if dark else "#f6cbbb", opacity=0.8)


def ulcer_above(canvas: Canvas, x: float, y: float, dark: bool) -> None:
    """Edge, red base and slough."""
    canvas.polygon(blob(x, y, 12.5, 11, 0.12), "#331c14" if dark else "#a9664f")
    canvas.polygon(blob(x, y, 10, 8.6, 0.12), "#a1433c")
    canvas.polygon(blob(x + 2, y + 1, 4.5, 3, 0.2), "#d9c173", opacity=0.8)


def crust_above(canvas: Canvas, x: float, y: float, dark: bool) -> None:
    """Uneven, yellow-brown."""
    canvas.polygon(blob(x, y, 12, 10, 0.2, 2), "#a9772d" if dark else "#cf9f45", line="#7a5720", weight=0.7)
    for dx, dy in scatter(6, 1):
        canvas.polygon(blob(x + 7 * dx, y + 6 * dy, 2, 1.4, 0.3, dy), "#c79647" if dark else "#e3c06f")


ABOVE: dict[str, Above] = {
    "flat spot": lambda canvas, x, y, dark: canvas.polygon(blob(x, y, 6, 5.5, 0.06), pigment(dark)),
    "patch": lambda canvas, x, y, dark: canvas.polygon(blob(x, y, 13.5, 11.5, 0.16, 1), pigment(dark), opacity=0.8),
    "papule": lambda canvas, x, y, dark: raised(canvas, x, y, 6, sore(dark)),
    "nodule": lambda canvas, x, y, dark: raised(canvas, x, y, 12, sore(dark)),
    "plaque": plaque_above,
    "blister": lambda canvas, x, y, dark: fluid_filled(
        canvas, x, y, 11, "#8d6a58" if dark else "#f7e4d6", "#b99883" if dark else "#c98a74"
    ),
    "pustule": pustule_above,
    "wheal": wheal_above,
    "ulcer": ulcer_above,
    "crust": crust_above,
}


def raised(canvas: Canvas, x: float, y: float, radius: float, colour: str) -> None:
    """A dome from above: shadow on one side, light on the other."""
    canvas.ellipse(x + radius * 0.14, y + radius * 0.18, radius * 1.04, radius * 1.04, "#000000", opacity=0.3)
    canvas.ellipse(x, y, radius, radius, colour)
    canvas.ellipse(x - radius * 0.28, y - radius * 0.32, radius * 0.42, radius * 0.32, "#ffffff", opacity=0.3)


def fluid_filled(canvas: Canvas, x: float, y: float, radius: float, colour: str, rim: str) -> None:
    """A shining dome with a visible rim."""
    canvas.ellipse(x + 1, y + 1.3, radius, radius, "#000000", opacity=0.25)
    canvas.ellipse(x, y, radius, radius, colour, line=rim, weight=1)
    canvas.ellipse(x - radius * 0.3, y - radius * 0.35, radius * 0.3, radius * 0.2, "#ffffff", opacity=0.85)


def shapes_and_borders() -> Canvas:
    """Seven words for the outline, on a middle tone of skin."""
    canvas = Canvas(5 * PANEL, 2 * 96)
    for index, (name, note) in enumerate(OUTLINES):
        left, top = index % 5 * PANEL + (PANEL - 70) / 2, index // 5 * 96
        canvas.rectangle(left, top + 1, 70, 62, "#c08f6c", line=LINE)
        outline(canvas, name, left + 35, top + 32)
        canvas.words(left + 35, top + 76, name, size=9.5, bold=True)
        canvas.words(left + 35, top + 87, note, size=7.5)
    return canvas


OUTLINES = (
    ("round", "as wide as long"),
    ("oval", "longer than wide"),
    ("ring-shaped", "clear in the centre"),
    ("linear", "a line or band"),
    ("irregular", "no clear shape"),
    ("symmetric", "halves alike"),
    ("asymmetric", "halves differ"),
    ("sharp", "border easy to draw"),
    ("blurred", "border fades away"),
    ("irregular border", "notched, uneven"),
)


def outline(canvas: Canvas, name: str, x: float, y: float) -> None:
    """One lesion that shows one word."""
    brown, deep = "#6b3f28", "#3d2216"
    match name:
        case "round" | "sharp":
            canvas.ellipse(x, y, 17, 17, brown)
        case "oval":
            canvas.ellipse(x, y, 23, 13, brown)
        case "ring-shaped":
            canvas.ellipse(x, y, 22, 21, brown)
            canvas.ellipse(x, y, 16, 15, "#b98765")
        case "linear":
            canvas.polygon([(x - 27, y + 12), (x - 25, y + 7), (x + 27, y - 12), (x + 26, y - 6)], brown)
        case "irregular":
            canvas.polygon(blob(x, y, 19, 16, 0.26, 1.3), brown)
        case "symmetric":
            canvas.ellipse(x, y, 19, 15, brown)
            canvas.ellipse(x, y, 9, 7, deep)
            canvas.line([(x, y - 25), (x, y + 25)], "#ffffff", weight=0.8)
        case "asymmetric":
            canvas.polygon(blob(x + 2, y, 19, 15, 0.2, 0.4), brown)
            canvas.polygon(blob(x + 9, y - 4, 8, 6, 0.2), deep)
            canvas.line([(x, y - 25), (x, y + 25)], "#ffffff", weight=0.8)
        case "blurred":
            for step in range(12):
                canvas.ellipse(x, y, 24 - 1.3 * step, 24 - 1.3 * step, brown, opacity=0.16)
        case "irregular border":
            canvas.polygon(notched(x, y), brown)


def notched(x: float, y: float) -> list[Point]:
    """An outline with notches and corners."""
    angles = [pi * step / 60 for step in range(120)]
    reaches = [1 + 0.17 * sin(7 * angle) + 0.1 * cos(11 * angle) for angle in angles]
    return [(x + 18 * r * cos(angle), y + 17 * r * sin(angle)) for angle, r in zip(angles, reaches, strict=True)]


def arrangements() -> Canvas:
    """Five arrangements, each on light and on dark skin."""
    canvas = Canvas(5 * PANEL, 166)
    for index, (name, places) in enumerate(ARRANGED):
        left = index * PANEL + (PANEL - 72) / 2
        for row, skin in enumerate((LIGHT, DARK)):
            canvas.rectangle(left, row * 72 + 1, 72, 68, skin, line=LINE)
            for x, y in places:
                raised(canvas, left + 36 + x, row * 72 + 35 + y, 3.6, "#47252d" if row else "#cf7167")
        canvas.words(left + 36, 158, name, size=9.5, bold=True)
    return canvas


RING = [(21 * cos(pi * step / 6), 21 * sin(pi * step / 6)) for step in range(12)]
SCATTERED: list[Point] = [
    (-26, -20),
    (-9, -25),
    (22, -22),
    (4, -9),
    (-20, -2),
    (28, 1),
    (-6, 12),
    (14, 17),
    (-27, 23),
    (29, 25),
]
ARRANGED: tuple[tuple[str, list[Point]], ...] = (
    ("single", [(0, 0)]),
    ("grouped", [(-3 + 13 * x, 2 + 12 * y) for x, y in scatter(8)]),
    ("in a line", [(-27 + 9 * step, 16 - 5.2 * step) for step in range(7)]),
    ("in a ring", RING),
    ("scattered", SCATTERED),
)
