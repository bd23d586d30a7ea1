"""Drawings of how the same change looks on lighter and darker skin."""

from book.canvas import LINE, Canvas, blob

PANEL = 106.0
TONES = (  # skin, inflamed, mark that stays
    ("very light", "pink to red", "#f6dfce", "#e08a80", "#d9ac97"),
    ("light brown", "red to red-brown", "#d3a27c", "#b4574d", "#96633f"),
    ("brown", "violet-brown", "#8f5f42", "#6b3238", "#55321f"),
    ("very dark", "grey-violet", "#4a2f24", "#33212b", "#2a1812"),
)


def redness_by_tone() -> Canvas:
    """An inflamed plaque and the mark it leaves, on four tones."""
    canvas = Canvas(4 * PANEL, 178)
    for index, (name, note, skin, inflamed, mark) in enumerate(TONES):
        left = index * PANEL + 8
        canvas.rectangle(left, 1, PANEL - 16, 70, skin, line=LINE)
        canvas.polygon(blob(left + 46.5, 38, 25, 20, 0.12, index), "#000000", opacity=0.2)
        canvas.polygon(blob(left + 45, 36, 25, 20, 0.12, index), inflamed)
        canvas.rectangle(left, 78, PANEL - 16, 70, skin, line=LINE)
        for step in range(4):
            canvas.polygon(blob(left + 45, 113, 26 - 2 * step, 21 - 2 * step, 0.1, index), mark, opacity=0.4)
        canvas.words(left + 45, 161, name, size=9.5, bold=True)
        canvas.words(left + 45, 172, note, size=7.8)
    return canvas


def nail_stripes() -> Canvas:
    """Even stripes on several nails; one wide uneven stripe with pigment on the skin."""
    canvas = Canvas(424, 152)
    for finger in range(4):
        nail(canvas, 40 + 42 * finger, ((-5, 1.6), (3, 2.2), (8, 1.2)) if finger % 2 else ((-3, 2), (5, 1.6)))
    canvas.words(103, 128, "often normal in dark skin", size=9.5, bold=True)
    canvas.words(103, 140, "several nails; thin, even, unchanged for years", size=7.8)
    nail(canvas, 318, (), wide=True)
    canvas.words(318, 128, "refer", size=9.5, bold=True)
    canvas.words(318, 140, "one nail; wide, uneven, growing; pigment on the skin", size=7.8)
    return canvas


def nail(canvas: Canvas, x: float, stripes: tuple[tuple[float, float], ...], *, wide: bool = False) -> None:
    """A finger's end from above."""
    size = 1.25 if wide else 0.9
    half, plate = 19 * size, 13 * size
    tip = [(x - half, 112), (x - half, 45), *blob(x, 45, half, 34 * size)[24:48], (x + half, 45), (x + half, 112)]
    canvas.polygon(tip, "#6a4431", line="#3b2418", weight=0.8)
    top, bottom = 45 - 26 * size, 45 + 26 * size
    outline = [(x - plate, bottom - 6), (x - plate, top + 8), *blob(x, top + 8, plate, 9)[24:48], (x + plate, top + 8)]
    base = [(x + plate, bottom - 6), *blob(x, bottom - 6, plate, 7)[1:24]]
    canvas.polygon([*outline, *base], "#e7c3ac", line="#3b2418", weight=0.7)
    for offset, width in stripes:
        canvas.rectangle(x + offset - width / 2, top + 3, width, bottom - top - 4, "#7a5138", opacity=0.85)
    if wide:
        canvas.polygon([(x - 4, top + 1), (x + 6, top + 1), (x + 12, bottom - 2), (x - 9, bottom)], "#3a2013")
        canvas.polygon([(x + 1, top + 1), (x + 4, top + 1), (x + 6, bottom), (x, bottom)], "#84573a")
        canvas.polygon(blob(x + 1, bottom + 8, 13, 7, 0.15), "#22120b")
