"""Opens the window as a start does, on the screen that the environment describes, and says what of it is seen."""

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from room import cut_off, unreachable

from lentigo.application import connect_workers, open_window, prepare_application
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.shell.header import Header
from lentigo.paths import Paths, default_paths


def main(data: Path) -> None:
    """Print a JSON object; no worker is started."""
    prepare_application()
    paths = Paths(resources=default_paths().resources, data=data)
    opened = open_window(paths, connect_workers(paths))
    window, strip = opened.window, opened.pages.case.strip
    QTest.qWait(100)
    for _ in range(3):
        QApplication.processEvents()  # on a busy computer, not all has found its place by then
    seen = window.screen().availableGeometry()
    buttons = (strip.analyse, strip.stop, *window.findChild(Header).findChildren(LineButton))
    found = {
        "beyond the screen": not seen.contains(window.frameGeometry()),
        "unreachable": unreachable(window, buttons),
        "cut off": cut_off(window),
        "size": window.size().toTuple(),
    }
    sys.stdout.write(json.dumps(found))
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
