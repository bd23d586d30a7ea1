"""WebP: chunks in a RIFF file, whose own size some writers do not know."""

from collections.abc import Iterator

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.faults import damaged

_KINDS = {
    b"EXIF": MetadataKind.EXIF,
    b"XMP ": MetadataKind.XMP,
    b"ICCP": MetadataKind.COLOUR_PROFILE,
    b"ANIM": MetadataKind.FURTHER_PICTURES,
}
_PICTURES = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_DRAWING = _PICTURES | {b"VP8X", b"ALPH"}


def inspect_webp(data: bytes) -> Container:
    """Whole where a picture chunk is; the file's size is corrected where it differs from the sum of its chunks."""
    chunks = list(_chunks(data))
    if not any(name in _PICTURES for name, _start, _length in chunks):
        raise damaged()
    _name, start, length = chunks[-1]
    if start + length > len(data):
        raise damaged((start + length - len(data)) / (start + length))
    end = start + length + length % 2
    told = 8 + int.from_bytes(data[4:8], "little")
    ends = {start + length + length % 2 for _name, start, length in chunks}
    fitting = told in ends and told <= len(data)
    bodies = [(name, data[start : start + length]) for name, start, length in chunks]
    return Container(
        carries=carried(
            [_KINDS.get(name, None if name in _DRAWING else MetadataKind.OTHER) for name, _body in bodies],
            data[(told if fitting else end) :],
        ),
        mended=b"" if fitting else b"RIFF" + (end - 8).to_bytes(4, "little") + data[8:end].ljust(end - 8, b"\x00"),
        exif=tuple(body for name, body in bodies if name == b"EXIF"),
        profile=next((body for name, body in bodies if name == b"ICCP"), b""),
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and length of each; ends where no chunk's name stands, and behind the size that the file tells."""
    told = 8 + int.from_bytes(data[4:8], "little")
    position = 12
    while position + 8 <= len(data) and position != told:
        name = data[position : position + 4]
        if name not in _DRAWING and name not in _KINDS and position > told:
            return
        if not (name.isascii() and name.strip().isalnum()):
            return
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        yield name, position + 8, length
        position += 8 + length + length % 2
