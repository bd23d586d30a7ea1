"""A part of the report as XHTML, so that whoever shows the document shows what the PDF says."""

from collections.abc import Iterator
from html import escape

from lentigo.report.fhir.vocabulary import Value
from lentigo.report.section import Block, Bullets, Drawing, Form, Item, Paragraph, Picture, Row, Section, Table
from lentigo.untrusted import readable


def narrative(section: Section) -> Value:
    """FHIR's Narrative; a part without words says its title."""
    told = "".join(part for block in section.blocks for part in _block(block)) or _element("p", section.title)
    return wrapped(told)


def paragraph(text: str) -> Value:
    """A Narrative of one paragraph."""
    return wrapped(_element("p", text))


def wrapped(told: str) -> Value:
    """A Narrative of elements."""
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{told}</div>'}


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _element("p", block.text)
        case Bullets():
            yield f"<ul>{''.join(_element('li', text) for text in block.texts)}</ul>" if block.texts else ""
        case Table():
            yield _table(block.rows)
        case Picture():
            yield _element("p", block.caption) + _table(block.rows)
        case Item():
            title = f"{block.title} ({block.detail})" if block.detail else block.title
            yield _element("p", f"{block.mark} {title} · {block.badge}") + _table(block.rows)
        case Drawing() | Form():
            pass  # its words stand in a row; nobody fills in a form here


def _table(rows: tuple[Row, ...]) -> str:
    cells = (_element("td", row.label) + _element("td", _value(row)) for row in rows)
    lines = "".join(f"<tr>{both}</tr>" for both in cells)
    return f"<table><tbody>{lines}</tbody></table>" if lines else ""


def _value(row: Row) -> str:
    return f"{row.value} ({row.edit_mark})" if row.edited else row.value


def _element(name: str, text: str) -> str:
    told = escape(readable(text), quote=False).replace("\n", "<br/>")
    return f"<{name}>{told}</{name}>"
