"""What can go wrong with models, told where it happened: nothing is lost, and there is always a next step."""

import time
from pathlib import Path

import pytest
from desk import Desk, Opener
from fakes.scripted_models import ENCODER, FINGERPRINT, FOREIGN, HIKARI, MEDGEMMA, MINI
from model_steps import drop, enter, look, row_of, settle, wait_for, words_in
from PySide6.QtCore import Qt

from lentigo.gui.models.model_label import ModelLabel
from lentigo.gui.models.models_page import ModelsPage
from lentigo.settings import load_settings
from lentigo.worker.failures import DIED

LONGEST_STOP_S = 2.0
STICK = "/media/nurse/CLINIC STICK"
KNOWN = "/media/nurse/known stick"


def said(page: ModelsPage) -> str:
    return page.message.text.accessibleName() if not page.message.isHidden() else ""


def bring_in(desk: Desk, place: str | Path = KNOWN) -> ModelsPage:
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


def test_another_model_cannot_be_chosen_while_an_analysis_runs(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("good")
    page = enter(desk)
    (tmp_path / "failed").unlink(missing_ok=True)
    page.back_button.click()
    desk.add("/photographs/lesion.jpg")
    desk.case_page.analyse.trigger()
    assert not row_of(desk, MEDGEMMA.id).use.isEnabled()
    assert "An analysis is running" in page.lists.vision._summary.text()
    wait_for(desk, lambda: not desk.analyst.running)
    assert row_of(desk, MEDGEMMA.id).use.isEnabled()
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
    wait_for(desk, lambda: len(page.rows) == 5)


def test_an_unknown_key_must_be_compared_before_anything_can_be_accepted(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    panel = look(desk, STICK)
    assert panel.question
    assert panel.question.fingerprint.text() == FINGERPRINT
    assert panel.question.fingerprint.hasFocus()
    assert not any(row.accept.isEnabled() for row in panel.rows)
    assert not panel.bring_button.isEnabled()
    assert not panel._documents.isVisible()
    panel.question.same.click()
    assert panel.trusted == FINGERPRINT
    assert panel.rows[0].accept.hasFocus()
    assert panel._documents.isVisible()
    assert not panel.bring_button.isEnabled()  # nothing is accepted yet
    panel.rows[0].accept.click()
    panel.rows[1].accept.click()
    assert panel.chosen == (MEDGEMMA.id, ENCODER.id)
    assert panel.bring_button.isEnabled()


def test_a_key_that_differs_closes_the_stick(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    panel = look(desk, STICK)
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


def test_what_lies_there_is_told_with_its_terms_and_what_is_wrong_with_it(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    panel = look(desk, KNOWN)
    good, encoder, damaged, present = panel.rows
    assert MEDGEMMA.notice in words_in(good)
    assert all(limit in words_in(good) for limit in MEDGEMMA.limits)
    assert "3.34 GB on disk" in words_in(good)
    assert good.accept.text() == "I accept these terms: bring it in"
    assert encoder.accept.text() == "Bring it in"  # it has no terms to accept
    assert "a block of it holds zeros. Ask for a new copy of it." in words_in(damaged)
    assert "Is on this computer already." in words_in(present)
    assert not damaged.accept.isVisible()
    assert not present.accept.isVisible()
    assert panel.title == "4 models in known stick"


def test_too_little_room_is_said_before_anything_is_copied(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    panel = look(desk, "/media/small known stick")
    panel.rows[1].accept.click()
    assert panel.bring_button.isEnabled()
    panel.rows[0].accept.click()
    assert "Too little room on this computer’s disk: 3.56 GB are needed, 1.00 GB are free." in panel.room.text()
    assert not panel.bring_button.isEnabled()


def test_an_unsigned_model_comes_with_its_warning(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    panel = look(desk, "/downloads/some-model.gguf")
    assert "Not signed." in words_in(panel)
    assert "Unverified. Nobody you trust has said" in words_in(panel.rows[0])


def test_nothing_of_use_in_a_folder_says_so(open_desk: Opener) -> None:
    desk = open_desk("good")
    page = enter(desk)
    panel = look(desk, "/media/empty")
    assert said(page) == "The folder /media/empty is empty. Is the stick plugged in?"
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


def test_the_rows_say_what_a_model_is_and_what_can_be_done_with_it(open_desk: Opener) -> None:
    desk = open_desk("good")
    enter(desk)
    mini, medgemma, foreign, hikari, encoder = (
        row_of(desk, model) for model in (MINI, MEDGEMMA.id, FOREIGN.id, HIKARI.id, ENCODER.id)
    )
    assert not mini.used.isHidden()
    assert mini.use.isHidden()
    assert mini.remove.isHidden()
    assert "It is a part of Lentigo and cannot be removed." in words_in(mini)
    assert "Verified. It came with Lentigo." in words_in(mini)
    assert "looks at photographs · Gemma 3 · Q4_K_M, projector F16 · 3.34 GB on disk" in words_in(medgemma)
    assert f"Verified. Signed by a key that you compared: {FINGERPRINT}" in words_in(medgemma)
    assert "added on 3 November 2026" in words_in(medgemma)
    assert "Unverified. Nobody you trust" in words_in(foreign)
    assert "Cannot be used. The file hikari-vega.gguf is missing" in words_in(hikari)
    assert "Too large for this computer. It needs 900.0 GB of memory" in words_in(hikari)
    assert hikari.use.isHidden()
    assert encoder.use.isHidden()
    assert "searches the library" in words_in(encoder)


def test_the_model_used_is_named_at_the_head_and_kept(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("good")
    page = enter(desk)
    head = desk.window.findChild(ModelLabel)
    assert head.text() == "Lentigo Mini 1 ready · offline"
    row_of(desk, FOREIGN.id).use.click()
    wait_for(desk, lambda: desk.analyst.model == FOREIGN.id)
    wait_for(desk, lambda: "ready" in head.text())
    assert head.text() == "some-model (unverified) ready · offline"
    assert load_settings(tmp_path / "data" / "settings.json").model == FOREIGN.id
    assert row_of(desk, FOREIGN.id).check.hasFocus()
    assert "choose another model first" in words_in(row_of(desk, FOREIGN.id))
    assert row_of(desk, FOREIGN.id).remove.isHidden()
    assert not row_of(desk, MINI).use.isHidden()
    assert page.message.isHidden()
    desk.add("/photographs/lesion.jpg")
    desk.analyse()
    report = desk.case.state.report
    assert report
    assert report.provenance.model.id == FOREIGN.id
