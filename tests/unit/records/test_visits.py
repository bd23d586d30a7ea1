"""The visits of one person, which may be compared; nobody else's ever."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kept_cases import CREATED, SHA256, SHOWN, kept

from lentigo.domain.patient import Patient
from lentigo.domain.record import CaseRecord
from lentigo.records.vault import Vault

PATIENTS = (Patient(id="p-1", name="Sari Dewi"), Patient(id="p-2", name="Budi"))


def visit(id: str, day: int, *, patient: str = "", named: str = "", follows: str | None = None) -> CaseRecord:
    record = kept(id, patient=patient)
    encounter = replace(record.case.encounter, patient=named)
    moment = CREATED + timedelta(days=day)
    return replace(record, created=moment, follows=follows, case=record.case.with_encounter(encounter))


def fill(vault: Vault, records: Iterable[CaseRecord]) -> None:
    for patient in PATIENTS:
        vault.save_patient(patient)
    for number, record in enumerate(records):
        vault.save(record, {} if number else {SHA256: SHOWN})


def ids(vault: Vault, case: str) -> list[str]:
    return [line.id for line in vault.visits(case)]


def test_a_patients_visits_are_theirs_alone_oldest_first(vault: Vault) -> None:
    fill(
        vault,
        (
            visit("late", 9, patient="p-1"),
            visit("early", 1, patient="p-1"),
            visit("another", 2, patient="p-2", follows="early"),  # a follow-up that was given to somebody else
            visit("nobody's", 3, named="Sari Dewi"),
            visit("removed", 4, patient="p-1"),
        ),
    )
    vault.remove("removed")
    assert ids(vault, "late") == ids(vault, "early") == ["early", "late"]
    assert ids(vault, "another") == ["another"]


def test_without_a_patient_of_the_records_only_follow_ups_under_one_name_belong_together(vault: Vault) -> None:
    fill(
        vault,
        (
            visit("first", 1, named="Ana"),
            visit("second", 2, named="Ana", follows="first"),
            visit("third", 3, named="Ana", follows="second"),
            visit("renamed", 4, named="Rosa", follows="third"),
            visit("namesake", 5, named="Ana"),
        ),
    )
    for case in ("first", "second", "third"):
        assert ids(vault, case) == ["first", "second", "third"]
    assert ids(vault, "renamed") == ["renamed"]
    assert ids(vault, "namesake") == ["namesake"]
    assert ids(vault, "never saved") == []


def test_visits_are_found_by_an_index(vault: Vault) -> None:
    """Among 20,000 cases, too."""
    from lentigo.records import case_list

    sql = case_list._CHAIN + case_list._LINES.format(condition=case_list._SAME_PERSON, order="created DESC")
    with vault._store.transaction() as connection:
        plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", ("a", 9, 0))]
    assert not [step for step in plan if step.startswith("SCAN case_record")], plan
