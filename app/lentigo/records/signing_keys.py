"""The clinic's key, which vouches for the reports that it gives away: its private half lies in the encrypted store.

The public halves of all keys that this clinic has had lie in a file beside the store, so that a report can be checked
while the records are locked or open in a window. Whoever can write in that folder can add one: what counts is the
fingerprint that was printed.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lentigo.files import write_whole
from lentigo.models.manifest import raw_key

if TYPE_CHECKING:
    import apsw

KNOWN = "signing-keys"  # the file's name


def clinic_key(connection: apsw.Connection, at: datetime) -> Ed25519PrivateKey:
    """The clinic's, made at the first signing, inside the transaction of that."""
    rows = connection.execute("SELECT private FROM signing_key ORDER BY made DESC LIMIT 1").fetchall()
    if rows:
        return Ed25519PrivateKey.from_private_bytes(rows[0][0])
    key = Ed25519PrivateKey.generate()
    row = (raw_key(key.public_key()).hex(), key.private_bytes_raw(), at.isoformat())
    connection.execute("INSERT INTO signing_key VALUES (?, ?, ?)", row)
    return key


def stored_keys(connection: apsw.Connection) -> frozenset[str]:
    """The public halves of all keys in the store."""
    return frozenset(public for (public,) in connection.execute("SELECT public FROM signing_key").fetchall())


def known_keys(records: Path) -> frozenset[str]:
    """The public halves, in hexadecimal digits; none where there is no file."""
    try:
        return frozenset((records / KNOWN).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return frozenset()


def write_known(records: Path, keys: frozenset[str]) -> None:
    """Keep the file up to date."""
    if keys and not keys <= known_keys(records):
        write_whole(records / KNOWN, "\n".join(sorted(keys | known_keys(records))).encode() + b"\n", mode=0o600)
