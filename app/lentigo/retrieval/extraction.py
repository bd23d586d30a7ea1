"""PDF pages to passages that a search can find and a report can cite."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pymupdf

from lentigo.domain.evidence import Passage
from lentigo.errors import InputError, PasswordNeeded
from lentigo.language import deferred, translate
from lentigo.progress import Progress
from lentigo.retrieval.columns import Row, in_reading_order
from lentigo.retrieval.enclosures import MOST_ATTACHED, attached_on, attached_to, refuse_wrapping
from lentigo.retrieval.hidden_text import HiddenText, find_hidden_text, shows_anything
from lentigo.retrieval.instructions import is_suspicious
from lentigo.retrieval.language import language
from lentigo.retrieval.legibility import cleaned, is_searchable
from lentigo.retrieval.lines import (
    EXTRACTION,
    Line,
    PageLines,
    body_size,
    frame_height,
    main_frame,
    read_lines,
    turned,
    without_running_lines,
)
from lentigo.retrieval.painting import Box
from lentigo.retrieval.paragraphs import units, vocabulary
from lentigo.retrieval.passages import DocumentSource, Sections, page_passages
from lentigo.retrieval.tables import rules_of

READING_SHARE = 0.8  # of the time, the rest makes passages
STORE_PAGES = 20  # MuPDF keeps the decoded pictures and fonts of so many
MOST_DRAWINGS = 5_000  # a map has more, and no table
GET_AGAIN = deferred("Get the document again, or print it to PDF.")
LONGEST_TITLE = 200
LONGEST_LABEL = 16
NO_TITLE = re.compile(
    r"untitled.*|(?:document|presentation|slide|book)\s*\d*|.*\.(?:docx?|rtf|odt|indd|tex|dvi|qxd|pdf|pptx?|xlsx?|html?|p65)"
    r"|microsoft (?:word|powerpoint|excel).*|[\W\d_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as extracted: its printed label and its text, a paragraph, list item or table row a line."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Everything the library keeps of one document. Page numbers count from 1.

    `scanned` are the pages that show something and hold no searchable text: pictures of text, text drawn as curves,
    text whose font does not tell its letters (what such a page yields is rubbish, and is left out), and pages that
    cannot be read. An empty page is not among them. On the pages in `hidden`, text that no reader sees was left out.
    On the pages in `unsure`, numbers may stand beside other words than they belong to. `attached` are the names of
    files inside the file, which were not read.
    """

    name: str
    title: str
    pages: tuple[PageText, ...]
    passages: tuple[Passage, ...]
    language: str = ""  # ISO 639-1, "" where unknown
    scanned: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    attached: tuple[str, ...] = ()
    unsure: tuple[int, ...] = ()


@dataclass(slots=True)
class Reading:
    """What the first pass has found, page by page."""

    lines: list[tuple[Line, ...]] = field(default_factory=list)
    rules: list[tuple[Box, ...]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)
    garbled: bool = False
    attached: list[str] = field(default_factory=list)


def extract(path: Path, progress: Progress, *, password: str = "") -> Extracted:
    """Read a document page by page.

    InputError where it cannot be read or holds no searchable text, PasswordNeeded where it is locked.
    """
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    with _opened(path, password) as document:
        refuse_wrapping(document, path.name)
        reading = _read(document, progress)
        reading.attached += attached_to(document)
        labels = [_label(document, number) for number in range(len(document))]
        title = _title(document, path)
    if not any(reading.lines):
        raise _without_text(path.name, reading)
    return _extracted(path.name, title, labels, reading, progress)


@contextmanager
def _opened(path: Path, password: str) -> Iterator[pymupdf.Document]:
    """The document, unlocked and with at least one page."""
    damaged = InputError(
        translate("{file} is damaged, or is no PDF, and cannot be repaired.", file=path.name), hint=translate(GET_AGAIN)
    )
    try:
        document = pymupdf.open(path, filetype="pdf")
    except pymupdf.FileNotFoundError as problem:
        raise InputError(
            translate("There is no file {file}.", file=path.name), hint=translate("Check the name and the folder.")
        ) from problem
    except (RuntimeError, ValueError, OSError, pymupdf.mupdf.FzErrorBase) as problem:
        raise damaged from problem
    with document:
        if document.needs_pass and not document.authenticate(password):
            raise _locked(path.name, password)
        try:
            pages = len(document)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as problem:
            raise damaged from problem
        if not pages:
            raise InputError(
                translate("{file} is damaged: it has no pages.", file=path.name), hint=translate(GET_AGAIN)
            )
        yield document


def _locked(name: str, password: str) -> PasswordNeeded:
    if password:
        return PasswordNeeded(
            translate("The password does not open {file}.", file=name),
            hint=translate("Check capitals and the keyboard's language."),
        )
    return PasswordNeeded(
        translate("{file} is locked with a password.", file=name), hint=translate("Give the password to add it.")
    )


def _without_text(name: str, reading: Reading) -> InputError:
    if reading.garbled:
        return InputError(
            translate(
                "{file} holds text whose fonts do not tell its letters. It needs text recognition (OCR) first.",
                file=name,
            ),
            hint=translate(
                "Print it to PDF from another program, or run it through text recognition, then add it again."
            ),
        )
    if reading.scanned:
        return InputError(
            translate("{file} holds pictures of text, not text. It needs text recognition (OCR) first.", file=name),
            hint=translate("Run it through a scanner's or a PDF program's text recognition, then add it again."),
        )
    if reading.hidden:
        return InputError(
            translate("{file} holds only text that no reader can see.", file=name),
            hint=translate("Do not trust this document."),
        )
    return InputError(
        translate("{file} holds no text: its pages are empty.", file=name),
        hint=translate("Check that it is the right file."),
    )


def _read(document: pymupdf.Document, progress: Progress) -> Reading:
    reading = Reading()
    for number in range(len(document)):
        tell = partial(progress.share, READING_SHARE * number / len(document))
        tell()
        try:
            _read_page(document[number], number + 1, reading, tell)
        except (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase):
            del reading.lines[number:], reading.rules[number:], reading.heights[number:]
            reading.lines.append(())
            reading.rules.append(())
            reading.heights.append(1.0)
            reading.scanned.append(number + 1)
        if number % STORE_PAGES == STORE_PAGES - 1:
            pymupdf.TOOLS.store_shrink(100)
    return reading


def _read_page(page: pymupdf.Page, number: int, reading: Reading, tell: Callable[[], None]) -> None:
    """`tell` is called on the way, too: a page full of drawings takes most of a second."""
    if page.rotation:
        page.set_rotation(0)  # the lines' own direction tells how the page is read
    drawings = _drawings(page)
    tell()
    hidden = find_hidden_text(page, drawings)
    tell()
    found = _most_legible(page, hidden)
    readable = is_searchable(found.text)
    reading.lines.append(found.lines if readable else ())
    reading.attached += attached_on(page)
    frame = main_frame(found.lines)
    reading.rules.append(tuple(turned(box, frame, page.rect) for box in rules_of(drawings)) if readable else ())
    reading.heights.append(frame_height(frame, page.rect))
    if found.hidden or (hidden and hidden.says_something):
        reading.hidden.append(number)
    if not all(line.sure for line in found.lines):
        reading.unsure.append(number)
    if not readable and (found.is_garbled or shows_anything(page)):
        reading.scanned.append(number)
        reading.garbled |= found.is_garbled


def _most_legible(page: pymupdf.Page, hidden: HiddenText | None) -> PageLines:
    """What the glyphs say; where broken fonts leave no words of it, what the page's tags say."""
    found = read_lines(page, hidden)
    if not found.rubbish or is_searchable(found.text):
        return found
    tagged = read_lines(page, hidden, EXTRACTION & ~pymupdf.TEXT_IGNORE_ACTUALTEXT)
    return tagged if is_searchable(tagged.text) else found


def _drawings(page: pymupdf.Page) -> Sequence[dict[str, Any]]:
    paths = sum(entry[0].endswith("-path") for entry in page.get_bboxlog())
    return page.get_cdrawings() if 0 < paths <= MOST_DRAWINGS else ()


def _label(document: pymupdf.Document, number: int) -> str:
    """The number printed on a page. A file may claim anything for it: more than a number is not believed."""
    try:
        label = cleaned(document[number].get_label() or "")
    except (RuntimeError, ValueError, IndexError, pymupdf.mupdf.FzErrorBase):
        label = ""
    return label if 0 < len(label) <= LONGEST_LABEL else str(number + 1)


def _title(document: pymupdf.Document, path: Path) -> str:
    """The title that the file states, if it is one, else the file's name without its ending."""
    title = cleaned((document.metadata or {}).get("title") or "")
    unusable = NO_TITLE.fullmatch(title) or len(title) > LONGEST_TITLE or is_suspicious(title)
    return path.stem if unusable else title


def _extracted(name: str, title: str, labels: Sequence[str], reading: Reading, progress: Progress) -> Extracted:
    lines = without_running_lines(reading.lines, reading.heights)
    body = body_size(lines)
    rows: list[list[Row]] = []
    for number, page in enumerate(lines):
        progress.share(READING_SHARE + (1 - READING_SHARE) / 2 * number / len(lines))
        rows.append(_rows(page, reading.rules[number], body))
    known = vocabulary(row for page in rows for row in page)
    sections, source = Sections(), DocumentSource(name=name, title=title, labels=labels)
    texts: list[PageText] = []
    passages: list[Passage] = []
    for number, page_rows in enumerate(rows, start=1):
        progress.share(READING_SHARE + (1 - READING_SHARE) / 2 * (1 + number / len(rows)))
        found = units(page_rows, body, known)
        texts.append(PageText(label=labels[number - 1], text="\n".join(unit.text for unit in found)))
        passages += page_passages(found, sections, source, number)
    return Extracted(
        name=name,
        title=title,
        pages=tuple(texts),
        passages=tuple(passages),
        language=language("\n".join(page.text for page in texts)),
        scanned=tuple(reading.scanned),
        hidden=tuple(reading.hidden),
        unsure=tuple(reading.unsure),
        attached=tuple(dict.fromkeys(reading.attached))[:MOST_ATTACHED],
    )


def _rows(lines: Sequence[Line], rules: Sequence[Box], body: float) -> list[Row]:
    """A page's rows: first those of the direction of most text, then what stands across it."""
    main = main_frame(lines)
    frames = sorted({line.frame for line in lines}, key=lambda frame: (frame != main, frame))
    return [
        row
        for frame in frames
        for row in in_reading_order(
            [line for line in lines if line.frame == frame], rules if frame == main else (), body
        )
    ]
