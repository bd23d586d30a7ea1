"""Saves a case again and again until it is killed; run as a process with the records' folder and, in hex, their key.

Each number is printed once that state is said to be on the disk.
"""

import sys
from itertools import count
from pathlib import Path

from kept_cases import SHA256, SHOWN, kept

from lentigo.domain.clinician import Clinician, Role
from lentigo.records.vault import Vault

vault = Vault(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Clinician(id="c", name="", role=Role.CLINICIAN))
for number in count(int(sys.argv[3])):
    vault.save(kept(f"case-{number % 7}", note=str(number)), {SHA256: SHOWN})
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
