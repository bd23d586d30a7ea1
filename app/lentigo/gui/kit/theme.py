"""How the window looks: one table of named colours for light and dark, and what is built from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

SMALL, BASE, LARGE = 12, 14, 20  # pixels; the only text sizes, before the user enlarges them
TEXT_SIZES = (100, 125, 150, 175, 200)  # per cent
_CHOSEN = "text size"  # the application's property


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Names for what a colour means. Text on `window` and `paper` has a contrast of 7:1, `muted` 4.5:1 at least."""

    window: str  # behind everything
    paper: str  # what is read and typed on
    mat: str  # around the photograph
    text: str
    muted: str
    line: str  # between things
    edge: str  # of things to press or type in
    accent: str
    on_accent: str
    accent_soft: str
    disabled: str
    red_flag: str
    red_flag_soft: str


LIGHT = Colours(
    window="#f5f4f1",
    paper="#ffffff",
    mat="#e7e5e0",
    text="#1b2226",
    muted="#566068",
    line="#dedbd5",
    edge="#8a9298",
    accent="#1b5a74",
    on_accent="#ffffff",
    accent_soft="#e4eff3",
    disabled="#9aa1a6",
    red_flag="#a11a1d",
    red_flag_soft="#fbecea",
)

DARK = Colours(
    window="#181c1f",
    paper="#20262a",
    mat="#101315",
    text="#e9ecee",
    muted="#a9b3ba",
    line="#363e44",
    edge="#76818a",
    accent="#86c5df",
    on_accent="#0d1a20",
    accent_soft="#1f363f",
    disabled="#6a747c",
    red_flag="#ff9a94",
    red_flag_soft="#3b2325",
)


def colours_in_use() -> Colours:
    """The table that fits what the system asks for."""
    return DARK if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def dress(app: QApplication) -> None:
    """Give the program its colours, and keep up with the system's choice of light or dark."""
    app.setStyle("Fusion")
    _wear(app)
    app.styleHints().colorSchemeChanged.connect(lambda: _wear(app))


@contextmanager
def undressed() -> Iterator[None]:
    """While a window is put together: Qt works out the stylesheet once for the whole of it, in the end.

    Otherwise it does so for each part anew, each time that what it lies in gets a parent.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("")
    try:
        yield
    finally:
        _wear(app)


def text_size() -> int:
    """The size of all text, per cent of the usual one."""
    app = QApplication.instance()
    return int((app and app.property(_CHOSEN)) or TEXT_SIZES[0])


def scaled(pixels: int) -> int:
    """A width that text stands in, at the text's size."""
    return round(pixels * text_size() / 100)


def resize_text(size: int) -> None:
    """Show all text in one of the sizes."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setProperty(_CHOSEN, size)
    _wear(app)


def step_text(steps: int) -> None:
    """Show all text larger, or smaller by a negative number."""
    place = TEXT_SIZES.index(text_size()) + steps
    resize_text(TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)])


def _wear(app: QApplication) -> None:
    colours = colours_in_use()
    app.setPalette(palette(colours))
    app.setStyleSheet("")  # to exchange one stylesheet for another takes Qt five times as long
    app.setStyleSheet(stylesheet(colours, text_size()))


def palette(colours: Colours) -> QPalette:
    """The table as Qt's roles, for what the stylesheet does not reach and for widgets that paint themselves."""
    role = QPalette.ColorRole
    names = {
        role.Window: colours.window,
        role.Base: colours.paper,
        role.AlternateBase: colours.window,
        role.Button: colours.paper,
        role.Dark: colours.mat,
        role.Mid: colours.line,
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.BrightText: colours.red_flag,
        role.ToolTipBase: colours.paper,
        role.ToolTipText: colours.text,
    }
    built = QPalette()
    for name, colour in names.items():
        built.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        built.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.disabled))
    return built


def stylesheet(colours: Colours, size: int = TEXT_SIZES[0]) -> str:
    """The stylesheet of the whole window, with text of `size` per cent."""
    small, base, large = (round(pixels * size / 100) for pixels in (SMALL, BASE, LARGE))
    return Template(_SHEET).substitute(asdict(colours), small=small, base=base, large=large)


_SHEET = """
QWidget { font-size: ${base}px; }
QToolTip { background: $paper; color: $text; border: 1px solid $line; padding: 4px; }
QMainWindow, QDialog { background: $window; }

QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="note"] { color: $muted; font-size: ${small}px; }
QLabel[role="heading"] { font-weight: bold; }
QLabel[role="title"] { font-size: ${large}px; font-weight: bold; }
QLabel[role="chip"] { font-size: ${small}px; color: $muted; background: $paper; border: 1px solid $line;
    border-radius: 10px; padding: 2px 8px; }
QLabel[role="words"], QLabel[role="difference"] { font-weight: bold; color: $accent; }
QLabel[role="fingerprint"] { font-family: monospace; font-size: ${large}px; font-weight: bold; padding: 4px;
    border: 2px solid transparent; }
QLabel[role="fingerprint"]:focus { border: 2px solid $accent; }
QLabel[role="fixed"] { font-family: monospace; font-size: ${small}px; }
QLabel[role="urgency"] { font-weight: bold; color: $red_flag; }

QPushButton { color: $text; background: $paper; border: 1px solid $edge; border-radius: 6px;
    padding: 0 12px; min-height: 30px; }
QPushButton:hover { background: $accent_soft; border-color: $accent; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 28px; }
QPushButton:disabled { color: $disabled; border-color: $line; background: transparent; }
QPushButton::menu-indicator { width: 0; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[role="primary"]:hover { border-color: $text; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: transparent; color: $disabled; border-color: $line; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; padding: 0 8px; }
QPushButton[role="quiet"]:hover { background: $accent_soft; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[role="quiet"]:disabled { color: $disabled; }
QPushButton[role="choice"] { text-align: left; font-weight: bold; min-height: 34px; }
QPushButton[role="choice"]:focus { min-height: 32px; }
QPushButton[role="small"] { background: transparent; border: 1px solid transparent; padding: 0 4px;
    min-height: 30px; }
QPushButton[role="small"]:hover { background: $accent_soft; }
QPushButton[role="small"]:checked { background: $accent_soft; border-color: $accent; }
QPushButton[role="small"]:focus { border: 2px solid $accent; padding: 0 3px; min-height: 28px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; border-radius: 4px; color: $accent;
    padding: 0 3px; min-height: 30px; min-width: 24px; text-align: left; }
QPushButton[role="link"]:disabled { color: $disabled; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 0 2px; min-height: 28px; min-width: 24px; }
QPushButton[role="fold"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 0 4px 0 0; margin-left: -6px; min-height: 30px; font-weight: bold; text-align: left; }
QPushButton[role="fold"]:hover { color: $accent; }
QPushButton[role="fold"]:focus { border: 2px solid $accent; padding: 0 3px 0 0; min-height: 28px; }
QPushButton[role="tab"] { background: transparent; border: none; border-bottom: 2px solid transparent;
    border-radius: 0;
    color: $muted; font-weight: bold; padding: 0 12px; min-height: 38px; }
QPushButton[role="tab"]:checked { color: $text; border-bottom: 2px solid $accent; }
QPushButton[role="tab"]:hover { color: $accent; }
QPushButton[role="tab"]:focus { background: $accent_soft; border-bottom: 2px solid $text; }
QPushButton[role="tab"]:disabled { color: $disabled; }

QLineEdit, QComboBox, QPlainTextEdit { background: $paper; color: $text; border: 1px solid $edge;
    border-radius: 6px;
    padding: 0 8px; min-height: 30px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:read-only { background: $window; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $accent; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 0 7px;
    min-height: 28px; }
QPlainTextEdit { padding: 4px 4px; }
QPlainTextEdit:focus { padding: 3px 3px; }
QComboBox { padding-left: 10px; }
QComboBox:focus { padding-left: 9px; }
QComboBox::drop-down { width: 24px; border: none; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $paper; color: $text; border: 1px solid $edge;
    selection-background-color: $accent_soft;
    selection-color: $text; padding: 4px; }

QRadioButton[role="segment"] { background: $paper; color: $muted; border: 1px solid $line; spacing: 0;
    padding: 0 0 0 10px;
    min-height: 30px; }
QRadioButton[role="segment"]::indicator { width: 0; height: 0; border: none; image: none; }
QRadioButton[role="segment"]:hover { background: $accent_soft; }
QRadioButton[role="segment"]:checked { background: $line; color: $text; }
QRadioButton[role="segment"][answer="yes"]:checked, QRadioButton[role="segment"][answer="no"]:checked
    { background: $accent; color: $on_accent; font-weight: bold; }
QRadioButton[role="segment"]:focus { border: 2px solid $text; padding-left: 9px; min-height: 28px; }

QCheckBox { spacing: 8px; min-height: 28px; padding: 0 4px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:hover { background: $accent_soft; }
QCheckBox:focus { border: 2px solid $accent; }
QCheckBox:disabled { color: $disabled; }
QCheckBox::indicator { width: 16px; height: 16px; background: $paper; border: 1px solid $edge; border-radius: 3px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:disabled { background: transparent; border-color: $disabled; }
QCheckBox::indicator:checked:disabled { background: $disabled; }

QFrame[role="bar"] { background: $paper; }
QFrame[role="rule"] { background: $line; border: none; min-height: 1px; max-height: 1px; }
QFrame[role="disclaimer"] { background: $accent_soft; border: none; border-left: 3px solid $accent; }
QFrame[role="summary"] { background: $window; border: none; border-left: 3px solid $edge; }
QFrame[role="alarm"] { background: $red_flag_soft; border: none; border-left: 3px solid $red_flag; }
QFrame[role="message"] { background: $paper; border: 1px solid $edge; border-left: 3px solid $text;
    border-radius: 4px; }
QFrame[role="words"] { border: none; border-left: 3px solid transparent; }
QFrame[role="words"][edited="true"] { border-left: 3px solid $accent; }
QFrame[role="drop"] { background: $paper; border: 2px dashed $edge; border-radius: 12px; }
QFrame[role="drop"][over="true"] { background: $accent_soft; border-color: $accent; }
QFrame[role="reading"] { border: 2px solid transparent; }
QFrame[role="reading"][over="true"] { border: 2px dashed $accent; background: $accent_soft; }

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: $paper; border: none; }
QWidget[role="page"] { background: $paper; }
QGraphicsView { background: $mat; border: 2px solid transparent; }
QGraphicsView:focus { border: 2px solid $accent; }
QListWidget { background: $window; border: 2px solid transparent; padding: 2px; }
QListWidget:focus { border: 2px solid $accent; }
QListWidget::item { border: 2px solid transparent; border-radius: 6px; padding: 1px; }
QListWidget::item:hover { background: $accent_soft; }
QListWidget::item:selected { border: 2px solid $accent; background: transparent; color: $text; }
QTableView { background: $paper; border: 2px solid transparent; outline: 0; selection-background-color: $accent_soft;
    selection-color: $text; }
QTableView:focus { border: 2px solid $accent; }
QTableView::item { padding: 4px 10px; border: none; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section { background: $paper; color: $muted; border: none; border-bottom: 1px solid $edge;
    padding: 6px 10px; }

QSlider:horizontal { min-height: 26px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; width: 16px; margin: -8px 0; border: 2px solid $window;
    border-radius: 10px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border: 2px solid $text; }
QProgressBar { background: $line; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QMenuBar { background: $window; color: $text; spacing: 0; }
QMenuBar::item { padding: 4px 10px; background: transparent; border: 1px solid transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_soft; border-color: $accent; }
QMenuBar::item:pressed { background: $accent; color: $on_accent; }
QMenu { background: $paper; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; border-color: $accent; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $accent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
