"""What the window has for the whole program: menus, settings, help, what it is, and whether it works."""

from collections.abc import Iterator

import pytest
from desk import Desk, Opener
from model_steps import press, wait_for, words_in
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu

import lentigo
from lentigo import application
from lentigo.gui.kit import theme
from lentigo.gui.kit.app_icon import SIZES, app_icon
from lentigo.gui.shell.about_dialog import AboutDialog
from lentigo.gui.shell.check_dialog import CheckDialog
from lentigo.gui.shell.help_dialog import HelpDialog
from lentigo.gui.shell.settings_dialog import SettingsDialog
from lentigo.language import ACCENTED, SOURCE, use_language
from lentigo.paths import Paths
from lentigo.settings import load_settings


@pytest.fixture
def desk(open_desk: Opener) -> Iterator[Desk]:
    """The window, with real workers."""
    yield open_desk()
    use_language(SOURCE)
    theme.resize_text(100)


@pytest.fixture
def own_desk(open_desk: Opener) -> Iterator[Desk]:
    """The window, with workers of the test's own."""
    yield open_desk("real")
    use_language(SOURCE)


def menus(desk: Desk) -> dict[str, list[str]]:
    """The words in each of the bar's menus."""
    found = desk.window.menuBar().findChildren(QMenu)
    return {menu.title(): [action.text() for action in menu.actions() if action.text()] for menu in found}


def opened(desk: Desk, kind: type[QDialog]) -> QDialog:
    dialog = desk.window.findChild(kind)
    assert dialog
    assert dialog.isVisible()
    return dialog


def shown(dialog: QDialog) -> str:
    """All words of a dialog."""
    labels = " ".join(
        label.text() for label in dialog.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.RichText
    )
    return f"{labels} {words_in(dialog)}"


def test_the_menus_hold_what_the_pages_and_the_window_can_do(desk: Desk) -> None:
    held = menus(desk)
    assert list(held) == ["&File", "&Edit", "&Case", "&Records", "&View", "&Help"]
    assert held["&File"][0] == "New case"
    assert held["&File"][-1] == "Close Lentigo"
    assert {"Bring in a model", "Add documents to the library", "Settings…"} < set(held["&File"])
    assert "Analyse" in held["&Case"]
    words = [text for texts in held.values() for text in texts]
    assert len(words) == len(set(words))
    without_menu = {action.text() for action in desk.window.actions()} - set(words)
    assert without_menu == {"Stop adding documents", "Stop marking points", "Stop what is done with models"}


def test_no_two_actions_share_a_key(desk: Desk) -> None:
    keys = [key.toString() for action in desk.window.actions() for key in action.shortcuts() if not key.isEmpty()]
    assert len(keys) == len(set(keys))


def test_the_help_says_how_to_photograph_and_what_the_program_cannot_do(desk: Desk) -> None:
    press(desk, Qt.Key.Key_F1, control=True)
    told = shown(opened(desk, HelpDialog))
    for part in ("30 cm", "does not exclude disease", "Ctrl+O"):
        assert part in told


def test_about_names_versions_and_licences(desk: Desk) -> None:
    desk.window.dialogs.show_about()
    dialog = opened(desk, AboutDialog)
    assert lentigo.__version__ in shown(dialog)
    wait_for(desk, lambda: "llama.cpp" in shown(dialog.here))
    told = shown(dialog)
    for part in ("Affero General Public License", "Not a medical device", "CC BY-NC 4.0", "LGPL-3.0", "build "):
        assert part in told


def test_the_check_says_what_works(desk: Desk) -> None:
    desk.window.dialogs.show_check()
    dialog = opened(desk, CheckDialog)
    wait_for(desk, lambda: "llama.cpp" in shown(dialog))
    told = shown(dialog)
    for part in ("All is as it should be.", "llama.cpp", "told two test pictures apart", "document", "Lentigo Mini"):
        assert part in told


def test_the_check_says_what_does_not_work(own_desk: Desk, paths: Paths) -> None:
    desk = own_desk
    broken = paths.models / "broken"
    broken.mkdir(parents=True)
    (broken / "model.json").write_text("{}")
    desk.window.dialogs.show_check()
    dialog = opened(desk, CheckDialog)
    wait_for(desk, lambda: dialog.verdict.isVisible())
    assert "Something is not as it should be." in shown(dialog)
    wait_for(desk, lambda: "is damaged" in shown(dialog))


def choose_language(desk: Desk, tag: str) -> SettingsDialog:
    desk.window.dialogs.show_settings()
    dialog = opened(desk, SettingsDialog)
    dialog.language.addItem("made up", tag)
    dialog.language.setCurrentIndex(dialog.language.count() - 1)
    dialog.language.activated.emit(dialog.language.currentIndex())
    QApplication.processEvents()
    return dialog


def test_another_language_is_spoken_at_once_by_window_and_worker(own_desk: Desk, paths: Paths) -> None:
    desk = own_desk
    wait_for(desk, lambda: desk.models_page.models.installed or not desk.models_page.models.read())
    choose_language(desk, ACCENTED)
    assert load_settings(paths.settings).language == ACCENTED
    assert "[&Ƒîļé~~]" in menus(desk)
    desk.models_page.examine([str(paths.data / "absent")])
    wait_for(desk, lambda: desk.models_page.message.isVisible() or not desk.models_page.models.looking)
    assert desk.models_page.message.text.accessibleName().startswith("[Ţĥéŕé îš ñöţĥîñĝ åţ")


def test_an_open_case_keeps_its_language_until_the_next_start(desk: Desk, phantoms: object, paths: Paths) -> None:
    desk.add(f"{phantoms}/phantom-pigmented.jpg")
    dialog = choose_language(desk, ACCENTED)
    assert "next start" in shown(dialog)
    assert "&File" in menus(desk)
    assert len(desk.case.state.photographs) == 1
    assert load_settings(paths.settings).language == ACCENTED


def test_the_size_of_text_is_used_at_once(desk: Desk) -> None:
    desk.window.dialogs.show_settings()
    dialog = opened(desk, SettingsDialog)
    dialog.text_size.setCurrentIndex(dialog.text_size.findData(150))
    dialog.text_size.activated.emit(dialog.text_size.currentIndex())
    assert theme.text_size() == 150


def test_the_program_has_an_icon_in_all_sizes(desk: Desk) -> None:
    icon = app_icon()
    assert sorted(size.width() for size in icon.availableSizes()) == sorted(SIZES)
    small = icon.pixmap(16, 16).toImage()
    assert len({small.pixel(x, y) for x in range(16) for y in range(16)}) > 8
    assert not desk.window.windowIcon().isNull()


def test_the_notice_of_the_first_start_is_read_in_the_language_that_is_chosen_there(
    own_desk: Desk, paths: Paths
) -> None:
    notice = application.show_notice(own_desk.window)
    assert "second pair of eyes" in shown(notice) + " ".join(words_heard(notice))
    notice.language.setCurrentIndex(notice.language.findData("id"))
    notice.language.activated.emit(notice.language.currentIndex())
    assert load_settings(paths.settings).language == "id"
    assert notice.accept_button.text() != "I understand and accept"
    assert not [text for text in words_heard(notice) if "second pair of eyes" in text]
    assert "&File" not in menus(own_desk)
    accepted: list[bool] = []
    notice.accepted.connect(lambda: accepted.append(True))
    notice.accept_button.click()
    assert accepted
    assert load_settings(paths.settings).notice_accepted


def words_heard(dialog: QDialog) -> list[str]:
    """What a screen reader reads of its labels."""
    return [each.accessibleName() for each in dialog.findChildren(QLabel)]
