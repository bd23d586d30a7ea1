"""The confusion matrix as a picture: one hue from light to dark, which every kind of colour vision can order."""

from collections.abc import Sequence

import numpy as np

CELL, LEFT, TOP = 64, 150, 120
LIGHT, DARK = np.array((247, 251, 255)), np.array((8, 48, 107))
STYLE = 'font-family="Helvetica, Arial, sans-serif" fill="{fill}" font-size="{size}" text-anchor="{anchor}"'


def drawn(table: np.ndarray, names: Sequence[str], balanced: float) -> str:
    """SVG: counts in the cells, shaded by their share of the row; the recall stands at the row's end."""
    shares = table / np.maximum(table.sum(1, keepdims=True), 1)
    side = CELL * len(names)
    width, height = LEFT + side + 90, TOP + side + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        _text(LEFT, 32, f"{table.sum()} photographs, balanced accuracy {balanced:.3f}", size=18, anchor="start"),
        _text(LEFT + side / 2, 66, "ranked first", size=15),
        _text(LEFT + side + 45, TOP - 14, "recall", size=15),
    ]
    for row, name in enumerate(names):
        middle = TOP + (row + 0.5) * CELL + 5
        parts.append(_text(LEFT + (row + 0.5) * CELL, TOP - 14, name, size=15))
        parts.append(_text(LEFT - 12, middle, f"{name} (n = {table[row].sum()})", size=15, anchor="end"))
        parts += [_cell(row, column, table[row, column], shares[row, column]) for column in range(len(names))]
        parts.append(_text(LEFT + side + 45, middle, f"{shares[row, row]:.2f}", size=15))
    return "\n".join([*parts, "</svg>\n"])


def _cell(row: int, column: int, count: int, share: float) -> str:
    across, down = LEFT + column * CELL + 2, TOP + row * CELL + 2
    red, green, blue = (LIGHT + (DARK - LIGHT) * share).astype(int)
    edge = ' stroke="black" stroke-width="2"' if row == column else ""
    place = f'x="{across}" y="{down}" width="{CELL - 4}" height="{CELL - 4}"'
    square = f'<rect {place} fill="rgb({red},{green},{blue})"{edge}/>'
    fill = "white" if share > 0.45 else "black"
    return square + _text(across + CELL / 2 - 2, down + CELL / 2 + 4, str(count), size=17, fill=fill)


def _text(across: float, down: float, text: str, *, size: int, anchor: str = "middle", fill: str = "black") -> str:
    style = STYLE.format(fill=fill, size=size, anchor=anchor)
    return f'<text x="{across:g}" y="{down:g}" {style}>{text}</text>'
