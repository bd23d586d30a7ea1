"""An analysis in the window: it shows its way, can be stopped, survives the worker's death, and never blocks."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from brake import Brake
from desk import Desk, Opener
from PIL import Image, ImageOps
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton

from lentigo.analysis.events import AnalysisEvent, StageProgressed
from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField
from lentigo.domain.stage import AnalysisStage
from lentigo.gui.case.analyst import ModelState
from lentigo.gui.models.model_label import ModelLabel
from lentigo.worker.messages.message import Cancelled, Failed

LONGEST_STOP_S = 2.0
LONGEST_GAP_S = 0.3
PHOTOGRAPH = "lesion.jpg"
BORDER = "sharp, irregular"  # what Lentigo Mini says of it


def type_in(desk: Desk) -> None:
    desk.column.encounter.age.setText("54")
    desk.column.encounter.site.setText("left shin")
    desk.column.encounter.note.setPlainText("grew since spring")
    desk.answer(History.SIZE_CHANGE, "yes")


def typed(desk: Desk) -> tuple[object, ...]:
    encounter = desk.column.encounter.encounter
    return encounter.age, encounter.site, encounter.note, dict(encounter.history)


TYPED = (54, "left shin", "grew since spring", {History.SIZE_CHANGE: True})


def stop_halfway(desk: Desk) -> None:
    """Begin an analysis, and stop it while the model describes."""
    desk.warm_up()
    with Brake(desk.workers.analyst), desk.bot.waitSignal(desk.analyst.ended, timeout=60_000) as ended:
        desk.case_page.analyse.trigger()
        desk.bot.waitUntil(lambda: "Describing" in desk.strip.stage.text(), timeout=60_000)
        desk.case_page.stop.trigger()
    assert isinstance(ended.args[0], Cancelled)


def test_the_report_shows_what_the_worker_found(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    type_in(desk)
    desk.analyse()
    report = desk.case.state.report
    assert report
    assert report.encounter == desk.column.encounter.encounter
    page = desk.column.report
    assert page.isVisible()
    parts = (page.disclaimer, page.summary, page.differential, page.red_flags, page.findings, page.sources)
    assert [part.y() for part in parts] == sorted(part.y() for part in parts)
    assert page.findings.rows[FindingField.BORDER].pencil.accessibleName() == f"Edit border: {BORDER}, draft"
    assert list(page.findings.rows) == [finding.field for finding in report.findings]
    assert "2 of 11 rules fired · 7 not assessed" in page.red_flags._summary.text()


def test_the_disclaimer_stands_there_before_any_answer(open_desk: Opener) -> None:
    desk = open_desk("hang")
    desk.add(PHOTOGRAPH)
    desk.case_page.analyse.trigger()
    words = " ".join(part.accessibleName() for part in desk.column.report.disclaimer.children() if part.isWidgetType())
    assert words.strip() == DISCLAIMER


@pytest.mark.timed
def test_text_appears_while_it_is_written_and_stays_where_it_is(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.warm_up()
    findings = desk.column.report.findings
    with Brake(desk.workers.analyst) as brake:
        desk.case_page.analyse.trigger()
        desk.bot.waitUntil(lambda: FindingField.BORDER in findings.rows, timeout=60_000)
        brake.hold()
        assert desk.analyst.running
        assert findings.prose._shown.accessibleName().startswith("An irregular, asymmetric plaque")
        assert findings.rows[FindingField.COLOUR].pencil.isHidden()
        desk.bot.wait(100)
        row, place = findings.rows[FindingField.BORDER], findings.rows[FindingField.BORDER].y()
    desk.bot.waitUntil(lambda: not desk.analyst.running, timeout=20_000)
    desk.bot.wait(100)
    assert findings.rows[FindingField.BORDER] is row
    assert findings.rows[FindingField.BORDER].y() == place
    assert not row.pencil.isHidden()


def test_the_strip_names_the_stage_and_then_the_expected_time(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.warm_up()
    strip = desk.strip
    with Brake(desk.workers.analyst) as brake:
        desk.case_page.analyse.trigger()
        desk.bot.waitUntil(lambda: strip.stage.text() == "Describing what is visible  ·  step 5 of 11", timeout=60_000)
        brake.hold()
        desk.bot.wait(1000)  # what takes less has no time that is worth telling
    desk.bot.waitUntil(lambda: not desk.analyst.running, timeout=20_000)
    assert "Check it before you use it" in strip.stage.text()
    desk.case_page.analyse.trigger()
    assert "of about" in strip._clock.text()


@pytest.mark.timed
def test_stop_ends_a_worker_that_does_not_listen_and_the_next_analysis_works(open_desk: Opener) -> None:
    desk = open_desk("hang")
    desk.add(PHOTOGRAPH)
    type_in(desk)
    desk.case_page.analyse.trigger()
    desk.bot.waitUntil(lambda: "step 1" in desk.strip.stage.text(), timeout=20_000)
    began = time.monotonic()
    with desk.bot.waitSignal(desk.analyst.ended, timeout=10_000) as ended:
        desk.bot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert time.monotonic() - began < LONGEST_STOP_S
    assert isinstance(ended.args[0], Cancelled)
    assert desk.message().startswith("Stopped.")
    assert typed(desk) == TYPED
    desk.analyse()
    assert desk.case.state.report


@pytest.mark.parametrize("mode", ["crash", "garble", "mistype"])
def test_a_dead_worker_is_told_in_a_sentence_and_nothing_is_lost(open_desk: Opener, mode: str) -> None:
    desk = open_desk(mode)
    desk.add(PHOTOGRAPH)
    type_in(desk)
    with desk.bot.waitSignal(desk.analyst.ended, timeout=20_000) as ended:
        desk.case_page.analyse.trigger()
    assert isinstance(ended.args[0], Failed)
    assert desk.message().startswith("The analysis engine stopped unexpectedly.")
    assert typed(desk) == TYPED
    assert desk.case.usable
    desk.column.report.message.button.click()  # "Try again"
    desk.bot.waitUntil(lambda: desk.case.state.report is not None, timeout=20_000)


def test_stopping_a_second_analysis_brings_the_first_report_back(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.analyse()
    report = desk.case.state.report
    stop_halfway(desk)
    assert desk.case.state.report is report
    assert desk.column.report.stale.isHidden()
    assert (
        desk.column.report.findings.rows[FindingField.BORDER].pencil.accessibleName() == f"Edit border: {BORDER}, draft"
    )


def test_a_report_says_when_the_details_have_changed_since(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.analyse()
    stale = desk.column.report.stale
    assert stale.isHidden()
    desk.column.encounter.age.setText("54")
    assert not stale.isHidden()
    desk.column.encounter.age.setText("")
    assert stale.isHidden()


def test_the_model_is_warmed_up_and_told_to_be_ready(open_desk: Opener) -> None:
    desk = open_desk()
    assert desk.analyst.state is ModelState.WARMING_UP
    desk.analyst.warm_up()
    desk.bot.waitUntil(lambda: desk.analyst.state is ModelState.READY)


def test_new_clears_the_table_for_the_next_patient(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    type_in(desk)
    desk.case_page.new.trigger()
    assert typed(desk) == (None, "", "", {})
    assert desk.case_page.empty.isVisible()
    assert not desk.case.history.canUndo()


@pytest.mark.timed
def test_the_window_never_blocks(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    assert min(longest_gap(desk) for _ in range(3)) < LONGEST_GAP_S  # what blocks it, does so each time


def longest_gap(desk: Desk) -> float:
    """Seconds for which the window did nothing else during an analysis."""
    beats: list[float] = []
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    timer.start()
    with desk.bot.waitSignal(desk.analyst.ended, timeout=60_000) as ended:
        desk.case_page.analyse.trigger()
    desk.bot.wait(100)
    timer.stop()
    assert isinstance(ended.args[0], Assessment)
    return max(later - earlier for earlier, later in pairwise(beats))


def test_a_model_that_takes_seconds_says_how_far_it_is_and_how_long(open_desk: Opener) -> None:
    desk = open_desk("real")  # whose model is not loaded yet
    desk.analyst.warm_up()
    label, said = desk.window.findChild(ModelLabel), []
    desk.analyst.model_changed.connect(lambda: said.append(label.text()))
    with Brake(desk.workers.analyst) as brake:
        with desk.bot.waitSignal(desk.analyst.loading, timeout=60_000):
            pass
        brake.hold()
        desk.bot.wait(1100)  # what takes less has no time that is worth telling
        brake.release()
        desk.bot.waitUntil(lambda: desk.analyst.state is ModelState.READY, timeout=60_000)
    timed = [words for words in said if " left · offline" in words]
    assert timed
    assert all(re.fullmatch(r"model warming up… \d+%, about \d+ (s|min) left · offline", words) for words in timed)
    assert label.text() == "model ready · offline"


def test_a_model_that_is_there_at_once_says_nothing_about_time(open_desk: Opener) -> None:
    desk = open_desk()
    said = []
    label = desk.window.findChild(ModelLabel)
    desk.analyst.model_changed.connect(lambda: said.append(label.text()))
    desk.analyst.warm_up()
    desk.bot.waitUntil(lambda: "model ready · offline" in said, timeout=20_000)
    assert set(said) == {"model warming up… · offline", "model ready · offline"}


def is_reading(event: AnalysisEvent) -> bool:
    """Whether it tells how much of the picture has been read."""
    return isinstance(event, StageProgressed) and event.stage == AnalysisStage.PICTURE


def test_the_strip_says_how_long_reading_the_picture_still_takes(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk()
    with Image.open(desk.photograph(PHOTOGRAPH)) as seen_before:
        ImageOps.flip(seen_before).save(tmp_path / "other.png")  # one that the model has to read
    desk.add(str(tmp_path / "other.png"))
    desk.warm_up()
    clock = desk.strip._clock
    with Brake(desk.workers.analyst) as brake:
        with desk.bot.waitSignal(desk.analyst.happened, timeout=60_000, check_params_cb=is_reading):
            desk.case_page.analyse.trigger()
        brake.hold()
        desk.bot.wait(1100)  # what takes less has no time that is worth telling
        brake.release()
        desk.bot.waitUntil(lambda: "this step about" in clock.text(), timeout=20_000)
    desk.bot.waitUntil(lambda: desk.strip.stage.text().startswith("Describing"), timeout=20_000)
    assert "this step" not in clock.text()


def test_after_stop_one_button_analyses(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.analyse()
    desk.bot.keyClicks(desk.column.encounter.site, "left shin")
    stop_halfway(desk)
    assert desk.message().startswith("Stopped.")
    buttons = [each for each in desk.window.findChildren(QAbstractButton) if each.isVisible()]
    assert [each for each in buttons if "nalyse" in each.text()] == [desk.strip.analyse]


def test_what_was_said_of_a_report_goes_with_it(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add(PHOTOGRAPH)
    desk.analyse()
    desk.analyse()
    assert desk.strip.stage.text().startswith("Report ready")
    desk.case_page.undo.trigger()
    assert desk.case.state.report
    assert not desk.strip.stage.text()
    desk.case_page.undo.trigger()
    assert desk.case.state.report is None
    assert desk.strip.stage.text() == "Fill in what you know, then analyse."
