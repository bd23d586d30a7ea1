"""A folder or a list of cases goes through in the background: with the real worker, and Lentigo Mini."""

import csv
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk import Desk, Opener
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from lentigo.domain.batch import Batch, BatchState
from lentigo.domain.record import CaseLines, CaseRecord
from lentigo.gui.batch.batch_page import BatchPage
from lentigo.gui.batch.batch_table import RowOrder
from lentigo.paths import Paths
from lentigo.worker.messages.batch import ReadBatch
from lentigo.worker.messages.clinic import ListCases
from lentigo.worker.messages.records import DescribeRecords, OpenRecords, ReadCase
from lentigo.worker.messages.retention import EraseOverdue
from lentigo.worker.synchronous import SynchronousWorker

WHOLE_MS = 120_000
WORK = """
import sys
from pathlib import Path
from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.paths import Paths, default_paths
from lentigo.records.vault import create_records

app = prepare_application()
paths = Paths(resources=default_paths().resources, data=Path(sys.argv[1]))
create_records(paths.records, "", name="Dr Sari")
opened = open_window(paths, connect_workers(paths))
page = opened.pages.batch
page.run.changed.connect(lambda: print(sum(row.verdict is not None for row in page.run.rows), flush=True))
page.plan(sys.argv[2])
app.exec()
"""


@pytest.fixture
def folder(phantoms: Path, tmp_path: Path) -> Path:
    """Three photographs, and a file among them that is none."""
    made = tmp_path / "photographs"
    made.mkdir()
    for name, source in (("a.jpg", "pigmented"), ("c.jpg", "red-scaly"), ("d.jpg", "ring")):
        shutil.copy(phantoms / f"phantom-{source}.jpg", made / name)
    (made / "b.jpg").write_bytes(b"nothing")
    return made


def page(desk: Desk) -> BatchPage:
    return desk.opened.pages.batch


def states(desk: Desk) -> list[str]:
    return [row.state.value for row in page(desk).run.rows]


def begin(desk: Desk, source: Path) -> None:
    page(desk).plan(str(source))
    desk.bot.waitUntil(lambda: page(desk).run.running, timeout=20_000)


def finish(desk: Desk) -> None:
    desk.bot.waitUntil(lambda: not page(desk).run.running, timeout=WHOLE_MS)


def said(desk: Desk) -> str:
    shown = page(desk).message
    return "" if shown.isHidden() else shown.text.accessibleName()


def kept(paths: Paths) -> tuple[Batch, CaseLines, list[CaseRecord]]:
    """What the records hold, seen by another program."""
    with SynchronousWorker(paths=paths) as worker:
        (clinician,) = worker.run(DescribeRecords()).clinicians
        worker.run(OpenRecords(clinician=clinician.id))
        lines = worker.run(ListCases(first=0, count=100))
        records = [worker.run(ReadCase(case=line.id)) for line in lines.lines]
        return worker.run(ReadBatch()), lines, [record for record in records if record]


def ended(desk: Desk) -> None:
    """Let the window's worker go, so that another program may open the records."""
    told: list[object] = []
    desk.workers.registrar.submit(ReadBatch(), on_result=told.append, on_failed=told.append)
    desk.bot.waitUntil(lambda: bool(told), timeout=20_000)  # what was asked of it before is done
    desk.window.close()
    for worker in desk.workers:
        worker.close()


def test_each_photograph_becomes_an_unread_draft_and_the_broken_one_says_why(
    open_desk: Opener, folder: Path, paths: Paths
) -> None:
    desk = open_desk()
    begin(desk, folder)
    assert page(desk).working
    finish(desk)
    assert states(desk) == ["done", "failed", "done", "done"]
    broken = page(desk).run.rows[1]
    assert broken.trouble == "The file is not a photograph."
    desk.bot.waitUntil(lambda: "Each report is a draft that nobody has read." in said(desk), timeout=20_000)
    ended(desk)
    batch, lines, records = kept(paths)
    assert not batch.running
    assert {record.id for record in records} == {row.case for row in batch.rows if row.state is BatchState.DONE}
    assert lines.total == 3
    for record in records:
        assert record.case.report
        assert record.case.report == record.case.draft
        assert not record.case.signed
        assert record.case.seconds == 0
    words = (paths.records / "records.db").read_bytes()
    assert b"photographs/a.jpg" not in words


def test_the_table_opens_reports_sorts_and_is_saved(open_desk: Opener, folder: Path, tmp_path: Path) -> None:
    desk = open_desk()
    begin(desk, folder)
    finish(desk)
    table, order = page(desk).table, page(desk).order
    order.setCurrentIndex(list(RowOrder).index(RowOrder.FAILED))
    assert [row.name for row in table.lines.rows] == ["b.jpg", "a.jpg", "c.jpg", "d.jpg"]
    told = QAccessible.queryAccessibleInterface(table).child(0)
    assert table.accessibleName() == "Cases of the batch"
    assert told
    first = table.lines.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first.startswith("b.jpg, Not analysed: The file is not a photograph.")
    order.setCurrentIndex(list(RowOrder).index(RowOrder.URGENT))
    assert next(row.name for row in table.lines.rows) == "a.jpg"
    page(desk).write(str(tmp_path / "table.csv"))
    desk.bot.waitUntil(lambda: said(desk).startswith("Saved: table.csv"), timeout=20_000)
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, *lines = csv.reader(file)
    assert heads == ["photograph", "foremost", "red flags", "trouble"]
    assert lines[0][:2] == ["a.jpg", "melanoma (leading)"]
    assert next(line for line in lines if line[0] == "b.jpg")[3].startswith("The file is not a photograph.")
    table.setCurrentIndex(table.lines.index(0, 0))
    table.setFocus()
    desk.bot.keyClick(table, Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: bool(desk.case.state.report), timeout=20_000)
    assert desk.case.state.photographs[0].name == "a.jpg"
    assert desk.case_page.exchange.keeper.case_id == table.lines.rows[0].case


def test_a_list_names_patients_and_joins_photographs(open_desk: Opener, folder: Path, paths: Paths) -> None:
    (folder / "cases.csv").write_text(
        "Photograph;Case;Patient;Age;Sex;Site;Doctor\n"
        "a.jpg;17;Ny. Canary;51;female;left shin;Sari\n"
        "c.jpg;17;;;;;\n"
        "d.jpg;18;;old;;;\n"
        "../e.jpg;19;;;;;\n",
        encoding="utf-8-sig",
    )
    desk = open_desk()
    begin(desk, folder / "cases.csv")
    finish(desk)
    assert states(desk) == ["done", "failed", "failed"]
    assert page(desk).run.rows[1].trouble == "“old” is no age in whole years."
    assert page(desk).run.rows[2].trouble == "“../e.jpg” is no file below the list’s folder."
    ended(desk)
    _batch, _lines, (record,) = kept(paths)
    encounter = record.case.encounter
    assert (encounter.patient, encounter.age, encounter.sex, encounter.site) == (
        "Ny. Canary",
        51,
        "female",
        "left shin",
    )
    assert [photograph.name for photograph in record.case.photographs] == ["a.jpg", "c.jpg"]


def test_pause_holds_it_and_stop_leaves_the_rest_out(open_desk: Opener, folder: Path) -> None:
    desk = open_desk()
    begin(desk, folder)
    page(desk).pause.trigger()
    assert not page(desk).working
    assert "Paused." in page(desk).progress.accessibleName()
    desk.bot.waitUntil(lambda: not page(desk).run.current, timeout=20_000)
    assert "waiting" in states(desk)
    page(desk).pause.trigger()
    assert page(desk).working
    page(desk).stop.trigger()
    assert "stopped" in states(desk)
    assert "waiting" not in states(desk)
    desk.bot.waitUntil(lambda: not page(desk).run.current, timeout=20_000)
    page(desk).again.trigger()
    finish(desk)
    assert states(desk) == ["done", "failed", "done", "done"]


def test_the_case_on_the_table_goes_first(open_desk: Opener, folder: Path) -> None:
    desk = open_desk()
    desk.warm_up()
    desk.add("lesion.jpg")
    begin(desk, folder)
    desk.bot.waitUntil(lambda: bool(page(desk).run.current), timeout=20_000)
    done = states(desk).count("done")
    desk.case_page.analyse.trigger()
    assert page(desk).run.waits
    desk.bot.waitUntil(lambda: bool(desk.case.state.report), timeout=60_000)
    assert states(desk).count("done") <= done + 1
    finish(desk)
    assert states(desk) == ["done", "failed", "done", "done"]


def test_while_locked_it_goes_on_and_shows_nothing(open_desk: Opener, folder: Path) -> None:
    desk = open_desk()
    begin(desk, folder)
    page(desk).forget()
    desk.bot.waitUntil(lambda: "done" in states(desk), timeout=WHOLE_MS)
    assert page(desk).table.lines.rowCount() == 0
    assert page(desk).table.isHidden()
    finish(desk)
    assert not said(desk)
    page(desk).come_back()
    desk.bot.waitUntil(lambda: page(desk).table.lines.rowCount() == 4, timeout=20_000)


def test_an_erased_case_takes_its_line_with_it(open_desk: Opener, folder: Path, paths: Paths) -> None:
    (folder / "cases.csv").write_text("photograph\na.jpg\nd.jpg\n", encoding="utf-8")
    desk = open_desk()
    begin(desk, folder / "cases.csv")
    finish(desk)
    ended(desk)
    with SynchronousWorker(paths=paths) as worker:
        (clinician,) = worker.run(DescribeRecords()).clinicians
        worker.run(OpenRecords(clinician=clinician.id))
        worker.run(EraseOverdue(before=datetime.now(UTC), count=2))
        assert worker.run(ReadBatch()).rows == ()


def test_kill_9_keeps_what_is_done_and_the_rest_goes_on(
    open_desk: Opener, phantoms: Path, tmp_path: Path, paths: Paths
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    sources = [phantoms / f"phantom-{name}.jpg" for name in ("pigmented", "red-scaly", "ring")]
    for number in range(6):
        shutil.copy(sources[number % 3], folder / f"{number}.jpg")
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, paths.data, folder], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    deadline = time.monotonic() + 120
    while (line := process.stdout.readline()) and int(line) < 2:
        assert time.monotonic() < deadline
    process.kill()
    process.communicate()
    time.sleep(1)  # its workers end with it
    batch, lines, before = kept(paths)
    done = [row.case for row in batch.rows if row.state is BatchState.DONE]
    assert batch.running
    assert 1 <= len(done) < 6
    assert lines.total == len(done)
    desk = open_desk()
    page(desk).come_back()
    desk.bot.waitUntil(lambda: page(desk).run.running, timeout=20_000)
    finish(desk)
    assert states(desk) == ["done"] * 6
    ended(desk)
    batch, lines, after = kept(paths)
    assert lines.total == 6
    known = {record.id: record for record in after}
    assert all(known[record.id] == record for record in before)
