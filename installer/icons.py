"""The program's icon for menus and files, in each size that it draws itself in: `icons.py FOLDER`, in a checkout's
environment.

FOLDER/NxN/apps/lentigo.png and FOLDER/scalable/apps/lentigo.svg, as freedesktop's icon themes lie; FOLDER/lentigo.ico.
"""

import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtGui import QGuiApplication

from lentigo.gui.kit.app_icon import DRAWING, SIZES, app_icon


def main(folder: Path) -> None:
    """Draw them all."""
    application = QGuiApplication([])
    icon = app_icon()
    files = []
    for size in SIZES:
        files.append(_place(folder, f"{size}x{size}") / "lentigo.png")
        icon.pixmap(size, size).save(str(files[-1]), "PNG")
    shutil.copyfile(DRAWING, _place(folder, "scalable") / "lentigo.svg")
    *smaller, largest = map(Image.open, files)
    largest.save(folder / "lentigo.ico", sizes=[(size, size) for size in SIZES], append_images=smaller)
    application.quit()


def _place(folder: Path, size: str) -> Path:
    place = folder / size / "apps"
    place.mkdir(parents=True, exist_ok=True)
    return place


if __name__ == "__main__":
    main(Path(sys.argv[1]))
