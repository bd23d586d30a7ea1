"""The reading order of a page: columns one after the other, headings across them in their place, tables as rows."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lentigo.retrieval.lines import Line
from lentigo.retrieval.painting import Box
from lentigo.retrieval.scripts import CONTINUOUS, is_right_to_left, script
from lentigo.retrieval.tables import Table, as_unruled, find_grids, find_ruled, levels

DEEPEST = 6  # columns within columns
LEAST_ROWS = 3  # that a gutter must part
WIDEST = 20_000.0  # points of a page
NARROWEST = 5.0  # points of a gutter
LETTER_GAP = 0.15  # of the type's size: less is no space between words
WORD_GAP = 1.0  # of the type's size: more may be a gutter
BULLET_GAP = 3.0
CELL_GAP = 1.5  # of the type's size: more stands between cells
FOOTNOTE = 0.93  # of the body's size
MARKER = re.compile(r"[•·◦▪●■–\-*]|\(?[0-9a-zA-Z]{1,3}[.)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a column, or a row of a table, as one text."""

    text: str
    block: int
    size: float
    bold: bool
    table: bool
    y0: float
    y1: float


def in_reading_order(lines: Sequence[Line], rules: Iterable[Box], body: float) -> list[Row]:
    """All rows of one frame of a page; footnotes come last. `rules` are in the frame's points."""
    mirrored = is_right_to_left("".join(line.text for line in lines))
    tables = find_ruled(lines, rules)
    taken = {id(line) for table in tables for row in table.rows for line in row}
    glued = _glued([line for line in lines if id(line) not in taken])
    grids = find_grids(glued)
    taken = {id(line) for table in grids for row in table.rows for line in row}
    items: list[Line | Table] = [*(line for line in glued if id(line) not in taken), *grids, *tables]
    if mirrored:
        items = [_mirrored(item) for item in items]
    text: list[Row] = []
    notes: list[Row] = []
    for part in _parts(items, DEEPEST):
        rows = _rows(part)
        start = _footnotes_start(rows, body)
        text += rows[:start]
        notes += rows[start:]
    return text + notes


def _mirrored(item: Line | Table) -> Line | Table:
    if isinstance(item, Table):
        rows = tuple(tuple(replace(line, x0=-line.x1, x1=-line.x0) for line in row) for row in item.rows)
        rows = tuple(tuple(sorted(row, key=lambda line: (line.x0, line.y0))) for row in rows)
        return replace(item, x0=-item.x1, x1=-item.x0, rows=rows)
    return replace(item, x0=-item.x1, x1=-item.x0)


def _glued(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one line as one: MuPDF parts them at wide spaces, vertical writing at every letter."""
    glued: list[Line] = []
    for level in levels(lines):
        glued.append(level[0])
        for line in level[1:]:
            if _touches(glued[-1], line):
                glued[-1] = _beside(glued[-1], line)
            else:
                glued.append(line)
    return glued


def _touches(last: Line, line: Line) -> bool:
    gap = line.x0 - last.x1
    level = min(last.y1, line.y1) - max(last.y0, line.y0) > 0.3 * min(last.y1 - last.y0, line.y1 - line.y0)
    if not level or gap < -0.5 * line.size:
        return False
    if MARKER.fullmatch(last.text):
        return gap < BULLET_GAP * line.size
    same = last.block == line.block or gap < 0.5 * line.size
    return same and gap < WORD_GAP * min(last.size, line.size)


def _beside(last: Line, line: Line) -> Line:
    continuous = script(last.text[-1]) in CONTINUOUS or script(line.text[0]) in CONTINUOUS
    space = "" if continuous or line.x0 - last.x1 < LETTER_GAP * line.size else " "
    larger = last if len(last.text) >= len(line.text) else line
    return Line(
        text=last.text + space + line.text,
        block=last.block,
        size=larger.size,
        bold=last.bold and line.bold,
        frame=last.frame,
        x0=last.x0,
        y0=min(last.y0, line.y0),
        x1=max(last.x1, line.x1),
        y1=max(last.y1, line.y1),
        sure=last.sure and line.sure,
    )


def _parts(items: Sequence[Line | Table], depth: int) -> list[list[Line | Table]]:
    """Pieces of the page that are read one after the other, each from top to bottom."""
    gutter = _gutter(items) if depth and len(items) > 2 * LEAST_ROWS - 1 else None
    if gutter is None:
        return [sorted(items, key=lambda item: item.y0)]
    across = [item for item in items if item.x0 < gutter - 4 and item.x1 > gutter + 4]
    across.sort(key=lambda item: item.y0 + item.y1)
    crossing = {id(item) for item in across}
    middles = [item.y0 + item.y1 for item in across]
    bands: list[list[Line | Table]] = [[] for _ in range(len(across) + 1)]
    for item in items:
        if id(item) not in crossing:
            bands[bisect_left(middles, item.y0 + item.y1)].append(item)
    parts: list[list[Line | Table]] = []
    for number, band in enumerate(bands):
        parts += _band(band, gutter, depth)
        if number < len(across):
            parts.append([across[number]])
    return parts


def _band(items: Sequence[Line | Table], gutter: float, depth: int) -> list[list[Line | Table]]:
    """What stands between two things that cross the gutter: a table, or a column beside another."""
    if not items:
        return []
    left = [item for item in items if item.x0 + item.x1 < 2 * gutter]
    right = [item for item in items if item.x0 + item.x1 >= 2 * gutter]
    if not (left and right):
        return _parts(items, depth - 1)
    lines = [item for item in items if isinstance(item, Line)]
    table = as_unruled(lines) if len(lines) == len(items) else None
    if table:
        return [[table]]
    return _parts(left, depth - 1) + _parts(right, depth - 1)


def _gutter(items: Sequence[Line | Table]) -> float | None:
    """Where a blank runs down between the two sides of most rows, or None where none does. Points."""
    start, end = min(item.x0 for item in items), max(item.x1 for item in items)
    lines = [item for item in items if isinstance(item, Line)]
    if not lines or not 40 < end - start < WIDEST:
        return None
    parted = _parted(lines, start, int(end - start) + 2)
    best = int(parted.max())
    if best < LEAST_ROWS:
        return None
    crossed = np.zeros_like(parted)
    for line in lines:
        crossed[int(line.x0 - start) : int(line.x1 - start) + 1] += 1
    good = np.flatnonzero(parted >= max(LEAST_ROWS, 0.8 * best))
    near = good[crossed[good] == crossed[good].min()]
    widest = max(np.split(near, np.flatnonzero(np.diff(near) > 1) + 1), key=len)
    return start + float(widest.mean()) if len(widest) >= NARROWEST else None


def _parted(lines: Sequence[Line], start: float, width: int) -> NDArray[np.int_]:
    """For each point across, the number of lines that have a neighbour to the right of it and end to the left of it."""
    tops = np.array([line.y0 + 0.2 * (line.y1 - line.y0) for line in lines])
    bottoms = np.array([line.y1 - 0.2 * (line.y1 - line.y0) for line in lines])
    lefts = np.array([line.x0 for line in lines])
    parted = np.zeros(width, dtype=int)
    for line in lines:
        neighbours = lefts[(tops < line.y1) & (bottoms > line.y0) & (lefts > line.x1)]
        if neighbours.size:
            parted[int(line.x1 - start) + 1 : max(int(neighbours.min() - start), 0)] += 1
    return parted


def _rows(items: Sequence[Line | Table]) -> list[Row]:
    rows: list[Row] = []
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item)
            continue
        rows += _level_rows(lines)
        rows += [_merge_lines(row, table=len(row) > 1) for row in item.rows]
        lines = []
    return rows + _level_rows(lines)


def _level_rows(lines: Sequence[Line]) -> list[Row]:
    rows: list[Row] = []
    for level in levels(lines):
        gaps = [other.x0 - one.x1 for one, other in pairwise(level)]
        rows.append(_merge_lines(level, table=any(gap > CELL_GAP * level[0].size for gap in gaps)))
    return rows


def _merge_lines(lines: Sequence[Line], *, table: bool) -> Row:
    longest = max(lines, key=lambda line: len(line.text))
    return Row(
        text=" ".join(line.text for line in lines),
        block=lines[0].block,
        size=longest.size,
        bold=all(line.bold for line in lines),
        table=table,
        y0=min(line.y0 for line in lines),
        y1=max(line.y1 for line in lines),
    )


def _footnotes_start(rows: Sequence[Row], body: float) -> int:
    """Where the small print at the foot of a column begins; its end where there is none, or nothing else."""
    start = len(rows)
    while start and rows[start - 1].size < FOOTNOTE * body and not rows[start - 1].table:
        start -= 1
    return start if 0 < len(rows) - start <= len(rows) // 2 else len(rows)
