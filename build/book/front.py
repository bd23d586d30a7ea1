"""What stands before and after the chapters: title page, contents, index."""

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape

import pymupdf
from book.chapters import Chapter
from book.layout import Band, Fill, Page, Piece
from book.structure import Node, Text
from book.style import ACCENT, RULE, SHEET, STYLE, WIDTH
from book.typesetting import text

TITLE = "Lentigo Handbook"
SUBTITLE = "Skin conditions for clinics without a dermatologist"
FOREWORD = (
    "For nurses and general practitioners. Each chapter says how a condition looks on light and on dark skin, what it "
    "can be mistaken for, what to ask and test, how to treat it in principle, and when to refer.",
    "The handbook supports a qualified clinician’s own judgement. It does not replace examination, local guidelines or "
    "a specialist’s advice, and a condition that is not in it has not been excluded. Check every dose against your "
    "national formulary. No dermatologist has reviewed this edition yet.",
)
NUMBER = 36.0  # points that a page number gets
INDEX_COLUMN = (WIDTH - 24) / 2


def title_page(chapters: Sequence[Chapter], parent: Node) -> list[Band]:
    """The book's first page."""
    section = parent.add("Sect")
    conditions = sum(chapter.is_condition for chapter in chapters)
    count = f"{conditions} conditions and {len(chapters) - conditions} chapters for every patient"
    lines = [
        Band(
            cells=(text(f'<p class="book">{TITLE}</p>', section.add("Title")),),
            above=124,
        ),
        Band(cells=(text(f'<p class="subtitle">{SUBTITLE}</p>', section.add("P")),), below=16),
        Band(
            cells=(text(f'<p class="quiet">{count}</p>', section.add("P")),),
            fills=(Fill(colour=ACCENT, left=0, right=90, top=0, height=1.5),),
            above=14,
            below=220,
        ),
    ]
    return lines + [Band(cells=(text(f"<p>{words}</p>", section.add("P")),), below=6) for words in FOREWORD]


def contents(chapters: Sequence[Chapter], starts: Sequence[int], index: int, parent: Node) -> Iterator[Band]:
    """Part by part, each line a link to its chapter; `starts` and `index` are printed page numbers."""
    section = parent.add("Sect")
    yield Band(cells=(text("<h1>Contents</h1>", section.add("H1")),), below=8, bookmark="Contents")
    part = ""
    for target, (chapter, number) in enumerate(zip(chapters, starts, strict=True)):
        if chapter.part != part:
            part = chapter.part
            yield Band(cells=(text(f'<p class="head">{part}</p>', section.add("P")),), gap=11, with_next=True)
            table = section.add("TOC")
        yield contents_line(chapter.title, number, target, table)
    yield contents_line("Index", index, len(chapters), section.add("TOC"), gap=11)


def contents_line(title: str, number: int, target: int, table: Node, gap: float = 0) -> Band:
    """Title and page number over a hairline."""
    node = table.add("TOCI").add("Reference").add("Link")
    cells = (
        Text(html=f"<p>{escape(title)}</p>", left=0, right=WIDTH - NUMBER, node=node, target=target),
        Text(html=f'<p class="right">{number}</p>', left=WIDTH - NUMBER, right=WIDTH, node=node),
    )
    rule = Fill(colour=RULE, left=0, right=WIDTH, top=-0.5, height=0.5)
    return Band(cells=cells, fills=(rule,), below=1, gap=gap)


def index_entries(chapters: Sequence[Chapter]) -> list[tuple[str, int]]:
    """Every title and other name in alphabetical order, with the chapter that it stands in."""
    names = {
        (_letters(name), target): name
        for target, chapter in enumerate(chapters)
        for name in (*chapter.meta.get("names", ()), chapter.title)
    }
    return [(name, target) for (_, target), name in sorted(names.items())]


def _letters(name: str) -> str:
    """For sorting: small letters without accents."""
    plain = (letter for letter in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(letter))
    return "".join(plain)


def index_pages(chapters: Sequence[Chapter], starts: Sequence[int], parent: Node) -> list[Page]:
    """Two columns, letter by letter."""
    section = parent.add("Sect")
    columns = _Columns()
    columns.add(Text(html="<h1>Index</h1>", left=0, right=WIDTH, node=section.add("H1")), above=0, below=14)
    columns.begin()
    letter = ""
    entries = section.add("Index")
    for name, target in index_entries(chapters):
        if _letters(name)[0].upper() != letter:
            letter = _letters(name)[0].upper()
            columns.add(_entry(f'<p class="letter">{letter}</p>', entries.add("P"), None), above=7, below=32)
        html = f'<p class="entry">{escape(name)}&#160;&#160; {starts[target]}</p>'
        columns.add(_entry(html, entries.add("Reference").add("Link"), target), above=0, below=0)
    columns.pages[0].bookmarks.append(("Index", SHEET.top))
    return columns.pages


def _entry(html: str, node: Node, target: int | None) -> Text:
    return Text(html=html, left=0, right=INDEX_COLUMN, node=node, target=target)


class _Columns:
    """Sets cell under cell, column by column."""

    def __init__(self) -> None:
        self.pages = [Page()]
        self._left = SHEET.side
        self._top = self._y = float(SHEET.top)

    def begin(self) -> None:
        """The columns of this page start here."""
        self._top = self._y

    def add(self, cell: Text, *, above: float, below: float) -> None:
        """Where there is no room for it and for `below`, it goes to the next column."""
        story = STYLE.story(cell.html)
        height = story.place(pymupdf.Rect(0, 0, cell.right - cell.left, 1000))[1][3]
        story.reset()
        if self._y + above + height + below > SHEET.height - SHEET.bottom:
            self._turn()
        self._y += above if self._y > self._top else 0
        area = pymupdf.Rect(self._left, self._y, self._left + cell.right - cell.left, self._y + height + 0.5)
        self.pages[-1].pieces.append(Piece(story=story, area=area, cell=cell))
        self._y = area.y1 + (below if cell.node and cell.node.tag == "H1" else 0)

    def _turn(self) -> None:
        if self._left == SHEET.side:
            self._left += INDEX_COLUMN + 24
        else:
            self.pages.append(Page())
            self._left = SHEET.side
            self._top = float(SHEET.top)
        self._y = self._top
