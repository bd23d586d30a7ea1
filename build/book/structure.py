"""The structure tree of the book: what each piece of text is, for screen readers and for search.

MuPDF writes no structure tree. Each story that it draws is one q … Q group of the page's content, in drawing order, so
that the groups can be named after the fact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pymupdf
from book.groups import groups
from book.layout import Cell

LANGUAGE = "en-GB"
SCOPE = "/A<</O/Table/Scope/Column>>"


@dataclass(eq=False, slots=True)
class Node:
    """A structure element. Its kids are elements, and what of the pages it holds."""

    tag: str
    extra: str = ""  # further keys of its dictionary, as PDF
    kids: "list[Node | Place | Annotation]" = field(default_factory=list)
    xref: int = 0

    def add(self, tag: str, extra: str = "") -> "Node":
        """A new element under this one, after those it has."""
        kid = Node(tag, extra)
        self.kids.append(kid)
        return kid

    def elements(self) -> "Iterator[Node]":
        """Itself and all below."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.elements()


@dataclass(frozen=True, slots=True)
class Place:
    """Marked content: page reference and number on that page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link's reference, and that of its page."""

    page: int
    xref: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Cell):
    """A cell of the book's text; without a node it is furniture that no reader needs, such as a running head."""

    node: Node | None = None
    target: int | None = None  # the chapter that it links to


class Tagger:
    """Gathers what stands where, page by page, then writes the tree."""

    def __init__(self, book: pymupdf.Document) -> None:
        self._book = book
        self._parents: list[list[Node]] = [[] for _ in range(len(book))]
        self._links: list[Node] = []

    def mark_text(self, number: int, nodes: Sequence[Node | None]) -> None:
        """Name the groups of a page's text; a page has as many as it has pieces."""
        xref = self._book[number].get_contents()[0]
        pending = iter(nodes)
        stream = []
        for is_group, content in groups(self._book.xref_stream(xref)):
            stream.append(self._marked(number, next(pending), content) if is_group else content)
        if next(pending, self) is not self:
            raise SystemExit(f"Page {number + 1} has less content than it was given.")
        self._book.update_stream(xref, b"\n".join(stream))

    def mark_last(self, number: int, node: Node | None) -> None:
        """Name what was just drawn over a page."""
        xref = self._book[number].get_contents()[-1]
        self._book.update_stream(xref, self._marked(number, node, self._book.xref_stream(xref)))

    def mark_ground(self, number: int) -> None:
        """What was just drawn under a page is furniture."""
        xref = self._book[number].get_contents()[0]
        self._book.update_stream(xref, self._marked(number, None, self._book.xref_stream(xref)))

    def mark_link(self, number: int, node: Node, xref: int) -> None:
        """A link belongs to an element."""
        node.kids.append(Annotation(self._book.page_xref(number), xref))
        self._book.xref_set_key(xref, "StructParent", str(len(self._parents) + len(self._links)))
        self._links.append(node)

    def write(self, top: Node) -> None:
        """The tree and what makes a reader look for it."""
        book = self._book
        root, tree = book.get_new_xref(), book.get_new_xref()
        for node in top.elements():
            node.xref = book.get_new_xref()
        _write_element(book, top, root)
        rows = [f"{number} [{_references(nodes)}]" for number, nodes in enumerate(self._parents)]
        rows += [f"{number} {node.xref} 0 R" for number, node in enumerate(self._links, start=len(rows))]
        book.update_object(tree, f"<</Nums[{' '.join(rows)}]>>")
        book.update_object(
            root, f"<</Type/StructTreeRoot/K {top.xref} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {len(rows)}>>"
        )
        for number in range(len(book)):
            book.xref_set_key(book.page_xref(number), "StructParents", str(number))
            book.xref_set_key(book.page_xref(number), "Tabs", "/S")
        catalog = book.pdf_catalog()
        book.xref_set_key(catalog, "StructTreeRoot", f"{root} 0 R")
        book.xref_set_key(catalog, "MarkInfo", "<</Marked true>>")
        book.xref_set_key(catalog, "ViewerPreferences", "<</DisplayDocTitle true>>")
        book.xref_set_key(catalog, "Lang", f"({LANGUAGE})")

    def _marked(self, number: int, node: Node | None, content: bytes) -> bytes:
        if node is None:
            return b"/Artifact BMC\n" + content + b"\nEMC\n"
        parents = self._parents[number]
        node.kids.append(Place(self._book.page_xref(number), len(parents)))
        parents.append(node)
        return f"/{node.tag} <</MCID {len(parents) - 1}>> BDC\n".encode() + content + b"\nEMC\n"


def alternative(text: str) -> str:
    """What a picture shows, as a key of its element."""
    return f"/Alt{pymupdf.get_pdf_str(text)}"


def _write_element(book: pymupdf.Document, node: Node, parent: int) -> None:
    kids = []
    for kid in node.kids:
        if isinstance(kid, Node):
            _write_element(book, kid, node.xref)
            kids.append(f"{kid.xref} 0 R")
        elif isinstance(kid, Place):
            kids.append(f"<</Type/MCR/Pg {kid.page} 0 R/MCID {kid.number}>>")
        else:
            kids.append(f"<</Type/OBJR/Pg {kid.page} 0 R/Obj {kid.xref} 0 R>>")
    book.update_object(node.xref, f"<</Type/StructElem/S/{node.tag}/P {parent} 0 R{node.extra}/K[{' '.join(kids)}]>>")


def _references(nodes: Sequence[Node]) -> str:
    return " ".join(f"{node.xref} 0 R" for node in nodes)
