"""Letters of scripts that the system has no font for, in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication

from lentigo.gui.kit.fonts import choose_font
from lentigo.gui.kit.text import Paragraph

STACKED = "ที่นี้ปั๊ม"  # a vowel sign and a tone mark above a letter


@pytest.fixture
def app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """As on a desktop whose fonts have no Thai letters."""
    before = QFont(qapp.font())
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(QFontDatabase, "families", lambda *scripts: [] if scripts else ["DejaVu Sans"])
    yield qapp
    qapp.setFont(before)


def families_that_draw(text: str, font: QFont) -> set[str]:
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    assert all(glyph for run in runs for glyph in run.glyphIndexes())
    return {run.rawFont().familyName() for run in runs}


def test_thai_is_drawn_where_the_system_has_no_thai_font(app: QApplication) -> None:
    app.setFont(QFont("DejaVu Sans"))
    choose_font(app)
    assert app.font().families()[0] == "DejaVu Sans"
    assert families_that_draw("กลาก", app.font()) == {"FiraGO"}


def test_tone_marks_of_the_first_line_are_not_cut_off(qapp: QApplication) -> None:
    """Drawn with a line above it, the line has as much ink as drawn without."""
    first, second = Paragraph(), Paragraph()
    first.say("", strong=STACKED)
    second.show_markup(f"<br><b>{STACKED}</b>", plain=STACKED)
    assert ink(first) == ink(second) > 0


def ink(label: Paragraph) -> int:
    label.resize(300, 80)
    image = label.grab().toImage()
    paper = image.pixel(0, 0)
    return sum(image.pixel(x, y) != paper for x in range(image.width()) for y in range(image.height()))
