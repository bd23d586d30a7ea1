"""What the handbook's pages must agree on (knowledge/safety.toml): urgencies, limits of doses, promises, years.

Each check tells what is wrong with the pages that it is given; the last test gives them pages with an error and
expects to be told.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

Pages = Mapping[str, str]  # by the name of their file, without the front matter
Check = Callable[[Pages], list[str] | set[str]]

ROOT = Path(__file__).resolve().parents[2]
PAGES: Pages = {
    path.stem: path.read_text(encoding="utf-8").split("+++\n", 2)[2]
    for path in sorted((ROOT / "knowledge" / "handbook").glob("*.md"))
}
TABLE: dict[str, Any] = tomllib.loads((ROOT / "knowledge" / "safety.toml").read_text(encoding="utf-8"))
REVIEW = ROOT / "docs" / "handbook-review.md"
FOR_EVERY_PATIENT = ("red-flags", "children-and-pregnancy")
URGENCIES = {  # the words with which a page says how fast; the first that a label has is its urgency
    "same day": re.compile(r"same[- ]day|\bemergency\b|\bat once\b|\bimmediately\b|without delay"),
    "urgent": re.compile(r"\burgent(?:ly)?\b|within two weeks"),
    "soon": re.compile(r"(?<!as )\bsoon\b|within (?:days|weeks)\b"),
    "routine": re.compile(r"\broutine(?:ly)?\b|can wait|needs? no referral"),
}
LABEL = re.compile(r"^- \*\*([^*]+?):\*\* ?")
SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z*])")
UNIT = r" ?(?:mg|g|micrograms|IU|million units|units)\b"
DOSE = re.compile(rf"\b\d[\d,.]*{UNIT}(?! ?/| per ml| each week)")
BY_WEIGHT = re.compile(rf"(?<!at most )\b\d[\d.]*{UNIT} per kg")
MAXIMUM = re.compile(r"at most [\d.]+ (?:mg|g)(?: per kg)?")
YEAR = re.compile(r"\b((?:19|20)\d\d)\.$")


class Statement(NamedTuple):
    """A sentence or table row, and the urgencies that it names or else stands under."""

    words: str
    urgencies: tuple[str, ...]


def text_of(page: str) -> str:
    return page.partition("\n## References\n")[0]


def references(page: str) -> list[str]:
    return [line.partition(". ")[2] for line in page.partition("\n## References\n")[2].strip().splitlines()]


def named(words: str) -> tuple[str, ...]:
    return tuple(urgency for urgency, pattern in URGENCIES.items() if pattern.search(words.casefold()))


def statements(page: str) -> Iterator[Statement]:
    """One that names no urgency has that of its bullet's label, or of a heading such as "same-day signs".

    A bullet whose label names no urgency, but a sign, is one statement.
    """
    heading: tuple[str, ...] = ()
    for line in text_of(page).splitlines():
        if line.startswith("#"):
            heading = named(line) if line.endswith("signs") else ()
        label = LABEL.match(line)
        above = (named(label[1])[:1] if label else ()) or heading
        words = line.removeprefix(label[0]) if label and named(label[1]) else line
        whole = line.startswith("|") or (label and not named(label[1]))
        for sentence in [words] if whole else SENTENCE.split(words):
            yield Statement(sentence, named(sentence) or above)


def bullets_of_treatment(page: str) -> list[str]:
    """Of a condition those of the principles of treatment; of a general chapter all."""
    text = text_of(page)
    treatment = text.partition("## Treatment principles\n")[2].partition("\n## ")[0]
    return [line for line in (treatment or text).splitlines() if line.startswith("- ")]


def medicines_in(words: str) -> list[dict[str, Any]]:
    small = words.casefold()
    return [medicine for medicine in TABLE["medicine"] if any(word in small for word in medicine["words"])]


def other_urgencies(pages: Pages) -> list[str]:
    """Signs that a page is slower or faster with than the table."""
    return [
        f"{name}: {sign['name']} is {', '.join(statement.urgencies)}: {statement.words}"
        for name, page in pages.items()
        for statement in statements(page)
        if statement.urgencies
        for sign in TABLE["sign"]
        if sign["urgency"] not in statement.urgencies and re.search(sign["pattern"], statement.words, re.IGNORECASE)
    ]


def missing_signs(pages: Pages) -> list[str]:
    """Same-day signs that no chapter for every patient names, and other signs that no page gives an urgency."""
    return [
        sign["name"]
        for sign in TABLE["sign"]
        if not any(
            statement.urgencies or name in FOR_EVERY_PATIENT
            for name in (FOR_EVERY_PATIENT if sign["urgency"] == "same day" else pages)
            for statement in statements(pages[name])
            if re.search(sign["pattern"], statement.words, re.IGNORECASE)
        )
    ]


def doses_without_maximum(pages: Pages) -> list[str]:
    """Lines with a dose by weight that lack a largest dose, or have one that the table does not know."""
    found = []
    for name, page in pages.items():
        for line in text_of(page).splitlines():
            maxima = MAXIMUM.findall(line)
            allowed = {most for medicine in medicines_in(line) for most in medicine.get("at_most", ())}
            if len(BY_WEIGHT.findall(line)) > len(maxima) or set(maxima) - allowed:
                found.append(f"{name}: {line}")
    return found


def doses_of_strangers(pages: Pages) -> list[str]:
    """Bullets with a dose of something that the table does not have."""
    skin = re.compile("|".join(TABLE["on_the_skin"]))
    return [
        f"{name}: {line}"
        for name, page in pages.items()
        for line in bullets_of_treatment(page)
        if DOSE.search(line) and not medicines_in(line) and not skin.search(line)
    ]


def pages_without_link(pages: Pages) -> list[str]:
    """Pages that treat with a medicine of the table and do not send the reader there."""
    return [
        name
        for name, page in pages.items()
        if name != "medicines"
        and medicines_in(" ".join(bullets_of_treatment(page)))
        and "chapter on medicines" not in page
    ]


def other_rows(pages: Pages) -> set[str]:
    """Rows that only the printed table of medicines has, or only safety.toml."""
    rows = {
        f"| **{medicine['name']}:** {medicine['most']} ({', '.join(map(str, medicine['source']))}) "
        f"| {medicine['pregnancy']} | {medicine['breastfeeding']} | {medicine['children']} |"
        for medicine in TABLE["medicine"]
    }
    return rows ^ {
        line for line in pages["medicines"].splitlines() if line.startswith("| ") and "| Pregnancy |" not in line
    }


def broken_promises(pages: Pages) -> list[str]:
    """Words about another chapter that the table does not have, or that promise what does not stand there."""
    found = []
    for name, page in pages.items():
        text = re.sub("[Tt]his chapter", "", text_of(page))
        for promise in TABLE["promise"]:
            if promise["says"] in text:
                text = text.replace(promise["says"], "")
                found += [f"{name}: {words}" for words in promise["holds"] if words not in pages[promise["chapter"]]]
        found += [f"{name}: {line}" for line in text.splitlines() if re.search(r"\bchapters?\b", line.casefold())]
    return found


def undated_sources(pages: Pages) -> list[str]:
    return [f"{name}: {line}" for name, page in pages.items() for line in references(page) if not YEAR.search(line)]


def unlisted_old_sources(pages: Pages) -> set[str]:
    """Sources older than ten years that docs/handbook-review.md does not list, and those that it lists for nothing."""
    old = {
        f"- {name}: {line}"
        for name, page in pages.items()
        for line in references(page)
        for year in YEAR.findall(line)
        if int(year) < TABLE["reviewed"] - 10
    }
    review = REVIEW.read_text(encoding="utf-8")
    return old ^ set(re.findall("^- .*", review.partition("\n## Sources older than ten years\n")[2], re.MULTILINE))


CHECKS: tuple[Check, ...] = (
    other_urgencies,
    missing_signs,
    doses_without_maximum,
    doses_of_strangers,
    pages_without_link,
    other_rows,
    broken_promises,
    undated_sources,
    unlisted_old_sources,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_pages_agree(check: Check) -> None:
    assert sorted(check(PAGES)) == []


def test_the_table_has_nothing_that_no_page_names() -> None:
    text = " ".join(text_of(page) for name, page in PAGES.items() if name != "medicines")
    words = [word for medicine in TABLE["medicine"] for word in medicine["words"]]
    assert [word for word in words if word not in text.casefold()] == []
    maxima = [most for medicine in TABLE["medicine"] for most in medicine.get("at_most", ())]
    assert [most for most in maxima if most not in text] == []
    assert [
        promise["says"] for promise in TABLE["promise"] if not any(promise["says"] in page for page in PAGES.values())
    ] == []


@pytest.mark.parametrize(
    ("page", "old", "new", "check"),
    [
        ("children-and-pregnancy", "Refer the same day; the baby", "Refer urgently; the baby", other_urgencies),
        (
            "venous-leg-ulcer",
            "- **Same day:** swollen painful calf",
            "- **Urgent:** swollen painful calf",
            other_urgencies,
        ),
        ("urticaria", "earlier attacks of swelling that are over now", "swelling without wheals", other_urgencies),
        ("melanocytic-naevus", "Refer soon, within weeks, a baby with", "Refer routinely a baby with", other_urgencies),
        ("red-flags", "Snake bite:", "Bite:", missing_signs),
        ("meningococcal-disease", "80 mg per kg, at most 2 g", "80 mg per kg", doses_without_maximum),
        ("buruli-ulcer", "10 mg per kg, at most 600 mg,", "10 mg per kg", doses_without_maximum),
        ("scabies", "at most 18 mg", "at most 81 mg", doses_without_maximum),
        ("erythema-multiforme", "aciclovir 400 mg", "famciclovir 250 mg", doses_of_strangers),
        ("candidiasis", "chapter on medicines", "formulary", pages_without_link),
        ("medicines", "| Not under 15 kg or 90 cm |", "| Not under 10 kg |", other_rows),
        ("cutaneous-vasculitis", "the chapter on meningococcal disease", "the chapter on red flags", broken_promises),
        ("red-flags", "| Age | Adrenaline 1 mg/ml |", "| Age | Dose |", broken_promises),
        (
            "scabies",
            "tablets: six tablets from 80 kg on. 2024.",
            "tablets: six tablets from 80 kg on.",
            undated_sources,
        ),
        ("scabies", "Dermatology 63. 2024.", "Dermatology 63. 2004.", unlisted_old_sources),
    ],
)
def test_an_error_is_noticed(page: str, old: str, new: str, check: Check) -> None:
    assert old in PAGES[page]
    assert check({**PAGES, page: PAGES[page].replace(old, new)})
