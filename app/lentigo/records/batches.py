"""The one batch in the store: a row for each of its cases, which goes with the case when that is erased."""

import os
from collections.abc import Iterable
from pathlib import Path

import apsw
import msgspec

from lentigo.domain.batch import Batch, BatchRow


def save_rows(connection: apsw.Connection, rows: Iterable[BatchRow]) -> None:
    """New, or in place of their last state."""
    values = [(row.position, row.case, _ENCODER.encode(row)) for row in rows]
    connection.executemany("INSERT OR REPLACE INTO batch_row VALUES (?, ?, ?)", values)


def save_batch(connection: apsw.Connection, rows: Iterable[BatchRow], *, running: bool, fresh: bool) -> None:
    """`fresh`: in place of the batch before, whose cases stay."""
    if fresh:
        connection.execute("DELETE FROM batch_row")
    save_rows(connection, rows)
    connection.execute("INSERT OR REPLACE INTO batch VALUES (1, ?)", (running,))


def load_batch(connection: apsw.Connection) -> Batch:
    """All rows in their order."""
    rows = connection.execute("SELECT row FROM batch_row ORDER BY position").fetchall()
    running = connection.execute("SELECT running FROM batch").fetchall()
    return Batch(rows=tuple(_DECODER.decode(row) for (row,) in rows), running=bool(running and running[0][0]))


def _path_bytes(value: object) -> bytes:
    """As the system knows it: a file's name need not be text."""
    if isinstance(value, Path):
        return os.fsencode(value)
    raise NotImplementedError


def _path(_kind: type, value: bytes) -> Path:
    return Path(os.fsdecode(value))


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_path_bytes)
_DECODER = msgspec.msgpack.Decoder(BatchRow, dec_hook=_path)
