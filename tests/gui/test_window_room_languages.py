"""No page cuts off words of the languages that need most room: the longest, and the one with the highest letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from lasting_worker import LastingWorkers
from PySide6.QtWidgets import QDialog
from room import cut_off, unreachable
from room_states import settle, states

from lentigo import application
from lentigo.gui.kit import theme
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.shell.header import Header
from lentigo.language import SOURCE, language_in_use, use_language
from lentigo.paths import Paths, default_paths

LONGEST, HIGHEST = "fr", "th"  # by all that the catalogues say, and by its marks
SIZES = (((1362, 736), 150), ((815, 448), 100))  # in pixels, and of the text in per cent


@pytest.fixture(params=[LONGEST, HIGHEST])
def desk(request: pytest.FixtureRequest, open_desk: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The window in a language, with real workers that speak it."""
    use_language(request.param)
    data = tmp_path_factory.mktemp("spoken")
    workers = LastingWorkers.on(Paths(resources=default_paths().resources, data=data))
    yield open_desk(lent=workers)
    theme.resize_text(100)
    use_language(SOURCE)
    workers.end()


def test_no_word_is_cut_off_on_any_page_or_dialog(desk: Desk, phantoms: Path) -> None:
    window, strip = desk.window, desk.strip
    buttons = (strip.analyse, strip.stop, *window.findChild(Header).findChildren(LineButton))
    window.setMinimumSize(0, 0)
    found = []
    sizes = SIZES if language_in_use() == LONGEST else SIZES[:1]
    for state in states(desk, phantoms):
        for size, text in sizes:
            if text != theme.text_size():
                theme.resize_text(text)
            window.resize(*size)
            settle()
            found += [(state, size, text, fault) for fault in (*unreachable(window, buttons), *cut_off(window))]
        theme.resize_text(100)
    found += list(cut_off_in_dialogs(desk))
    assert not found, "\n".join(map(str, found))


def cut_off_in_dialogs(desk: Desk) -> Iterator[tuple[object, ...]]:
    theme.resize_text(150)
    dialogs, window = desk.window.dialogs, desk.window
    shown = (dialogs.show_help, dialogs.show_shortcuts, dialogs.show_settings, dialogs.show_about, dialogs.show_check)
    for show in (*shown, lambda: application.show_notice(window)):
        show()
        settle()
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        yield from ((dialog.windowTitle(), fault) for fault in cut_off(dialog))
        dialog.accept()
        dialog.deleteLater()
        settle()
