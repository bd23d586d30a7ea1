"""What Windows' programs and libraries (PE files) ask others for, and offer: read without a Windows.

The layout is Microsoft's "PE Format" (https://learn.microsoft.com/windows/win32/debug/pe-format), 64 bits alone.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

EXPORTS, IMPORTS, DELAYED_IMPORTS = 0, 1, 13  # as the optional header's directories are numbered
DIRECTORIES_AT = 112  # bytes behind the start of a 64-bit optional header
BUILT_BY_WINE = b"Wine builtin DLL"  # in the DOS header's place


class Executable:
    """A file read whole; ValueError where it is no 64-bit PE file."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        (header,) = self._numbers("<I", 0x3C) if self.content[:2] == b"MZ" else (0,)
        if self.content[header : header + 4] != b"PE\0\0" or self._numbers("<H", header + 24) != (0x20B,):
            raise ValueError(f"{path.name} is no 64-bit program or library for Windows")
        self._directories = header + 24 + DIRECTORIES_AT
        sections, optional = self._numbers("<H", header + 6)[0], self._numbers("<H", header + 20)[0]
        starts = (header + 24 + optional + 40 * number for number in range(sections))
        self._sections = [self._numbers("<4I", start + 8) for start in starts]

    @property
    def is_wines(self) -> bool:
        """Whether it is part of wine, which no Windows can use."""
        return BUILT_BY_WINE in self.content[:0x80]

    def imports(self) -> set[str]:
        """The libraries that it cannot be loaded, or run on, without: names in small letters."""
        at_start = (entry[3] for entry in self._entries(IMPORTS, "<5I"))
        later = (entry[1] for entry in self._entries(DELAYED_IMPORTS, "<8I"))
        return {self._text(name).lower() for names in (at_start, later) for name in names}

    def exports(self) -> list[str]:
        """The names that it offers."""
        address, size = self._numbers("<II", self._directories + 8 * EXPORTS)
        if not size:
            return []
        count, _, names, _ = self._numbers("<4I", self._place(address) + 24)
        return [self._text(each) for each in self._numbers(f"<{count}I", self._place(names))]

    def _entries(self, directory: int, form: str) -> Iterator[tuple[int, ...]]:
        address, size = self._numbers("<II", self._directories + 8 * directory)
        place = self._place(address) if size else len(self.content)
        while place < len(self.content) and any(entry := self._numbers(form, place)):
            yield entry
            place += struct.calcsize(form)

    def _place(self, address: int) -> int:
        """Where in the file lies what is loaded there."""
        for _, start, length, offset in self._sections:
            if start <= address < start + length:
                return address - start + offset
        raise ValueError(f"nothing of the file is loaded at {address:#x}")

    def _text(self, address: int) -> str:
        start = self._place(address)
        return self.content[start : self.content.index(0, start)].decode("ascii")

    def _numbers(self, form: str, place: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self.content, place)
