"""Who can open the records, through the real worker: lock and PIN, people and passphrases, recovery."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lentigo.domain.clinician import PIN_ATTEMPTS, Role
from lentigo.errors import Damaged, InputError
from lentigo.paths import Paths
from lentigo.worker.messages.access import (
    AddClinician,
    ChangePassphrase,
    LockRecords,
    OpenWithPin,
    RegainRecords,
    RemoveClinician,
    RenewRecoveryKey,
    SavePin,
    UseLanguage,
)
from lentigo.worker.messages.clinic import ListCases
from lentigo.worker.messages.records import CreateRecords, DescribeRecords, OpenRecords, RecordsState
from lentigo.worker.synchronous import SynchronousWorker

PR_GET_DUMPABLE = 3  # of Linux's prctl
OWN, PIN = "kura-kura besar", "2947"
CREATE = CreateRecords(passphrase=OWN, name="Dr Sari")


@pytest.fixture
def worker(paths: Paths) -> Iterator[SynchronousWorker]:
    with SynchronousWorker(paths=paths) as worker:
        yield worker


def opened(worker: SynchronousWorker, passphrase: str = OWN) -> RecordsState:
    (first, *_others) = worker.run(DescribeRecords()).clinicians
    return worker.run(OpenRecords(clinician=first.id, passphrase=passphrase))


def test_a_locked_worker_gives_nothing_away_and_the_pin_opens_it_again(worker: SynchronousWorker) -> None:
    worker.run(CREATE)
    assert opened(worker).who.name == "Dr Sari"
    assert worker.run(SavePin(pin=PIN)).pin
    state = worker.run(LockRecords())
    assert (state.open, state.pin, state.who.name) == (False, True, "Dr Sari")
    with pytest.raises(InputError, match="locked"):
        worker.run(ListCases())
    with pytest.raises(InputError, match="not the PIN"):
        worker.run(OpenWithPin(pin="0000"))
    assert worker.run(OpenWithPin(pin=PIN)).open
    assert worker.run(ListCases()) is not None


def test_five_wrong_pins_leave_the_passphrase(worker: SynchronousWorker, paths: Paths) -> None:
    worker.run(CREATE)
    opened(worker)
    worker.run(SavePin(pin=PIN))
    worker.run(LockRecords())
    for number in range(1, PIN_ATTEMPTS):
        with pytest.raises(InputError, match="not the PIN"):
            worker.run(OpenWithPin(pin=f"{number:04}"))
        assert (paths.records / "pin-attempts").read_text() == f"{number}\n"
    (paths.records / "pin-attempts").unlink()  # whoever forgets the count for it wins nothing
    with pytest.raises(InputError, match="any more"):
        worker.run(OpenWithPin(pin="9999"))
    with pytest.raises(InputError, match="any more"):
        worker.run(OpenWithPin(pin=PIN))
    state = worker.run(DescribeRecords())
    assert (state.open, state.pin) == (False, False)
    assert opened(worker).open
    worker.run(LockRecords())
    assert worker.run(OpenWithPin(pin=PIN)).open


def test_attempts_are_counted_over_the_death_of_the_program(worker: SynchronousWorker, paths: Paths) -> None:
    worker.run(CREATE)
    opened(worker)
    worker.run(SavePin(pin=PIN))
    worker.run(LockRecords())
    (paths.records / "pin-attempts").write_text(f"{PIN_ATTEMPTS}\n")
    with pytest.raises(InputError, match="any more"):
        worker.run(OpenWithPin(pin=PIN))


def test_without_a_pin_nothing_is_held(worker: SynchronousWorker) -> None:
    worker.run(CREATE)
    opened(worker)
    assert not worker.run(LockRecords()).pin
    with pytest.raises(InputError, match="any more"):
        worker.run(OpenWithPin(pin=""))
    with pytest.raises(InputError, match="not the passphrase"):
        opened(worker, "kura-kura kecil")
    opened(worker)
    with pytest.raises(InputError, match="4 to 8 digits"):
        worker.run(SavePin(pin="12a4"))


def test_the_recovery_key_gives_another_passphrase(worker: SynchronousWorker) -> None:
    recovery = worker.run(CREATE).text
    (clinician,) = worker.run(DescribeRecords()).clinicians
    regain = RegainRecords(clinician=clinician.id, recovery_key=recovery, passphrase="penyu hijau laut")
    with pytest.raises(InputError, match="not the recovery key"):
        worker.run(RegainRecords(clinician=clinician.id, recovery_key=recovery[:-1] + "!", passphrase="penyu hijau"))
    assert worker.run(regain).open
    worker.run(LockRecords())
    with pytest.raises(InputError, match="not the passphrase"):
        opened(worker)
    assert opened(worker, "penyu hijau laut").open
    renewed = worker.run(RenewRecoveryKey(own="penyu hijau laut")).text
    worker.run(LockRecords())
    with pytest.raises(InputError, match="not the recovery key"):
        worker.run(regain)
    assert worker.run(RegainRecords(clinician=clinician.id, recovery_key=renewed, passphrase=OWN)).open


def test_people_come_and_go(worker: SynchronousWorker, paths: Paths) -> None:
    worker.run(CREATE)
    opened(worker)
    before = (paths.records / "records.db").read_bytes()
    add = AddClinician(own=OWN, name=" Ibu Wati ", role=Role.ASSISTANT, passphrase="second one")
    with pytest.raises(InputError, match="at least 8"):
        worker.run(AddClinician(own=OWN, name="Ibu Wati", role=Role.ASSISTANT, passphrase="short"))
    with pytest.raises(InputError, match="not the passphrase"):
        worker.run(AddClinician(own="other", name="Ibu Wati", role=Role.ASSISTANT, passphrase="second one"))
    first, second = worker.run(add).clinicians
    assert (second.name, second.role) == ("Ibu Wati", Role.ASSISTANT)
    assert (paths.records / "records.db").read_bytes() == before  # its log holds the audit entry
    with pytest.raises(InputError, match="yourself"):
        worker.run(RemoveClinician(own=OWN, clinician=first.id))
    worker.run(LockRecords())
    assert worker.run(OpenRecords(clinician=second.id, passphrase="second one")).who == second
    with pytest.raises(InputError, match="Only a clinician"):
        worker.run(RemoveClinician(own="second one", clinician=first.id))
    assert worker.run(ChangePassphrase(own="second one", passphrase="a third one")).text == ""
    worker.run(LockRecords())
    opened(worker)
    assert worker.run(RemoveClinician(own=OWN, clinician=second.id)).clinicians == (first,)


def test_records_without_a_lock_get_one_later(worker: SynchronousWorker) -> None:
    assert worker.run(CreateRecords(passphrase="", name="Dr Sari")).text == ""
    assert opened(worker, "").open
    with pytest.raises(InputError, match="no lock"):
        worker.run(AddClinician(own="", name="Ibu Wati", role=Role.ASSISTANT, passphrase="second one"))
    assert len(worker.run(ChangePassphrase(own="", passphrase=OWN)).text) == 39
    worker.run(LockRecords())
    with pytest.raises(InputError, match="not the passphrase"):
        opened(worker, "")
    assert opened(worker).open


def test_nameless_records_are_given_a_name_once(worker: SynchronousWorker) -> None:
    worker.run(CreateRecords(passphrase="", name=""))
    opened(worker, "")
    assert worker.run(DescribeRecords()).nameless
    assert len(worker.run(CREATE).text) == 39
    state = worker.run(DescribeRecords())
    assert (state.nameless, state.locked, state.open) == (False, True, False)
    assert opened(worker).who.name == "Dr Sari"
    with pytest.raises(InputError, match="already"):
        worker.run(CREATE)


def test_lost_keys_are_damage_and_never_replaced(worker: SynchronousWorker, paths: Paths) -> None:
    worker.run(CREATE)
    opened(worker)
    worker.run(LockRecords())
    (paths.records / "keys.json").unlink()
    for request in (DescribeRecords(), CREATE):
        with pytest.raises(Damaged, match="missing"):
            worker.run(request)
    assert not (paths.records / "keys.json").exists()


def test_no_secret_stands_in_a_requests_words() -> None:
    for request in (
        CREATE,
        OpenRecords(clinician="1", passphrase=OWN),
        SavePin(pin=PIN),
        OpenWithPin(pin=PIN),
        RegainRecords(clinician="1", recovery_key=OWN, passphrase=OWN),
        ChangePassphrase(own=OWN, passphrase=OWN),
        AddClinician(own=OWN, name="", role=Role.CLINICIAN, passphrase=OWN),
    ):
        assert OWN not in f"{request!r} {request}"
        assert PIN not in f"{request!r} {request}"


def test_the_worker_speaks_another_language_without_being_ended(worker: SynchronousWorker) -> None:
    worker.run(CREATE)
    worker.run(UseLanguage(language="en-XA"))
    with pytest.raises(InputError, match=r"Ţĥîš"):
        opened(worker, "other")


@pytest.mark.skipif(
    not Path("/proc").exists(), reason="NO /proc HERE, so nothing shows what a process may leave behind"
)
def test_a_process_that_holds_the_key_leaves_no_core(worker: SynchronousWorker) -> None:
    worker.run(CREATE)
    limits = Path(f"/proc/{worker.process_id}/limits").read_text(encoding="ascii")
    (core,) = (line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="ONLY LINUX pipes core files to programs")
def test_not_even_a_program_that_takes_core_files_gets_one() -> None:
    asked = "import ctypes; from lentigo.worker.limits import leave_no_core; leave_no_core(); "
    asked += f"print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout == b"0\n"
