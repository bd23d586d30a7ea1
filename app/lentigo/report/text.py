"""The report for a terminal: plain text, wrapped."""

import textwrap
from collections.abc import Iterator

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.report.content import sections
from lentigo.report.section import (
    Block,
    Bullets,
    Drawing,
    Form,
    Item,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
)
from lentigo.untrusted import readable

_LABEL_WIDTH = 20
_BAR_WIDTH = 10


def render_text(assessment: Assessment, width: int = 80, *, clinic: Clinic = NO_CLINIC) -> str:
    """The whole report in lines of at most `width` characters, the disclaimer first."""
    return "\n\n".join("\n".join(_section_lines(section, width)) for section in sections(assessment, clinic)) + "\n"


def _section_lines(section: Section, width: int) -> Iterator[str]:
    if section.title:
        yield section.title.upper()
    for block in section.blocks:
        yield from _block_lines(block, width)


def _block_lines(block: Block, width: int) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _wrap(block.text, width)
        case Bullets():
            for text in block.texts:
                yield from _wrap(text, width, "- ")
        case Table():
            yield from _row_lines(block.rows, width)
        case Item():
            yield from _item_lines(block, width)
        case Picture():
            yield from _wrap(block.caption, width)
            yield from _row_lines(block.rows, width)
        case Drawing():
            pass  # its words stand in a row
        case Form():
            for label, choices in block.lines:
                yield from _labelled(label, _blank(choices), width, _LABEL_WIDTH)


def _row_lines(rows: tuple[Row, ...], width: int) -> Iterator[str]:
    for row in rows:
        value = f"{row.value} ({row.edit_mark})" if row.edited else row.value
        yield from _labelled(row.label, value, width, _LABEL_WIDTH)


def _item_lines(item: Item, width: int) -> Iterator[str]:
    bar = "" if item.share is None else f" {_bar(item.share)}"
    title = f"{item.title} ({item.detail})" if item.detail else item.title
    yield from _wrap(f"{title} · {item.badge}{bar}", width, f"{item.mark:<4}")
    for row in item.rows:
        yield from _labelled(f"    {row.label}:", row.value, width, _LABEL_WIDTH - 4)


def _labelled(label: str, value: str, width: int, column: int) -> Iterator[str]:
    """The value in its column beside the label; below it, where the label is too long for that."""
    if len(label) < column - 1:
        yield from _wrap(value, width, f"{label:<{column}}")
    else:
        yield from _wrap(label, width)
        yield from _wrap(value, width, " " * 4)


def _bar(share: float) -> str:
    filled = round(share * _BAR_WIDTH)
    return "▇" * filled + "▁" * (_BAR_WIDTH - filled)


def _blank(choices: tuple[str, ...]) -> str:
    return "   ".join(f"[ ] {choice}" for choice in choices) or "_" * 30


def _wrap(text: str, width: int, lead: str = "") -> list[str]:
    lead = readable(lead)
    margin = " " * len(lead)
    lines = [
        line
        for paragraph in readable(text).splitlines()
        for line in textwrap.wrap(paragraph, max(width - len(lead), 20)) or [""]
    ]
    return [(lead if index == 0 else margin) + line for index, line in enumerate(lines or [""])]
