"""The power fails while somebody types, analyses, saves or backs up. LENTIGO_KILLS sets how often."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo.paths import Paths
from lentigo.records.backup import verify_backup
from lentigo.records.keys import open_with_passphrase, read_keys
from lentigo.records.vault import Vault, create_records

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills no groups of processes")

KILLS = int(os.environ.get("LENTIGO_KILLS", "6"))
DEEDS = {"typed": 1.5, "reported": 0.3, "backed": 0.1}  # what follows each takes about so many seconds
PHOTOGRAPH = Path(__file__).parents[2] / "data" / "phantom-pigmented.jpg"


def killed(paths: Paths, start: int, after: str, seconds: float) -> dict[str, int]:
    """The last number of each deed that was told, by a process that is killed so long after it told of this one."""
    program = Path(__file__).with_name("working.py")
    command = [sys.executable, program, paths.data, PHOTOGRAPH, str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        lines = []
        while not lines or not lines[-1].startswith(after):
            lines.append(process.stdout.readline())
            assert lines[-1], "the process ended by itself"
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)  # its worker, which holds the records, too
        told, _ = process.communicate()
    return {what: int(number) for what, number in map(str.split, [*lines, *told.splitlines()])}


def freed(open_vault: Callable[[], Vault]) -> Vault:
    """The records, as soon as the system has buried whoever held them."""
    for _ in range(100):
        with suppress(InputError):
            return open_vault()
        time.sleep(0.05)
    return open_vault()


def test_kill_9_while_typing_analysing_saving_and_backing_up_loses_nothing(paths: Paths) -> None:
    create_records(paths.records, "", name="Dr Sari")
    ring = read_keys(paths.records / "keys.json")
    key, chance, start = open_with_passphrase(ring, ring.clinicians[0].id, ""), random.Random(7), 0
    for kill in range(KILLS):
        after, longest = tuple(DEEDS.items())[kill % len(DEEDS)]
        told = killed(paths, start, after, chance.uniform(0, longest))
        with closing(freed(lambda: Vault(paths.records, key, ring.clinicians[0]))) as vault:
            vault.verify()
            assert not vault.older
            cases = {line.id: vault.read(line.id).case for line in vault.list().lines}
        for what, number in told.items():
            case = cases[f"case-{number % 5}"]
            assert int(case.encounter.note) >= number, (what, number)
            if what == "reported" and int(case.encounter.note) == number:
                assert case.report, number
        for backup in paths.data.glob("*.lentigo-backup"):
            verify_backup(backup, key, paths.data)
        start = max(told.values()) + 1
