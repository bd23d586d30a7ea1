"""Photographs in the store: each file once, under its SHA-256, whatever cases show it."""

import hashlib

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


def drop_unused(connection: apsw.Connection) -> None:
    """Erase photographs that no case shows any longer; `secure_delete` overwrites them."""
    connection.execute("DELETE FROM photograph WHERE sha256 NOT IN (SELECT sha256 FROM case_photograph)")
