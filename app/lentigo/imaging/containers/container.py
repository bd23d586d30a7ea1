"""What stands round the pixels of a file."""

from dataclasses import dataclass

from lentigo.domain.photograph import MetadataKind
from lentigo.imaging.colour_coding import ColourCoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A file whose picture data is all there.

    `mended` is the file as a decoder takes it, where its structure was damaged round the pixels; else empty.
    `exif` are all blocks of it, in their order. `profile` is an ICC profile as it stands in the file, perhaps damaged,
    and `coding` is the colour that is said without one.
    """

    carries: tuple[MetadataKind, ...] = ()
    mended: bytes = b""
    exif: tuple[bytes, ...] = ()
    profile: bytes = b""
    coding: ColourCoding | None = None
    colours_uncertain: bool = False  # something was said of them that cannot be read, or nothing where it must be


def carried(kinds: list[MetadataKind | None], rest: bytes = b"") -> tuple[MetadataKind, ...]:
    """Each kind once; `rest` is what follows behind the picture's end, which is legal."""
    if rest.startswith(b"\xff\xd8\xff"):
        kinds = [*kinds, MetadataKind.FURTHER_PICTURES]
    elif rest.strip(b"\x00"):
        kinds = [*kinds, MetadataKind.TRAILING_DATA]
    return tuple(dict.fromkeys(kind for kind in kinds if kind))
