"""Which cases a list shows, in which order, and what its lines say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from kept_cases import CREATED, SHA256, SHOWN, kept
from signed_reports import reviewed, small_report

from lentigo.domain.case import Case
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseFilter, CaseOrder, CaseQuery, CaseRecord, CaseStatus
from lentigo.domain.red_flag import Urgency
from lentigo.domain.wording.record import matter_text
from lentigo.records.vault import Vault

PATIENT = Patient(id="p-1", identifier="0042", name="José Soares", pseudonym="")


def at(record: CaseRecord, day: int) -> CaseRecord:
    return replace(record, created=CREATED + timedelta(days=day))


def ids(vault: Vault, query: CaseQuery) -> list[str]:
    return [line.id for line in vault.list(query).lines]


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """Four cases: a draft, one that is signed, one that left the program, one that was removed."""
    vault.save_patient(PATIENT)
    vault.save(at(kept("draft", patient=PATIENT.id), 1), {SHA256: SHOWN}, {SHA256: b"small"})
    vault.save(replace(at(kept("signed"), 2), status=CaseStatus.SIGNED), {})
    vault.save(replace(at(kept("exported"), 3), follows="draft"), {})
    vault.save(at(kept("removed"), 4), {})
    vault.note_export("exported")
    vault.remove("removed")
    return vault


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (CaseFilter.ALL, ["exported", "signed", "draft"]),
        (CaseFilter.DRAFT, ["exported", "draft"]),
        (CaseFilter.SIGNED, ["signed"]),
        (CaseFilter.EXPORTED, ["exported"]),
        (CaseFilter.FLAGGED, []),
        (CaseFilter.REMOVED, ["removed"]),
    ],
)
def test_each_filter(filled: Vault, shown: CaseFilter, found: list[str]) -> None:
    assert ids(filled, CaseQuery(shown=shown)) == found


def test_a_stretch_says_how_many_there_are(filled: Vault) -> None:
    told = filled.list(first=1, count=1)
    assert (told.total, told.first, [line.id for line in told.lines]) == (3, 1, ["signed"])
    assert filled.list(first=9).lines == ()


def test_a_line_knows_that_its_case_is_a_follow_up(filled: Vault) -> None:
    exported, signed, draft = filled.list().lines
    assert (exported.follow_up, signed.follow_up, draft.follow_up) == (True, False, False)
    assert (exported.exported, signed.status, draft.reported) == (True, CaseStatus.SIGNED, False)
    filled.erase_patient(PATIENT.id)  # with the earlier case: the later one stays
    assert [line.follow_up for line in filled.list().lines] == [False, False]
    assert filled.read("exported").follows is None


def test_accents_and_capitals_do_not_matter(filled: Vault) -> None:
    for words in ("jose", "JOSÉ 0042", "soares forearm"):
        assert ids(filled, CaseQuery(text=words)) == ["draft"]


def test_whom_a_case_only_names_is_found_and_shown(vault: Vault) -> None:
    record = kept()
    named = replace(record.case.encounter, patient="Ny. Sari")
    vault.save(replace(record, case=record.case.with_encounter(named)), {SHA256: SHOWN})
    (line,) = vault.list(CaseQuery(text="sari")).lines
    assert (line.patient, line.patient_shown) == (None, "Ny. Sari")


def test_a_pseudonym_stands_for_the_name_in_each_line(filled: Vault) -> None:
    filled.save_patient(replace(PATIENT, pseudonym="P-7"))
    assert filled.list(CaseQuery(patient=PATIENT.id)).lines[0].patient_shown == "P-7"
    assert ids(filled, CaseQuery(text="soares")) == ["draft"]  # who knows the name may look for it


def test_a_patient_who_is_not_there_leaves_the_case_unlinked(vault: Vault) -> None:
    vault.save(kept(patient="nobody"), {SHA256: SHOWN})
    assert vault.list().lines[0].patient is None


def test_thumbnails_go_with_their_photographs(filled: Vault) -> None:
    assert filled.thumbnails([SHA256, "another"]) == {SHA256: b"small"}
    for case in ("draft", "signed", "exported", "removed"):
        record = filled.read(case) or kept(case)
        filled.save(replace(record, case=Case()), {})
    filled.erase_patient(PATIENT.id)
    assert filled.thumbnails([SHA256]) == {}


def test_the_most_urgent_come_first(vault: Vault) -> None:
    flagged = {"soon": Urgency.SOON, "today": Urgency.SAME_DAY, "weeks": Urgency.TWO_WEEKS}
    vault.save(at(kept("calm"), 9), {SHA256: SHOWN})
    for day, (case, urgency) in enumerate(flagged.items()):
        vault.save(at(kept(case), day), {})
        place = list(Urgency).index(urgency)
        with vault._store.transaction() as connection:
            connection.execute("UPDATE case_record SET urgency = ?, flagged = 1 WHERE id = ?", (place, case))
    assert ids(vault, CaseQuery(order=CaseOrder.URGENT)) == ["today", "weeks", "soon", "calm"]
    assert [line.urgency for line in vault.list(CaseQuery(shown=CaseFilter.FLAGGED)).lines] == [
        Urgency.TWO_WEEKS,
        Urgency.SAME_DAY,
        Urgency.SOON,
    ]


def test_a_line_names_what_the_clinician_wrote_or_else_what_leads(vault: Vault) -> None:
    unsure = Candidate(
        rank=1, label="wart", code="B07", condition="", likelihood=Likelihood.POSSIBLE, share=0.4
    )  # fmt: skip
    draft = replace(small_report(), differential=(unsure,))
    sure = replace(draft, differential=(replace(unsure, likelihood=Likelihood.LEADING),))
    for id, report in {"unsure": draft, "sure": sure, "own": reviewed(sure)}.items():
        vault.save(replace(kept(id), case=Case(report=report, draft=report)), {})
    lines = {line.id: line for line in vault.list(CaseQuery()).lines}
    assert {id: line.leading for id, line in lines.items()} == {"unsure": "", "sure": "wart", "own": "Melanoma"}
    assert "no leading diagnosis" in matter_text(lines["unsure"])
    assert ids(vault, CaseQuery(text="wart")) == ids(vault, CaseQuery())
