"""What a clinic does with its records, and what stays of it."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from kept_cases import NOTE, SHA256, SHOWN, Clinic, Clock, kept

from lentigo.domain.encounter import SkinType
from lentigo.domain.patient import Consent, Patient
from lentigo.domain.record import Action, CaseQuery
from lentigo.errors import Damaged, InputError
from lentigo.records import audit
from lentigo.records.backup import restore_backup, verify_backup
from lentigo.records.vault import HEAD, STORE, Vault

PATIENT = Patient(
    id="p-1",
    identifier="0042",
    name="CANARY Nur Aini",
    born=date(1980, 2, 29),
    skin_type=SkinType.V,
    consent=Consent(given=True, on=date(2026, 1, 2)),
)


def test_a_case_comes_back_as_it_was(clinic: Clinic, vault: Vault) -> None:
    vault.save_patient(PATIENT)
    record = kept(patient=PATIENT.id)
    vault.save(record, {SHA256: SHOWN})
    vault.close()
    with closing(clinic.open()) as again:
        assert again.read("case-1") == record
        assert again.photograph(SHA256) == SHOWN
        assert again.patients("nur 0042") == (PATIENT,)
        (line,) = again.list().lines
        assert (line.patient_shown, line.site, line.photograph) == (PATIENT.shown, "left forearm", SHA256)


def test_a_case_is_saved_again_without_its_photographs(vault: Vault) -> None:
    vault.save(kept(), {SHA256: SHOWN})
    vault.save(kept(note="second thoughts"), {})
    assert vault.read("case-1").case.encounter.note == "second thoughts"


def test_a_case_whose_photograph_is_not_there_is_not_saved(vault: Vault) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        vault.save(kept(), {})
    assert vault.list().lines == ()


def test_cases_are_found_by_words_and_in_order(vault: Vault) -> None:
    vault.save_patient(PATIENT)
    vault.save(kept("a", site="Left Forearm"), {SHA256: SHOWN})
    vault.save(kept("b", site="right heel", patient=PATIENT.id), {})
    assert [line.id for line in vault.list(CaseQuery(text="FOREARM left")).lines] == ["a"]
    assert [line.id for line in vault.list(CaseQuery(text="aini heel")).lines] == ["b"]
    assert [line.id for line in vault.list(CaseQuery(patient=PATIENT.id)).lines] == ["b"]
    assert vault.list(CaseQuery(text="100%")).lines == ()
    vault.save_patient(replace(PATIENT, name="Somebody Else"))
    assert [line.id for line in vault.list(CaseQuery(text="somebody")).lines] == ["b"]
    assert vault.list(CaseQuery(text="aini")).lines == ()


def test_a_removed_case_comes_back(vault: Vault) -> None:
    vault.save(kept(), {SHA256: SHOWN})
    vault.remove("case-1")
    assert vault.list().lines == ()
    assert vault.read("case-1") is None
    vault.bring_back("case-1")
    assert [line.id for line in vault.list().lines] == ["case-1"]


def test_an_erased_patients_cases_are_gone_and_others_keep_their_photograph(vault: Vault) -> None:
    vault.save_patient(PATIENT)
    vault.save(kept(patient=PATIENT.id), {SHA256: SHOWN})
    vault.save(kept("other", note="somebody else"), {SHA256: SHOWN})
    vault.erase_patient(PATIENT.id)
    assert vault.patients() == ()
    assert vault.photograph(SHA256) == SHOWN  # the other case shows it
    with vault._store.transaction() as connection:
        held = b"".join(str(row).encode() for row in connection.execute("SELECT * FROM case_record"))
    assert NOTE.encode() not in held


def test_erasing_the_last_case_erases_its_photograph(vault: Vault) -> None:
    vault.save_patient(PATIENT)
    vault.save(kept(patient=PATIENT.id), {SHA256: SHOWN})
    vault.erase_patient(PATIENT.id)
    with pytest.raises(Damaged):
        vault.photograph(SHA256)


def test_a_photograph_that_was_taken_out_of_its_case_goes_at_the_next_opening(clinic: Clinic, vault: Vault) -> None:
    record = kept()
    vault.save(record, {SHA256: SHOWN})
    vault.save(replace(record, case=replace(record.case, photographs=())), {})
    assert vault.photograph(SHA256) == SHOWN  # an undo can still bring it back
    vault.close()
    with closing(clinic.open()) as again, pytest.raises(Damaged):
        again.photograph(SHA256)


def test_each_deed_is_in_the_chain_once_a_session(vault: Vault) -> None:
    vault.save(kept(), {SHA256: SHOWN})
    for number in range(5):
        vault.save(kept(note=str(number)), {})
    vault.read("case-1")
    vault.read("case-1")
    told = [entry.action for entry in audit.entries(vault._store.connection)]
    assert told == [Action.LOGIN, Action.CREATE, Action.UPDATE, Action.READ]
    assert vault.verify().photographs == 1


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET who = 'nobody' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET number = 9 WHERE number = 2",
        "UPDATE audit SET hash = zeroblob(32) WHERE number = 2",
    ],
)
def test_a_broken_chain_is_noticed(vault: Vault, tampering: str) -> None:
    for number in range(3):
        vault.save(kept(str(number)), {SHA256: SHOWN})
    with vault._store.transaction() as connection:
        connection.execute(tampering)
    with pytest.raises(Damaged, match="entry 2 is not"):
        vault.verify()


def test_an_older_store_put_back_is_noticed(clinic: Clinic, tmp_path: Path) -> None:
    clinic.open().close()
    shutil.copy(clinic.folder / STORE, tmp_path / "older.db")
    with closing(clinic.open()) as vault:
        vault.save(kept(), {SHA256: SHOWN})
        assert not vault.older
    shutil.copy(tmp_path / "older.db", clinic.folder / STORE)
    with closing(clinic.open()) as vault:
        assert vault.older


def test_a_head_that_was_made_up_tells_nothing(clinic: Clinic) -> None:
    clinic.open().close()
    (clinic.folder / HEAD).write_text(f"99 {'00' * 32} {'00' * 32}\n")
    with closing(clinic.open()) as vault:
        assert not vault.older


def test_a_clock_that_was_set_back_is_noted(clinic: Clinic) -> None:
    with closing(clinic.open(Clock(datetime(2026, 5, 1, tzinfo=UTC)))):
        pass
    with closing(clinic.open(Clock(datetime(2020, 5, 1, tzinfo=UTC)))) as vault:
        last = list(audit.entries(vault._store.connection))[-1]
        assert last.outcome == audit.BACK


def test_a_backup_holds_everything_and_nothing_in_the_open(clinic: Clinic, vault: Vault, tmp_path: Path) -> None:
    vault.save_patient(PATIENT)
    vault.save(kept(patient=PATIENT.id), {SHA256: SHOWN})
    target = tmp_path / "stick.lentigo-backup"
    content = vault.backup(target)
    assert (content.cases, content.patients, content.photographs) == (1, 1, 1)
    assert b"CANARY" not in target.read_bytes()
    assert verify_backup(target, clinic.keys.data_key, tmp_path) == content


def test_a_restored_backup_replaces_nothing_and_does_not_bring_back_the_erased(
    clinic: Clinic, vault: Vault, tmp_path: Path
) -> None:
    vault.save_patient(PATIENT)
    vault.save(kept(patient=PATIENT.id), {SHA256: SHOWN})
    vault.save(kept("stays"), {})
    target = tmp_path / "stick.lentigo-backup"
    vault.backup(target)
    vault.erase_patient(PATIENT.id)
    vault.save(kept("after the backup"), {})
    erased = vault.erased()
    vault.close()
    aside = restore_backup(
        target, clinic.keys.data_key, clinic.folder, who="c", at=datetime(2026, 4, 1, tzinfo=UTC), erased=erased
    )
    with closing(clinic.open()) as again:
        assert [line.id for line in again.list().lines] == ["stays"]
        assert again.patients() == ()
        assert again.verify().cases == 1
        assert Action.RESTORE in [entry.action for entry in audit.entries(again._store.connection)]
    assert (aside / STORE).exists()


def test_any_changed_byte_of_a_backup_is_noticed(clinic: Clinic, vault: Vault, tmp_path: Path) -> None:
    vault.save(kept(), {SHA256: SHOWN})
    target = tmp_path / "stick.lentigo-backup"
    vault.backup(target)
    sound = target.read_bytes()
    for place in range(0, len(sound), len(sound) // 40):
        target.write_bytes(sound[:place] + bytes([sound[place] ^ 16]) + sound[place + 1 :])
        try:
            verify_backup(target, clinic.keys.data_key, tmp_path)
        except (InputError, Damaged):
            continue
        assert place < 64 or place > len(sound) - 400, (
            f"byte {place} changed unnoticed"
        )  # fields of the ZIP's own, unused
