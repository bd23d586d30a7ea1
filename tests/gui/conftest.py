"""The real window, off-screen, with the scripted worker for failures and the real one where that is the point."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from clinic_models import ClinicModels, make_clinic_models
from desk import Desk, Opener
from fakes.start_scripted import scripted
from lasting_worker import LastingWorkers
from pytestqt.qtbot import QtBot

from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.paths import Paths, default_paths
from lentigo.records.vault import create_records


@pytest.fixture(autouse=True, scope="session")
def dressed(qapp: object) -> None:
    """Every widget is tested in the program's own clothes."""
    prepare_application()
    gc.freeze()  # all that stays: what each test leaves behind is collected in no time


@pytest.fixture(scope="session")
def lasting_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingWorkers]:
    """One set for all tests that bring neither documents nor models in."""
    workers = LastingWorkers.on(Paths(resources=default_paths().resources, data=tmp_path_factory.mktemp("lasting")))
    yield workers
    workers.end()


@pytest.fixture(scope="session")
def clinic_models(tmp_path_factory: pytest.TempPathFactory) -> ClinicModels:
    """Models on a computer and on sticks, for tests that change none of them."""
    return make_clinic_models(tmp_path_factory.mktemp("clinic"))


@pytest.fixture(scope="session")
def clinic_workers(clinic_models: ClinicModels) -> Iterator[LastingWorkers]:
    """Lasting workers on the computer that has these models."""
    workers = LastingWorkers.on(clinic_models.paths)
    yield workers
    workers.end()


@pytest.fixture
def open_desk(qtbot: QtBot, paths: Paths, tmp_path: Path, lasting_workers: LastingWorkers) -> Iterator[Opener]:
    """Opens the window; settings and records are always the test's own, and held by a real worker.

    With no mode the real workers are lent, `lent` or those that know what came with the program. With "real" they are
    the test's own, as its documents and models are. Any other is a mode of the scripted worker.
    """
    opened: list[Desk] = []

    def open_one(mode: str = "", lent: LastingWorkers = lasting_workers) -> Desk:
        if not paths.records.exists():
            create_records(paths.records, "", name="Dr Sari")  # as a first start leaves them
        workers = connect_workers(paths)
        if mode not in ("", "real"):
            workers = connect_workers(paths, scripted(mode, tmp_path / "failed"))._replace(registrar=workers.registrar)
        if not mode:
            workers = lent.lent_to(workers)
        folder = tmp_path / "the user's folder"
        folder.mkdir(exist_ok=True)
        desk = Desk(opened=open_window(paths, workers), workers=workers, bot=qtbot, folder=folder)
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
    qtbot.wait(0)  # until they are gone: each change of style visits all widgets that there are
    gc.collect()  # here, lest a worker's thread does it: what is Qt's must die in Qt's own thread
