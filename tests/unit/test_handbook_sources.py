"""The handbook's chapters as they are written: complete, in the program's words, every figure with its source."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROTOCOL = ROOT / "app" / "lentigo" / "analysis" / "protocols" / "standard.toml"
CHAPTERS = sorted((ROOT / "knowledge" / "handbook").glob("*.md"))
SECTIONS = [
    "How it looks",
    "Look-alikes",
    "Ask the patient",
    "Tests in a clinic",
    "Treatment principles",
    "When to refer",
    "Tell the patient",
    "References",
]
URGENCIES = {"same day", "urgent", "soon", "routine"}
ICD10 = re.compile(r"[A-Z]\d\d(\.\d{1,2})?")
ICD11 = re.compile(r"[0-9A-Z]{4}(\.[0-9A-Z]{1,2})?")
DATED = re.compile(r"^(\d+)\. .*\b(?:19|20)\d\d\.$", re.MULTILINE)
CITATION = re.compile(r"\((\d{1,2}(?:, ?\d{1,2})*)\)")


def parts(path: Path) -> tuple[dict[str, Any], str, str]:
    """Front matter, text and references."""
    _, front_matter, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    body, _, references = text.partition("\n## References\n")
    return tomllib.loads(front_matter), body, references


CONDITIONS = [path for path in CHAPTERS if "icd10" in parts(path)[0]]
VOCABULARY = {
    question["field"]: set(question["words"])
    for question in tomllib.loads(PROTOCOL.read_text(encoding="utf-8"))["question"]
}


def name(path: Path) -> str:
    return path.stem


def test_the_handbook_has_eighty_conditions_and_the_general_chapters() -> None:
    assert len(CONDITIONS) >= 80
    general = [parts(path)[0] for path in CHAPTERS if path not in CONDITIONS]
    assert [meta["id"] for meta in sorted(general, key=lambda meta: meta["order"])] == [
        "red-flags",
        "describing-a-lesion",
        "dermoscopy-for-beginners",
        "taking-a-good-photograph",
        "dark-skin",
        "children-and-pregnancy",
        "medicines",
    ]


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_a_chapter_is_named_after_its_file_and_titled_once(path: Path) -> None:
    meta, body, _ = parts(path)
    assert meta["id"] == path.stem
    assert re.findall(r"^# (.+)$", body, re.MULTILINE) == [meta["title"]]


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_every_cited_number_stands_in_the_references_and_the_other_way_round(path: Path) -> None:
    _, body, references = parts(path)
    listed = [int(number) for number in DATED.findall(references)]
    assert listed == list(range(1, len(references.strip().splitlines()) + 1))
    cited = {int(number) for group in CITATION.findall(body) for number in group.split(",")}
    assert cited == set(listed)


@pytest.mark.parametrize("path", CONDITIONS, ids=name)
def test_a_condition_has_every_section_and_both_skins(path: Path) -> None:
    _, body, references = parts(path)
    assert [*re.findall(r"^## (.+)$", body, re.MULTILINE), "References"] == SECTIONS
    looks = body.partition("## How it looks")[2].partition("\n## ")[0]
    assert re.search(r"^\*\*On light skin[,.]\*\* ?\w", looks, re.MULTILINE)
    assert re.search(r"^\*\*On dark skin[,.]\*\* ?\w", looks, re.MULTILINE)
    assert "| Look-alike | How to tell |" in body
    assert references.strip()


@pytest.mark.parametrize("path", CONDITIONS, ids=name)
def test_a_condition_speaks_the_words_of_the_findings(path: Path) -> None:
    meta, _, _ = parts(path)
    assert meta["typical"]
    for table in ("typical", "untypical"):
        for field, words in meta.get(table, {}).items():
            assert set(words) <= VOCABULARY[field], (table, field)
            assert len(set(words)) == len(words)
    for field, words in meta.get("untypical", {}).items():
        assert not set(words) & set(meta["typical"].get(field, ())), field


@pytest.mark.parametrize("path", CONDITIONS, ids=name)
def test_a_condition_has_well_formed_codes_and_a_known_urgency(path: Path) -> None:
    meta, _, _ = parts(path)
    assert meta["urgency"] in URGENCIES
    assert all(ICD10.fullmatch(code) for code in re.split(r", |–", meta["icd10"])), meta["icd10"]
    assert "icd11" not in meta or all(ICD11.fullmatch(code) for code in re.split(r", |–", meta["icd11"])), meta["icd11"]


def test_no_two_conditions_claim_the_same_name() -> None:
    claims: dict[str, set[str]] = {}
    for path in CONDITIONS:
        meta, _, _ = parts(path)
        for claimed in (meta["title"], *meta["names"]):
            claims.setdefault(claimed.casefold(), set()).add(path.stem)
    assert {claimed: paths for claimed, paths in claims.items() if len(paths) > 1} == {}
