"""Builds the bundled handbook: knowledge/handbook/*.md become knowledge/pdf/lentigo-handbook.pdf and conditions.json.

The same sources give the same bytes. Usage: python build/handbook.py [SOURCE_FOLDER OUTPUT_FOLDER]
"""

import sys
from pathlib import Path

import pymupdf
from book.chapters import DOCUMENT, Chapter, conditions_json, read_chapters
from book.front import SUBTITLE, TITLE, contents, index_pages, title_page
from book.layout import plan
from book.press import Press, add_running_lines, bookmarks, finish
from book.structure import Node
from book.style import ACCENT, SHEET, STYLE
from book.typesetting import typeset

from lentigo.files import write_whole

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Build from the folders named on the command line, or from the repository's own."""
    named = [Path(name) for name in sys.argv[1:3]]
    source, out = named if len(named) == 2 else (ROOT / "knowledge" / "handbook", ROOT / "knowledge" / "pdf")
    build_handbook(source, out)
    print(f"{out / DOCUMENT}: {len(pymupdf.open(out / DOCUMENT))} pages")


def build_handbook(source: Path, out: Path) -> None:
    """Write the book and conditions.json; each appears whole or not at all."""
    chapters = read_chapters(source)
    press, top = Press(), Node("Document")
    before, body, after = top.add("Part"), top.add("Part"), top.add("Part")
    starts = print_chapters(press, chapters, body)
    index = len(press.printed)
    print_index(press, chapters, starts, after)
    front = print_front(press, chapters, [*starts, index], before)
    book = press.bind(front)
    targets = [front + start for start in (*starts, index)]
    finish(book, press.printed, top, targets)
    describe(book, press, chapters, targets)
    out.mkdir(parents=True, exist_ok=True)
    printed = finished(book)
    write_whole(out / DOCUMENT, printed)
    with pymupdf.open("pdf", printed) as read:
        write_whole(out / "conditions.json", conditions_json(chapters, [target + 1 for target in targets[:-1]], read))


def print_chapters(press: Press, chapters: list[Chapter], parent: Node) -> list[int]:
    """Each from a new page; the pages on which they start, counted from 0."""
    starts = []
    for chapter in chapters:
        starts.append(len(press.printed))
        pages = plan(list(typeset(chapter, parent)), footer=lambda _page, _total: (), sheet=SHEET, style=STYLE)
        add_running_lines(pages, starts[-1] + 1, chapter.title, chapter.part)
        press.print_pages(pages)
    return starts


def print_index(press: Press, chapters: list[Chapter], starts: list[int], parent: Node) -> None:
    """After the last chapter."""
    first = len(press.printed) + 1
    pages = index_pages(chapters, [start + 1 for start in starts], parent)
    add_running_lines(pages, first, "Index", TITLE)
    press.print_pages(pages)


def print_front(press: Press, chapters: list[Chapter], starts: list[int], parent: Node) -> int:
    """Title page and contents; how many pages they are."""
    printed = [start + 1 for start in starts]
    bands = (title_page(chapters, parent), list(contents(chapters, printed[:-1], printed[-1], parent)))
    pages = [page for part in bands for page in plan(part, footer=lambda _page, _total: (), sheet=SHEET, style=STYLE)]
    pages[0].fills.append((pymupdf.Rect(0, 0, SHEET.width, 16), ACCENT))
    press.print_pages(pages)
    return len(pages)


def describe(book: pymupdf.Document, press: Press, chapters: list[Chapter], targets: list[int]) -> None:
    """Title, bookmarks, and page labels: roman before the first chapter, then from 1."""
    parts = {target: chapter.part for target, chapter in zip(targets, chapters, strict=False)}
    book.set_toc(list(bookmarks(press.printed, parts)))
    front = targets[0]
    book.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": front, "style": "D", "firstpagenum": 1}])
    book.set_metadata({"title": TITLE, "subject": SUBTITLE, "author": "The Lentigo authors"})


def finished(book: pymupdf.Document) -> bytes:
    """The book's bytes: fonts cut to the letters used, no time and no random number in it."""
    book.subset_fonts()
    return bytes(book.tobytes(garbage=2, deflate=True, use_objstms=1, no_new_id=True))


if __name__ == "__main__":
    main()
