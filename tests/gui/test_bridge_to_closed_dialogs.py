"""A worker's answer that comes after the dialog that asked for it was closed."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages.letterhead import ReadLogo


class Asker(QLabel):
    """Shows what it is told, which a deleted widget cannot."""

    def show_answer(self, answer: object) -> None:
        self.setText(str(answer))


def test_nobody_is_told_who_is_gone(qtbot: QtBot, paths: Paths) -> None:
    bridge = WorkerBridge(WorkerClient(paths=paths))
    asker, answers = Asker(), list[object]()
    bridge.submit(ReadLogo(), on_result=asker.show_answer, on_failed=ignore)
    bridge.submit(ReadLogo(), on_result=answers.append, on_failed=ignore)
    asker.deleteLater()
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    bridge.close()
