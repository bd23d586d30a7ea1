"""Entry point of `lentigo-packager`."""

import os
import sys

from lentigo_packager.cli import run


def main() -> int:
    """Run the verb that the arguments name."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # chromadb imports onnxruntime, which phones home at import
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # fetching alone takes this away
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
