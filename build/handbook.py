"""Builds the bundled handbook: knowledge/handbook/*.md become knowledge/pdf/lentigo-handbook.pdf and conditions.json.

The same sources give the same bytes. Usage: python build/handbook.py [SOURCE_FOLDER OUTPUT_FOLDER]
"""

import io
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymupdf
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = "lentigo-handbook.pdf"
TITLE = "Lentigo Handbook"
SUBTITLE = "Skin conditions for clinics without a dermatologist"
FOREWORD = (
    "For nurses and general practitioners. Each chapter says how a condition looks on light and on dark skin, what it "
    "can be mistaken for, what to ask and test, how to treat it in principle, and when to refer.",
    "The handbook supports a qualified clinician’s own judgement. It does not replace examination, local guidelines or "
    "a specialist’s advice, and a condition that is not in it has not been excluded. Check every dose against your "
    "national formulary. No dermatologist has reviewed this edition yet.",
)

RED_FLAGS = "red-flags"
GROUPS = {  # in the book's order
    "malignant": "Skin cancers",
    "premalignant": "Before skin cancer",
    "benign": "Benign lesions",
    "inflammatory": "Inflammatory conditions",
    "reaction": "Drug reactions",
    "infection": "Infections",
    "infestation": "Infestations",
    "tropical": "Tropical infections",
}
URGENCY = {
    "same day": "Same day: hospital or specialist today",
    "urgent": "Urgent: specialist within two weeks",
    "soon": "Soon: act within days to weeks",
    "routine": "Routine",
}

PAGE = pymupdf.paper_rect("a4")
BODY = pymupdf.Rect(84, 92, PAGE.width - 84, PAGE.height - 84)  # points
ACCENT = (0.10, 0.36, 0.40)
INK = (0.13, 0.15, 0.17)
GREY = (0.42, 0.45, 0.48)
RULE = (0.80, 0.84, 0.85)
TINT = (0.933, 0.957, 0.957)
FACTS_PADDING = (-12, -9, 12, 6)  # as in the style sheet
REGULAR, BOLD = "figo", "figbo"  # FiraGO, as pymupdf-fonts names it
ROOM_UNDER_HEADING = 105  # points: with less on the page, it moves to the next
CONTENTS_LINE = 19.5  # points from one line of the contents to the next

CSS = """
@font-face { font-family: firago; src: url(figo); }
@font-face { font-family: firago; src: url(figbo); font-weight: bold; }
body { margin: 0; font-family: firago; font-size: 10.5px; line-height: 1.5; color: #21262b; }
h1 { font-size: 25px; line-height: 1.15; color: #1a5c66; margin: 0 0 9px 0; font-weight: bold; }
h2 { font-size: 13.5px; line-height: 1.2; color: #1a5c66; margin: 17px 0 5px 0; font-weight: bold; }
p { margin: 0 0 7px 0; }
ul, ol { margin: 0 0 8px 0; padding-left: 18px; }
li { margin: 0 0 3.5px 0; }
b, strong { font-weight: bold; }
table { margin: 4px 0 10px 0; width: 100%; border-spacing: 0; border-collapse: collapse; }
th { text-align: left; font-size: 9.5px; color: #1a5c66; padding: 4px 10px 4px 0; border-bottom: 0.8px solid #1a5c66; }
td { font-size: 9.8px; line-height: 1.4; padding: 4px 10px 4px 0; border-bottom: 0.5px solid #c9d2d4; }
#facts { padding: 9px 12px 6px 12px; margin: 10px 0 14px 0; font-size: 9.8px; }
#facts p { margin: 0 0 3px 0; line-height: 1.4; }
.references { font-size: 8.8px; line-height: 1.4; color: #4a5157; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One source file: its front matter and its text as HTML."""

    meta: dict[str, Any]
    html: str

    @property
    def title(self) -> str:
        """As printed in running heads, contents and bookmarks."""
        return str(self.meta["title"])

    @property
    def part(self) -> str:
        """The heading under which the contents list this chapter."""
        return GROUPS[self.meta["group"]] if "group" in self.meta else "First of all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section's place: page counts from 0 within its chapter."""

    text: str
    page: int
    top: float


@dataclass(slots=True, kw_only=True)
class Layout:
    """What is where in a chapter, or on one of its pages; `facts` is the key-facts box on its first page."""

    pages: int
    headings: list[Heading] = field(default_factory=list)
    facts: pymupdf.Rect | None = None


def main() -> None:
    """Build from the folders named on the command line, or from the repository's own."""
    named = [Path(name) for name in sys.argv[1:3]]
    source, out = named if len(named) == 2 else (ROOT / "knowledge" / "handbook", ROOT / "knowledge" / "pdf")
    build_handbook(source, out)
    print(f"{out / DOCUMENT}: {len(pymupdf.open(out / DOCUMENT))} pages")


def build_handbook(source: Path, out: Path) -> None:
    """Write the book and conditions.json; each appears whole or not at all."""
    chapters = read_chapters(source)
    layouts = [measure(chapter) for chapter in chapters]
    starts = [sum(layout.pages for layout in layouts[:index]) for index in range(len(layouts))]  # front matter apart
    front = 1 + contents_length(chapters)
    book = pymupdf.open("pdf", draw_chapters(chapters))
    add_front(book, chapters, starts, front)
    add_boxes(book, layouts, starts, front)
    add_running_lines(book, chapters, starts, front)
    add_navigation(book, chapters, starts, front, layouts)
    out.mkdir(parents=True, exist_ok=True)
    write(out / DOCUMENT, finished(book))
    write(out / "conditions.json", conditions_json(chapters, starts, front))


def read_chapters(source: Path) -> list[Chapter]:
    """All chapters in the book's order: the red flags, then by group and title."""
    chapters = [read_chapter(path) for path in sorted(source.glob("*.md"))]
    order = list(GROUPS)
    return sorted(
        chapters,
        key=lambda chapter: (order.index(chapter.meta["group"]) if "group" in chapter.meta else -1, chapter.title),
    )


def read_chapter(path: Path) -> Chapter:
    """Front matter and text; a wrong group or urgency is an error here, not a surprise in the clinic."""
    _, front_matter, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    meta = tomllib.loads(front_matter)
    if meta["id"] != path.stem or f"\n# {meta['title']}\n" not in text or meta.get("group", "benign") not in GROUPS:
        raise SystemExit(
            f"{path.name}: wrong id (the file's name), title (as in the text) or group ({', '.join(GROUPS)})."
        )
    html = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "replacements", "smartquotes"]).render(text)
    return Chapter(meta=meta, html=dress(html, meta))


def dress(html: str, meta: dict[str, Any]) -> str:
    """Put the key facts under the title and the references into small print."""
    head, title_end, rest = html.partition("</h1>")
    html = head + title_end + facts(meta) + rest
    body, heading, references = html.partition("<h2>References</h2>")
    return body + (f'{heading}<div class="references">{references}</div>' if heading else "")


def facts(meta: dict[str, Any]) -> str:
    """The key-facts box of a condition; nothing for other chapters."""
    if "icd10" not in meta:
        return ""
    codes = f"ICD-10 {meta['icd10']}" + (f" · ICD-11 {meta['icd11']}" if meta.get("icd11") else "")
    rows = {"Urgency": URGENCY[meta["urgency"]], "Codes": codes, "Also called": ", ".join(meta["names"])}
    lines = "".join(f"<p><b>{name}</b>&#160; {value}</p>" for name, value in rows.items() if value)
    return f'<div id="facts">{lines}</div>'


def story(chapter: Chapter) -> pymupdf.Story:
    """A chapter ready to be laid out, with FiraGO as its only font."""
    return pymupdf.Story(chapter.html, user_css=CSS, archive=fonts())


def fonts() -> pymupdf.Archive:
    """FiraGO for the style sheet, without its table of ligatures: "ft" and "ff" would be extracted as other letters."""
    archive = pymupdf.Archive()
    for name in (REGULAR, BOLD):
        archive.add(pymupdf.Font(name).buffer.replace(b"GSUB", b"none", 1), name)
    return archive


def pages(chapter: Chapter) -> Iterator[tuple[pymupdf.Story, Layout]]:
    """Lay a chapter out page by page; a heading that would stand last on its page moves to the next."""
    laid_out = story(chapter)
    more, number = 1, 0
    while more:
        more, _ = laid_out.place(BODY)
        layout = placed(laid_out, number)
        if more and layout.headings and layout.headings[-1].top > BODY.y1 - ROOM_UNDER_HEADING:
            more, _ = laid_out.place(pymupdf.Rect(BODY.x0, BODY.y0, BODY.x1, layout.headings[-1].top - 1))
            layout = placed(laid_out, number)
        yield laid_out, layout
        number += 1


def placed(laid_out: pymupdf.Story, number: int) -> Layout:
    """What is where on the page that was just laid out."""
    layout = Layout(pages=1)

    def take(position: Any) -> None:
        box = pymupdf.Rect(position.rect)
        if position.open_close == 1 and position.heading == 2:
            layout.headings.append(Heading(text=position.text or "", page=number, top=box.y0))
        if position.open_close == 1 and position.id == "facts":
            layout.facts = box + FACTS_PADDING

    laid_out.element_positions(take)
    return layout


def measure(chapter: Chapter) -> Layout:
    """A chapter's length, headings and box, found by laying it out without drawing."""
    whole = Layout(pages=0)
    for laid_out, layout in pages(chapter):
        laid_out.draw(None)
        whole.pages += 1
        whole.headings += layout.headings
        whole.facts = whole.facts or layout.facts
    return whole


def draw_chapters(chapters: list[Chapter]) -> bytes:
    """All chapters, each from a new page, as a PDF without heads and numbers."""
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    for chapter in chapters:
        for laid_out, _ in pages(chapter):
            laid_out.draw(writer.begin_page(PAGE))
            writer.end_page()
    writer.close()
    return buffer.getvalue()


def contents_rows(chapters: list[Chapter]) -> list[str | int]:
    """The contents' lines: a part's name, or the index of a chapter."""
    rows: list[str | int] = []
    for index, chapter in enumerate(chapters):
        if index == 0 or chapter.part != chapters[index - 1].part:
            rows.append(chapter.part)
        rows.append(index)
    return rows


def contents_length(chapters: list[Chapter]) -> int:
    """Pages that the contents take."""
    return -(-len(contents_rows(chapters)) // rows_a_page())


def rows_a_page() -> int:
    """Lines of contents that fit under its title."""
    return int((BODY.height - 60) // CONTENTS_LINE)


def add_front(book: pymupdf.Document, chapters: list[Chapter], starts: list[int], front: int) -> None:
    """Title page and contents, before the chapters."""
    for number in range(front):
        book.new_page(number, width=PAGE.width, height=PAGE.height)
    draw_title(book[0], chapters)
    rows = contents_rows(chapters)
    for number in range(1, front):
        part = rows[(number - 1) * rows_a_page() : number * rows_a_page()]
        draw_contents(book[number], part, chapters, starts, front)


def draw_title(page: pymupdf.Page, chapters: list[Chapter]) -> None:
    """The book's first page."""
    page.draw_rect(pymupdf.Rect(0, 0, PAGE.width, 16), color=None, fill=ACCENT)
    put(page, (BODY.x0, 250), TITLE, size=38, bold=True, colour=ACCENT)
    put(page, (BODY.x0, 284), SUBTITLE, size=15.5, colour=INK)
    page.draw_line((BODY.x0, 312), (BODY.x0 + 90, 312), color=ACCENT, width=1.5)
    conditions = sum("icd10" in chapter.meta for chapter in chapters)
    put(page, (BODY.x0, 340), f"{conditions} conditions and the red flags", size=11, colour=GREY)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in FOREWORD)
    page.insert_htmlbox(pymupdf.Rect(BODY.x0, 590, BODY.x1, 760), text, css=CSS, archive=fonts())


def draw_contents(
    page: pymupdf.Page, rows: list[str | int], chapters: list[Chapter], starts: list[int], front: int
) -> None:
    """One page of contents: each line a link to its chapter, with a dotted leader to its number."""
    put(page, (BODY.x0, BODY.y0 + 20), "Contents", size=25, bold=True, colour=ACCENT)
    y = BODY.y0 + 60
    for row in rows:
        if isinstance(row, str):
            put(page, (BODY.x0, y + 4), row, size=9, bold=True, colour=ACCENT)
        else:
            draw_contents_line(page, y, chapters[row].title, starts[row] + 1)
            target = pymupdf.Rect(BODY.x0, y - 12, BODY.x1, y + 4)
            page.insert_link({"kind": pymupdf.LINK_GOTO, "from": target, "page": starts[row] + front})
        y += CONTENTS_LINE


def draw_contents_line(page: pymupdf.Page, y: float, title: str, number: int) -> None:
    """Title, leader and printed page number."""
    right = BODY.x1 - width(str(number), 10.5)
    put(page, (BODY.x0, y), title, size=10.5)
    put(page, (right, y), str(number), size=10.5)
    start, end = (BODY.x0 + width(title, 10.5) + 8, y - 1), (BODY.x1 - 26, y - 1)
    page.draw_line(start, end, color=GREY, width=0.7, dashes="[0.7 3.3] 0", lineCap=1)


def add_boxes(book: pymupdf.Document, layouts: list[Layout], starts: list[int], front: int) -> None:
    """A tint under the key facts: MuPDF's own background would come back as a bar on the pages that follow."""
    for layout, start in zip(layouts, starts, strict=True):
        if layout.facts:
            book[front + start].draw_rect(layout.facts, color=None, fill=TINT, overlay=False)


def add_running_lines(book: pymupdf.Document, chapters: list[Chapter], starts: list[int], front: int) -> None:
    """The chapter's title over each page but its first, and the number under each."""
    for start, end, chapter in zip(starts, [*starts[1:], len(book) - front], chapters, strict=True):
        for number in range(start, end):
            page = book[front + number]
            printed = str(number + 1)
            put(page, ((PAGE.width - width(printed, 9.5)) / 2, PAGE.height - 44), printed, size=9.5, colour=GREY)
            if number > start:
                put(page, (BODY.x0, 58), chapter.title, size=9, colour=GREY)
                put(page, (BODY.x1 - width(TITLE, 9), 58), TITLE, size=9, colour=GREY)
                page.draw_line((BODY.x0, 66), (BODY.x1, 66), color=RULE, width=0.6)


def add_navigation(
    book: pymupdf.Document, chapters: list[Chapter], starts: list[int], front: int, layouts: list[Layout]
) -> None:
    """Bookmarks for chapters and sections, and page labels: roman before the first chapter, then from 1."""
    entries: list[list[Any]] = [[1, "Contents", 2]]
    for start, chapter, layout in zip(starts, chapters, layouts, strict=True):
        entries.append([1, chapter.title, front + start + 1])
        for heading in layout.headings:
            to = {"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(0, heading.top - 12)}
            entries.append([2, heading.text, front + start + heading.page + 1, to])
    book.set_toc(entries)
    book.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": front, "style": "D", "firstpagenum": 1}])
    book.set_metadata({"title": TITLE, "subject": SUBTITLE, "author": "The Lentigo authors"})
    book.set_language("en-GB")


def put(
    page: pymupdf.Page,
    at: tuple[float, float],
    text: str,
    *,
    size: float,
    bold: bool = False,
    colour: tuple[float, float, float] = INK,
) -> None:
    """Write one line with its baseline's left end at a point."""
    name = BOLD if bold else REGULAR
    page.insert_font(fontname=name, fontbuffer=pymupdf.Font(name).buffer)
    page.insert_text(at, text, fontsize=size, fontname=name, color=colour)


def width(text: str, size: float) -> float:
    """Of a line in the regular font, in points."""
    return float(pymupdf.Font(REGULAR).text_length(text, fontsize=size))


def finished(book: pymupdf.Document) -> bytes:
    """The book's bytes: fonts cut to the letters used, no time and no random number in it."""
    book.subset_fonts()
    return bytes(book.tobytes(garbage=4, deflate=True, use_objstms=1, no_new_id=True))


def conditions_json(chapters: list[Chapter], starts: list[int], front: int) -> bytes:
    """What the program reads about each condition; `page` counts from 1 in the file."""
    kept = ("id", "title", "names", "icd10", "group", "urgency")
    entries = [
        {key: chapter.meta[key] for key in kept}
        | {"document": DOCUMENT, "page": front + start + 1}
        | {table: chapter.meta.get(table, {}) for table in ("typical", "untypical")}
        for chapter, start in zip(chapters, starts, strict=True)
        if "icd10" in chapter.meta
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1).encode()


def write(path: Path, content: bytes) -> None:
    """Beside the file, then renamed."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    main()
