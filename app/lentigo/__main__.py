"""Entry point: `lentigo` opens the window, `lentigo open PHOTO…` with these in it, `lentigo VERB` works without."""

import os
import sys
from pathlib import Path

from lentigo.errors import LentigoError

INTERRUPTED = 130  # the shell's code for a program stopped by Ctrl-C


def main() -> int:
    """Imports only what the verb needs: the window must be there in a second."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # chromadb imports onnxruntime, which phones home at import
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if sys.argv[1:2] == ["worker"]:
        from lentigo.worker.process import main as run_worker

        return run_worker(sys.argv[2:])
    if sys.argv[1:2] == ["check-variant"]:
        from lentigo.inference.variant_check import check

        return 0 if check(Path(sys.argv[2])) else 1
    if sys.argv[1:2] in ([], ["open"]):
        return open_window([Path(name).absolute() for name in sys.argv[2:]])
    return run_verb()


def run_verb() -> int:
    """The command line; Ctrl-C ends it without a traceback while it is still being imported, too."""
    try:
        from lentigo.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


def open_window(photographs: list[Path]) -> int:
    """The window, with photographs to begin with; where there is no screen, or Qt lacks a library, a sentence."""
    from lentigo.language import environment_language, use_language
    from lentigo.paths import default_paths
    from lentigo.screen import require_screen
    from lentigo.settings import load_settings
    from lentigo.untrusted import readable

    paths = default_paths()
    use_language(load_settings(paths.settings).language or environment_language())
    try:
        require_screen()
        from lentigo.application import main as show_window

        return show_window(paths, photographs)
    except LentigoError as error:
        sys.stderr.write(readable(error.told))
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
