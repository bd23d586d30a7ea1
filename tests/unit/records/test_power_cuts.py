"""The power fails at any moment: what was said to be saved is there. LENTIGO_KILLS sets how often."""

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from kept_cases import Clinic

KILLS = int(os.environ.get("LENTIGO_KILLS", "12"))


def killed_after(clinic: Clinic, start: int, seconds: float) -> int:
    """The last number that was told as saved; `start` - 1 where none was."""
    program = Path(__file__).with_name("saving.py")
    command = [sys.executable, program, clinic.folder, clinic.keys.data_key.hex(), str(start)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    told, _ = process.communicate()
    return max(map(int, (first + told).split()), default=start - 1)


def test_kill_9_at_any_moment_loses_nothing_that_was_saved(clinic: Clinic) -> None:
    chance, last = random.Random(9), -1
    for _ in range(KILLS):
        last = killed_after(clinic, last + 1, chance.uniform(0, 0.5))
        with closing(clinic.open()) as vault:
            vault.verify()
            assert not vault.older
            notes = {int(vault.read(line.id).case.encounter.note) for line in vault.list().lines}
            expected = set(range(max(0, last - 6), last + 1))
            assert expected <= notes | {number - 7 for number in notes}, (last, notes)
            assert max(notes, default=-1) in (last, last + 1)
            last = max(notes, default=-1)
    assert last > 0
