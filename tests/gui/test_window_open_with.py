"""“Open with Lentigo”: the window begins with the photographs that it was started with."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from lentigo import application
from lentigo.application import Opened, Workers
from lentigo.gui.shell.notice_dialog import NOTICE_VERSION
from lentigo.paths import Paths
from lentigo.records.vault import create_records
from lentigo.settings import Settings, save_settings

PATIENCE_MS, STEP_MS = 60_000, 100


@pytest.mark.usefixtures("dressed")
def test_they_are_in_the_case_and_an_earlier_one_is_not(
    paths: Paths, phantoms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photograph = tmp_path / "lésion 皮 1.jpg"
    photograph.write_bytes((phantoms / "phantom-pigmented.jpg").read_bytes())
    create_records(paths.records, "", name="Dr Sari")
    save_settings(Settings(notice_accepted=NOTICE_VERSION, open_case="earlier"), paths.settings)
    opened: list[Opened] = []
    seen: list[str] = []

    def open_window(paths: Paths, workers: Workers) -> Opened:
        opened.append(made(paths, workers))
        return opened[0]

    def end_once_it_came() -> None:
        case = opened[0].pages.case
        if names := [each.name for each in case.case.state.photographs]:
            seen.extend(names)
            case.exchange.keeper.keep_nothing()
            case.case.clear()
            QApplication.exit(0)

    made = application.open_window
    monkeypatch.setattr(application, "open_window", open_window)
    looking = QTimer(interval=STEP_MS)
    looking.timeout.connect(end_once_it_came)
    looking.start()
    patience = QTimer(interval=PATIENCE_MS, singleShot=True)
    patience.timeout.connect(lambda: QApplication.exit(1))
    patience.start()
    code = application.main(paths, [photograph])
    looking.stop()
    patience.stop()  # an exit without a main loop would end each later loop of this process at once
    assert code == 0
    opened[0].window.deleteLater()
    assert seen == ["lésion 皮 1.jpg"]
