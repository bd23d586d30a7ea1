"""HEIC and AVIF: boxes (ISO/IEC 14496-12, 23008-12). Sizes and counts are judged before a decoder sees the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.colour_coding import ColourCoding, numbered_coding
from lentigo.imaging.containers.container import Container, carried
from lentigo.imaging.faults import damaged, refuse_large, unreadable
from lentigo.language import deferred, translate

_MOST_BOXES = 20_000
_MOST_ITEMS = 2_000  # a phone's picture of 48 megapixels has some 200 tiles
_DEEPEST = 6
_WITHIN = {b"meta": 4, b"iprp": 0, b"ipco": 0, b"iinf": 0}  # bytes before the boxes in a box
_READABLE_CODINGS = frozenset({b"hvc1", b"av01"})
_OTHER_CODINGS = frozenset({b"avc1", b"vvc1", b"evc1", b"j2k1", b"jpeg", b"unci", b"mski"})
_OTHER_KIND = deferred("HEIF with {coding} inside")
_TOO_MANY = deferred("HEIC or AVIF with more parts than a photograph has")
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")
_NAMES_OF_BOXES = frozenset(b"ftyp meta mdat moov free skip uuid wide udta mpvd sefd mdta".split())


@dataclass(slots=True)
class _Found:
    """What stands in the boxes."""

    boxes: int = 0
    items: list[bytes] = field(default_factory=list)  # their types
    mime: bytes = b""
    colours: list[bytes] = field(default_factory=list)
    auxiliaries: int = 0
    end: int = 0  # of what must be in the file
    sizes: list[tuple[int, int]] = field(default_factory=list)
    film: bool = False


def inspect_heif(data: bytes) -> Container:
    """Whole where each item's data is in the file."""
    found = _Found()
    rest = _read_boxes(data, 0, len(data), found, 0)
    if not found.items and not found.film:
        raise damaged()
    if len(found.items) > _MOST_ITEMS:
        raise unreadable(translate(_TOO_MANY))
    kinds = set(found.items)
    if kinds & _OTHER_CODINGS and not kinds & _READABLE_CODINGS:
        raise unreadable(translate(_OTHER_KIND, coding=min(kinds & _OTHER_CODINGS).decode("ascii")))
    for width, height in found.sizes:
        refuse_large(width, height)
    if found.end > len(data):
        raise damaged((found.end - len(data)) / found.end)
    profile, coding = _colours(found.colours)
    return Container(carries=carried(_kinds(found), data[rest:]), profile=profile, coding=coding)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each box's body."""
    while start + 8 <= end:
        size, name, body = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], start + 8
        if size == 1:
            size, body = int.from_bytes(data[body : body + 8], "big"), body + 8
        stop = end if size == 0 else start + size
        if stop < body:
            raise damaged()
        yield name, body, stop
        start = stop


def _read_boxes(data: bytes, start: int, end: int, found: _Found, depth: int) -> int:
    """Where the last known box ends; what follows at the top is trailing data."""
    position = start
    for name, body, stop in _boxes(data, start, end):
        found.boxes += 1
        if found.boxes > _MOST_BOXES:
            raise unreadable(translate(_TOO_MANY))
        if depth == 0:
            if name not in _NAMES_OF_BOXES:
                break
            found.end = max(found.end, stop)
        position = min(stop, end)
        _read_box(data, name, body, position, found)
        if name in _WITHIN and depth < _DEEPEST:
            skip = _WITHIN[name]
            if name == b"iinf":
                skip = 6 if data[body : body + 1] == b"\x00" else 8
            _read_boxes(data, body + skip, position, found, depth + 1)
    return position


def _read_box(data: bytes, name: bytes, body: int, end: int, found: _Found) -> None:
    match name:
        case b"infe":
            version = data[body]
            kind = body + (8 if version == 2 else 10)
            found.items.append(data[kind : kind + 4])
            if found.items[-1] == b"mime":
                found.mime += data[kind + 4 : end]
        case b"ispe":
            numbers = (int.from_bytes(data[body + at : body + at + 4], "big") for at in (4, 8))
            found.sizes.append((next(numbers), next(numbers)))
        case b"auxC":
            found.auxiliaries += not data.startswith(_ALPHA, body + 4)
        case b"colr":
            found.colours.append(data[body:end])
        case b"moov":
            found.film = True


def _colours(boxes: list[bytes]) -> tuple[bytes, ColourCoding | None]:
    """The first of each kind; of tiles and auxiliary pictures too, but these have the picture's or none."""
    profile = next((box[4:] for box in boxes if box[:4] in (b"prof", b"rICC")), b"")
    numbers = next((box for box in boxes if box[:4] == b"nclx" and len(box) >= 11), b"")
    coding = None
    if numbers:
        primaries, curve = (int.from_bytes(numbers[at : at + 2], "big") for at in (4, 6))
        coding = numbered_coding(primaries, curve)
    return profile, coding


def _kinds(found: _Found) -> list[MetadataKind | None]:
    pictures = sum(kind in _READABLE_CODINGS for kind in found.items)
    further = found.film or found.auxiliaries or (pictures > 1 and not {b"grid", b"iovl"} & set(found.items))
    return [
        MetadataKind.EXIF if b"Exif" in found.items else None,
        MetadataKind.XMP if b"rdf+xml" in found.mime else None,
        MetadataKind.COLOUR_PROFILE if any(box[:4] in (b"prof", b"rICC") for box in found.colours) else None,
        MetadataKind.FURTHER_PICTURES if further else None,
    ]
