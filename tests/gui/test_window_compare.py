"""One lesion over time in the window: two visits of one patient, linked, aligned by hand, with their findings."""

from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from desk import Desk, Opener
from gate_steps import OWN, locked_records, open_with, seen, wait_open
from made_up_clinic import fill, patient
from PIL import Image, ImageDraw
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lentigo.domain.alignment import Point
from lentigo.domain.finding import FindingField
from lentigo.gui.case.intake import from_files
from lentigo.gui.records.cases_page import CasesPage
from lentigo.gui.records.compare_frame import Manner, Side
from lentigo.gui.records.compare_view import CompareView
from lentigo.paths import Paths

LONG_MS = 60_000
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
MOLES = {Side.BEFORE: ((100, 80), (400, 120), (220, 330)), Side.NOW: ((450, 140), (410, 440), (200, 260))}  # 90°, × 1.0
SHADES = {Side.BEFORE: (214, 170, 148), Side.NOW: (170, 120, 100)}


@pytest.fixture
def moles(tmp_path: Path) -> tuple[Path, Path]:
    """The same three moles, turned by a quarter, on skin of two shades."""
    paths = []
    for side in Side:
        noise = numpy.random.default_rng(side).normal(0, 6, (480, 600, 1))
        pixels = (numpy.array(SHADES[side]) + noise).clip(0, 255).astype("uint8")
        picture = Image.fromarray(pixels)
        draw = ImageDraw.Draw(picture)
        for x, y in MOLES[side]:
            draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=(70, 45, 40))
        paths.append(tmp_path / f"moles-{side.value}.png")
        picture.save(paths[-1])
    return paths[0], paths[1]


@pytest.fixture
def desk(open_desk: Opener, paths: Paths, moles: tuple[Path, Path]) -> Desk:
    """A clinic of two patients with three visits each, all with photographs and without reports."""
    fill(paths, moles, 6)
    return open_desk()


def cases(desk: Desk) -> CasesPage:
    return desk.opened.pages.cases


def view(desk: Desk) -> CompareView:
    return cases(desk).comparison


def wait(desk: Desk, done: Callable[[], object]) -> None:
    desk.bot.waitUntil(lambda: bool(done()), timeout=LONG_MS)


def loaded(desk: Desk) -> bool:
    return not any(size.isEmpty() for size in view(desk).pictures.canvas.frame.sizes)


def compare(desk: Desk, case: str = "case-1") -> CompareView:
    cases(desk).compare(case)
    wait(desk, lambda: loaded(desk))
    return view(desk)


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
    for _ in range(times):
        desk.bot.keyClick(QApplication.focusWidget() or desk.window, key, modifiers)


def show_as(desk: Desk, manner: Manner) -> None:
    strip = view(desk).pictures.manners
    next(button for button, meaning in strip.buttons.items() if meaning is manner).click()


def place_of(desk: Desk, side: Side, pixel: tuple[float, float]) -> QPoint:
    """Where a photograph's pixel is on the canvas."""
    canvas = view(desk).pictures.canvas
    return canvas.frame.transform(side, canvas._panel(side)).map(QPointF(*pixel)).toPoint()


def mark(desk: Desk, side: Side, pixel: tuple[float, float]) -> None:
    canvas = view(desk).pictures.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, place_of(desk, side, pixel))


def colour_at(desk: Desk, place: QPoint) -> QColor:
    return view(desk).pictures.canvas.grab().toImage().pixelColor(place)


def nearer(colour: QColor) -> Side:
    """Whose skin it is."""
    return min(Side, key=lambda side: abs(colour.red() - SHADES[side][0]))


def test_two_visits_from_the_timeline_and_back(desk: Desk) -> None:
    cases(desk).show_patient("patient-0")
    patients = cases(desk).patient
    wait(desk, lambda: patients.visits.line)
    assert patients.visits.line.id == "case-2"  # the latest
    patients.compare.click()
    wait(desk, lambda: loaded(desk))
    shown = view(desk)
    assert shown.title.text() == patient(0).shown
    before, now = (shown.sides[side].visit for side in Side)
    assert [before.itemText(row) for row in range(before.count())] == [
        "5 January 2026 · left forearm · draft",
        "5 January 2026 · right heel · draft",
    ]
    assert (before.currentIndex(), now.currentIndex(), now.count()) == (1, 1, 2)  # of this patient alone
    assert "before: 5 January 2026" in shown.pictures.canvas.accessibleName()
    shown.back.click()
    wait(desk, lambda: patients.visits.cases.total == 3)
    assert patients.title.text() == patient(0).shown
    assert not any(not size.isEmpty() for size in shown.pictures.canvas.frame.sizes)  # nothing is held


def test_the_later_visit_stays_later(desk: Desk) -> None:
    shown = compare(desk, "case-1")
    before, now = (shown.sides[side].visit for side in Side)
    assert (before.currentIndex(), now.currentIndex()) == (0, 0)
    before.setCurrentIndex(1)
    before.activated.emit(1)
    assert (before.currentIndex(), now.currentIndex()) == (1, 1)
    wait(desk, lambda: loaded(desk))
    now.setCurrentIndex(0)
    now.activated.emit(0)
    assert (before.currentIndex(), now.currentIndex()) == (0, 0)
    wait(desk, lambda: loaded(desk))


def test_a_follow_up_on_the_table_is_compared_by_key_with_words_by_id(open_desk: Opener, phantoms: Path) -> None:
    desk = open_desk()
    keeper = desk.case_page.exchange.keeper
    for number, photograph in enumerate(("phantom-pigmented.jpg", "phantom-red-scaly.jpg")):
        if number:
            press(desk, Qt.Key.Key_D, CONTROL)
            wait(desk, lambda: keeper.follow_up)
            assert desk.case_page.identity.compare.isVisible()
        desk.case.add(from_files([str(phantoms / photograph)]))
        wait(desk, lambda: desk.case.usable)
        if not number:
            assert not desk.case_page.identity.compare.isVisible()
            desk.column.encounter.site.setText("left shin")
        desk.analyse()
    desk.edit_finding(FindingField.BORDER, "like a coastline")
    press(desk, Qt.Key.Key_D, CONTROL | SHIFT)
    wait(desk, lambda: loaded(desk))
    shown = view(desk)
    assert shown.pictures.canvas.hasFocus()
    rows = {row.accessibleName().partition(":")[0]: row.text() for row in shown.findings.rows}
    assert rows["colour"] == "Only now: red. Only before: black, dark brown, light brown."
    assert rows["border"] == "In free words: read both."
    assert rows["size"] == "The same words in both reports."
    told = seen(desk)
    assert "The two reports name different things in" in told
    assert "The body sites are not the same" not in told
    assert "unchanged" not in told.casefold()
    assert " mm" not in told
    press(desk, Qt.Key.Key_Escape)
    wait(desk, lambda: desk.case_page.isVisible())


def test_what_zooms_and_moves_one_photograph_moves_the_other(desk: Desk) -> None:
    canvas = compare(desk).pictures.canvas
    canvas.setFocus()
    middles = [place_of(desk, side, (300, 240)) for side in Side]
    press(desk, Qt.Key.Key_Plus, times=2)
    press(desk, Qt.Key.Key_Right, times=3)
    zoom = canvas.frame.zoom
    moved = [place_of(desk, side, (300, 240)) - middle for side, middle in zip(Side, middles, strict=True)]
    assert moved[0] == moved[1] == QPoint(-120, 0)
    canvas.zoom(1, QPointF(place_of(desk, Side.NOW, (300, 240))))
    assert canvas.frame.zoom > zoom
    assert place_of(desk, Side.NOW, (300, 240)) - middles[1] == QPoint(-120, 0)  # it stays under the mouse
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NONE, QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(60, 80))
    QTest.mouseMove(canvas, QPoint(90, 130))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, QPoint(90, 130))
    assert place_of(desk, Side.NOW, (300, 240)) - middles[1] == QPoint(-80, 80)
    press(desk, Qt.Key.Key_1)
    assert canvas.frame.zoom == 1
    press(desk, Qt.Key.Key_Space)
    assert [place_of(desk, side, (300, 240)) for side in Side] == middles


def test_slider_blink_and_overlay_show_both_photographs(desk: Desk) -> None:
    pictures = compare(desk).pictures
    canvas, high = pictures.canvas, pictures.canvas.height() * 3 // 4
    left, right = (QPoint(canvas.width() * part // 8, high) for part in (3, 5))
    show_as(desk, Manner.WIPE)
    assert [nearer(colour_at(desk, place)) for place in (left, right)] == [Side.BEFORE, Side.NOW]
    pictures.share.setFocus()
    press(desk, Qt.Key.Key_Home)
    assert [nearer(colour_at(desk, place)) for place in (left, right)] == [Side.NOW, Side.NOW]
    line = QPoint(canvas._line() + 1, 60)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, NONE, line)
    QTest.mouseMove(canvas, QPoint(canvas.width() - 1, 60))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, NONE, QPoint(canvas.width() - 1, 60))
    assert pictures.share.value() == 100
    assert [nearer(colour_at(desk, place)) for place in (left, right)] == [Side.BEFORE, Side.BEFORE]
    show_as(desk, Manner.OVERLAY)
    pictures.share.setValue(50)
    middle = (SHADES[Side.BEFORE][0] + SHADES[Side.NOW][0]) / 2
    assert abs(colour_at(desk, left).red() - middle) < 15
    show_as(desk, Manner.BLINK)
    assert not pictures.share.isVisible()
    assert nearer(colour_at(desk, left)) is Side.NOW
    pictures.flip.click()
    assert nearer(colour_at(desk, left)) is Side.BEFORE
    pictures.by_itself.click()
    wait(desk, lambda: canvas.turn is Side.NOW)
    wait(desk, lambda: canvas.turn is Side.BEFORE)
    pictures.flip.click()  # whoever goes on by hand stops it
    assert not pictures.by_itself.isChecked()
    desk.bot.wait(1200)
    assert canvas.turn is Side.NOW


@pytest.mark.parametrize("count", [2, 3])
def test_marked_points_are_laid_over_each_other(desk: Desk, count: int) -> None:
    pictures = compare(desk).pictures
    show_as(desk, Manner.OVERLAY)
    pictures.aligning.begin.click()
    assert pictures.canvas.manner is Manner.BESIDE  # where both are seen
    for pixels in zip(*(MOLES[side][:count] for side in Side), strict=True):
        for side, pixel in zip(Side, pixels, strict=True):
            assert cases(desk).busy
            mark(desk, side, pixel)
    if count == 2:
        assert pictures.aligning.use.text() == "Align by 2 points"
        pictures.aligning.use.click()
    assert pictures.aligning.told.text() == f"Aligned by {count} points, marked by hand."
    assert not cases(desk).busy
    show_as(desk, Manner.OVERLAY)
    for before, now in zip(MOLES[Side.BEFORE], MOLES[Side.NOW], strict=True):
        apart = place_of(desk, Side.BEFORE, before) - place_of(desk, Side.NOW, now)
        assert apart.manhattanLength() < 12
    pictures.aligning.loosen.click()
    assert pictures.aligning.told.text().startswith("Not aligned")
    apart = place_of(desk, Side.BEFORE, MOLES[Side.BEFORE][0]) - place_of(desk, Side.NOW, MOLES[Side.NOW][0])
    assert apart.manhattanLength() > 50


def test_points_are_marked_with_keys_alone(desk: Desk) -> None:
    pictures = compare(desk).pictures
    pictures.aligning.begin.setFocus()
    press(desk, Qt.Key.Key_Space)
    assert pictures.canvas.hasFocus()
    for way in (Qt.Key.Key_Left, Qt.Key.Key_Down):
        for _side in Side:
            press(desk, way, times=6)
            press(desk, way, SHIFT, times=3)
            press(desk, Qt.Key.Key_Return)
    assert pictures.aligning.landmarks.enough
    press(desk, Qt.Key.Key_Return)
    assert pictures.aligning.landmarks.next is Side.NOW
    press(desk, Qt.Key.Key_Backspace)
    assert pictures.aligning.landmarks.next is Side.BEFORE
    for _ in range(30):
        if pictures.aligning.use.hasFocus():
            break
        press(desk, Qt.Key.Key_Tab)
    press(desk, Qt.Key.Key_Space)
    assert pictures.aligning.told.text() == "Aligned by 2 points, marked by hand."


def test_points_as_in_a_mirror_are_refused_in_a_sentence_and_marked_again(desk: Desk) -> None:
    pictures = compare(desk).pictures
    pictures.aligning.begin.click()
    for x, y in MOLES[Side.BEFORE]:
        mark(desk, Side.BEFORE, (x, y))
        mark(desk, Side.NOW, (600 - x, y))
    assert pictures.aligning.told.text().startswith("The points lie as if one photograph were the mirror image")
    assert pictures.marking
    assert pictures.canvas.frame.similarity.apply(Point(x=5, y=7)) == Point(x=5, y=7)  # as it was
    pictures.canvas.setFocus()
    press(desk, Qt.Key.Key_Escape)
    assert not pictures.marking
    assert cases(desk).isVisible()  # the key ended the marking only


def test_a_click_beside_the_photographs_marks_nothing(desk: Desk) -> None:
    pictures = compare(desk).pictures
    pictures.aligning.begin.click()
    QTest.mouseClick(pictures.canvas, Qt.MouseButton.LeftButton, NONE, QPoint(20, pictures.canvas.height() - 8))
    mark(desk, Side.NOW, (300, 200))  # the earlier one comes first
    assert pictures.aligning.landmarks.before == pictures.aligning.landmarks.now == ()


def test_one_visit_is_not_compared(open_desk: Opener, phantoms: Path) -> None:
    desk = open_desk()
    desk.add(str(phantoms / "phantom-ring.jpg"))
    press(desk, Qt.Key.Key_D, CONTROL | SHIFT)
    wait(desk, lambda: cases(desk).message.isVisible())
    assert cases(desk).message.text.accessibleName().startswith("There are not two visits with photographs")
    view(desk).back.click()
    assert desk.case_page.isVisible()


def test_a_lock_leaves_nothing_of_a_comparison(open_desk: Opener, paths: Paths, moles: tuple[Path, Path]) -> None:
    keys = locked_records(paths)
    desk = open_desk()
    desk.opened.access.begin()
    open_with(desk, OWN)
    wait_open(desk)
    keeper = desk.case_page.exchange.keeper
    for number, photograph in enumerate(moles):
        if number:
            cases(desk).follow_asked.emit("")
            wait(desk, lambda: keeper.follow_up)
        desk.case.add(from_files([str(photograph)]))
        wait(desk, lambda: desk.case.state.photographs)
        if not number:
            desk.column.encounter.patient.setText("Ny. Canary")
    press(desk, Qt.Key.Key_D, CONTROL | SHIFT)
    wait(desk, lambda: loaded(desk))
    assert "Canary" in view(desk).title.text()
    desk.opened.menu.lock.trigger()
    assert view(desk).title.text() == ""
    assert not loaded(desk)
    assert all(picture.isNull() for picture in view(desk).pictures.canvas._pixmaps)
    assert view(desk).sides[Side.NOW].visit.count() == 0
    assert "Canary" not in seen(desk)
    assert keys
