"""Which way is up, however it is written; where two places disagree, the report says so."""

import struct

import numpy as np
import pytest
from colour_files import with_chunks, with_exif
from PIL import Image
from skin_pictures import HEIGHT, WIDTH, encoded, pixels_of
from test_loading import turned_away

from lentigo.domain.quality import QualityIssue
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality

XMP = b'<x:xmpmeta><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>'
FINE = {"quality": 95}


def exif(kind, value, order="<"):
    """An EXIF block whose only tag is the orientation, of this type."""
    numbers = {1: "B", 2: "2s", 3: "H", 4: "I", 5: "II", 9: "i"}
    written = struct.pack(order + numbers[kind], *(value if isinstance(value, tuple) else (value,)))
    place = written.ljust(4, b"\0") if len(written) <= 4 else struct.pack(order + "I", 26)
    count = 2 if kind == 2 else 1
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IHHHI", 8, 1, 0x112, kind, count)
    return head + place + bytes(4) + (written if len(written) > 4 else b"")


WRITTEN = {
    "BYTE": exif(1, 6),
    "ASCII": exif(2, b"6\0"),
    "SHORT": exif(3, 6),
    "SHORT, big-endian": exif(3, 6, ">"),
    "LONG": exif(4, 6),
    "RATIONAL": exif(5, (6, 1)),
    "RATIONAL of larger numbers": exif(5, (12, 2), ">"),
    "SLONG": exif(9, 6),
}


def assert_upright(photograph, picture):
    assert (photograph.raster.width, photograph.raster.height) == (WIDTH, HEIGHT)
    assert np.abs(pixels_of(photograph.raster).astype(int) - np.asarray(picture)).mean() < 3


@pytest.mark.parametrize("name", WRITTEN)
def test_however_the_number_is_written(name, picture):
    away = turned_away(picture, 6)
    photographs = [
        load(with_exif(encoded(away, "JPEG", **FINE), WRITTEN[name])),
        load(with_chunks(encoded(away, "PNG"), (b"eXIf", WRITTEN[name]))),
        load(encoded(away, "WEBP", lossless=True, exif=WRITTEN[name])),
    ]
    for photograph in photographs:
        assert_upright(photograph, picture)
        assert photograph.issues == ()


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_only_in_xmp(picture_format, orientation, picture):
    away = turned_away(picture, orientation)
    if picture_format == "PNG":
        data = with_chunks(encoded(away, "PNG"), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP % orientation))
    else:
        extra = FINE if picture_format == "JPEG" else {"lossless": True}
        data = encoded(away, picture_format, xmp=XMP % orientation, **extra)
    assert_upright(load(data), picture)


@pytest.mark.parametrize("broken", [b"", b"II", b"XX*\0\x08\0\0\0", b"II*\0\xff\xff\xff\x7f", exif(3, 0), exif(3, 99)])
def test_behind_a_broken_block(broken, picture):
    photograph = load(with_exif(encoded(turned_away(picture, 8), "JPEG", **FINE), broken, exif(3, 8)))
    assert_upright(photograph, picture)
    assert photograph.issues == ()


def test_two_that_agree_say_nothing(picture):
    data = with_exif(encoded(turned_away(picture, 6), "JPEG", xmp=XMP % 6, **FINE), exif(3, 6), exif(1, 6))
    assert_upright(load(data), picture)
    assert load(data).issues == ()


def test_two_that_disagree_are_told_and_the_first_counts(picture):
    data = with_exif(encoded(turned_away(picture, 6), "JPEG", xmp=XMP % 1, **FINE), exif(3, 6))
    photograph = load(data)
    assert_upright(photograph, picture)
    assert photograph.issues == (QualityIssue.ORIENTATION_UNCERTAIN,)
    assert QualityIssue.ORIENTATION_UNCERTAIN in assess_quality(photograph).issues


@pytest.mark.parametrize("value", [0, 9, 255])
def test_impossible_numbers_turn_nothing(value, picture):
    assert_upright(load(with_exif(encoded(picture, "JPEG", **FINE), exif(1, value))), picture)


@pytest.mark.parametrize("kind", [1, 3, 4])
def test_tiff_whose_tag_is_of_another_type(kind, picture):
    data = bytearray(encoded(turned_away(picture, 6), "TIFF", tiffinfo={0x112: 6}))
    directory = int.from_bytes(data[4:8], "little")
    for at in range(directory + 2, directory + 2 + 12 * int.from_bytes(data[directory : directory + 2], "little"), 12):
        if data[at : at + 2] == struct.pack("<H", 0x112):
            data[at + 2 : at + 4] = struct.pack("<H", kind)
    assert_upright(load(bytes(data)), picture)


def test_thumbnail_is_not_asked(picture):
    """The second directory of EXIF is the thumbnail's."""
    block = exif(3, 6)[:-4] + struct.pack("<I", 26) + struct.pack("<HHHIHH", 1, 0x112, 3, 1, 3, 0) + bytes(4)
    photograph = load(with_exif(encoded(turned_away(picture, 6), "JPEG", **FINE), block))
    assert_upright(photograph, picture)
    assert photograph.issues == ()
    assert isinstance(picture, Image.Image)
