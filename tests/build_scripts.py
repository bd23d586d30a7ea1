"""What stands in build/, as modules: it is no package."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

BUILD = Path(__file__).resolve().parent.parent / "build"


def build_script(name: str) -> ModuleType:
    """build/NAME.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BUILD)
        return import_module(name)
