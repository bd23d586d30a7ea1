"""Photographs come in by drop, by Open and by paste; what cannot be opened says so where it happened."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from desk import PHANTOMS, Desk, Opener
from PIL import Image, ImageFilter
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from lentigo.domain.case import LARGEST_CASE
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.photograph import PictureKind
from lentigo.gui.case.intake import from_files, from_mime
from lentigo.gui.case.whose_dialog import WhoseDialog
from lentigo.worker.messages.case import PhotographSource

pytestmark = pytest.mark.filterwarnings("ignore:.*QDragEnterEvent:DeprecationWarning")
LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def chessboard(path: Path) -> str:
    """A picture that shows no skin, in a file."""
    tile = np.indices((8, 8)).sum(0) % 2 * 255
    Image.fromarray(tile.astype(np.uint8)).convert("RGB").resize((640, 640), Image.Resampling.NEAREST).save(path)
    return str(path)


def blurred(path: Path) -> str:
    """A photograph out of focus, in a file."""
    with Image.open(PHANTOMS[0]) as sharp:
        sharp.filter(ImageFilter.GaussianBlur(5 * max(sharp.size) / 600)).save(path)
    return str(path)


def drop(window: QWidget, mime: QMimeData) -> None:
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), COPY, mime, LEFT, NONE))
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), COPY, mime, LEFT, NONE, QEvent.Type.Drop))


def files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    return mime


def refused(desk: Desk) -> list[str]:
    """What stands there of refused photographs."""
    return [row.text.accessibleName() for row in desk.case_page.refusals.rows.values()]


def test_dropped_files_become_the_case_in_their_order(open_desk: Opener) -> None:
    desk = open_desk()
    drop(desk.window, files(desk.photograph("one.jpg"), desk.photograph("two.jpg")))
    desk.bot.waitUntil(lambda: len(desk.case.state.photographs) == 2)
    assert [photograph.name for photograph in desk.case.state.photographs] == ["one.jpg", "two.jpg"]
    assert desk.case_page.photograph.strip.isVisible()
    assert not desk.case_page.empty.isVisible()


def test_more_photographs_can_be_dropped_on_the_one_that_is_shown(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("one.jpg")
    drop(desk.case_page.photograph.view.viewport(), files(desk.photograph("two.jpg")))
    desk.bot.waitUntil(lambda: len(desk.case.state.photographs) == 2)


def test_a_dropped_web_address_is_refused_in_words(open_desk: Opener) -> None:
    desk = open_desk()
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/lesion.jpg")])
    drop(desk.window, mime)
    assert desk.case_page.empty.message.isVisible()
    assert "not a file" in desk.case_page.empty.message.text.accessibleName()


def test_open_takes_the_chosen_files(open_desk: Opener) -> None:
    desk = open_desk()
    desk.case_page.open.trigger()
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(desk.photograph("lesion.jpg"))
    dialog.accept()
    desk.bot.waitUntil(lambda: desk.case.usable)


def test_a_pasted_picture_reaches_the_worker(open_desk: Opener) -> None:
    desk = open_desk()
    QGuiApplication.clipboard().setImage(QImage(str(PHANTOMS[0])))
    desk.bot.keyClick(desk.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: desk.case.usable)
    (photograph,) = desk.case.state.photographs
    (data,) = desk.case.data([photograph])
    assert data.startswith(b"\x89PNG")
    assert photograph.name == "Pasted picture"


def test_a_copied_picture_file_is_passed_on_as_it_is() -> None:
    mime = QMimeData()
    mime.setData("image/jpeg", b"\xff\xd8 not decoded here")
    assert from_mime(mime)[0].data == b"\xff\xd8 not decoded here"


def test_an_empty_clipboard_says_what_to_do(open_desk: Opener) -> None:
    desk = open_desk()
    QGuiApplication.clipboard().setText("no picture")
    desk.case_page.paste.trigger()
    assert "no picture on the clipboard" in desk.case_page.empty.message.text.accessibleName()


def test_a_refused_photograph_is_named_with_its_reason(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk()
    (tmp_path / "notes.txt").write_text("no photograph")
    desk.case_page.add(from_mime(files(str(tmp_path / "notes.txt"))))
    desk.bot.waitUntil(desk.case_page.refusals.isVisible, timeout=20_000)
    (told,) = refused(desk)
    assert told.startswith("notes.txt: The file is not a photograph. Choose a photograph in ")
    assert not desk.case.state.photographs
    assert not desk.case_page.analyse.isEnabled()


@pytest.mark.parametrize(
    ("put", "words", "may_analyse"),
    [(blurred, "too blurred", True), (chessboard, "look like a photograph of skin", False)],
)
def test_a_poor_photograph_says_so_and_an_unusable_one_cannot_be_analysed(
    open_desk: Opener, tmp_path: Path, put: Callable[[Path], str], words: str, may_analyse: bool
) -> None:
    desk = open_desk()
    desk.add(put(tmp_path / "photograph.png"))
    shown = " ".join(part.text() for part in desk.case_page.photograph.findChildren(QLabel))
    assert words in shown
    assert desk.case_page.analyse.isEnabled() is may_analyse


def test_removing_a_photograph_can_be_undone(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("one.jpg", "two.jpg")
    desk.case_page.photograph.strip.setCurrentRow(0)
    desk.case_page.photograph.strip.actions()[1].trigger()
    assert [photograph.name for photograph in desk.case.state.photographs] == ["two.jpg"]
    desk.case_page.undo.trigger()
    assert [photograph.name for photograph in desk.case.state.photographs] == ["one.jpg", "two.jpg"]


def test_another_photograph_can_be_made_the_main_one(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("one.jpg", "two.jpg")
    desk.case_page.photograph.strip.setCurrentRow(1)
    desk.case_page.photograph.strip.actions()[0].trigger()
    assert [photograph.name for photograph in desk.case.state.photographs] == ["two.jpg", "one.jpg"]


def test_the_same_photograph_joins_a_case_once(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("one.jpg")
    desk.case_page.add(from_mime(files(desk.photograph("one.jpg"))))
    desk.bot.waitUntil(desk.case_page.refusals.isVisible)
    (said,) = refused(desk)
    assert said.startswith("one.jpg: This photograph is in the case already.")
    assert len(desk.case.state.photographs) == 1
    assert desk.case.usable


def test_a_pasted_picture_that_could_not_cross_is_refused(open_desk: Opener) -> None:
    desk = open_desk()
    desk.case_page.add((PhotographSource(data=bytes(LARGEST_CASE + 1)),))
    assert refused(desk)[0].startswith("Pasted picture: The picture is larger than 200 MB.")
    assert not desk.case.opening


def test_refusals_stay_beside_what_was_opened_until_each_is_dismissed(
    open_desk: Opener, phantoms: Path, tmp_path: Path
) -> None:
    """One bad file among good ones must not go unnoticed, whichever is read last."""
    desk = open_desk()
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_text("no photograph")
    (tmp_path / "empty.png").touch()
    bad = (str(tmp_path / name) for name in ("one.jpg", "empty.png", "two.jpg"))
    drop(desk.window, files(*bad, str(phantoms / "phantom-pigmented.jpg")))
    desk.bot.waitUntil(lambda: desk.case.usable, timeout=30_000)
    told = refused(desk)
    assert len(told) == 2
    assert told[0].startswith("one.jpg, two.jpg: ")
    assert told[1].startswith("empty.png: ")
    rows = list(desk.case_page.refusals.rows.values())
    rows[0].close_button.click()
    assert refused(desk) == told[1:]
    desk.case_page.paste.trigger()
    assert refused(desk) == told[1:]
    rows[1].close_button.click()
    assert desk.case_page.refusals.isHidden()


def test_a_grey_analyse_says_why(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk()

    def reasons() -> set[str]:
        button = desk.strip.analyse
        return {button.accessibleDescription(), button.toolTip(), desk.strip.stage.text()}

    assert reasons() == {"Open a photograph to begin."}
    desk.case.add(from_files([desk.photograph("one.jpg"), chessboard(tmp_path / "chessboard.png")]))
    assert reasons() == {"Opening 2 photographs…"}
    desk.bot.waitUntil(lambda: len(desk.case.state.photographs) == 2)
    assert not desk.strip.analyse.isEnabled()
    assert reasons() == {"chessboard.png cannot be analysed: remove it, or take it again."}
    desk.case.remove(1)
    assert desk.strip.analyse.isEnabled()
    assert reasons() == {"", "Analyse (Ctrl+Return)", "Fill in what you know, then analyse."}


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Escape])
def test_beside_a_report_it_is_asked_whose_a_photograph_is(open_desk: Opener, key: Qt.Key) -> None:
    """Two patients must never share a report."""
    desk = open_desk()
    desk.add("one.jpg")
    known = Encounter(patient="Sari, 4711", age=54, site="left shin", history={History.ITCH: True})
    desk.case.edit_encounter(known)
    desk.analyse()
    before = desk.case.state
    drop(desk.window, files(desk.photograph("two.jpg")))
    dialog = desk.window.findChild(WhoseDialog)
    asked = " ".join(part.accessibleName() or part.text() for part in dialog.findChildren(QLabel))
    assert "On the table is the report on: Sari, 4711 · 54 years · left shin" in asked
    assert desk.case.state == before
    desk.bot.keyClick(dialog, key)
    if key == Qt.Key.Key_Escape:
        desk.bot.wait(200)
        assert desk.case.state == before
        return
    expected = {
        Qt.Key.Key_1: (["two.jpg"], Encounter()),
        Qt.Key.Key_2: (["one.jpg", "two.jpg"], known),
        Qt.Key.Key_3: (["two.jpg"], Encounter(patient="Sari, 4711", age=54)),
    }[key]
    desk.bot.waitUntil(lambda: any(each.name == "two.jpg" for each in desk.case.state.photographs), timeout=10_000)
    assert ([each.name for each in desk.case.state.photographs], desk.case.state.encounter) == expected
    assert desk.column.encounter.encounter == expected[1]
    assert bool(desk.case.state.report) is (key == Qt.Key.Key_2)


def test_the_user_says_how_a_photograph_was_taken(open_desk: Opener) -> None:
    desk = open_desk()
    desk.add("one.jpg")
    choice = desk.case_page.photograph.kind
    assert choice.currentText() == "How was it taken?"
    choice.setCurrentText("dermoscopic")
    choice.activated.emit(choice.currentIndex())
    assert desk.case.state.photographs[0].told is PictureKind.DERMOSCOPIC
    desk.case_page.undo.trigger()
    assert choice.currentText() == "How was it taken?"
    desk.analyse()
    desk.case.tell_kind(0, PictureKind.OVERVIEW)
    report = desk.case.state.report
    assert report
    assert (report.pictures[0].kind, report.pictures[0].kind_told) == (PictureKind.OVERVIEW, True)
    assert choice.currentText() == "overview"
