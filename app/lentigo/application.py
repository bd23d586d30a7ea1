"""The composition root of the window's process: the one place that knows every part."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QLocale, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from lentigo.domain.assessment import Assessment
from lentigo.errors import EngineError
from lentigo.gui.access.access import Access
from lentigo.gui.access.records_menu import RecordsMenu
from lentigo.gui.access.safekeeping import Safekeeping
from lentigo.gui.batch.batch_page import BatchPage
from lentigo.gui.batch.batch_run import BatchRun
from lentigo.gui.case.analyst import Analyst
from lentigo.gui.case.case_page import CasePage
from lentigo.gui.case.intake import from_files
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.kit.app_icon import app_icon
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.fonts import choose_font
from lentigo.gui.kit.qt_words import speak_in_dialogs
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.theme import dress, undressed
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.gui.library.librarian import Librarian
from lentigo.gui.library.library_page import LibraryPage
from lentigo.gui.library.library_search import LibrarySearch
from lentigo.gui.models.model_label import ModelLabel
from lentigo.gui.models.model_work import ModelWork
from lentigo.gui.models.models import Models
from lentigo.gui.models.models_page import ModelsPage
from lentigo.gui.records.cases_page import CasesPage
from lentigo.gui.shell.crash import CrashGuard
from lentigo.gui.shell.handed_over import HandedOver
from lentigo.gui.shell.main_window import MainWindow
from lentigo.gui.shell.notice_dialog import NOTICE_VERSION, NoticeDialog
from lentigo.gui.shell.only_window import OnlyWindow
from lentigo.language import language_in_use, translate, use_language
from lentigo.paths import Paths
from lentigo.settings import Settings, load_settings, save_settings
from lentigo.worker.client import StartWorker, WorkerClient, start_worker
from lentigo.worker.limits import leave_no_core
from lentigo.worker.messages.access import UseLanguage
from lentigo.worker.messages.message import Failed

_CAPTURE_LIMIT_MS = 600_000
_PATIENCE = 10  # nice value: runs when nothing else wants to


class Workers(NamedTuple):
    """The window's workers, all of one kind. A process is started at its first request."""

    analyst: WorkerBridge  # keeps the model warm
    desk: WorkerBridge  # previews, pages, exports: what takes a moment
    reader: WorkerBridge  # lists and searches the library while its page is open
    librarian: WorkerBridge  # adds and removes documents, which can take minutes
    registrar: WorkerBridge  # holds the records, and with them their key


class Pages(NamedTuple):
    """The window's pages in the order of their buttons; it begins with the first, and goes back to it."""

    case: CasePage
    cases: CasesPage
    batch: BatchPage
    library: LibraryPage
    models: ModelsPage


@dataclass(slots=True, kw_only=True)
class Opened:
    """The window, who works with it, and its pages, which are others once it speaks another language."""

    window: MainWindow
    access: Access
    pages: Pages = field(init=False)
    menu: RecordsMenu = field(init=False)
    safekeeping: Safekeeping = field(init=False)


def main(paths: Paths, photographs: Sequence[Path] = ()) -> int:
    """Open the window, with these photographs in it, and stay until it is closed; returns the exit code."""
    leave_no_core()
    use_language(load_settings(paths.settings).language or _system_language())
    if not _has_display():
        raise EngineError(
            translate("There is no screen to open the window on."),
            hint=translate("Use “lentigo analyze PHOTO” on this computer."),
        )
    only = OnlyWindow(paths.data)
    if not only.claim():
        return _bring_first_forward(only, photographs)
    app = prepare_application()
    workers = connect_workers(paths)
    opened = open_window(paths, workers)
    only.watch(opened.window, HandedOver(opened.window).take)
    CrashGuard(window=opened.window, log=paths.data / "window.log").install()

    def begin() -> None:
        case = opened.pages.case  # another one since the start, where a language was chosen at the notice
        opened.access.begin()
        last = "" if photographs else opened.window.settings.open_case  # they may be another patient's
        case.exchange.open_last(last)
        case.exchange.add(from_files([str(path) for path in photographs]))

    if opened.window.settings.notice_accepted == NOTICE_VERSION:
        begin()
    else:
        show_notice(opened.window).accepted.connect(begin)
    for first in (opened.pages.case.analyst.warm_up, opened.pages.models.models.read):
        QTimer.singleShot(0, first)  # after the first paint
    try:
        return app.exec()
    finally:
        for worker in workers:
            worker.close()


def _bring_first_forward(only: OnlyWindow, photographs: Sequence[Path]) -> int:
    """The exit code of a second start."""
    if only.call(photographs):
        return 0
    message = translate("Lentigo is open already, and does not answer.")
    hint = translate("End it in the system's list of programs, then start it again: nothing that was saved is lost.")
    prepare_application()
    QMessageBox.critical(None, "Lentigo", f"{message}\n\n{hint}")
    raise EngineError(message, hint=hint)


def capture(paths: Paths, photograph: Path, out: Path, *, size: tuple[int, int] = (1366, 768)) -> Assessment | None:
    """Analyse a photograph in the real window and write its picture to `out` (PNG); None where there was no report.

    EngineError where the analysis failed.
    """
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = prepare_application()
    workers = connect_workers(paths)
    opened = open_window(paths, workers)
    window, page = opened.window, opened.pages.case
    window.resize(*size)
    page.exchange.keeper.keep_nothing()
    ended = QEventLoop()
    endings: list[object] = []
    page.analyst.ended.connect(endings.append)
    page.analyst.ended.connect(lambda: QTimer.singleShot(0, ended.quit))
    page.case.changed.connect(page.analyse.trigger, Qt.ConnectionType.SingleShotConnection)
    page.case.photograph_refused.connect(ended.quit)
    QTimer.singleShot(_CAPTURE_LIMIT_MS, ended, ended.quit)
    opened.pages.models.models.read()
    page.case.add(from_files([str(photograph)]))
    ended.exec()
    app.processEvents()
    window.grab().save(str(out), "PNG")
    for worker in workers:
        worker.close()
    window.deleteLater()
    for ending in endings:
        if isinstance(ending, Failed):
            raise EngineError(ending.message, hint=ending.hint)
    return page.case.state.report


def prepare_application() -> QApplication:
    """The Qt application in Lentigo's clothes."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Lentigo")
    app.setApplicationDisplayName("Lentigo")
    app.setWindowIcon(app_icon())
    choose_font(app)
    speak_in_dialogs()
    dress(app)
    return app


def connect_workers(paths: Paths, start: StartWorker = start_worker) -> Workers:
    """Five of a kind, so that a page of a report waits neither behind an analysis nor behind a document."""

    def start_behind(paths: Paths) -> subprocess.Popen[bytes]:
        """A document that is being added leaves the processor to whatever else is asked for."""
        process = start(paths)
        if sys.platform == "win32":
            import psutil

            psutil.Process(process.pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.setpriority(os.PRIO_PROCESS, process.pid, _PATIENCE)
        return process

    def connect(start: StartWorker = start) -> WorkerBridge:
        return WorkerBridge(WorkerClient(paths=paths, start=start))

    return Workers(
        analyst=connect(), desk=connect(), reader=connect(), librarian=connect(start_behind), registrar=connect()
    )


def make_pages(workers: Workers, settings: Callable[[], Settings], registrar: Registrar) -> Pages:
    """Each page with what it works with; where two pages have to do with each other, they are connected here."""
    desk, dialogs = workers.desk, FileDialogs()
    analyst = Analyst(bridge=workers.analyst, model=settings().model)
    librarian = Librarian(bridge=workers.librarian)
    run = BatchRun(registrar=registrar, desk=desk, bridge=analyst.bridge, model=lambda: analyst.model)
    pages = Pages(
        case=CasePage(
            case=OpenCase(desk=desk),
            analyst=analyst,
            desk=desk,
            dialogs=dialogs,
            registrar=registrar,
        ),
        cases=CasesPage(registrar=registrar, desk=desk, years=lambda: settings().retention_years),
        batch=BatchPage(run=run, desk=desk, dialogs=dialogs),
        library=LibraryPage(
            library=LibrarySearch(reader=workers.reader), librarian=librarian, desk=desk, dialogs=dialogs
        ),
        models=ModelsPage(
            models=Models(desk=desk, reader=workers.reader),
            work=ModelWork(bridge=workers.librarian),
            loader=analyst,
            worker_taken=lambda: librarian.working,
            dialogs=dialogs,
        ),
    )
    _join(pages.case, pages.cases)
    _join_batch(pages)
    pages.case.models_asked.connect(pages.models.wanted)
    pages.models.documents_asked.connect(pages.library.add)
    return pages


def _join(case: CasePage, cases: CasesPage) -> None:
    """The table and the records: what each asks of the other."""
    door = case.door
    cases.open_asked.connect(door.open)
    cases.export_asked.connect(door.open)
    cases.follow_asked.connect(door.follow)
    cases.removed.connect(door.forget)
    cases.patient_changed.connect(door.tell_changed)
    cases.patient_erased.connect(door.forget_patient)
    cases.patient_of_table_asked.connect(case.ask_for_patient)
    cases.comparison_of_table_asked.connect(door.compare)
    case.patient_asked.connect(cases.show_patient)
    door.comparison_asked.connect(cases.compare)
    case.exchange.keeper.kept.connect(cases.read_again)


def _join_batch(pages: Pages) -> None:
    """What the batch makes way for, and who hears of it."""
    run, analyst = pages.batch.run, pages.case.analyst
    analyst.make_way = run.make_way
    analyst.ended.connect(run.come_back)
    pages.batch.open_asked.connect(pages.case.door.open)
    pages.cases.patient_erased.connect(run.read)


def open_window(paths: Paths, workers: Workers) -> Opened:
    """The window, on the screen."""

    def keep(settings: Settings) -> None:
        with suppress(OSError):  # a disk that cannot be written must not hold the window open
            save_settings(settings, paths.settings)

    def speak(language: str) -> bool:
        if not all(page.at_rest for page in opened.pages):
            return False
        use_language(language or _system_language())
        speak_in_dialogs()
        for page in opened.pages:
            page.close_down()
        for worker in workers[:-1]:
            worker.restart()
        workers.registrar.submit(UseLanguage(language=language_in_use()), on_result=ignore, on_failed=ignore)
        window.keep_settings(replace(window.settings, window_state=window.state))
        _furnish(opened, paths, workers)
        opened.pages.models.models.read()
        opened.pages.case.analyst.warm_up()
        return True

    window = MainWindow(
        settings=load_settings(paths.settings), keep=keep, checker=workers.analyst, desk=workers.desk, speak=speak
    )
    access = Access(
        bridge=workers.registrar,
        show_page=window.cover.show_page,
        lift=window.cover.lift,
        minutes=lambda: window.settings.auto_lock_minutes,
    )
    access.setParent(window)
    access.leave_asked.connect(window.close)
    opened = Opened(window=window, access=access)
    _furnish(opened, paths, workers)
    window.show()
    return opened


@undressed()
def _furnish(opened: Opened, paths: Paths, workers: Workers) -> None:
    window, access, registrar = opened.window, opened.access, Registrar(workers.registrar)
    pages = make_pages(workers, lambda: window.settings, registrar)
    analyst, keeper = pages.case.analyst, pages.case.exchange.keeper
    safekeeping = Safekeeping(
        window=window,
        access=access,
        bridge=workers.registrar,
        data=paths.data,
        days=lambda: window.settings.backup_days,
    )
    safekeeping.setParent(pages.case)
    menu = RecordsMenu(window=window, access=access, safekeeping=safekeeping, bridge=workers.registrar)
    window.furnish(
        pages=pages,
        status=ModelLabel(models=pages.models.models, loader=analyst),
        bar=safekeeping.bar,
        foot=pages.case.strip,
        menus=menu.groups,
    )
    access.locking.connect(keeper.settle)
    access.locking.connect(pages.cases.forget)
    access.locking.connect(pages.batch.forget)
    access.opened.connect(keeper.send_anew)
    access.opened.connect(lambda state: pages.case.signing.bind(state.who))
    pages.case.signing.bind(access.clinician)
    access.opened.connect(pages.cases.come_back)
    access.opened.connect(pages.batch.come_back)
    access.serve(registrar)
    opened.pages, opened.menu, opened.safekeeping = pages, menu, safekeeping
    pages.case.exchange.keeper.kept.connect(lambda case: window.keep_settings(replace(window.settings, open_case=case)))
    analyst.taken.connect(lambda model: window.keep_settings(replace(window.settings, model=model)))


def show_notice(window: MainWindow) -> NoticeDialog:
    """Ask for the notice's acceptance; a refusal closes the program."""
    notice = NoticeDialog(window, language=window.settings.language, speak=window.dialogs.speak)
    notice.accepted.connect(lambda: window.keep_settings(replace(window.settings, notice_accepted=NOTICE_VERSION)))
    notice.rejected.connect(window.close)
    notice.open()
    return notice


def _system_language() -> str:
    return QLocale.system().bcp47Name()


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM") or QGuiApplication.instance()
    return bool(chosen or sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
