"""Where things lie: what came with the program, and what the user's data folder holds."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PORTABLE = "portable.txt"  # beside a frozen program: its data stay in that folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """`resources` is read-only and holds models/ and knowledge/; `data` belongs to the user."""

    resources: Path
    data: Path

    @property
    def catalogue(self) -> Path:
        """Folder of model descriptions, one TOML file a model."""
        return self.resources / "models" / "catalogue"

    @property
    def models(self) -> Path:
        """The models that were brought in, a folder each."""
        return self.data / "models"

    @property
    def bundled_library(self) -> Path:
        """What came with the program: pdf/ (documents, conditions.json) and index/, the cache made of them."""
        return self.resources / "knowledge"

    @property
    def own_library(self) -> Path:
        """The clinic's: documents/, and index/, the cache made of these and the bundled ones."""
        return self.data / "library"

    @property
    def records(self) -> Path:
        """The clinic's cases: encrypted store, wrapped keys, the audit log's head."""
        return self.data / "records"

    @property
    def logo(self) -> Path:
        """The clinic's, a picture's file as it was chosen."""
        return self.data / "clinic-logo"

    @property
    def settings(self) -> Path:
        """The user's settings file."""
        return self.data / "settings.json"


def default_paths() -> Paths:
    """The program's own folders: inside the package where it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed, checkout = package / "resources", package.parents[1]
    resources = installed if installed.is_dir() else checkout
    return Paths(resources=resources, data=_portable_data() or platformdirs.user_data_path("Lentigo", appauthor=False))


def _portable_data() -> Path | None:
    """The folder of data beside a portable program; None where that cannot be written, as on a read-only stick."""
    program = Path(sys.executable).parent
    if not getattr(sys, "frozen", False) or not (program / PORTABLE).is_file():
        return None
    data = program / "data"
    try:
        data.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            return data
    except OSError:
        return None
