"""Drawings of how to take a photograph of skin."""

from book.canvas import LINE, Canvas, blob

SKIN, SPOT, PHONE, GLASS = "#a9714e", "#4a2918", "#39424a", "#bcd6de"
GOOD, BAD = "#2f7d4f", "#b3261e"
HOLDS = ((72, "right", "level, straight above"), (212, "wrong", "tilted"), (352, "wrong", "too near, in shadow"))
VIEWS = (
    ("1. overview", "which part of the body"),
    ("2. region", "a landmark and other lesions"),
    ("3. close", "sharp, with a ruler"),
)


def hold_the_camera() -> Canvas:
    """Level above the skin, and two common mistakes."""
    canvas = Canvas(424, 172)
    for x, name, note in HOLDS:
        skin(canvas, x)
        canvas.words(x, 150, name, size=9.5, bold=True, colour=GOOD if name == "right" else BAD)
        canvas.words(x, 162, note, size=7.8)
    right(canvas, 72)
    tilted(canvas, 212)
    too_near(canvas, 352)
    return canvas


def skin(canvas: Canvas, x: float) -> None:
    """A piece of skin from the side, with a lesion and a ruler."""
    canvas.polygon([(x - 58, 122), (x + 58, 122), (x + 58, 138), (x - 58, 138)], SKIN, line=LINE, weight=0.6)
    canvas.polygon(blob(x, 122, 9, 3.2), SPOT)
    canvas.rectangle(x + 18, 118.6, 34, 3.4, "#ffffff", line=LINE)
    for step in range(1, 8):
        canvas.line([(x + 18 + 4.2 * step, 118.8), (x + 18 + 4.2 * step, 120.6)], LINE, weight=0.4)


def right(canvas: Canvas, x: float) -> None:
    """Level, at a hand's length, light from the side."""
    canvas.polygon([(x, 37), (x - 40, 121), (x + 50, 121)], GLASS, opacity=0.35)
    phone(canvas, [(x - 24, 27), (x + 24, 27), (x + 24, 35), (x - 24, 35)], (x, 37))
    canvas.line([(x - 50, 37), (x - 50, 121)], LINE, weight=0.7)
    for y in (37, 121):
        canvas.line([(x - 53, y), (x - 47, y)], LINE, weight=0.7)
    canvas.words(x - 40, 18, "20–30 cm", size=7.8)
    canvas.line([(x - 44, 21), (x - 49.5, 34)], LINE, weight=0.4)
    sun(canvas, x + 54, 30)


def tilted(canvas: Canvas, x: float) -> None:
    """Part of the lesion is near, part is far."""
    canvas.polygon([(x - 40, 55), (x - 8, 121), (x + 44, 121)], GLASS, opacity=0.35)
    phone(canvas, [(x - 54, 66), (x - 22, 30), (x - 16, 35), (x - 48, 71)], (x - 33, 54))
    cross(canvas, x + 30, 40)


def too_near(canvas: Canvas, x: float) -> None:
    """The camera cannot focus and takes the light away."""
    canvas.polygon([(x - 34, 121), (x + 30, 121), (x + 24, 108), (x - 28, 108)], "#000000", opacity=0.3)
    phone(canvas, [(x - 24, 98), (x + 24, 98), (x + 24, 106), (x - 24, 106)], (x, 108))
    cross(canvas, x + 30, 40)


def phone(canvas: Canvas, body: list[tuple[float, float]], lens: tuple[float, float]) -> None:
    """From its thin side."""
    canvas.polygon(body, PHONE, line=PHONE, weight=2)
    canvas.ellipse(*lens, 3, 2, "#0f1417")


def sun(canvas: Canvas, x: float, y: float) -> None:
    """Daylight."""
    canvas.ellipse(x, y, 6, 6, "#f2c94c")
    for dx, dy in ((-10, 3), (-8, 9), (-2, 12), (5, 11), (-10, -4), (10, 5)):
        canvas.line([(x + dx * 0.8, y + dy * 0.8), (x + dx * 1.2, y + dy * 1.2)], "#e0a800", weight=1)


def cross(canvas: Canvas, x: float, y: float) -> None:
    """Not so."""
    for turn in (-1, 1):
        canvas.line([(x - 7, y - 7 * turn), (x + 7, y + 7 * turn)], BAD, weight=3)


def three_pictures() -> Canvas:
    """Where it is, what is around it, and the lesion with a ruler."""
    canvas = Canvas(424, 146)
    for index, (name, note) in enumerate(VIEWS):
        left = 12 + index * 140
        canvas.rectangle(left, 1, 120, 108, "#dfe7ea", line=LINE)
        (overview, region, close)[index](canvas, left + 60, 55)
        canvas.words(left + 60, 125, name, size=9.5, bold=True)
        canvas.words(left + 60, 137, note, size=7.8)
    return canvas


def overview(canvas: Canvas, x: float, y: float) -> None:
    """A leg from the knee to the foot."""
    leg = [(x - 15, 4), (x + 15, 4), (x + 13, 40), (x + 9, 78), (x + 11, 90), (x + 32, 98), (x + 30, 105), (x - 8, 105)]
    canvas.polygon([*leg, (x - 10, 92), (x - 9, 78), (x - 17, 40)], SKIN, line="#7d4f33", weight=0.7)
    canvas.ellipse(x - 1, y + 8, 2.4, 2.1, SPOT)


def region(canvas: Canvas, x: float, y: float) -> None:
    """The ankle and the lesion."""
    canvas.rectangle(x - 32, 1.5, 64, 107, SKIN)
    canvas.ellipse(x + 18, y + 34, 9, 10, "#b98260", line="#7d4f33", weight=0.6)
    canvas.polygon(blob(x - 4, y - 4, 7, 6, 0.15), SPOT)


def close(canvas: Canvas, x: float, y: float) -> None:
    """The lesion fills a good part, the ruler lies beside it."""
    canvas.rectangle(x - 59.5, 1.5, 119, 107, SKIN)
    canvas.polygon(blob(x, y - 8, 25, 21, 0.15), SPOT)
    canvas.polygon(blob(x + 8, y - 12, 9, 7, 0.2), "#2a150c")
    canvas.rectangle(x - 50, y + 25, 100, 16, "#ffffff", line=LINE)
    for step in range(1, 20):
        left, length = x - 50 + 5 * step, 8 if step % 5 == 0 else 4
        canvas.line([(left, y + 25), (left, y + 25 + length)], LINE, weight=0.6)
