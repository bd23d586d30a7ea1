"""The window can be used with a keyboard, a screen reader, in light and in dark, and on small screens."""

import dataclasses

import pytest
from desk import Desk, Opener
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from tab_order import tab_order

from lentigo.domain.encounter import History
from lentigo.domain.finding import FindingField
from lentigo.gui.case.answer_row import AnswerRow
from lentigo.gui.kit import icons, theme
from lentigo.gui.kit.sign import Sign
from lentigo.gui.shell.header import Header
from lentigo.gui.shell.shortcuts_dialog import ShortcutsDialog

QTS_OWN = (
    "qt_spinbox_lineedit",
    "qt_tableview_cornerbutton",
)  # part of a named control; where heads would meet, unseen
INTERACTIVE = (QAbstractButton, QComboBox, QGraphicsView, QLineEdit, QListWidget, QPlainTextEdit)
TEXTS = (
    ("text", "window", 7), ("text", "paper", 7), ("muted", "window", 4.5), ("muted", "paper", 4.5),
    ("accent", "paper", 4.5), ("accent", "window", 4.5), ("on_accent", "accent", 4.5), ("text", "accent_soft", 7),
    ("muted", "accent_soft", 4.5), ("text", "red_flag_soft", 7), ("red_flag", "red_flag_soft", 4.5),
    ("muted", "red_flag_soft", 4.5), ("text", "line", 4.5), ("edge", "paper", 3),
)  # fmt: skip


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("one.jpg", "two.jpg")
    desk.analyse()
    return desk


def test_every_control_has_a_name_for_the_screen_reader(desk: Desk) -> None:
    controls = [child for kind in INTERACTIVE for child in desk.window.findChildren(kind)]
    nameless = [control for control in controls if not control.accessibleName() and control.objectName() not in QTS_OWN]
    own = [control for control in nameless if not isinstance(control.parent(), QComboBox)]
    assert len(controls) > 60
    assert not own, [(type(control).__name__, control.objectName()) for control in own]


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize(("front", "back", "least"), TEXTS)
def test_contrast(colours: theme.Colours, front: str, back: str, least: float) -> None:
    lighter, darker = sorted((luminance(getattr(colours, name)) for name in (front, back)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_no_colour_in_use_is_green() -> None:
    for colours in (theme.LIGHT, theme.DARK):
        for name, value in dataclasses.asdict(colours).items():
            hue, saturation = QColor(value).hslHue(), QColor(value).hslSaturation()
            assert not (70 < hue < 170 and saturation > 40), name


def test_signs_follow_from_light_to_dark(desk: Desk, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def ink() -> int:
        drawn = desk.window.findChild(Sign).pixmap().toImage()
        return max(
            (drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())), key=QColor.alpha
        ).lightness()

    light = ink()
    monkeypatch.setattr(theme, "colours_in_use", lambda: theme.DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    dark = ink()
    monkeypatch.undo()
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert light < 100 < dark


def test_f1_lists_the_keys(desk: Desk) -> None:
    desk.bot.keyClick(desk.window, Qt.Key.Key_F1)
    dialog = desk.window.findChild(ShortcutsDialog)
    assert dialog.isVisible()
    dialog.accept()


def test_the_tab_key_goes_from_the_head_of_the_window_to_its_foot(desk: Desk) -> None:
    page = desk.case_page
    bar = page.exchange.bar  # there for a while, once the records are made
    regions = (desk.window.findChild(Header), page.identity, bar, page.photograph, desk.column, desk.strip)
    parts = tab_order(regions[0].findChild(QAbstractButton))
    reached = [next(place for place, region in enumerate(regions) if region.isAncestorOf(part)) for part in parts]
    assert reached == sorted(reached)
    assert set(reached) - {2} == {0, 1, 3, 4, 5}


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_in_a_field_reaches_nothing_behind_it(desk: Desk, key: Qt.Key) -> None:
    fields = [each for kind in (QLineEdit, QPlainTextEdit) for each in desk.window.findChildren(kind)]
    assert len(fields) > 10
    for field in fields:
        pressed = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        pressed.ignore()
        QApplication.sendEvent(field, pressed)
        assert pressed.isAccepted(), field.accessibleName()


def test_no_two_actions_share_a_key(desk: Desk) -> None:
    keys = [key.toString() for action in desk.window.actions() for key in action.shortcuts()]
    assert len(keys) > 20
    assert sorted(keys) == sorted(set(keys))


def test_control_return_analyses(desk: Desk) -> None:
    with desk.bot.waitSignal(desk.analyst.ended, timeout=20_000):
        desk.bot.keyClick(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_keys_of_the_photograph(desk: Desk) -> None:
    view = desk.case_page.photograph.view
    fitted = view.scale_now
    desk.bot.keyClick(view, Qt.Key.Key_1)
    assert view.scale_now == 1
    desk.bot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale_now > 1
    desk.bot.keyClick(view, Qt.Key.Key_Space)
    assert view.scale_now == pytest.approx(fitted)


def test_an_answer_is_chosen_with_the_arrow_keys(desk: Desk) -> None:
    desk.column.show_encounter()
    row: AnswerRow = desk.column.encounter.answers[History.FEVER]
    assert row.value is None
    first = row.findChildren(QAbstractButton)[0]
    first.setFocus()
    with desk.bot.waitSignal(row.changed):
        desk.bot.keyClick(first, Qt.Key.Key_Right)
    assert row.value is True
    assert desk.column.encounter.encounter.history == {History.FEVER: True}


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_off_sideways(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.bot.wait(50)
    assert (desk.window.width(), desk.window.height()) == size
    for page in (desk.column.report, desk.column.encounter):
        desk.column._pages.setCurrentWidget(page)
        desk.bot.wait(50)
        scroll = getattr(page, "scroller", page)
        content = scroll.widget()
        assert content.width() <= scroll.viewport().width()
        assert all(right_edge(part) <= content.width() for part in content.findChildren(QWidget) if part.isVisible())


def right_edge(part: QWidget) -> int:
    """Within the page."""
    page = part
    while page.property("role") != "page":
        page = page.parentWidget()
    return part.mapTo(page, part.rect().topRight()).x()


@pytest.mark.parametrize("name", icons.NAMES)
def test_every_icon_draws_something(name: str, qapp: object) -> None:
    drawn = icons.pixmap(name, QColor("black")).toImage()
    painted = sum(drawn.pixelColor(x, y).alpha() > 0 for x in range(icons.SIZE) for y in range(icons.SIZE))
    assert painted > 10


def test_large_text_is_not_cut_off_sideways(desk: Desk) -> None:
    theme.resize_text(200)
    desk.window.resize(1366, 768)
    try:
        for page in (desk.column.report, desk.column.encounter):
            desk.column._pages.setCurrentWidget(page)
            desk.bot.wait(50)
            scroll = getattr(page, "scroller", page)
            assert scroll.widget().width() <= scroll.viewport().width()
        row = desk.column.report.findings.rows[FindingField.LESION_TYPE]
        assert row._caption.width() >= row._caption.fontMetrics().horizontalAdvance("Lesion type")
        assert desk.column.encounter.note.height() == 112
    finally:
        theme.resize_text(100)
