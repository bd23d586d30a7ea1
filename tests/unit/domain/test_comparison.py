"""What two reports name otherwise, by the ids of their words; and which visits are put beside each other."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import lentigo
from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.comparison import ComparedFinding, compare_findings, pair_of
from lentigo.domain.encounter import Encounter
from lentigo.domain.finding import Finding, FindingField, FindingState, FindingWord
from lentigo.domain.photograph import PictureKind
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus, CaseSummary
from lentigo.domain.wording.comparison import cautions, difference_text, found_text

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
BROWN, BLACK, RED = FindingWord.LIGHT_BROWN, FindingWord.BLACK, FindingWord.RED
NOT_ASSESSED = Finding(field=FindingField.COLOUR, state=FindingState.NOT_ASSESSED)


def colour(*words: FindingWord, value: str = "as written") -> Finding:
    return Finding(field=FindingField.COLOUR, value=value, words=words)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (colour(BROWN), colour(BROWN, BLACK), "Only now: black."),
        (colour(BROWN, RED), colour(RED), "Only before: light brown."),
        (colour(BROWN), colour(RED, BLACK), "Only now: red, black. Only before: light brown."),
        (colour(BROWN, RED), colour(RED, BROWN), "The same words in both reports."),
        (colour(BROWN), colour(value="like tea"), "In free words: read both."),
        (colour(value="like tea"), colour(value="like tea"), "In free words: read both."),
        (colour(BROWN), NOT_ASSESSED, "Cannot be compared: not assessed now."),
        (None, colour(BROWN), "Cannot be compared: not assessed before."),
        (NOT_ASSESSED, None, "Assessed in neither report."),
    ],
)
def test_a_difference_in_words(before: Finding | None, now: Finding | None, told: str) -> None:
    compared = ComparedFinding(field=FindingField.COLOUR, before=before, now=now)
    assert difference_text(compared) == told
    assert compared.differs == told.startswith("Only")


def test_what_is_written_does_not_count_only_the_words_ids_do() -> None:
    """A text that names a colour in another language, or twice, makes no difference."""
    compared = ComparedFinding(
        field=FindingField.COLOUR, before=colour(BROWN, value="coklat muda"), now=colour(BROWN, value="light brown")
    )
    assert not compared.differs


def test_what_stands_in_a_field_is_one_readable_line() -> None:
    assert found_text(colour(BROWN, value="brown\u202e\n\nand more")) == "brown and more"
    assert found_text(NOT_ASSESSED) == "not assessed"
    assert found_text(None) == "not in this report"


def test_no_report_no_fields() -> None:
    assert compare_findings(record(), record()) == ()


def record(site: str = "left shin", pin: Pin | None = None) -> CaseRecord:
    case = Case(encounter=Encounter(site=site, pin=pin))
    return CaseRecord(id="a", status=CaseStatus.DRAFT, created=MOMENT, changed=MOMENT, case=case)


def photograph(kind: PictureKind | None = None) -> CasePhotograph:
    quality = ImageQuality(issues=())
    return CasePhotograph(sha256="0", name="a", bytes=1, width=9, height=9, quality=quality, told=kind)


def test_what_makes_a_comparison_doubtful_is_said() -> None:
    plain, dermoscopic = photograph(PictureKind.CLOSE_UP), photograph(PictureKind.DERMOSCOPIC)
    left, right = (
        Pin(view=View.FRONT, x=0.5, y=0.8, region=Region.KNEE, side=side) for side in (Side.LEFT, Side.RIGHT)
    )
    (always,) = cautions(record(), record("Left  Shin"), (photograph(), dermoscopic))
    assert "Light, distance and the model" in always
    for before, now, shown, told in (
        (record(), record("scalp"), (plain, plain), "before “left shin”, now “scalp”"),
        (record(pin=left), record(pin=right), (plain, plain), "Make sure that it is one lesion."),
        (record(), record(), (plain, dermoscopic), "One photograph is dermoscopic"),
    ):
        first, last = cautions(before, now, shown)
        assert told in first
        assert last == always
    assert len(cautions(record("knee", left), record("left knee", replace(left, y=0.81)), (plain, plain))) == 1


def visit(id: str, day: int, site: str = "left shin", photograph: str | None = "0") -> CaseSummary:
    moment = MOMENT + timedelta(days=day)
    return CaseSummary(
        id=id, patient=None, patient_shown="", site=site, status=CaseStatus.DRAFT, created=moment, changed=moment,
        urgency=None, leading="", flagged=False, reported=False, exported=False, removed=False, follow_up=False,
        photograph=photograph,
    )  # fmt: skip


VISITS = (visit("a", 0), visit("b", 1, "scalp"), visit("c", 2, photograph=None), visit("d", 3), visit("e", 4, "scalp"))


@pytest.mark.parametrize(
    ("case", "follows", "pair"),
    [
        ("d", None, ("a", "d")),  # the same site, though another visit was later
        ("d", "b", ("b", "d")),  # what it follows goes before that
        ("e", "gone", ("b", "e")),
        ("a", None, ("a", "d")),  # the first one stands before its own next visit
        ("c", "a", None),  # no photograph
        ("nobody", None, None),
    ],
)
def test_which_two_are_put_beside_each_other(case: str, follows: str | None, pair: tuple[str, str] | None) -> None:
    assert pair_of(VISITS, case, follows) == pair


def test_one_visit_is_compared_with_nothing() -> None:
    assert pair_of(VISITS[:1], "a", None) is None


def test_no_sentence_says_that_a_lesion_stayed_as_it_was_or_how_long_it_is() -> None:
    package = Path(lentigo.__file__).parent
    sources = [package / "domain/wording/comparison.py", *(package / "gui/records").glob("compar*.py")]
    told = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert not re.findall(r"(?i)unchanged|no change|stable|millimet|\d ?mm\b|\bgrown\b|\bshrunk", told)
