"""What is remembered of the engine's processor variants below the data folder. Imports no llama.cpp."""

import os
from contextlib import suppress
from pathlib import Path


class VariantRecord:
    """One empty file a fact, so that several workers can write at once and a folder that is read-only costs nothing
    but another check at the next start.

    A key names a variant and the bytes of its library: what failed is tried again once the engine was replaced.
    """

    def __init__(self, data: Path) -> None:
        self._folder = data / "engine"

    def has_passed(self, key: str) -> bool:
        """Whether the variant computed what it should, in a process of its own."""
        return (self._folder / f"passed-{key}").exists()

    def is_left_out(self, key: str) -> bool:
        """Whether it died here, or computed something else."""
        return (self._folder / f"left-out-{key}").exists()

    def note_passed(self, key: str) -> None:
        """Spare the check from now on."""
        self._write(f"passed-{key}")

    def leave_out(self, key: str) -> None:
        """Never load it here again."""
        self._write(f"left-out-{key}")

    def note_in_use(self, key: str) -> None:
        """This process uses the variant from now on."""
        self._write(f"used-by-{os.getpid()}", key)

    def end_of(self, process: int) -> str | None:
        """The variant that a process which has ended used, if it got so far; asked once."""
        note = self._folder / f"used-by-{process}"
        try:
            key = note.read_text(encoding="utf-8")
            note.unlink()
        except OSError:
            return None
        return key

    def _write(self, name: str, text: str = "") -> None:
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_text(text, encoding="utf-8")
