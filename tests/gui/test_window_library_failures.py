"""What can go wrong in the library, told where it happened; and the page by keyboard, at every size of text."""

import time
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from desk import Desk, Opener
from lasting_worker import LastingWorkers
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from tab_order import is_reading_order, tab_order

from lentigo.domain.library import page_list
from lentigo.gui.kit import theme
from lentigo.gui.library.librarian import Progress
from lentigo.gui.library.library_page import LibraryPage
from lentigo.gui.library.search_words import excerpt
from lentigo.paths import Paths, default_paths
from lentigo.worker.messages.library import AddDocument
from lentigo.worker.synchronous import SynchronousWorker

LONGEST_STOP_S = 2.0
TITLE = "Scabies in our clinic"


def enter(desk: Desk) -> LibraryPage:
    page: LibraryPage = desk.library_page
    desk.bot.keyClick(desk.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: page.isVisible() and not page.library.working, timeout=20_000)
    return page


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingWorkers]:
    """Workers with a library that holds a document of the clinic's own."""
    root = tmp_path_factory.mktemp("library")
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Scabies itches most at night, and the household is treated.")
        document.set_metadata({"title": TITLE})
        document.save(root / "leaflet.pdf")
    paths = Paths(resources=default_paths().resources, data=root / "data")
    with SynchronousWorker(paths=paths) as worker:
        worker.run(AddDocument(path=root / "leaflet.pdf"))
    workers = LastingWorkers.on(paths)
    yield workers
    workers.end()


@pytest.fixture
def page(open_desk: Opener, clinic: LastingWorkers) -> LibraryPage:
    """The page, with a document that can be removed."""
    page = enter(open_desk(lent=clinic))
    assert TITLE in [row.document.title for row in page.documents.rows.values()]
    return page


@pytest.fixture
def usual_text(qapp: QApplication) -> Iterator[None]:
    """Text is as large as usual again in the end."""
    yield
    theme.resize_text(100)


def test_a_file_that_kills_its_reader_is_told_and_the_next_one_is_added(open_desk: Opener) -> None:
    desk = open_desk("crash")
    page = enter(desk)
    desk.librarian.add(["/guides/deadly.pdf", "/guides/good.pdf"])
    desk.bot.waitUntil(lambda: not desk.librarian.working, timeout=20_000)
    first, second = desk.librarian.additions
    assert (first.progress, second.progress) == (Progress.FAILED, Progress.ADDED)
    said = page.additions.rows[0].words.accessibleName()
    assert "Nothing of it was added" in said
    assert "photograph" not in said


@pytest.mark.timed
def test_stop_ends_a_worker_that_does_not_listen(open_desk: Opener) -> None:
    desk = open_desk("hang")
    page = enter(desk)
    desk.librarian.add(["/guides/endless.pdf", "/guides/good.pdf"])
    desk.bot.waitUntil(page.additions.work.isVisible, timeout=20_000)
    began = time.monotonic()
    page.additions.work.stop.click()
    desk.bot.waitUntil(lambda: not desk.librarian.working, timeout=20_000)
    assert time.monotonic() - began < LONGEST_STOP_S
    assert [each.progress for each in desk.librarian.additions] == [Progress.STOPPED] * 2
    assert page.additions.rows[0].words.accessibleName() == "endless.pdf Stopped. Nothing of it was added."


def test_escape_stops_what_is_looked_at(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("hang")
    desk.add("lesion.jpg")
    desk.case_page.analyse.trigger()
    desk.bot.waitUntil((tmp_path / "failed").exists, timeout=20_000)
    (tmp_path / "failed").unlink()  # the next worker hangs, too
    page = enter(desk)
    desk.librarian.add(["/guides/endless.pdf"])
    desk.bot.waitUntil(page.additions.work.isVisible, timeout=20_000)
    desk.bot.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.bot.waitUntil(lambda: not desk.librarian.working, timeout=20_000)
    assert desk.analyst.running
    page.back_button.click()
    desk.bot.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.bot.waitUntil(lambda: not desk.analyst.running, timeout=20_000)


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(open_desk: Opener, tmp_path: Path) -> None:
    desk = open_desk("unlisted")
    page = enter(desk)
    assert page.message.text.accessibleName() == "This cannot be done. Do something else."
    (tmp_path / "failed").touch()  # a worker that starts now works
    desk.workers.reader.rest()
    page.message.button.click()
    desk.bot.waitUntil(lambda: len(page.documents.rows) == 3, timeout=20_000)
    assert page.message.isHidden()


def test_a_removal_that_fails_leaves_the_document(open_desk: Opener) -> None:
    desk = open_desk("refuse")
    page = enter(desk)
    row = page.documents.rows[f"{1:016}"]
    row.remove.click()
    row.question.confirm.click()
    assert row._facts.accessibleName() == "Being removed…"
    desk.bot.waitUntil(lambda: not desk.librarian.working, timeout=20_000)
    assert page.message.text.accessibleName() == "This cannot be done. Do something else."
    assert row.remove.isEnabled()
    assert "added on 2 January 2026 from guide-1.pdf" in row._facts.accessibleName()


def test_no_part_of_the_page_opens_a_window_of_its_own(page: LibraryPage, qapp: QApplication) -> None:
    assert [widget for widget in qapp.topLevelWidgets() if widget.isVisible()] == [page.window()]
    assert qapp.activeWindow() is page.window()


def test_everything_can_be_reached_with_the_tab_key_in_reading_order(page: LibraryPage) -> None:
    reached = [part for part in tab_order(page.back_button) if page.isAncestorOf(part)]
    expected = [each for each in page.findChildren(QWidget) if isinstance(each, QAbstractButton | QLineEdit)]
    assert {each for each in expected if each.isVisible()} <= set(reached)
    assert is_reading_order([part for part in reached if part is not page.scroller], page)
    assert all(each.accessibleName() for each in reached)


@pytest.mark.usefixtures("usual_text")
def test_nothing_is_cut_off_at_any_size_of_text(page: LibraryPage) -> None:
    window = page.window()
    window.resize(1000, 640)
    next(row for row in page.documents.rows.values() if row.document.title == TITLE).remove.click()
    for size in theme.TEXT_SIZES:
        theme.resize_text(size)
        for _ in range(3):
            QApplication.processEvents()
        assert (window.width(), window.height()) == (1000, 640), size
        content = page.scroller.widget()
        assert content.width() <= page.scroller.viewport().width(), size
        for part in page.findChildren(QWidget):
            if part.isVisible() and isinstance(part, QAbstractButton) and part.text():
                assert part.width() >= part.sizeHint().width(), (size, part.text())
                assert part.height() >= part.fontMetrics().height(), (size, part.text())


@pytest.mark.usefixtures("usual_text")
def test_the_size_of_text_changes_by_key_and_is_remembered(open_desk: Opener) -> None:
    first = open_desk()
    for _ in range(2):
        first.bot.keyClick(first.window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    first.bot.keyClick(first.window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert first.strip.stage.fontInfo().pixelSize() == round(theme.BASE * 1.25)
    first.window.close()
    theme.resize_text(100)
    second = open_desk()
    assert second.strip.stage.fontInfo().pixelSize() == round(theme.BASE * 1.25)


@pytest.mark.parametrize(
    ("pages", "words"),
    [((3,), "Page 3"), ((1, 2), "Pages 1–2"), ((1, 3, 4, 5, 9), "Pages 1, 3–5 and 9")],
)
def test_page_numbers_are_drawn_together(pages: tuple[int, ...], words: str) -> None:
    assert page_list(pages) == words


def test_a_long_list_of_pages_is_cut() -> None:
    assert page_list(tuple(range(1, 41, 2))) == "Pages 1, 3, 5, 7, 9, 11, 13, 15 and 12 more"


def test_an_excerpt_shows_the_words_and_obeys_no_markup() -> None:
    text = "Nothing here. " * 60 + "Itching is <b>worst</b> at night & in bed. " + "More of it. " * 60
    shown = excerpt("itch worse at night", text)
    assert "at <b>night</b> &amp; in bed" in shown
    assert "&lt;b&gt;worst&lt;/b&gt;" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 600
