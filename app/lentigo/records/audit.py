"""Who did what, in a chain of hashes: an entry that is changed, taken out or put in breaks all that follow.

A chain alone misses that its end was cut off, or that a whole older store was put back. Its head is therefore kept
outside the store too, sealed with the data key, and printed in backups and signed reports.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw
import msgspec

from lentigo.domain.record import Action, AuditEntry
from lentigo.files import write_whole

START = bytes(32)  # the hash before the first entry
BACK = "clock set back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry's number, 0 where there is none, and its hash."""

    number: int
    hash: bytes

    @property
    def shown(self) -> str:
        """As printed: number and the first 16 digits of the hash."""
        return f"{self.number}-{self.hash.hex()[:16]}"


def append(
    connection: apsw.Connection, action: Action, *, who: str, at: datetime, case: str = "", outcome: str = ""
) -> None:
    """One more entry, inside the transaction of what it tells. A time before the last entry's is kept and marked."""
    last = head(connection)
    before = connection.execute("SELECT max(at) FROM audit").fetchall()[0][0]
    if before is not None and at.isoformat() < before:
        outcome = f"{outcome}; {BACK}" if outcome else BACK
    row = (last.number + 1, at.isoformat(), who, action.value, case, outcome)
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, _hash(last.hash, row)))


def head(connection: apsw.Connection) -> Head:
    """The chain's end."""
    rows = connection.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchall()
    return Head(number=rows[0][0], hash=rows[0][1]) if rows else Head(number=0, hash=START)


def entries(connection: apsw.Connection) -> Iterator[AuditEntry]:
    """All of them, oldest first."""
    for number, at, who, action, case, outcome, digest in connection.execute("SELECT * FROM audit ORDER BY number"):
        yield AuditEntry(
            number=number,
            at=datetime.fromisoformat(at),
            who=who,
            action=Action(action),
            case=case,
            outcome=outcome,
            hash=digest,
        )


def last(connection: apsw.Connection, action: Action) -> datetime | None:
    """When something was last done."""
    (at,) = connection.execute("SELECT max(at) FROM audit WHERE action = ?", (action.value,)).fetchall()[0]
    return None if at is None else datetime.fromisoformat(at)


def first(connection: apsw.Connection) -> datetime | None:
    """When the chain began."""
    rows = connection.execute("SELECT at FROM audit WHERE number = 1").fetchall()
    return datetime.fromisoformat(rows[0][0]) if rows else None


def clock_back(connection: apsw.Connection) -> bool:
    """Whether the last entry bears a time before that of an earlier one."""
    rows = connection.execute("SELECT outcome FROM audit ORDER BY number DESC LIMIT 1").fetchall()
    return bool(rows) and rows[0][0].endswith(BACK)


def first_broken(connection: apsw.Connection) -> int | None:
    """The number of the first entry that is not what was written, or that is missing; None where all are."""
    before = START
    for number, row in enumerate(connection.execute("SELECT * FROM audit ORDER BY number"), 1):
        before = _hash(before, row[:-1])
        if row[0] != number or not hmac.compare_digest(before, row[-1]):
            return number
    return None


def write_head(path: Path, last: Head, data_key: bytes) -> None:
    """Keep the head outside the store."""
    text = f"{last.number} {last.hash.hex()}"
    write_whole(path, f"{text} {_seal(text, data_key)}\n", mode=0o600)


def older_than_head(connection: apsw.Connection, path: Path, data_key: bytes) -> bool:
    """Whether the head outside is of entries that the store does not have: an older store was put in its place.

    A missing or damaged file tells nothing. The store may be ahead of it, by what a power cut kept from being noted.
    """
    try:
        number, digest, seal = path.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    if not hmac.compare_digest(_seal(f"{number} {digest}", data_key), seal):
        return False
    rows = connection.execute("SELECT hash FROM audit WHERE number = ?", (int(number),)).fetchall()
    return number != "0" and [(bytes.fromhex(digest),)] != rows


def _hash(before: bytes, row: tuple[object, ...]) -> bytes:
    return hashlib.sha256(before + msgspec.json.encode(row)).digest()


def _seal(text: str, data_key: bytes) -> str:
    return hmac.new(data_key, f"audit head {text}".encode(), hashlib.sha256).hexdigest()
