"""PDF pages to passages that a search can find and a report can cite."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

from lentigo.domain.evidence import Passage
from lentigo.errors import EngineError
from lentigo.retrieval.lines import Line, body_size, read_lines, without_running_lines

LONGEST = 150  # words in a passage
SHORTEST = 30  # a shorter rest joins the passage before it
LEAST = 4  # words that are worth finding
NOT_SEARCHED = re.compile(r"contents|references|bibliography|index", re.IGNORECASE)
LIST_ITEM = re.compile(r"([•·◦▪●\-–]|\d{1,2}[.)])\s+")
BULLET = re.compile(r"^[•·◦▪●]\s*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[A-Z0-9“\"(])")
WORD = re.compile(r"[^\W\d_]+")

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as extracted: its printed label and its text, a paragraph, list item or table row a line."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """Everything the library keeps of one document."""

    name: str
    title: str
    pages: tuple[PageText, ...]
    passages: tuple[Passage, ...]


@dataclass(slots=True)
class Unit:
    """A heading, paragraph, list item or table row that is being read."""

    line: Line
    heading: bool
    text: str
    y1: float


@dataclass(slots=True)
class Sections:
    """The headings above the place that is being read, largest first."""

    open: list[tuple[float, str]] = field(default_factory=list)

    def enter(self, heading: Unit) -> None:
        """A heading closes those that are not larger."""
        self.open = [entry for entry in self.open if entry[0] > heading.line.size]
        self.open.append((heading.line.size, heading.text))

    @property
    def names(self) -> tuple[str, str]:
        """Chapter and section, such as "Melanoma" and "How it looks"; "" where there is none."""
        texts = [text for _, text in self.open]
        return (texts[0] if texts else "", texts[-1] if len(texts) > 1 else "")


def extract(path: Path, on_progress: Progress) -> Extracted:
    """Read a document page by page; a damaged or locked one is an EngineError."""
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            return _extract(document, path.name, on_progress)
    except (pymupdf.FileDataError, ValueError) as problem:  # ValueError: closed or encrypted
        raise EngineError(
            f"The library's document {path.name} cannot be read.",
            hint="Replace the file, then build the library again.",
        ) from problem


def _extract(document: pymupdf.Document, name: str, on_progress: Progress) -> Extracted:
    raw: list[list[Line]] = []
    for page in document:
        raw.append(read_lines(page))
        on_progress(len(raw) / len(document))
    lines = without_running_lines(raw, [page.rect.height for page in document])
    title = (document.metadata or {}).get("title") or Path(name).stem
    known = _vocabulary(lines)
    body = body_size(lines)
    labels = [page.get_label() or str(page.number + 1) for page in document]
    units = [list(_units(page, body, known)) for page in lines]
    return Extracted(
        name=name,
        title=title,
        pages=tuple(
            PageText(label=label, text="\n".join(unit.text for unit in page))
            for label, page in zip(labels, units, strict=True)
        ),
        passages=tuple(_passages(units, labels, name, title)),
    )


def _vocabulary(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """The document's words, without those cut by the end of a line."""
    return frozenset(
        word.lower() for lines in pages for line in lines for word in WORD.findall(line.text.rpartition(" ")[0])
    )


def _units(lines: Sequence[Line], body: float, known: frozenset[str]) -> Iterator[Unit]:
    unit: Unit | None = None
    for line in lines:
        heading = _is_heading(line, body)
        if unit and unit.heading == heading and _continues(unit, line):
            unit.text = _joined(unit.text, line.text, known)
            unit.y1 = max(unit.y1, line.y1)
            continue
        if unit:
            yield unit
        unit = Unit(line, heading, BULLET.sub("", line.text), line.y1)
    if unit:
        yield unit


def _is_heading(line: Line, body: float) -> bool:
    words = len(line.text.split())
    larger = line.size >= 1.12 * body and words <= 15
    bold = line.bold and line.size >= body and words <= 10 and line.text[-1] not in ".,;:"
    return (larger or bold) and any(character.isalpha() for character in line.text)


def _continues(unit: Unit, line: Line) -> bool:
    """Whether a line belongs to the unit: the next line of its paragraph, or the next cell of its table row."""
    if unit.line.size != line.size:
        return False
    middle = (line.y0 + line.y1) / 2
    if unit.line.y0 < middle < unit.y1:
        return True
    if LIST_ITEM.match(line.text):
        return False
    return line.block == unit.line.block or -line.size < line.y0 - unit.y1 < 0.45 * line.size


def _joined(start: str, end: str, known: frozenset[str]) -> str:
    """Two lines as one; a hyphen at the break stays where both halves are words that the document uses alone."""
    if start.endswith("\u00ad"):
        return start[:-1] + end
    head, tail = WORD.findall(start[-40:]), WORD.match(end)
    if not (start.endswith("-") and not start.endswith(" -") and head and tail and tail[0][0].islower()):
        return f"{start} {end}"
    whole = (head[-1] + tail[0]).lower()
    broken = whole in known or not (head[-1].lower() in known and tail[0].lower() in known)
    return (start[:-1] if broken else start) + end


def _passages(pages: Sequence[Sequence[Unit]], labels: Sequence[str], name: str, title: str) -> Iterator[Passage]:
    sections = Sections()
    for number, units in enumerate(pages, start=1):
        found = 0
        for (chapter, section), texts in _runs(units, sections, title):
            for text in _packed(texts):
                found += 1
                yield Passage(
                    id=f"{name}:{number}:{found}",
                    document=name,
                    title=title,
                    chapter=chapter,
                    section=section,
                    page=number,
                    label=labels[number - 1],
                    text=text,
                )


def _runs(units: Sequence[Unit], sections: Sections, title: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """The texts of a page, section by section."""
    texts: list[str] = []
    for unit in units:
        if not unit.heading:
            texts.append(unit.text)
        elif unit.text != title:
            yield from _run(sections.names, texts)
            texts = []
            sections.enter(unit)
    yield from _run(sections.names, texts)


def _run(names: tuple[str, str], texts: list[str]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    if texts and not any(NOT_SEARCHED.fullmatch(name) for name in names):
        yield names, texts


def _packed(texts: Sequence[str]) -> list[str]:
    """Passages of at most LONGEST words, cut between sentences, none of them a mere scrap."""
    packed: list[str] = []
    for piece in (piece for text in texts for piece in _pieces(text)):
        if packed and _count(packed[-1]) + _count(piece) <= LONGEST:
            packed[-1] += f"\n{piece}"
        else:
            packed.append(piece)
    if len(packed) > 1 and _count(packed[-1]) < SHORTEST:
        rest = packed.pop()
        packed[-1] += f"\n{rest}"
    return [text for text in packed if _count(text) >= LEAST]


def _pieces(text: str) -> list[str]:
    return [text] if _count(text) <= LONGEST else SENTENCE_END.split(text)


def _count(text: str) -> int:
    return len(text.split())
