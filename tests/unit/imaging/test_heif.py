"""HEIC and AVIF, the files of phones: whole, upright, in their colours, bounded, and without what they say of people.

The files are written by libheif and libavif; boxes are changed as bytes.
"""

import io
import struct
from contextlib import suppress
from dataclasses import asdict

import numpy as np
import pillow_heif
import pytest
from colour_files import P3, REC2020, colour_error, pq_transfer, profile, srgb_transfer, stored
from PIL import Image
from skin_pictures import HEIGHT, WIDTH, encoded, identifying_exif, pixels_of
from test_loading import turned_away
from test_mended_files import percent_in
from test_orientation import exif
from test_refusals import refusal

from lentigo.domain.quality import QualityIssue
from lentigo.errors import InputError
from lentigo.imaging.deidentification import deidentify
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality

XMP = b"<x:xmpmeta>CANARY</x:xmpmeta>"


def heic(image, **parameters):
    file = io.BytesIO()
    parameters = {"quality": 95, "chroma": 444, **parameters}
    pillow_heif.from_pillow(image).save(file, **parameters)
    return file.getvalue()


def avif(image, **parameters):
    return encoded(image, "AVIF", quality=95, subsampling="4:4:4", speed=8, **parameters)


WRITERS = {"HEIF": heic, "AVIF": avif}


@pytest.fixture(params=WRITERS)
def kind(request):
    return request.param


def test_pixels_are_kept(kind, picture):
    photograph = load(WRITERS[kind](picture))
    assert photograph.format == kind
    assert photograph.issues == ()
    assert np.abs(pixels_of(photograph.raster).astype(int) - np.asarray(picture)).mean() < 3


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"msf1"])
def test_each_brand_of_phones_is_read(brand, picture):
    data = heic(picture)
    assert load(data[:8] + brand + data[12:]).format == "HEIF"


@pytest.mark.parametrize("orientation", range(2, 9))
def test_it_is_turned_once(kind, orientation, picture):
    """Phones write the turn twice: as a transform of the file, and in EXIF, where it counts for nothing."""
    away = turned_away(picture, orientation)
    block = exif(3, orientation)
    data = heic_turned(away, orientation) if kind == "HEIF" else avif(away, exif=block)
    photograph = load(data)
    assert (photograph.raster.width, photograph.raster.height) == (WIDTH, HEIGHT)
    assert np.abs(pixels_of(photograph.raster).astype(int) - np.asarray(picture)).mean() < 4
    assert photograph.issues == ()


def heic_turned(image, orientation):
    file = io.BytesIO()
    heif = pillow_heif.from_pillow(image)
    heif.info["exif"] = None
    block = Image.Exif()
    block[0x112] = orientation
    heif.save(file, quality=95, chroma=444, exif=block.tobytes())
    return file.getvalue()


def test_a_turn_in_exif_alone_counts_for_nothing(kind, picture):
    block = Image.Exif()
    block[0x113] = 6  # the neighbour of the tag that writers take away
    data = WRITERS[kind](picture, exif=block.tobytes())
    for neighbour, tag in ((b"\x01\x13\0\3", b"\x01\x12\0\3"), (b"\x13\x01\3\0", b"\x12\x01\3\0")):
        data = data.replace(neighbour, tag)
    photograph = load(data)
    assert "exif" in photograph.metadata
    assert (photograph.raster.width, photograph.raster.height) == (WIDTH, HEIGHT)
    assert photograph.issues == ()


def test_the_profile_is_applied(kind, picture):
    image = stored(picture, P3, srgb_transfer)
    assert colour_error(image, picture) > 2
    extra = {"icc_profile": profile("Display P3 Gamut with sRGB Transfer", P3)}
    if kind == "HEIF":
        image.info["icc_profile"] = extra.pop("icc_profile")
    photograph = load(WRITERS[kind](image, **extra))
    assert colour_error(pixels_of(photograph.raster), picture) < 1.5
    assert "colour_profile" in photograph.metadata


def numbered(data, primaries, transfer):
    """The file with other numbers for its colours (nclx)."""
    at = data.index(b"colrnclx") + 8
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


@pytest.mark.parametrize(
    ("primaries", "transfer", "numbers", "bound"),
    [(P3, srgb_transfer, (12, 13), 1.5), (REC2020, pq_transfer, (9, 16), 4)],
)
def test_numbered_colours_are_applied(kind, primaries, transfer, numbers, bound, picture):
    image = stored(picture, primaries, transfer)
    assert colour_error(image, picture) > 2
    photograph = load(numbered(WRITERS[kind](image), *numbers))
    assert colour_error(pixels_of(photograph.raster), picture) < bound


def test_a_profile_that_cannot_be_read_is_told(kind, picture):
    image = picture.copy()
    extra = {"icc_profile": b"no profile" * 30}
    if kind == "HEIF":
        image.info["icc_profile"] = extra.pop("icc_profile")
    assert load(WRITERS[kind](image, **extra)).issues == (QualityIssue.COLOURS_UNCERTAIN,)


def test_nothing_of_the_person_goes_on(kind, picture):
    extra = {"exif": identifying_exif(1).tobytes(), "xmp": XMP}
    if kind == "HEIF":
        extra["exif"] = b"Exif\0\0" + extra["exif"].removeprefix(b"Exif\0\0")
    data = WRITERS[kind](picture, **extra) + b"CANARY behind the end"
    assert data.count(b"CANARY") >= 4
    photograph = load(data)
    assert {"exif", "gps_position", "owner_name", "camera_serial_number", "xmp"} <= set(photograph.metadata)
    assert photograph.captured == "2024-05-01T10:11:12+02:00"
    clean = deidentify(photograph)
    assert clean.metadata_removed == photograph.metadata
    for outcome in (photograph, clean):
        assert b"CANARY" not in repr(asdict(outcome)).encode()


def test_a_cut_file_says_how_much_is_missing(kind, picture):
    data = WRITERS[kind](picture)
    assert abs(percent_in(refusal(data[: len(data) // 2])) - 50) < 6
    for cut in (20, 60, 200, len(data) - 1):
        refusal(data[:cut])


def test_size_is_judged_before_decoding(kind, picture):
    data = WRITERS[kind](picture)
    at = data.index(b"ispe") + 8
    assert "megapixels" in refusal(data[:at] + struct.pack(">II", 20_000, 20_000) + data[at + 8 :])
    assert "megapixels" in refusal(data[:at] + struct.pack(">II", 2**32 - 1, 2**32 - 1) + data[at + 8 :])


def box(name, body):
    return struct.pack(">I4s", 8 + len(body), name) + body


def test_too_many_parts_are_refused_before_decoding(picture):
    items = b"".join(
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", index, 0, b"hvc1") + b"\0") for index in range(5000)
    )
    meta = box(b"meta", bytes(4) + box(b"iinf", bytes(4) + struct.pack(">H", 5000) + items))
    assert "more parts" in refusal(heic(picture)[:28] + meta)


@pytest.mark.parametrize("size", [0, 2, 7, 2**31, 2**32 - 1])
def test_boxes_of_an_impossible_size_are_refused(kind, size, picture):
    data = bytearray(WRITERS[kind](picture))
    for name in (b"meta", b"iprp", b"ipco", b"iinf", b"ispe"):
        at = data.index(name) - 4
        changed = data[:at] + struct.pack(">I", size) + data[at + 4 :]
        with suppress(InputError):  # and nothing else
            raster = load(bytes(changed)).raster
            assert len(raster.rgb) == raster.width * raster.height * 3


def test_further_pictures_are_told_and_the_main_one_is_shown(picture):
    file = io.BytesIO()
    heif = pillow_heif.from_pillow(Image.new("RGB", (64, 64), "blue"))
    heif.add_from_pillow(picture)
    heif.save(file, quality=95, primary_index=1)
    photograph = load(file.getvalue())
    assert (photograph.raster.width, photograph.raster.height) == (WIDTH, HEIGHT)
    assert "further_pictures" in photograph.metadata


def test_alpha(picture):
    layer = picture.convert("RGBA")
    layer.putalpha(Image.new("L", picture.size, 0))
    assert load(avif(layer)).issues == ()
    layer.paste((0, 0, 0, 255), (0, 0, 200, 200))
    assert load(avif(layer)).issues == (QualityIssue.TRANSPARENT,)


@pytest.mark.parametrize("coding", [b"avc1", b"vvc1", b"j2k1"])
def test_unknown_coding_is_not_called_damaged(coding, picture):
    data = heic(picture)
    assert "cannot read pictures of this kind" in refusal(data.replace(b"hvc1", coding))


def test_deep_colours(picture):
    """Ten bits, as phones write them."""
    deep = np.asarray(picture).astype(np.uint16) << 8
    file = io.BytesIO()
    pillow_heif.from_bytes(mode="RGB;16", size=picture.size, data=deep.tobytes()).save(file, quality=95, chroma=444)
    found = pixels_of(load(file.getvalue()).raster)
    assert np.abs(found.astype(int) - np.asarray(picture)).mean() < 4


def test_a_good_one_is_judged_good(kind):
    from skin_pictures import skin_picture

    quality = assess_quality(load(WRITERS[kind](skin_picture(600, 450))))
    assert set(quality.issues) <= {QualityIssue.UNLIKE_SKIN}  # for it is drawn
