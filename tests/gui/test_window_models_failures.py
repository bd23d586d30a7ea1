"""What can go wrong with models, told where it happened: nothing is lost, and there is always a next step."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from brake import Brake
from clinic_models import (
    LARGE,
    MINI,
    NEW,
    NEW_READER,
    OTHER_FINGERPRINT,
    READER,
    SIGNED,
    UNSIGNED,
    ClinicModels,
)
from desk import Desk, Opener
from fakes.scripted_models import FOREIGN, MEDGEMMA
from lasting_worker import LastingWorkers
from model_places import FINGERPRINT, profile_of
from model_steps import drop, enter, look, row_of, settle, wait_for, words_in
from PySide6.QtCore import Qt
from small_disks import mounted

from lentigo.domain.wording.date import format_day
from lentigo.gui.models.model_label import ModelLabel
from lentigo.gui.models.models_page import ModelsPage
from lentigo.models.disk import size_words
from lentigo.paths import Paths
from lentigo.settings import load_settings
from lentigo.worker.failures import DIED

LONGEST_STOP_S = 2.0
STICK = "/media/nurse/known stick"  # of the scripted worker


@pytest.fixture
def desk(open_desk: Opener, clinic_workers: LastingWorkers) -> Desk:
    """The window, turned to models that no test changes."""
    desk = open_desk(lent=clinic_workers)
    enter(desk)
    return desk


def said(page: ModelsPage) -> str:
    return page.message.text.accessibleName() if not page.message.isHidden() else ""


def bring_in(desk: Desk, place: str | Path = STICK) -> ModelsPage:
    """Accept the first model there, and press the button."""
    page = enter(desk)
    panel = look(desk, place)
    panel.rows[0].accept.click()
    panel.bring_button.click()
    return page


def test_a_model_that_does_not_load_leaves_the_one_before(open_desk: Opener) -> None:
    desk = open_desk("unloaded")
    page = enter(desk)
    row_of(desk, MEDGEMMA.id).use.click()
    wait_for(desk, lambda: said(page))
    assert said(page).startswith("MedGemma needs about 4.2 GB of memory, and 3.0 GB are free. Close other programs.")
    assert said(page).endswith("Lentigo Mini 1 is still used.")
    wait_for(desk, lambda: desk.analyst.state.value == "ready")
    assert desk.analyst.model == desk.window.settings.model == MINI
    assert not row_of(desk, MINI).used.isHidden()
    assert row_of(desk, MEDGEMMA.id).use.isEnabled()


@pytest.mark.timed
def test_loading_can_be_stopped_even_where_the_worker_does_not_listen(open_desk: Opener) -> None:
    desk = open_desk("hang")
    page = enter(desk)
    row_of(desk, MEDGEMMA.id).use.click()
    wait_for(desk, lambda: page.loading.bar.value() > 0)
    assert page.loading.stop.hasFocus()
    assert not desk.case_page.analyse.isEnabled()
    began = time.monotonic()
    desk.bot.keyClick(page.loading.stop, Qt.Key.Key_Escape)
    wait_for(desk, lambda: not desk.analyst.changing)
    assert time.monotonic() - began < LONGEST_STOP_S
    assert said(page) == "Stopped. Lentigo Mini 1 is still used."
    assert page.loading.isHidden()
    wait_for(desk, lambda: desk.analyst.state.value == "ready")
    assert desk.analyst.model == MINI


def test_another_model_cannot_be_chosen_while_an_analysis_runs(desk: Desk) -> None:
    page = desk.models_page
    page.back_button.click()
    desk.add("lesion.jpg")
    desk.warm_up()
    with Brake(desk.workers.analyst):
        desk.case_page.analyse.trigger()
        wait_for(desk, lambda: not row_of(desk, SIGNED).use.isEnabled())
        assert "An analysis is running" in page.lists.vision._summary.text()
        assert desk.analyst.running
    wait_for(desk, lambda: not desk.analyst.running)
    assert row_of(desk, SIGNED).use.isEnabled()
    assert page.lists.vision._summary.text() == ""


def test_a_pulled_stick_is_told_and_the_import_goes_on_once_it_is_back(open_desk: Opener, tmp_path: Path) -> None:
    stick = tmp_path / "known stick"
    stick.mkdir()
    desk = open_desk("pulled")
    page = bring_in(desk, stick)
    wait_for(desk, lambda: said(page))
    assert said(page).startswith("The stick was pulled out")
    assert page.message.button.text() == "Go on"
    assert page.message.button.hasFocus()
    assert page.place.rows[0].is_chosen  # nothing is lost
    stick.mkdir()
    desk.bot.keyClick(page.message.button, Qt.Key.Key_Space)
    settle(desk)
    assert page.message.isHidden()
    assert "Is on this computer already." in words_in(page.place.rows[0])


@pytest.mark.timed
def test_an_import_stops_at_once_keeps_what_it_has_and_can_go_on(open_desk: Opener) -> None:
    desk = open_desk("hang")
    page = bring_in(desk)
    wait_for(desk, lambda: page.work.words.accessibleName().startswith("Copying medgemma"))
    assert page.work.stop.hasFocus()
    assert not page.bring_button.isEnabled()
    assert not page.place.bring_button.isEnabled()
    began = time.monotonic()
    desk.bot.keyClick(page.work.stop, Qt.Key.Key_Escape)
    wait_for(desk, lambda: not page.busy)
    assert time.monotonic() - began < LONGEST_STOP_S
    assert said(page) == "Stopped. What was copied so far is kept, and is not copied again."
    assert page.message.button.text() == "Go on"
    page.message.button.click()
    settle(desk)
    assert "Is on this computer already." in words_in(page.place.rows[0])


def test_files_that_kill_their_reader_are_told(open_desk: Opener) -> None:
    desk = open_desk("crash")
    page = bring_in(desk)
    wait_for(desk, lambda: said(page))
    assert said(page).startswith(DIED.message)
    assert "photograph" not in said(page)
    assert page.message.button.text() == "Try again"
    page.message.button.click()
    settle(desk)
    assert page.message.isHidden()


def test_a_failed_check_and_a_failed_removal_leave_the_model(open_desk: Opener) -> None:
    desk = open_desk("refuse")
    page = enter(desk)
    for button in ("check", "remove"):
        row = row_of(desk, FOREIGN.id)
        getattr(row, button).click()
        if button == "remove":
            assert row.question.keep.hasFocus()
            row.question.confirm.click()
        wait_for(desk, lambda: said(page))
        assert said(page) == "This cannot be done. Do something else."
        settle(desk)
        assert row_of(desk, FOREIGN.id).remove.isEnabled()
        page.message.hide()


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("unlisted")
    page = desk.models_page
    desk.models_page.turn.trigger()
    wait_for(desk, lambda: said(page))
    assert said(page) == "This cannot be done. Do something else."
    (tmp_path / "failed").touch()  # a worker that starts now works
    desk.workers.desk.rest()
    page.message.button.click()
    wait_for(desk, lambda: len(page.rows) == 3)


def test_an_unknown_key_must_be_compared_before_anything_can_be_accepted(
    desk: Desk, clinic_models: ClinicModels
) -> None:
    panel = look(desk, clinic_models.unknown)
    assert panel.question
    assert panel.question.fingerprint.text() == OTHER_FINGERPRINT
    assert panel.question.fingerprint.hasFocus()
    assert not any(row.accept.isEnabled() for row in panel.rows)
    assert not panel.bring_button.isEnabled()
    assert not panel._documents.isVisible()
    panel.question.same.click()
    assert panel.trusted == OTHER_FINGERPRINT
    assert panel.rows[0].accept.hasFocus()
    assert panel._documents.isVisible()
    assert not panel.bring_button.isEnabled()  # nothing is accepted yet
    panel.rows[0].accept.click()
    panel.rows[1].accept.click()
    assert panel.chosen == (NEW, NEW_READER)
    assert panel.bring_button.isEnabled()


def test_a_key_that_differs_closes_the_stick(desk: Desk, clinic_models: ClinicModels) -> None:
    panel = look(desk, clinic_models.unknown)
    assert panel.question
    panel.question.differ.click()
    wait_for(desk, lambda: "Then somebody else signed this." in words_in(panel))
    assert not any(row.isVisible() for row in panel.rows)
    assert not panel.bring_button.isVisible()
    assert not panel._documents.isVisible()
    assert panel.trusted == ""
    assert panel.close_button.hasFocus()
    panel.close_button.click()
    assert panel.isHidden()


def test_what_lies_there_is_told_with_its_terms_and_what_is_wrong_with_it(
    desk: Desk, clinic_models: ClinicModels
) -> None:
    panel = look(desk, clinic_models.known)
    good, encoder, damaged, present = panel.rows
    told = profile_of(MINI)
    assert told.notice in words_in(good)
    assert told.limits
    assert all(limit in words_in(good) for limit in told.limits)
    assert f"{size_words(sum(file.bytes for file in told.files))} on disk" in words_in(good)
    assert good.accept.text() == "I accept these terms: bring it in"
    assert encoder.accept.text() == "Bring it in"  # it has no terms to accept
    assert "holds zeros in place of a model. Copy it again, from a good stick." in words_in(damaged)
    assert "Is on this computer already." in words_in(present)
    assert not damaged.accept.isVisible()
    assert not present.accept.isVisible()
    assert panel.title == "4 models in known stick"


def test_too_little_room_is_said_before_anything_is_copied(
    open_desk: Opener, clinic_models: ClinicModels, paths: Paths
) -> None:
    paths.data.mkdir()
    with mounted(paths.models, 50) as room:
        desk = open_desk("real")
        enter(desk)
        panel = look(desk, clinic_models.known)
        assert panel.question
        panel.question.same.click()
        panel.rows[1].accept.click()
        assert panel.bring_button.isEnabled()
        panel.rows[0].accept.click()
        assert "Too little room on this computer’s disk: 5" in panel.room.text()
        assert f" are needed, {size_words(shutil.disk_usage(room).free)} are free." in panel.room.text()
        assert not panel.bring_button.isEnabled()
        for worker in desk.workers:
            worker.close()  # so that nobody holds the disk


def test_an_unsigned_model_comes_with_its_warning(desk: Desk, clinic_models: ClinicModels) -> None:
    panel = look(desk, clinic_models.bare)
    assert "Not signed." in words_in(panel)
    assert "Unverified. Nobody you trust has said" in words_in(panel.rows[0])


def test_nothing_of_use_in_a_folder_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    panel = look(desk, tmp_path / "empty")
    assert said(desk.models_page).startswith(f"The folder {tmp_path / 'empty'} is empty. Is the stick plugged in?")
    assert panel.isHidden()


@pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")
def test_a_drop_while_something_runs_is_refused_with_the_reason(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("hang")
    page = bring_in(desk)
    wait_for(desk, lambda: page.work.bar.value() > 0)
    drop(desk.window, tmp_path)
    assert said(page).startswith("Something is being done with models already.")
    page.stop.trigger()
    wait_for(desk, lambda: not page.busy)


def test_the_rows_say_what_a_model_is_and_what_can_be_done_with_it(desk: Desk) -> None:
    mini, signed, unsigned, large, reader = (row_of(desk, model) for model in (MINI, SIGNED, UNSIGNED, LARGE, READER))
    assert not mini.used.isHidden()
    assert mini.use.isHidden()
    assert mini.remove.isHidden()
    assert "It is a part of Lentigo and cannot be removed." in words_in(mini)
    assert "Verified. It came with Lentigo." in words_in(mini)
    size = size_words(signed.model.facts.bytes)
    assert f"looks at photographs · Gemma 3 · {signed.model.facts.quantization} · {size} on disk" in words_in(signed)
    assert f"Verified. Signed by a key that you compared: {FINGERPRINT}" in words_in(signed)
    assert f"added on {format_day(date.today().isoformat())}" in words_in(signed)
    assert "Unverified. Nobody you trust" in words_in(unsigned)
    assert "Cannot be used. The file " in words_in(large)
    assert "is missing or not whole" in words_in(large)
    assert "Too large for this computer. It needs 900.0 GB of memory" in words_in(large)
    assert large.use.isHidden()
    assert reader.use.isHidden()
    assert "searches the library" in words_in(reader)


def test_the_model_used_is_named_at_the_head_and_kept(
    open_desk: Opener, clinic_models: ClinicModels, paths: Paths
) -> None:
    clinic_models.copied_to(paths.data)
    desk = open_desk("real")
    page = enter(desk)
    head = desk.window.findChild(ModelLabel)
    assert head.text() == "Lentigo Mini 1 ready · offline"
    row_of(desk, UNSIGNED).use.click()
    wait_for(desk, lambda: desk.analyst.model == UNSIGNED)
    wait_for(desk, lambda: "ready" in head.text())
    assert head.text() == "some-model (unverified) ready · offline"
    assert load_settings(paths.settings).model == UNSIGNED
    assert row_of(desk, UNSIGNED).check.hasFocus()
    assert "choose another model first" in words_in(row_of(desk, UNSIGNED))
    assert row_of(desk, UNSIGNED).remove.isHidden()
    assert not row_of(desk, MINI).use.isHidden()
    assert page.message.isHidden()
    desk.add("lesion.jpg")
    desk.analyse()
    report = desk.case.state.report
    assert report
    assert report.provenance.model.id == UNSIGNED
