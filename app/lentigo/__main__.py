"""Entry point: `lentigo` opens the window, `lentigo VERB` works on the command line."""

import os
import sys
from pathlib import Path

from lentigo.errors import LentigoError


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
    if len(sys.argv) > 1:
        from lentigo.cli import run

        return run(sys.argv[1:])
    return open_window()


def open_window() -> int:
    """The window; where there is no screen, a sentence that says so."""
    from lentigo.application import main as show_window
    from lentigo.paths import default_paths
    from lentigo.untrusted import readable

    try:
        return show_window(default_paths())
    except LentigoError as error:
        sys.stderr.write(readable(error.told))
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
