"""Tags a report's text for screen readers: which part of a page is a heading, a paragraph, a figure or an artifact.

PyMuPDF 1.28 writes no structure tree. It draws each story as one q … Q group at the top level of the page's content
stream, in drawing order. The groups are wrapped in marked-content operators afterwards, and the tree refers to those.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

import pymupdf

from lentigo.errors import EngineError
from lentigo.language import translate
from lentigo.report.layout import Cell, Page

ARTIFACT = "Artifact"


@dataclass(slots=True)
class _Element:
    """The structure element of a cell."""

    xref: int
    cell: Cell
    places: list[tuple[int, int]] = field(default_factory=list)  # xref of the page, MCID on it


def tag_pages(document: pymupdf.Document, pages: Sequence[Page], *, language: str) -> None:
    """Write the structure tree in reading order.

    EngineError, with nothing changed, where MuPDF drew other groups than the pages' pieces.
    """
    streams = [list(groups(page.read_contents())) for page in document]
    if [_count(parts) for parts in streams] != [len(page.pieces) for page in pages]:
        raise EngineError(
            translate("The PDF could not be tagged for screen readers, so it was not written."),
            hint=translate("Export the report in another format, and tell whoever looks after Lentigo."),
        )
    elements: dict[int, _Element] = {}
    parents = [
        _mark_page(document, number, parts, page, elements)
        for number, (parts, page) in enumerate(zip(streams, pages, strict=True))
    ]
    _write_tree(document, list(elements.values()), parents, language)


def groups(stream: bytes) -> Iterator[tuple[bool, bytes]]:
    """A content stream in order: (whether it is a q … Q group of the top level, its bytes)."""
    depth = 0
    part: list[bytes] = []
    for line in stream.split(b"\n"):
        if line == b"q" and depth == 0:
            yield False, b"\n".join(part)
            part = []
        part.append(line)
        depth += (line == b"q") - (line == b"Q")
        if line == b"Q" and depth == 0:
            yield True, b"\n".join(part)
            part = []
    yield False, b"\n".join(part)


def _count(parts: Sequence[tuple[bool, bytes]]) -> int:
    return sum(is_group for is_group, _content in parts)


def _mark_page(
    document: pymupdf.Document,
    number: int,
    parts: Sequence[tuple[bool, bytes]],
    page: Page,
    elements: dict[int, _Element],
) -> list[int]:
    """Wrap the page's groups in marked content; returns the xrefs of their elements, indexed by MCID."""
    pieces = iter(page.pieces)
    parents: list[int] = []
    stream = []
    page_xref = document.page_xref(number)
    for is_group, content in parts:
        if not is_group:
            stream.append(content)
            continue
        piece = next(pieces)
        if piece.cell.tag == ARTIFACT:
            stream.append(b"/Artifact BMC\n" + content + b"\nEMC")
            continue
        element = elements.get(id(piece.story))
        if element is None:
            element = elements[id(piece.story)] = _Element(xref=document.get_new_xref(), cell=piece.cell)
        element.places.append((page_xref, len(parents)))
        actual = "" if piece.continued else _actual_text(piece.cell)
        opening = f"/{piece.cell.tag} <</MCID {len(parents)}{actual}>> BDC\n".encode()
        stream.append(opening + content + b"\nEMC")
        parents.append(element.xref)
    document.update_stream(document[number].get_contents()[0], b"\n".join(stream))
    document.xref_set_key(page_xref, "StructParents", str(number))
    return parents


def _actual_text(cell: Cell) -> str:
    """The cell's text as ActualText, for scripts whose shaped glyphs do not map back to it."""
    plain = unescape(unescape(re.sub("<[^>]*>", "", cell.html.replace("<br/>", "\n"))))
    return f"/ActualText{pymupdf.get_pdf_str(plain)}" if any(map(_is_shaped, plain)) else ""


def _is_shaped(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Mc")
        or unicodedata.bidirectional(character) == "AL"
        or ord(character) > 0xFFFF
    )


def _write_tree(
    document: pymupdf.Document, elements: Sequence[_Element], parents: Sequence[Sequence[int]], language: str
) -> None:
    root, top, tree = (document.get_new_xref() for _ in range(3))
    for element in elements:
        document.update_object(element.xref, _describe(element, top))
    kids = " ".join(f"{element.xref} 0 R" for element in elements)
    document.update_object(top, f"<</Type/StructElem/S/Document/P {root} 0 R/K[{kids}]>>")
    numbers = " ".join(f"{page} [{' '.join(f'{xref} 0 R' for xref in row)}]" for page, row in enumerate(parents))
    document.update_object(tree, f"<</Nums[{numbers}]>>")
    document.update_object(
        root, f"<</Type/StructTreeRoot/K {top} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {len(parents)}>>"
    )
    catalog = document.pdf_catalog()
    document.xref_set_key(catalog, "StructTreeRoot", f"{root} 0 R")
    document.xref_set_key(catalog, "MarkInfo", "<</Marked true>>")
    document.xref_set_key(catalog, "Lang", f"({language})")


def _describe(element: _Element, top: int) -> str:
    kids = " ".join(f"<</Type/MCR/Pg {page} 0 R/MCID {number}>>" for page, number in element.places)
    alternative = element.cell.alternative
    alt = f"/Alt{pymupdf.get_pdf_str(alternative)}" if alternative else ""
    return f"<</Type/StructElem/S/{element.cell.tag}/P {top} 0 R{alt}/K[{kids}]>>"
