"""The main job on one photograph: `demo.py PHOTO FOLDER` writes report.pdf, report.json and window.png.

The analysis runs in the real window, off-screen where there is no display, through the real worker.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from lentigo.application import capture
from lentigo.errors import InputError, LentigoError
from lentigo.paths import Paths, default_paths
from lentigo.report.text import render_text
from lentigo.worker.messages.case import WriteReport
from lentigo.worker.synchronous import SynchronousWorker


def main(photograph: Path, folder: Path) -> int:
    """Analyse, write, and say where."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        paths = Paths(resources=default_paths().resources, data=Path(data))
        print(f"· Analysing {photograph.name} in the window …", flush=True)
        assessment = capture(paths, photograph, folder / "window.png")
        if assessment is None:
            raise InputError(f"{photograph.name} was refused; {folder / 'window.png'} shows why.")
        data = photograph.read_bytes()
        with SynchronousWorker(paths=paths) as worker:
            for name in ("report.pdf", "report.json"):
                print(f"· Writing {name} …", flush=True)
                worker.run(WriteReport(assessment=assessment, photographs=(data,), path=str(folder / name)))
    print(render_text(assessment, width=min(100, shutil.get_terminal_size().columns)))
    print(f"\nLook at {folder / 'report.pdf'}, {folder / 'report.json'} and {folder / 'window.png'}.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
