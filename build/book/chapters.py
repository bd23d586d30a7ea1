"""The handbook's sources: one Markdown file a chapter, its facts between +++ lines before the text."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

DOCUMENT = "lentigo-handbook.pdf"
GENERAL = "For every patient"  # the part of the chapters that are not about one condition
GROUPS = {  # in the book's order
    "malignant": "Skin cancers",
    "premalignant": "Before skin cancer",
    "benign": "Benign lesions",
    "pigment": "Pigment and hair",
    "inflammatory": "Inflammatory conditions",
    "reaction": "Drug reactions",
    "infection": "Infections",
    "infestation": "Infestations",
    "tropical": "Tropical diseases",
    "wound": "Wounds and ulcers",
}
URGENCY = {
    "same day": "Same day: hospital or specialist today",
    "urgent": "Urgent: specialist within two weeks",
    "soon": "Soon: act within days to weeks",
    "routine": "Routine",
}
ADVICE = {  # sections whose points the report quotes
    "When to refer": "refer",
    "Treatment principles": "avoid",
    "Ask the patient": "ask",
    "Tests in a clinic": "examine",
    "Tell the patient": "tell",
}
FORBIDS = re.compile(r"(Do not|Never|Avoid|No) ")
TO_THE_CLINICIAN = re.compile(r"(Agree|Ask|Discuss|Invite|Teach|Tell) ")  # what a patient's own sheet does not say
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LONGEST_CHAPTER, BEGINNING = 12, 60  # pages; letters of a point that are looked for
CONDITION_KEYS = {"names", "icd10", "group", "urgency"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One source file: its front matter and its text as Markdown."""

    meta: dict[str, Any]
    text: str

    @property
    def title(self) -> str:
        """As printed in running heads, contents and bookmarks."""
        return str(self.meta["title"])

    @property
    def part(self) -> str:
        """The heading under which the contents list this chapter."""
        return GROUPS[self.meta["group"]] if self.is_condition else GENERAL

    @property
    def is_condition(self) -> bool:
        """Or else a general chapter."""
        return "icd10" in self.meta

    @property
    def place(self) -> tuple[int, int, str]:
        """Sorts chapters: the general ones by `order`, then the conditions by group and title."""
        if self.is_condition:
            return (1 + list(GROUPS).index(self.meta["group"]), 0, self.title.casefold())
        return (0, self.meta["order"], self.title)


def read_chapters(source: Path) -> list[Chapter]:
    """All chapters in the book's order."""
    return sorted((read_chapter(path) for path in source.glob("*.md")), key=lambda chapter: chapter.place)


def read_chapter(path: Path) -> Chapter:
    """A wrong front matter is an error here, not a surprise in the clinic."""
    _, front_matter, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    meta = tomllib.loads(front_matter)
    if meta["id"] != path.stem or not text.startswith(f"\n# {meta['title']}\n"):
        raise SystemExit(f"{path.name}: wrong id (the file's name) or title (as in the text).")
    if "icd10" not in meta and "order" not in meta:
        raise SystemExit(f"{path.name}: neither a condition (icd10) nor a general chapter (order).")
    if "icd10" in meta and not (meta.keys() >= CONDITION_KEYS and meta["group"] in GROUPS):
        raise SystemExit(f"{path.name}: needs names, urgency and a group ({', '.join(GROUPS)}).")
    if "icd10" in meta and meta["urgency"] not in URGENCY:
        raise SystemExit(f"{path.name}: wrong urgency ({', '.join(URGENCY)}).")
    return Chapter(meta=meta, text=text)


def facts(chapter: Chapter) -> dict[str, str]:
    """The lines of a condition's key-facts box; none for other chapters."""
    meta = chapter.meta
    if not chapter.is_condition:
        return {}
    codes = f"ICD-10 {meta['icd10']}" + (f" · ICD-11 {meta['icd11']}" if meta.get("icd11") else "")
    lines = {"Urgency": URGENCY[meta["urgency"]], "Codes": codes, "Also called": ", ".join(meta["names"])}
    return {name: value for name, value in lines.items() if value}


def conditions_json(chapters: Sequence[Chapter], pages: Sequence[int], book: pymupdf.Document) -> bytes:
    """What the program reads about each condition; `pages` are those of all chapters, counted from 1 in the file."""
    texts = [_plain(page.get_text()) for page in book]
    labels = [page.get_label() for page in book]
    kept = ("id", "title", "names", "icd10", "icd11", "group", "urgency")
    entries = [
        {key: chapter.meta[key] for key in kept if key in chapter.meta}
        | {"document": DOCUMENT, "page": page}
        | {table: chapter.meta.get(table, {}) for table in ("typical", "untypical")}
        | {"advice": located(advice(chapter), page, texts, labels)}
        for chapter, page in zip(chapters, pages, strict=True)
        if chapter.is_condition
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1).encode()


def advice(chapter: Chapter) -> list[dict[str, Any]]:
    """The points of the chapter that say what to do next.

    Of the treatment, only what is not to be done; of what the patient is told, only what is said to them.
    """
    found = []
    for part in chapter.text.split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        kind = ADVICE.get(heading, "")
        points = re.findall(r"^- (.+)$", body, re.MULTILINE) if kind else []
        if kind == "tell":
            told = points or SENTENCE_END.split(printed(" ".join(body.split())))
            points = [point for point in told if not TO_THE_CLINICIAN.match(point)]
        found += [{"kind": kind, "text": printed(point)} for point in points if kind != "avoid" or FORBIDS.match(point)]
    return found


def printed(point: str) -> str:
    """A point as the book has it: without marks, with typographic quotation marks."""
    plain = re.sub(r"[*_]{1,2}", "", point).replace("'", "’")
    return re.sub(r'"([^"]*)"', r"“\1”", plain)


def located(
    points: list[dict[str, Any]], first: int, texts: Sequence[str], labels: Sequence[str]
) -> list[dict[str, Any]]:
    """The points with the pages on which they begin; one that cannot be found in its chapter is an error.

    `first` is the chapter's page, counted from 1; `texts` and `labels` are those of all pages.
    """
    pages = range(first, min(first + LONGEST_CHAPTER, len(texts)) + 1)
    placed = []
    for point in points:
        begins = _plain(point["text"])[:BEGINNING]
        page = next((page for page in pages if begins in texts[page - 1]), None)
        if page is None:
            raise SystemExit(f"Not found on its pages: {point['text']}")
        placed.append(point | {"page": page, "label": labels[page - 1]})
    return placed


def _plain(text: str) -> str:
    """Without what a line break leaves: spaces and soft hyphens."""
    return re.sub(r"[\s\u00ad]", "", text)
