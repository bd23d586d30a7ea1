"""What the requests about a batch do."""

from lentigo.domain.batch import Batch, BatchRow
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.batch import KeepBatch, PlanBatch, ReadBatch, SaveTable


def plan_batch(request: PlanBatch, _job: Job) -> tuple[BatchRow, ...]:
    """From the disk."""
    from lentigo.worker.planning import plan

    return plan(request.source)


def read_batch(_request: ReadBatch, job: Job) -> Batch:
    """From the records."""
    return opened(job).batch()


def keep_batch(request: KeepBatch, job: Job) -> None:
    """Into the records."""
    opened(job).keep_batch(request.rows, running=request.running, fresh=request.fresh)


def save_table(request: SaveTable, _job: Job) -> None:
    """As a spreadsheet opens it."""
    from lentigo.report.case_table import as_csv, line_of_row
    from lentigo.report.writing import write_atomically

    write_atomically(request.path, as_csv(map(line_of_row, request.rows)))
