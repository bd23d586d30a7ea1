"""Cases that were kept for as long as the clinic chose: which these are, and that they go only all, and asked."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from kept_cases import CREATED, SHA256, SHOWN, Clinic, kept

from lentigo.domain.patient import Patient
from lentigo.domain.record import Action, CaseFilter, CaseQuery, CaseRecord
from lentigo.errors import InputError
from lentigo.records import audit
from lentigo.records.vault import Vault

GONE, HERE = Patient(id="p-1", name="CANARY Gone"), Patient(id="p-2", name="Still Here")
BEFORE = CREATED + timedelta(days=10)


def at(id: str, day: int, patient: str = "") -> CaseRecord:
    moment = CREATED + timedelta(days=day)
    return replace(kept(id, patient=patient), created=moment, changed=moment)


def overdue(vault: Vault, before: datetime | None = BEFORE) -> list[str]:
    return [line.id for line in vault.list(CaseQuery(shown=CaseFilter.OVERDUE, before=before)).lines]


@pytest.fixture
def filled(vault: Vault) -> Vault:
    for patient in (GONE, HERE):
        vault.save_patient(patient)
    vault.save(at("old-1", 1, "p-1"), {SHA256: SHOWN})
    vault.save(at("old-2", 9, "p-1"), {})
    vault.save(at("earlier", 2, "p-2"), {})
    vault.save(at("later", 12, "p-2"), {})
    vault.save(at("nobody's", 3), {})
    vault.save(at("fresh", 11), {})
    vault.save(at("removed", 4), {})
    vault.remove("removed")
    return vault


def test_a_patient_who_came_since_keeps_all_their_cases(filled: Vault) -> None:
    assert overdue(filled) == ["old-2", "removed", "nobody's", "old-1"]
    assert overdue(filled, BEFORE - timedelta(days=3)) == ["removed", "nobody's"]  # old-2 is not so old
    assert overdue(filled, None) == overdue(filled, CREATED) == []
    elsewhere = BEFORE.astimezone(datetime.strptime("+0900", "%z").tzinfo)  # the same moment on another clock
    assert overdue(filled, elsewhere) == overdue(filled)


def test_they_go_with_their_patients_and_each_is_in_the_audit_log(filled: Vault, clinic: Clinic) -> None:
    filled.erase_overdue(BEFORE, 4)
    assert overdue(filled) == []
    assert sorted(line.id for line in filled.list().lines) == ["earlier", "fresh", "later"]
    assert filled.patient("p-1") is None
    assert filled.patient("p-2") == HERE
    assert filled.photograph(SHA256) == SHOWN  # others show it
    entries = audit.entries(filled._store.connection)
    told = sorted((each.case, each.outcome) for each in entries if each.action is Action.ERASE)
    assert told == [("nobody's", "retention"), ("p-1", "retention"), ("removed", "retention")]
    assert {"old-1", "old-2", "p-1", "nobody's", "removed"} <= filled.erased().keys()  # no backup brings them back


def test_where_others_would_go_than_were_shown_none_goes(filled: Vault) -> None:
    shown = overdue(filled)
    seen = kept("old-1", patient="p-1", site="right heel")
    filled.save(replace(seen, changed=datetime(2026, 11, 1, tzinfo=UTC)), {})
    with pytest.raises(InputError, match="nothing was erased"):
        filled.erase_overdue(BEFORE, len(shown))
    assert len(filled.list().lines) == 6


def test_nothing_of_them_is_left(clinic: Clinic) -> None:
    with closing(clinic.open()) as vault:
        vault.save_patient(GONE)
        vault.save(at("old", 1, "p-1"), {SHA256: SHOWN})
        vault.erase_overdue(BEFORE, 1)
    with closing(clinic.open()) as vault:
        content = vault.verify()
        assert (content.cases, content.patients, content.photographs) == (0, 0, 0)
