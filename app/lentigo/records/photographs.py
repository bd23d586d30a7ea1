"""Photographs in the store: each file once, under its SHA-256, whatever cases show it."""

import hashlib
from collections.abc import Iterable

import apsw

from lentigo.errors import Damaged
from lentigo.language import translate


def save_photograph(connection: apsw.Connection, file: bytes) -> str:
    """The file as it came; its SHA-256."""
    sha256 = hashlib.sha256(file).hexdigest()
    if not has_photograph(connection, sha256):
        connection.execute("INSERT INTO photograph VALUES (?, ?)", (sha256, file))
    return sha256


def has_photograph(connection: apsw.Connection, sha256: str) -> bool:
    """Whether it is there, without reading it."""
    return bool(connection.execute("SELECT 1 FROM photograph WHERE sha256 = ?", (sha256,)).fetchall())


def load_photograph(connection: apsw.Connection, sha256: str) -> bytes:
    """The file as it came; Damaged where it is missing or another one."""
    rows = connection.execute("SELECT file FROM photograph WHERE sha256 = ?", (sha256,)).fetchall()
    if not rows or hashlib.sha256(rows[0][0]).hexdigest() != sha256:
        raise Damaged(
            translate("A photograph of this case is missing in the records, or damaged."),
            hint=translate("Restore the last backup, or add the photograph again."),
        )
    return bytes(rows[0][0])


def save_thumbnail(connection: apsw.Connection, sha256: str, picture: bytes) -> None:
    """What lists show of a photograph, which must be there."""
    connection.execute("INSERT OR IGNORE INTO thumbnail VALUES (?, ?)", (sha256, picture))


def load_thumbnails(connection: apsw.Connection, hashes: Iterable[str]) -> dict[str, bytes]:
    """Those that are there, by the SHA-256 of their photographs."""
    query = "SELECT picture FROM thumbnail WHERE sha256 = ?"
    found = ((sha256, connection.execute(query, (sha256,)).fetchall()) for sha256 in hashes)
    return {sha256: rows[0][0] for sha256, rows in found if rows}


def drop_unused(connection: apsw.Connection) -> None:
    """Erase photographs that no case shows any longer; `secure_delete` overwrites them."""
    unused = "SELECT sha256 FROM photograph EXCEPT SELECT sha256 FROM case_photograph"  # reads two indexes and no file
    connection.execute(f"DELETE FROM photograph WHERE sha256 IN ({unused})")
