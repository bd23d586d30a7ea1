"""Requests about many cases that are analysed one after the other. Each comes into the records by SaveCase."""

from pathlib import Path

from lentigo.domain.batch import Batch, BatchRow
from lentigo.worker.messages.message import Request


class PlanBatch(Request[tuple[BatchRow, ...]], frozen=True, kw_only=True):
    """Read which cases a folder of photographs holds, or a list of cases (see `planning`)."""

    source: Path


class ReadBatch(Request[Batch], frozen=True, kw_only=True):
    """The batch that the records know, with what came of it so far."""


class KeepBatch(Request[None], frozen=True, kw_only=True):
    """Keep these rows as they are now, and whether the batch goes on by itself; `fresh`: they are a new batch."""

    rows: tuple[BatchRow, ...] = ()
    running: bool
    fresh: bool = False


class SaveTable(Request[None], frozen=True, kw_only=True):
    """Write the table of a batch as CSV."""

    rows: tuple[BatchRow, ...]
    path: Path
