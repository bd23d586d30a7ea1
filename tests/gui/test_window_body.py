"""A pin on the body: by click or from the list, it fills the site, and the case keeps it."""

import pytest
from desk import Desk, Opener
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lentigo.domain.body import Pin, Region, Side, View
from lentigo.domain.encounter import Encounter, Sex
from lentigo.domain.wording.body import site_text
from lentigo.figures.views import FIGURES, places
from lentigo.gui.body.body_dialog import BodyDialog
from lentigo.gui.body.pin_thumbnail import PinThumbnail

LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("lesion.jpg")
    return desk


def open_map(desk: Desk) -> BodyDialog:
    desk.column.encounter.body.click()
    (dialog,) = (each for each in desk.window.findChildren(BodyDialog) if each.isVisible())
    desk.bot.waitExposed(dialog)
    return dialog


def pin_at(view: View, x: float, y: float) -> Pin:
    pin = FIGURES[view].pin_at(x, y)
    assert pin
    return pin


def spot(dialog: BodyDialog, pin: Pin) -> QPoint:
    where = dialog.picture.where(pin)
    assert where
    return where.toPoint()


@pytest.mark.parametrize(
    ("tab", "view", "x", "y", "site"),
    [
        ("Body", View.FRONT, 0.4, 0.71, "right knee"),
        ("Body", View.FRONT, 0.6, 0.71, "left knee"),
        ("Body", View.BACK, 0.4, 0.82, "left calf"),
        ("Head", View.HEAD_RIGHT, 0.62, 0.6, "right cheek"),
        ("Hands", View.PALMS, 0.25, 0.7, "right palm"),
        ("Hands", View.HAND_BACKS, 0.75, 0.7, "back of the left hand"),
        ("Feet", View.SOLES, 0.24, 0.9, "right heel"),
        ("Genital area", View.GENITALS_MALE, 0.5, 0.35, "penis, midline"),
    ],
)
def test_a_click_fills_the_site_with_the_patients_side(
    desk: Desk, tab: str, view: View, x: float, y: float, site: str
) -> None:
    dialog = open_map(desk)
    next(each for each in dialog.tabs.buttons() if each.text() == tab).click()
    QTest.mouseClick(dialog.picture, LEFT_BUTTON, pos=spot(dialog, pin_at(view, x, y)))
    assert dialog.said.text() == site
    assert dialog.picture.accessibleDescription() == site
    assert dialog.places.currentItem().text() == site
    dialog.use.click()
    kept = desk.case.state.encounter
    assert kept.site == desk.column.encounter.site.text() == site
    assert kept.pin
    assert kept.pin.view is view
    assert (kept.pin.x, kept.pin.y) == pytest.approx((x, y), abs=0.01)


def hover(dialog: BodyDialog, where: QPoint) -> None:
    """QTest's own does not move a mouse that nobody sees."""
    none, place = Qt.MouseButton.NoButton, QPointF(where)
    moved = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog.picture, moved)


def test_the_region_under_the_mouse_is_said_and_nothing_beside_the_body(desk: Desk) -> None:
    dialog = open_map(desk)
    asked, corner = dialog.said.text(), QPoint(2, dialog.picture.height() - 2)
    hover(dialog, spot(dialog, pin_at(View.FRONT, 0.45, 0.08)))
    assert dialog.said.text() == "face, on the right"
    hover(dialog, corner)
    assert dialog.said.text() == asked
    QTest.mouseClick(dialog.picture, LEFT_BUTTON, pos=corner)
    assert not dialog.use.isEnabled()


def test_a_place_is_found_and_taken_by_keyboard_alone(desk: Desk) -> None:
    desk.column.encounter.body.setFocus()
    desk.bot.keyClick(desk.column.encounter.body, Qt.Key.Key_Space)
    (dialog,) = (each for each in desk.window.findChildren(BodyDialog) if each.isVisible())
    desk.bot.keyClicks(dialog.search, "shin left")
    desk.bot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.places.currentItem().text() == dialog.said.text() == "left shin"
    assert dialog.isVisible()
    desk.bot.keyClick(dialog.places, Qt.Key.Key_Return)
    kept = desk.case.state.encounter
    assert kept.site == "left shin"
    assert kept.pin
    assert (kept.pin.region, kept.pin.side) == (Region.SHIN, Side.LEFT)


def test_escape_changes_nothing(desk: Desk) -> None:
    desk.bot.keyClicks(desk.column.encounter.site, "left shin")
    dialog = open_map(desk)
    dialog.places.setCurrentRow(3)
    desk.bot.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.case.state.encounter == Encounter(site="left shin")


def test_free_text_stays_free_and_a_pin_goes_with_its_words(desk: Desk) -> None:
    form = desk.column.encounter
    pin = pin_at(View.FRONT, 0.4, 0.71)
    form.show_encounter(Encounter(site="right knee", pin=pin))
    desk.case.edit_encounter(form.encounter)
    desk.bot.keyClicks(form.site, ", inner side")
    assert desk.case.state.encounter == Encounter(site="right knee, inner side", pin=pin)
    form.site.setText("left knee")
    assert desk.case.state.encounter == Encounter(site="left knee")
    desk.case_page.undo.trigger()
    assert desk.case.state.encounter == form.encounter == Encounter(site="right knee, inner side", pin=pin)


def test_another_pin_keeps_what_was_added_and_is_one_step_of_undo(desk: Desk) -> None:
    form = desk.column.encounter
    form.show_encounter(Encounter(site="right knee, scar", pin=pin_at(View.FRONT, 0.4, 0.71)))
    desk.case.edit_encounter(form.encounter)
    before = desk.case.state.encounter
    dialog = open_map(desk)
    assert dialog.places.currentItem().text() == "right knee"
    QTest.mouseClick(dialog.picture, LEFT_BUTTON, pos=spot(dialog, pin_at(View.FRONT, 0.6, 0.6)))
    dialog.use.click()
    assert desk.case.state.encounter.site == "front of the left thigh, scar"
    desk.case_page.undo.trigger()
    assert desk.case.state.encounter == form.encounter == before


def test_a_pin_is_taken_away_with_its_words(desk: Desk) -> None:
    form = desk.column.encounter
    form.show_encounter(Encounter(site="right knee", pin=pin_at(View.FRONT, 0.4, 0.71)))
    desk.case.edit_encounter(form.encounter)
    open_map(desk).remove.click()
    assert desk.case.state.encounter == Encounter()


def test_the_list_holds_what_the_patient_has(desk: Desk) -> None:
    form = desk.column.encounter
    form.show_encounter(Encounter(sex=Sex.FEMALE))
    dialog = open_map(desk)
    texts = {dialog.places.item(index).text() for index in range(dialog.places.count())}
    assert texts == {site_text(pin) for pin in places((View.GENITALS_FEMALE,))}
    assert "vulva, midline" in texts
    assert "penis, midline" not in texts


def test_each_place_of_the_list_is_shown_with_its_pin(desk: Desk) -> None:
    dialog = open_map(desk)
    for index in range(dialog.places.count()):
        dialog.places.setCurrentRow(index)
        pin: Pin = dialog.places.item(index).data(Qt.ItemDataRole.UserRole)
        where = dialog.picture.where(pin)
        assert where
        assert dialog.picture.rect().contains(where.toPoint())


def test_the_map_fits_a_small_window(desk: Desk) -> None:
    desk.window.resize(960, 600)
    dialog = open_map(desk)
    QApplication.processEvents()
    assert dialog.width() <= 960
    assert dialog.height() <= 600
    assert dialog.picture.height() > 380


def test_the_report_shows_the_pin(desk: Desk) -> None:
    form = desk.column.encounter
    form.show_encounter(Encounter(site="right knee", pin=pin_at(View.FRONT, 0.4, 0.71)))
    desk.case.edit_encounter(form.encounter)
    desk.analyse()
    report = desk.column.report
    assert report.site.isVisible()
    (thumbnail,) = report.site.findChildren(PinThumbnail)
    assert thumbnail.accessibleName() == "right knee"
    state = desk.case.state
    assert state.report
    assert state.report.encounter.pin == state.encounter.pin
    assert not state.stale


def test_the_pin_is_kept_in_the_records(desk: Desk, open_desk: Opener) -> None:
    form = desk.column.encounter
    pin = pin_at(View.SOLES, 0.24, 0.9)
    form.show_encounter(Encounter(site="right heel", pin=pin))
    desk.case.edit_encounter(form.encounter)
    with desk.bot.waitSignal(desk.case_page.exchange.keeper.kept, timeout=20_000):
        desk.case_page.exchange.begin_anew()
    assert desk.case.state.encounter == Encounter()
    desk.bot.waitUntil(lambda: bool(desk.case_page.exchange.keeper.before), timeout=20_000)
    desk.case_page.exchange.bring_back()
    desk.bot.waitUntil(lambda: desk.case.state.encounter == Encounter(site="right heel", pin=pin), timeout=20_000)
    assert form.encounter == desk.case.state.encounter
