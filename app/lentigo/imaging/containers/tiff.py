"""TIFF: directories of tags that point to everything else."""

from dataclasses import dataclass
from typing import Literal

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.faults import camera_raw, damaged

_TYPE_BYTES = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
}  # fmt: skip
_BELOW = frozenset({34665, 34853})  # EXIF, GPS
_MOST_ENTRIES = 4096  # cameras write some fifty
_STARTS, _LENGTHS = (273, 324), (279, 325)  # of the strips, or else of the tiles
_PROFILE, _DNG_VERSION, _SUBFILE = 34675, 50706, 254
_MOST_STRIPS = 2**20
_KINDS = ((700, MetadataKind.XMP), (33723, MetadataKind.IPTC), (34377, MetadataKind.IPTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One tag: where its values lie, how many, and the first one as a whole number."""

    kind: int
    count: int
    at: int
    first: int


class _Reader:
    """Finds directories; InputError where something that one points to is missing."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
        self._big = self._number(2, 2) == 43  # BigTIFF: eight bytes where others have four
        self.start = self._number(8, 8) if self._big else self._number(4, 4)

    def directory(self, start: int) -> dict[int, _Entry]:
        count_bytes, entry_bytes, value_bytes = (8, 20, 8) if self._big else (2, 12, 4)
        entries = self._number(start, count_bytes)
        first = start + count_bytes
        end = first + entries * entry_bytes
        if entries > _MOST_ENTRIES or end > len(self._data):
            raise damaged()
        found = {}
        for at in range(first, end, entry_bytes):
            found[self._number(at, 2)] = self._entry(at, entry_bytes, value_bytes)
        return found

    def _entry(self, at: int, entry_bytes: int, value_bytes: int) -> _Entry:
        kind, count = self._number(at + 2, 2), self._number(at + 4, value_bytes)
        each = _TYPE_BYTES.get(kind, 1)
        inline = at + entry_bytes - value_bytes
        where = inline if each * count <= value_bytes else self._number(inline, value_bytes)
        if where + each * count > len(self._data):
            raise damaged()
        return _Entry(kind=kind, count=count, at=where, first=self._number(where, each))

    def values(self, entry: _Entry) -> tuple[int, ...]:
        each = _TYPE_BYTES.get(entry.kind, 1)
        if entry.count > _MOST_STRIPS:
            raise damaged()
        return tuple(self._number(entry.at + each * index, each) for index in range(entry.count))

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self._data[at : at + size], self._order)


def inspect_tiff(data: bytes) -> Container:
    """Of the first directory, and those below it that tell of the camera. Camera raw files are TIFF, too."""
    reader = _Reader(data)
    tags = reader.directory(reader.start)
    for below in _BELOW & tags.keys():
        reader.directory(tags[below].first)
    if _DNG_VERSION in tags or (_SUBFILE in tags and tags[_SUBFILE].first & 1):
        raise camera_raw()
    _refuse_missing(reader, tags, len(data))
    profile = tags.get(_PROFILE)
    return Container(
        carries=carried([kind for tag, kind in _KINDS if tag in tags]),
        exif=(data,),
        profile=data[profile.at : profile.at + profile.count] if profile else b"",
    )


def _refuse_missing(reader: _Reader, tags: dict[int, _Entry], size: int) -> None:
    starts, lengths = (
        next((reader.values(tags[tag]) for tag in names if tag in tags), ()) for names in (_STARTS, _LENGTHS)
    )
    parts = list(zip(starts, lengths, strict=False))
    missing = sum(min(length, max(0, start + length - size)) for start, length in parts)
    if missing:
        raise damaged(missing / sum(lengths))
