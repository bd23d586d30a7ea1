"""What the requests about kept reports do."""

from __future__ import annotations

from pathlib import Path

from lentigo.domain.record import Action
from lentigo.worker.handlers.case import render_report
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.kept import KeepReport, TakeKeptReports


def keep_report(request: KeepReport, job: Job) -> None:
    """Sealed with the public half: another window may hold the records."""
    from lentigo.records.backup import KEYS
    from lentigo.records.kept import keep_report
    from lentigo.records.keys import read_keys
    from lentigo.records.troubles import told
    from lentigo.records.vault import create_records

    folder, name = job.parts.paths.records, f"lentigo-report-{request.assessment.id}{request.ending}"
    content = render_report(request.assessment, request.photographs, Path(name), job)
    if not (folder / KEYS).exists():
        create_records(folder, "", name="")
    with told():
        keep_report(folder, read_keys(folder / KEYS).public, name, content)


def take_kept_reports(request: TakeKeptReports, job: Job) -> tuple[Path, ...]:
    """One after the other: a disk that fills leaves what is not written yet."""
    from lentigo.records.kept import kept_reports, read_report
    from lentigo.report.writing import check_place, write_atomically

    vault, written = opened(job), []
    for kept in kept_reports(job.parts.paths.records):
        name, content = read_report(kept, vault.data_key)
        target = _free(request.folder / name)
        check_place(target)
        write_atomically(target, content)
        kept.unlink()
        vault.note(Action.EXPORT, name)
        written.append(target)
    return tuple(written)


def _free(path: Path) -> Path:
    names = (path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, 100)))
    return next(name for name in names if not name.exists())
