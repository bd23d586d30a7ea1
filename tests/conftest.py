"""What tests share: folders, real photographs where they lie beside the checkout, and no screen."""

import os
from pathlib import Path

import pytest

# Qt's own off-screen screen has 800 pixels across. A drive's colon would end the name, so it is a relative one.
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={os.path.relpath(f'{__file__}/../data/screen.json')}")
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from lentigo.paths import Paths, default_paths

ROOT = Path(__file__).resolve().parent.parent
PHOTOGRAPHS = ROOT.parent / "shared" / "data" / "derm"


@pytest.fixture(scope="session")
def photographs() -> Path:
    """The folder of real skin photographs; they are never committed."""
    if not PHOTOGRAPHS.is_dir():
        pytest.skip(f"REAL PHOTOGRAPHS ARE ABSENT: {PHOTOGRAPHS} does not exist, so this test proves nothing here")
    return PHOTOGRAPHS


@pytest.fixture(scope="session")
def phantoms() -> Path:
    """The folder of rendered lesions."""
    return ROOT / "tests" / "data"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The program's real resources, with a data folder of the test's own."""
    return Paths(resources=default_paths().resources, data=tmp_path / "data")
