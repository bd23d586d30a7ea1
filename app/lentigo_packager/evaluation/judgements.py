"""A retrieval test collection in BEIR's form, read strictly."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lentigo.errors import InputError

QRELS = ("qrels/test.tsv", "qrels.tsv")
PAGES = re.compile(r"(\d+)(?:-(\d+))?")
MAP_HINT = "Give JSON such as {“id”: [“file.pdf”, “3-5”]}, or lines of id, file and pages with tabs between."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text of the corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Texts, questions, and which text answers which question (and how well, from 1)."""

    corpus: tuple[Entry, ...]
    queries: dict[str, str]
    qrels: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLocation:
    """Where a text of the corpus stands in a PDF; without pages, the whole file is the text."""

    file: Path
    pages: frozenset[int]


def read_judged(folder: Path) -> Judged:
    """Read corpus.jsonl, queries.jsonl and qrels/test.tsv or qrels.tsv. Only judged queries are kept."""
    qrels = _qrels(_first(folder, QRELS))
    texts = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    if missing := sorted(set(qrels) - set(texts)):
        raise InputError(f"queries.jsonl lacks the judged query {missing[0]}.", hint="Fetch the folder again.")
    corpus = tuple(
        Entry(id=row["_id"], title=row.get("title", ""), text=row["text"]) for row in _rows(folder / "corpus.jsonl")
    )
    return Judged(corpus=corpus, queries={query: texts[query] for query in qrels}, qrels=qrels)


def read_places(path: Path) -> dict[str, TextLocation]:
    """Read a map of corpus ids to PDFs and their pages (from 1), JSON or TSV; files are relative to the map."""
    text = _text(path)
    try:
        entries: Mapping[str, Any] = json.loads(text) if path.suffix.lower() == ".json" else _lines(text)
        places = {key: _place(path.parent, value) for key, value in entries.items()}
    except (ValueError, TypeError, AttributeError, IndexError) as problem:
        raise InputError(f"The map {path.name} cannot be read.", hint=MAP_HINT) from problem
    if not places:
        raise InputError(f"The map {path.name} names no text.", hint=MAP_HINT)
    return places


def _lines(text: str) -> dict[str, list[str]]:
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    return {row[0]: row[1:] for row in rows}


def _place(folder: Path, value: str | list[str | int]) -> TextLocation:
    parts = [value] if isinstance(value, str) else value
    file = folder / str(parts[0])
    if not file.is_file():
        raise InputError(f"The map names {parts[0]}, which does not exist.", hint=MAP_HINT)
    return TextLocation(file=file, pages=frozenset(_pages(str(parts[1]) if len(parts) > 1 else "")))


def _pages(text: str) -> Iterator[int]:
    for start, end in PAGES.findall(text):
        yield from range(int(start), int(end or start) + 1)


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query -> text -> grade. The first line is BEIR's header; a grade of 0 says that the text does not answer."""
    qrels: dict[str, dict[str, int]] = {}
    try:
        for line in _text(path).splitlines()[1:]:
            query, text, grade = line.split("\t")
            if int(grade) > 0:
                qrels.setdefault(query, {})[text] = int(grade)
    except ValueError as problem:
        raise InputError(f"{path.name} is no list of judgements.", hint="Fetch the folder again.") from problem
    if not qrels:
        raise InputError(f"{path.name} judges nothing.", hint="Fetch the folder again.")
    return qrels


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in _text(path).splitlines() if line.strip()]
        if any(not isinstance(row["_id"], str) or not isinstance(row["text"], str) for row in rows):
            raise ValueError
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError(f"{path.name} is damaged.", hint="Each line holds _id and text, as JSON.") from problem
    return rows


def _first(folder: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{folder.name} holds no {names[0]} and no {names[1]}.", hint="Give a folder in BEIR's form.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as problem:
        raise InputError(f"{path.name} cannot be read.", hint="Give a folder in BEIR's form.") from problem
