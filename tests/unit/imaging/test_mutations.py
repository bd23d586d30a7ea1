"""Nothing but a sentence comes of a damaged file, by whichever way it is read; nor does it end the worker."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("mutated_pictures.py")
COUNT = 250


def test_damaged_files_are_read_or_refused_in_a_process_of_their_own():
    command = [sys.executable, str(SCRIPT), str(COUNT), "7"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    refused, read = map(int, re.findall(r"(\d+) (?:refused|read)", ended.stdout))
    assert refused > COUNT / 10
    assert read > COUNT / 10
