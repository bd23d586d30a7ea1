"""Whether Qt finds what it leans on: it brings its own libraries, and aborts without a few of the system's.

Nothing here imports Qt, so that a checkout's build/dev.py and the program give the same answer.
"""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from lentigo.errors import EngineError
from lentigo.language import translate

QT, QT_PACKAGES = "lib/libQt6Widgets.so.6", "libegl1 libgl1 libxkbcommon0 libdbus-1-3"
X11, X11_PACKAGES = (
    "plugins/platforms/libqxcb.so",
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 "
    "libxkbcommon-x11-0",
)


def require_screen() -> None:
    """EngineError where the window would abort for want of a library."""
    require_qt()
    variables = os.environ.get
    if variables("DISPLAY") and not variables("WAYLAND_DISPLAY") and variables("QT_QPA_PLATFORM", "xcb") == "xcb":
        _require(_qt() / X11, X11_PACKAGES)


def require_qt() -> None:
    """EngineError where not even a window that nobody sees can be made."""
    _require(_qt() / QT, QT_PACKAGES)


def _qt() -> Path:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "Qt"


def _require(library: Path, packages: str) -> None:
    if sys.platform != "linux" or not library.exists():
        return  # elsewhere it needs nothing that a system lacks, and who packed Qt in another way looked after that
    try:
        ctypes.CDLL(str(library))
    except OSError as problem:
        raise EngineError(
            translate("The window cannot be opened: {reason}.", reason=problem),
            hint=translate("On Debian and Ubuntu: apt-get install {packages}", packages=packages),
        ) from problem


def main() -> int:
    """For build/dev.py: 1, and a sentence, where Qt lacks something."""
    try:
        require_qt()
    except EngineError as error:
        sys.stderr.write(error.told)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
