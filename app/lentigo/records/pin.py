"""The PIN, which re-opens a key that is still in memory after the window was locked. It wraps nothing.

What checks it lies inside the encrypted store. How often a wrong one was typed is counted beside the store, on the disk
before the PIN is looked at, so that ending a process wins no further attempt.
"""

import hmac
import os
from pathlib import Path

import apsw
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lentigo.files import write_whole
from lentigo.records.keys import KEY_BYTES, LANES, MEMORY_KIB, OWNER_ONLY, PASSES

ATTEMPTS = "pin-attempts"


def save_pin(connection: apsw.Connection, clinician: str, pin: str) -> None:
    """A person's, in place of the one before; "" for none."""
    connection.execute("DELETE FROM pin WHERE clinician = ?", (clinician,))
    if pin:
        salt = os.urandom(16)
        connection.execute("INSERT INTO pin VALUES (?, ?, ?)", (clinician, salt, _derived(pin, salt)))


def has_pin(connection: apsw.Connection, clinician: str) -> bool:
    """Whether a person has one."""
    return bool(connection.execute("SELECT 1 FROM pin WHERE clinician = ?", (clinician,)).fetchall())


def fits(connection: apsw.Connection, clinician: str, pin: str) -> bool:
    """Whether it is this person's."""
    rows = connection.execute("SELECT salt, hash FROM pin WHERE clinician = ?", (clinician,)).fetchall()
    return any(hmac.compare_digest(_derived(pin, salt), known) for salt, known in rows)


def attempts(folder: Path) -> int:
    """How many wrong ones in a row were typed since the records were last opened."""
    try:
        return int((folder / ATTEMPTS).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def count_attempts(folder: Path, number: int) -> None:
    """On the disk; OSError where that fails, and then no PIN may be tried. 0 begins anew."""
    write_whole(folder / ATTEMPTS, f"{number}\n", mode=OWNER_ONLY)


def _derived(pin: str, salt: bytes) -> bytes:
    derivation = Argon2id(salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return derivation.derive(pin.encode())
