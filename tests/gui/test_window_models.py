"""The models' page with the real worker: real pairs come from real folders, are checked, used and removed."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pymupdf
import pytest
from desk import Desk, Opener
from model_places import FINGERPRINT, KEY, put_bare, put_converted, put_stick
from model_steps import drop, enter, look, press, row_of, settle, wait_for, words_in
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from lentigo.gui.library.librarian import Progress
from lentigo.gui.models.models_page import ModelsPage
from lentigo.models.manifest import SignedDocument, read_manifest
from lentigo.paths import Paths
from lentigo.settings import load_settings
from lentigo_packager.sticks.signing import write_manifest

pytestmark = pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")
MINI, COPY = "lentigo-mini", "clinic-mini"


@pytest.fixture
def desk(open_desk: Opener) -> Iterator[Desk]:
    """The window, turned to the models, with its list and with Lentigo Mini loaded."""
    desk = open_desk("real")
    enter(desk)
    yield desk
    desk.models_page.stop.trigger()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A signed stick with a copy of Lentigo Mini, in a folder whose name is hard on programs."""
    root = tmp_path / "Клиника 皮肤 é 🧴"
    root.mkdir()
    put_stick(root, MINI, COPY)
    return root


def page_of(desk: Desk) -> ModelsPage:
    return desk.models_page


def said(desk: Desk) -> str:
    message = page_of(desk).message
    return message.text.accessibleName() if not message.isHidden() else ""


def bring_in(desk: Desk, place: Path) -> None:
    """Compare the key, accept, and wait for the end."""
    panel = look(desk, place)
    if panel.question:
        panel.question.same.click()
    panel.rows[0].accept.click()
    panel.bring_button.click()
    settle(desk)


def test_a_signed_model_comes_from_a_stick_is_used_and_goes_again(desk: Desk, stick: Path, paths: Paths) -> None:
    page = page_of(desk)
    panel = look(desk, stick)
    assert panel.question
    assert panel.question.fingerprint.text() == FINGERPRINT
    panel.question.same.click()
    panel.rows[0].accept.click()
    panel.bring_button.click()
    settle(desk)
    row = row_of(desk, COPY)
    assert row.model.verified
    assert f"Signed by a key that you compared: {FINGERPRINT}" in words_in(row)
    assert panel.isHidden()
    assert row.use.hasFocus()
    row.use.click()
    wait_for(desk, lambda: desk.analyst.model == COPY)
    assert load_settings(paths.settings).model == COPY
    settle(desk)
    assert row_of(desk, COPY).remove.isHidden()
    assert row_of(desk, MINI).used.isHidden()
    row_of(desk, MINI).use.click()
    wait_for(desk, lambda: desk.analyst.model == MINI)
    settle(desk)
    wait_for(desk, lambda: not row_of(desk, COPY).remove.isHidden())
    row_of(desk, COPY).remove.click()
    assert row_of(desk, COPY).question.keep.hasFocus()
    row_of(desk, COPY).question.confirm.click()
    settle(desk)
    assert COPY not in page.rows
    assert not (paths.models / COPY).exists()
    assert look(desk, stick).question is None  # the key is known from now on


def test_an_analysis_runs_with_the_model_that_was_chosen(desk: Desk, stick: Path, phantoms: Path) -> None:
    bring_in(desk, stick)
    row_of(desk, COPY).use.click()
    wait_for(desk, lambda: desk.analyst.model == COPY)
    page_of(desk).back_button.click()
    desk.add(str(phantoms / "phantom-pigmented.jpg"))
    desk.analyse()
    report = desk.case.state.report
    assert report
    assert report.provenance.model.id == COPY
    assert report.provenance.protocol == "standard"  # the first that it serves


def test_an_analysis_does_not_wait_for_a_model_that_is_brought_in(desk: Desk, stick: Path, phantoms: Path) -> None:
    panel = look(desk, stick)
    assert panel.question
    panel.question.same.click()
    panel.rows[0].accept.click()
    panel.bring_button.click()
    copying = psutil.Process(desk.workers.librarian._client.process_id)
    copying.suspend()  # as a slow stick would
    page_of(desk).back_button.click()
    desk.add(str(phantoms / "phantom-ring.jpg"))
    desk.analyse()
    assert desk.case.state.report
    assert page_of(desk).busy
    copying.resume()
    desk.models_page.turn.trigger()
    settle(desk)
    assert COPY in page_of(desk).rows


def test_two_files_that_are_dropped_come_in_unverified_and_a_report_says_so(
    desk: Desk, tmp_path: Path, phantoms: Path
) -> None:
    files = put_bare(tmp_path / "with spaces", "gemma")
    drop(desk.window, *files)
    wait_for(desk, lambda: page_of(desk).place.isVisible())
    panel = page_of(desk).place
    assert "Not signed." in words_in(panel)
    assert "Unverified." in words_in(panel.rows[0])
    panel.rows[0].accept.click()
    panel.bring_button.click()
    settle(desk)
    (row,) = (row for row in page_of(desk).rows.values() if not row.model.verified)
    assert "Unverified. Nobody you trust" in words_in(row)


def test_the_user_says_which_model_two_files_are(desk: Desk, tmp_path: Path) -> None:
    panel = look(desk, *put_bare(tmp_path / "pair", "gemma"))
    assert panel.which
    choice = panel.which.choice
    assert choice.hasFocus()
    assert [choice.itemData(place) for place in range(choice.count())] == ["", "medgemma-1.5-4b-it", "medgemma-4b-it"]
    assert "HAI-DEF" not in panel.rows[0].offer.facts.notice
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(desk, key, control=False)
        wait_for(desk, lambda: not desk.models_page.models.looking)
    assert panel.which
    assert panel.which.choice.hasFocus()
    assert panel.which.choice.currentText() == "MedGemma 1, 4B"
    (row,) = panel.rows
    assert "HAI-DEF" in row.offer.facts.notice
    row.accept.click()
    panel.bring_button.click()
    settle(desk)
    (model,) = (row.model for row in page_of(desk).rows.values() if not row.model.bundled)
    assert (model.facts.name, model.verified) == ("MedGemma", False)
    assert model.facts.protocols == ("skinflow", "dermgemma", "standard")


def test_nobody_asks_which_model_it_is_where_that_is_written(desk: Desk, stick: Path, tmp_path: Path) -> None:
    assert look(desk, stick).which is None
    put_converted(tmp_path / "converted", "gemma")
    assert look(desk, tmp_path / "converted").which is None


def test_one_file_of_two_is_refused_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    language, projector = put_bare(tmp_path / "pair", "gemma")
    projector.unlink()
    drop(desk.window, language)
    wait_for(desk, lambda: said(desk))
    assert "without a projector" in said(desk)
    assert page_of(desk).place.isHidden()


def test_a_damaged_model_is_refused_and_a_whole_one_is_checked(desk: Desk, stick: Path, paths: Paths) -> None:
    bring_in(desk, stick)
    row = row_of(desk, COPY)
    row.check.click()
    settle(desk)
    assert "Whole. Every byte is as it should be." in words_in(row_of(desk, COPY))
    file = max((paths.models / COPY).glob("*.gguf"), key=lambda path: path.stat().st_size)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    row_of(desk, COPY).check.click()
    settle(desk)
    assert "Damaged. A file of the model" in words_in(row_of(desk, COPY))
    row_of(desk, COPY).use.click()
    wait_for(desk, lambda: said(desk))
    assert "Lentigo Mini" in said(desk)
    assert desk.analyst.model == MINI


def test_a_folder_on_the_case_leads_here(desk: Desk, stick: Path) -> None:
    press(desk, Qt.Key.Key_M)
    assert desk.case_page.isVisible()
    drop(desk.window, stick)
    message = desk.case_page.message
    assert "not a photograph" in message.text.accessibleName()
    message.button.click()
    wait_for(desk, lambda: page_of(desk).place.isVisible())
    assert page_of(desk).isVisible()
    assert page_of(desk).place.title == f"1 model in {stick.name}"


def test_the_button_takes_a_folder(desk: Desk, stick: Path) -> None:
    page_of(desk).bring_button.click()
    dialog = desk.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(stick))
    dialog.reject()
    wait_for(desk, lambda: page_of(desk).place.isVisible())
    assert page_of(desk).place.title == f"1 model in {stick.name}"


def test_documents_on_the_stick_go_to_the_library(desk: Desk, stick: Path) -> None:
    leaflet = stick / "library" / "leaflet.pdf"
    leaflet.parent.mkdir()
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Scabies itches most at night, and everybody in the house is treated.")
    document.save(leaflet)
    sign_document(stick, leaflet)
    panel = look(desk, stick)
    assert panel.question
    panel.question.same.click()
    assert "1 document for the library" in words_in(panel)
    panel.documents_button.click()
    assert desk.library_page.isVisible()
    wait_for(desk, lambda: not desk.librarian.working)
    (addition,) = desk.librarian.additions
    assert (addition.progress, addition.name) == (Progress.ADDED, "leaflet.pdf")


def sign_document(stick: Path, document: Path) -> None:
    """Put a document on the stick's list."""
    content, signed = document.read_bytes(), read_manifest(stick)
    assert signed
    entry = SignedDocument(
        file=document.relative_to(stick).as_posix(),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        title="Scabies",
    )
    write_manifest(stick, replace(signed.manifest, documents=(entry,)), KEY)


def test_leaving_gives_the_workers_memory_back(desk: Desk, stick: Path) -> None:
    bring_in(desk, stick)
    desk.models_page.back_button.click()
    processes = [worker._client.process_id for worker in (desk.workers.reader, desk.workers.librarian)]
    assert processes == [None, None]


def test_a_missing_model_leads_to_the_models(desk: Desk, stick: Path, paths: Paths) -> None:
    bring_in(desk, stick)
    row_of(desk, COPY).use.click()
    wait_for(desk, lambda: desk.analyst.model == COPY)
    shutil.rmtree(paths.models / COPY)
    desk.workers.analyst.rest()
    page_of(desk).back_button.click()
    desk.analyst.warm_up()
    message = desk.case_page.message
    wait_for(desk, lambda: not message.isHidden())
    assert message.button.text() == "Choose a model"
    message.button.click()
    assert page_of(desk).isVisible()
