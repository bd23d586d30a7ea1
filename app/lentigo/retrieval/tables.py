"""Tables on a page, ruled and unruled, as rows whose cells stay together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lentigo.retrieval.lines import Line
from lentigo.retrieval.painting import Box
from lentigo.retrieval.scripts import length

SHORTEST_RULE = 20.0  # points
THIN = 2.5  # points
NEAR = 6.0  # points between ends of rules of one table
TALLEST_BAND = 260.0  # points between two rules of a table
CELL_GAP = 6.0  # points between columns
WRAPPED = 14  # letters a line: a cell of longer lines is text that wraps, not a number
GRID_CELLS = 3  # fewer may be columns of text
GRID_ROWS = 3
SHORT_CELL, LONG_CELL = 4, 7  # words, on the average and at most
TIGHT = 0.55  # of the type's size: the most between two lines of one cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's place and its rows; each row's lines are in reading order, cell after cell."""

    x0: float
    y0: float
    x1: float
    y1: float
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A level line."""

    y: float
    x0: float
    x1: float


def rules_of(drawings: Iterable[dict[str, Any]]) -> list[Box]:
    """The level and upright lines, and edges of boxes, among a page's drawings."""
    boxes: list[Box] = []
    for drawing in drawings:
        for item in drawing["items"]:
            if item[0] == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
                boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
            elif item[0] == "re":
                boxes += _edges(tuple(item[1]))
    return boxes


def _edges(box: tuple[float, ...]) -> list[Box]:
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) < THIN:
        return [(x0, y0, x1, y1)]
    return [(x0, y0, x1, y0), (x0, y1, x1, y1)]


def find_ruled(lines: Sequence[Line], rules: Iterable[Box]) -> list[Table]:
    """Tables between level rules, from the top of the page."""
    tables: list[Table] = []
    left = list(lines)
    for group in _groups(_joined(rules)):
        table = _ruled(left, group)
        if table:
            tables.append(table)
            taken = {id(line) for row in table.rows for line in row}
            left = [line for line in left if id(line) not in taken]
    return tables


def _joined(boxes: Iterable[Box]) -> list[Rule]:
    """Level rules; pieces that touch are one."""
    level = sorted((round((y0 + y1) / 2), x0, x1) for x0, y0, x1, y1 in boxes if y1 - y0 < THIN and x1 - x0 > 2.0)
    joined: list[Rule] = []
    for y, x0, x1 in level:
        last = joined[-1] if joined else None
        if last and abs(last.y - y) <= 1.5 and x0 <= last.x1 + NEAR:
            joined[-1] = Rule(y=last.y, x0=min(x0, last.x0), x1=max(x1, last.x1))
        else:
            joined.append(Rule(y=y, x0=x0, x1=x1))
    return [rule for rule in joined if rule.x1 - rule.x0 >= SHORTEST_RULE]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules with the same ends, one under the other: what may be a table's. Widest first."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.y):
        for group in groups:
            last = group[-1]
            if abs(last.x0 - rule.x0) + abs(last.x1 - rule.x1) < 2 * NEAR and rule.y - last.y < TALLEST_BAND:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return sorted((group for group in groups if len(group) > 2), key=lambda group: group[0].x0 - group[0].x1)


def _ruled(lines: Sequence[Line], rules: Sequence[Rule]) -> Table | None:
    lines = [line for line in lines if line.x0 > rules[0].x0 - NEAR and line.x1 < rules[0].x1 + NEAR]
    top = _open_row(lines, rules[0].y)
    bands = [top] if top else []
    for upper, lower in pairwise(rules):
        if inside := [line for line in lines if upper.y <= (line.y0 + line.y1) / 2 < lower.y]:
            bands.append(inside)
    if len(bands) < 2 or sum(len(_columns(band)) > 1 for band in bands) < max(2.0, 0.5 * len(bands)):
        return None
    rows = [row for band in bands for row in _rows_in_band(band, between_rules=len(bands) > 2)]
    return Table(
        x0=rules[0].x0,
        y0=min(line.y0 for band in bands for line in band),
        x1=rules[0].x1,
        y1=rules[-1].y,
        rows=tuple(rows),
    )


def _open_row(lines: Sequence[Line], rule: float) -> list[Line]:
    """The row right above the first rule, where a table has none over it or goes on from the page before."""
    row: list[Line] = []
    edge = rule
    for line in sorted(lines, key=lambda line: -line.y1):
        if line.y1 > rule + line.size or edge - line.y1 > line.size:
            continue
        row.append(line)
        edge = min(edge, line.y0)
    return row if len(_columns(row)) > 1 else []


def _rows_in_band(lines: Sequence[Line], *, between_rules: bool) -> list[tuple[Line, ...]]:
    """One row where cells of text wrap between two rules; else a row for each line of numbers or short words."""
    columns = _columns(lines)
    wraps = any(len(cell) > 1 and sum(len(line.text) for line in cell) / len(cell) >= WRAPPED for cell in columns)
    if wraps and between_rules and len(columns) > 1:
        return [tuple(line for cell in columns for line in sorted(cell, key=lambda line: line.y0))]
    return unruled_rows(lines, columns)


def unruled_rows(lines: Sequence[Line], columns: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    """Rows by the height of their lines; a line that continues cells of the row above joins it, cell by cell."""
    place = {id(line): number for number, cell in enumerate(columns) for line in cell}
    rows: list[list[Line]] = []
    for level in levels(lines):
        if rows and _continues(rows[-1], level, place):
            rows[-1] += level
        else:
            rows.append(list(level))
    return [tuple(sorted(row, key=lambda line: place[id(line)])) for row in rows]  # a column's lines keep their order


def _continues(row: Sequence[Line], level: Sequence[Line], place: dict[int, int]) -> bool:
    """Whether a level holds nothing but further lines of cells that wrap."""
    if any(place[id(line)] == 0 for line in level):
        return False
    for line in level:
        above = [other for other in row if place[id(other)] == place[id(line)]]
        if not above or line.y0 - max(other.y1 for other in above) > TIGHT * line.size or len(line.text) < 3:
            return False
    return True


def levels(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines at the same height together, from top to bottom, each level from left to right."""
    found: list[list[Line]] = []
    bottom = -1e9
    for line in sorted(lines, key=lambda line: (line.y0 + line.y1, line.x0)):
        middle = (line.y0 + line.y1) / 2
        if found and middle < bottom:
            found[-1].append(line)
        else:
            found.append([line])
            bottom = middle + 0.45 * max(line.y1 - line.y0, 1.0)
    return [sorted(level, key=lambda line: line.x0) for level in found]


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines by the columns that blank space from top to bottom parts."""
    columns: list[list[Line]] = []
    right = -1e9
    for line in sorted(lines, key=lambda line: line.x0):
        if columns and line.x0 < right + CELL_GAP:
            columns[-1].append(line)
        else:
            columns.append([line])
        right = max(right, line.x1)
    return columns


def find_grids(lines: Sequence[Line]) -> list[Table]:
    """Unruled tables as wide as the page: rows of short cells that start at the same places."""
    grids: list[Table] = []
    run: list[list[Line]] = []
    for level in [*levels(lines), []]:
        words = [length(line.text) for line in level]
        cells = len(level) >= GRID_CELLS and sum(words) <= SHORT_CELL * len(level) and max(words) <= LONG_CELL
        if cells and (not run or _starts_alike(run[-1], level)):
            run.append(level)
            continue
        if len(run) >= GRID_ROWS and (table := as_unruled([line for row in run for line in row])):
            grids.append(table)
        run = [level] if cells else []
    return grids


def _starts_alike(row: Sequence[Line], other: Sequence[Line]) -> bool:
    shared = sum(any(abs(line.x0 - cell.x0) < NEAR for cell in row) for line in other)
    close = other[0].y0 - row[0].y1 < 3 * other[0].size
    return close and shared >= max(GRID_CELLS - 1, len(other) // 2)


def as_unruled(lines: Sequence[Line]) -> Table | None:
    """The lines as a table, if their columns are cells in rows and not text that runs down the columns."""
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    rows = _by_blocks(lines, columns) or ([] if _reads_down(columns) else unruled_rows(lines, columns))
    if not rows:
        return None
    return Table(
        x0=min(line.x0 for line in lines),
        y0=min(line.y0 for line in lines),
        x1=max(line.x1 for line in lines),
        y1=max(line.y1 for line in lines),
        rows=tuple(rows),
    )


def _reads_down(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether at least two columns hold running text: lines of some words, many as long as the column is wide."""
    running = 0
    for column in columns:
        rows = levels(column)  # more than one line in a row: the column holds a table itself
        widths = sorted(row[-1].x1 - row[0].x0 for row in rows)
        wide = widths[int(0.9 * (len(widths) - 1))]
        full = sum(width > 0.7 * wide for width in widths) / len(widths)
        words = sum(length(line.text) for line in column) / len(rows)
        running += len(rows) > 2 and full >= 0.35 and words >= 3
    return running > 1


def _by_blocks(lines: Sequence[Line], columns: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    """Rows of wrapping cells, parted by blank space across all columns; empty where the blocks are not such rows."""
    blocks: list[list[Line]] = []
    bottom = -1e9
    for line in sorted(lines, key=lambda line: line.y0):
        if blocks and line.y0 - bottom < TIGHT * line.size:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        bottom = max(bottom, line.y1)
    place = {id(line): number for number, cell in enumerate(columns) for line in cell}
    cells = [[[line for line in block if place[id(line)] == n] for n in range(len(columns))] for block in blocks]
    aligned = sum(_starts_level([cell for cell in row if cell]) for row in cells)
    uneven = any(len({len(cell) for cell in row}) > 1 for row in cells)
    if len(blocks) < 3 or aligned < 0.8 * len(blocks) or not uneven or max(map(len, blocks)) > 10 * len(columns):
        return []
    return [tuple(line for cell in row for line in sorted(cell, key=lambda line: line.y0)) for row in cells]


def _starts_level(cells: Sequence[Sequence[Line]]) -> bool:
    tops = [min(line.y0 for line in cell) for cell in cells]
    return len(cells) > 1 and max(tops) - min(tops) < 3.0
