"""The real window, off-screen, with the scripted worker for failures and the real one where that is the point."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from fakes.start_scripted import scripted
from pytestqt.qtbot import QtBot

from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient, start_worker


@pytest.fixture(autouse=True, scope="session")
def dressed(qapp: object) -> None:
    """Every widget is tested in the program's own clothes."""
    prepare_application()


@pytest.fixture
def open_desk(qtbot: QtBot, paths: Paths, tmp_path: Path) -> Iterator[Opener]:
    """Opens the window on workers of a mode; "real" is the real worker, which always holds the records."""
    opened: list[Desk] = []

    def open_one(mode: str) -> Desk:
        start = start_worker if mode == "real" else scripted(mode, tmp_path / "failed")
        workers = connect_workers(paths, start)._replace(registrar=WorkerBridge(WorkerClient(paths=paths)))
        desk = Desk(opened=open_window(paths, workers), workers=workers, bot=qtbot)
        opened.append(desk)
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        return desk

    yield open_one
    for desk in opened:
        desk.case_page.exchange.keeper.keep_nothing()
        desk.case.clear()  # an unfinished case would be asked about
        desk.window.close()
        for worker in desk.workers:
            worker.close()
        desk.window.deleteLater()
