"""Nothing is lost: not by a kill, not by the next case, not by a photograph of somebody else, not by closing."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from desk import Desk, Opener, answer
from PySide6.QtCore import Qt

from lentigo.domain.case import Case
from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField
from lentigo.domain.record import CaseRecord
from lentigo.gui.case.case_keeper import CaseKeeper
from lentigo.paths import Paths
from lentigo.settings import load_settings
from lentigo.worker.messages.clinic import ListCases
from lentigo.worker.messages.records import DescribeRecords, OpenRecords, ReadCase
from lentigo.worker.synchronous import SynchronousWorker

PATIENT = "Ny. Sari binti Canary"
SAVED_WITHIN_S = 2.0
WORK = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from lentigo.analysis.revision import revise_finding
from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.domain.finding import FindingField
from lentigo.gui.case.intake import from_files
from lentigo.paths import Paths, default_paths
from lentigo.records.vault import create_records

app = prepare_application()
paths = Paths(resources=default_paths().resources, data=Path(sys.argv[1]))
create_records(paths.records, "", name="Dr Sari")
page = open_window(paths, connect_workers(paths)).pages.case


def until(done):
    loop, timer = QEventLoop(), QTimer(interval=20)
    timer.timeout.connect(lambda: done() and loop.quit())
    timer.start()
    loop.exec()


kept = []
page.exchange.keeper.kept.connect(kept.append)
page.case.add(from_files([sys.argv[2]]))
until(lambda: page.case.usable and kept)
page.column.encounter.patient.setText(sys.argv[3])
page.column.encounter.site.setText("left shin")
page.analyse.trigger()
until(lambda: page.case.state.report)
until(lambda: not page.analyst.running)
page.case.revise(lambda report: revise_finding(report, FindingField.BORDER, "sharp, as the lens shows"))
print("changed", flush=True)
app.exec()
"""


@pytest.fixture
def lesion(phantoms: Path) -> str:
    return str(phantoms / "phantom-pigmented.jpg")


def keeper(desk: Desk) -> CaseKeeper:
    return desk.case_page.exchange.keeper


def bar(desk: Desk) -> str:
    shown = desk.case_page.exchange.bar
    return "" if shown.isHidden() else shown.text.accessibleName()


def trouble(desk: Desk) -> str:
    shown = desk.case_page.exchange.trouble
    return "" if shown.isHidden() else shown.text.accessibleName()


def kept(paths: Paths) -> list[CaseRecord | None]:
    """What the records hold, the latest first; no window may have them open."""
    with SynchronousWorker(paths=paths) as worker:
        (clinician,) = worker.run(DescribeRecords()).clinicians
        worker.run(OpenRecords(clinician=clinician.id))
        return [worker.run(ReadCase(case=line.id)) for line in worker.run(ListCases()).lines]


def test_after_a_kill_the_window_opens_where_it_was(open_desk: Opener, paths: Paths, lesion: str) -> None:
    command = [sys.executable, "-c", WORK, str(paths.data), lesion, PATIENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout
        assert window.stdout.readline() == "changed\n"
        time.sleep(SAVED_WITHIN_S)
        window.kill()
    lying = b"".join(path.read_bytes() for path in paths.data.rglob("*") if path.is_file())
    for plain in (PATIENT.encode(), b"left shin", b"as the lens shows", Path(lesion).read_bytes()[100:200]):
        assert plain not in lying
    desk = open_desk("real")
    with desk.bot.waitSignal(keeper(desk).reopened, timeout=30_000):
        desk.case_page.exchange.open_last(load_settings(paths.settings).open_case)
    state = desk.case.state
    assert bar(desk).startswith("This is the case that was open before.")
    assert [each.name for each in state.photographs] == [Path(lesion).name]
    assert (state.encounter.patient, state.encounter.site) == (PATIENT, "left shin")
    assert desk.column.encounter.patient.text() == PATIENT
    assert state.report
    border = next(each for each in state.report.findings if each.field is FindingField.BORDER)
    assert border.value == "sharp, as the lens shows"
    assert desk.column.report.isVisible()
    desk.edit_finding(FindingField.BORDER, "")  # it is alive
    desk.case_page.exchange.bar.button.click()
    assert desk.case.state == Case()


def test_a_new_case_keeps_the_one_before_and_it_opens_again(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.bot.keyClicks(desk.column.encounter.patient, PATIENT)
    desk.answer(History.ITCH, "yes")
    before = desk.case.state
    desk.bot.keyClick(desk.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.case.state == Case()
    assert desk.column.encounter.patient.text() == ""
    assert bar(desk).startswith("The case before this one is saved on this computer.")
    with desk.bot.waitSignal(keeper(desk).reopened, timeout=10_000):
        desk.case_page.exchange.bar.button.click()
    assert desk.case.state == before
    assert desk.column.encounter.patient.text() == PATIENT
    assert desk.case_page.photograph.isVisible()
    desk.bot.keyClicks(desk.column.encounter.site, "shin")
    assert desk.window.close()
    desk.workers.registrar.close()
    (record,) = kept(paths)
    assert record
    assert record.case == desk.case.state


def test_the_case_before_is_one_key_away(open_desk: Opener) -> None:
    desk = open_desk()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert not desk.case_page.before.isEnabled()
    for patient in ("A", "B"):
        desk.add(f"{patient}.jpg")
        desk.column.encounter.patient.setText(patient)
        if patient == "A":
            desk.case_page.new.trigger()
    for patient in ("A", "B"):
        with desk.bot.waitSignal(keeper(desk).reopened, timeout=10_000):
            desk.bot.keyClick(desk.window, Qt.Key.Key_N, both)
        assert desk.case.state.encounter.patient == patient
        assert [photograph.name for photograph in desk.case.state.photographs] == [f"{patient}.jpg"]


def test_closing_keeps_an_unfinished_case_for_the_next_start(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.column.encounter.patient.setText(PATIENT)
    state = desk.case.state
    assert desk.window.close()  # at once, before it was saved by itself
    desk.workers.registrar.close()
    second = open_desk()
    with second.bot.waitSignal(keeper(second).reopened, timeout=20_000):
        second.case_page.exchange.open_last(load_settings(paths.settings).open_case)
    assert second.case.state == state


def test_records_that_cannot_be_kept_are_told_of_once(open_desk: Opener, paths: Paths) -> None:
    paths.data.mkdir(parents=True, exist_ok=True)
    paths.records.write_text("a file stands in the folder's place")
    desk = open_desk()
    told: list[str] = []
    keeper(desk).failed.connect(lambda sentence, _hint: told.append(sentence))
    desk.add("lesion.jpg")
    for letter in "Sari":
        desk.bot.keyClicks(desk.column.encounter.patient, letter)
        keeper(desk)._save()
        desk.bot.waitUntil(lambda: not keeper(desk)._saving, timeout=20_000)
    assert len(told) == 1
    assert trouble(desk).startswith(told[0])
    asked = answer("Cancel")
    assert not desk.window.close()
    assert asked == ["Close Lentigo? This case is not finished."]
    desk.case_page.new.trigger()
    with desk.bot.waitSignal(keeper(desk).reopened, timeout=10_000):  # it is still in memory
        desk.case_page.exchange.bar.button.click()
    assert desk.case.state.encounter.patient == "Sari"
    answer("Go on without it")
    assert desk.window.close()


def test_the_records_worker_may_die_and_nothing_is_lost(open_desk: Opener, paths: Paths) -> None:
    desk = open_desk()
    desk.add("lesion.jpg")
    with desk.bot.waitSignal(keeper(desk).kept, timeout=20_000):
        pass
    desk.workers.registrar.rest()  # ends its process, and with it what held the records open
    desk.bot.keyClicks(desk.column.encounter.patient, PATIENT)
    assert desk.window.close()
    desk.workers.registrar.close()
    (record,) = kept(paths)
    assert record
    assert record.case.encounter.patient == PATIENT
