"""Entry point of `lentigo-serve`."""

import os
import sys
from importlib.util import find_spec

from lentigo.cli import run_verb
from lentigo.cli.terminal import warn
from lentigo.errors import InputError
from lentigo.language import environment_language, translate, use_language
from lentigo.paths import default_paths
from lentigo.settings import load_settings

NEEDED = ("starlette", "uvicorn", "python_multipart")


def main() -> int:
    """Serve until told to end."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # chromadb imports onnxruntime, which phones home at import
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    use_language(load_settings(default_paths().settings).language or environment_language())
    if any(find_spec(name) is None for name in NEEDED):
        missing = InputError(
            translate("What a service needs is not installed."),
            hint=translate("Install Lentigo with its extra: pip install “lentigo[serving]”."),
        )
        warn(missing.told)
        return missing.exit_code
    from lentigo_serving.serve import make_parser

    return run_verb(make_parser(), sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
