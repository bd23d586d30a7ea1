"""Colours come out as they were seen: the mean error against the truth, in CIELAB, with bounds near what was measured.

Taken as sRGB, as a program does that believes names or nothing, the same files are off by 3 to 50.
"""

import io
import struct

import pytest
from colour_files import (
    ADOBE,
    P3,
    REC2020,
    SRGB,
    colour_error,
    colour_exif,
    grey_profile,
    hlg_transfer,
    power,
    pq_transfer,
    profile,
    srgb_transfer,
    stored,
    with_chunks,
    with_exif,
)
from PIL import Image, ImageCms, ImageOps
from skin_pictures import encoded, pixels_of

from lentigo.domain.quality import QualityIssue
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality

FINE = {"quality": 97, "subsampling": 0}
NAMED_SRGB = {
    "Display P3": (P3, srgb_transfer, profile("Display P3 Gamut with sRGB Transfer", P3)),
    "Adobe RGB primaries": (ADOBE, srgb_transfer, profile("sRGB with other primaries", ADOBE)),
    "linear": (SRGB, power(1), profile("Linear sRGB", SRGB, 1.0)),
    "gamma 1.8": (SRGB, power(1.8), profile("sRGB 1.8", SRGB, 1.8)),
}


def error_of(data, truth):
    photograph = load(data)
    assert photograph.issues == ()
    return colour_error(pixels_of(photograph.raster), truth)


@pytest.mark.parametrize("name", NAMED_SRGB)
def test_what_a_profile_does_counts_not_its_name(name, picture):
    primaries, transfer, icc = NAMED_SRGB[name]
    image = stored(picture, primaries, transfer)
    assert colour_error(image, picture) > 2
    assert error_of(encoded(image, "PNG", icc_profile=icc), picture) < 0.7
    assert error_of(encoded(image, "TIFF", icc_profile=icc), picture) < 0.7
    assert error_of(encoded(image, "WEBP", lossless=True, icc_profile=icc), picture) < 0.7
    assert error_of(encoded(image, "JPEG", icc_profile=icc, **FINE), picture) < 1.2


def test_srgb_under_another_name_changes_nothing(picture):
    for icc in (profile("Camera", SRGB), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()):
        assert load(encoded(picture, "PNG", icc_profile=icc)).raster.rgb == picture.tobytes()


def broken_profiles():
    whole = profile("Display P3", P3)
    yield "wrong signature", whole.replace(b"acsp", b"xxxx")
    yield "wrong length", struct.pack(">I", 2**31) + whole[4:]
    yield "a later tag is missing", whole[: whole.index(b"cprt")] + b"xxxx" + whole[whole.index(b"cprt") + 4 :]


@pytest.mark.parametrize("icc", dict(broken_profiles()).values(), ids=dict(broken_profiles()))
def test_what_a_broken_profile_still_says_is_applied(icc, picture):
    assert error_of(encoded(stored(picture, P3, srgb_transfer), "PNG", icc_profile=icc), picture) < 0.7


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_profile_that_cannot_be_read_is_told(picture_format, picture):
    whole = profile("Display P3", P3)
    without_curve = whole.replace(b"gTRC", b"xxxx")
    for icc in (whole[:200], whole[:90], b"\0" * 300, without_curve):
        photograph = load(encoded(stored(picture, P3, srgb_transfer), picture_format, icc_profile=icc))
        assert photograph.issues == (QualityIssue.COLOURS_UNCERTAIN,)
        assert QualityIssue.COLOURS_UNCERTAIN in assess_quality(photograph).issues


def test_a_profile_of_which_a_segment_is_missing_is_told(picture):
    """Pillow gives none of it, and the file looks as if it had no profile."""
    icc = profile("Display P3", P3) + bytes(70_000)
    data = encoded(stored(picture, P3, srgb_transfer), "JPEG", icc_profile=icc, **FINE)
    second = data.index(b"ICC_PROFILE\0\x02\x02") - 4
    length = int.from_bytes(data[second + 2 : second + 4], "big")
    photograph = load(data[:second] + data[second + 2 + length :])
    assert photograph.issues == (QualityIssue.COLOURS_UNCERTAIN,)
    assert colour_error(pixels_of(photograph.raster), picture) < 1.2  # its matrix and curves are in the first one


def test_a_png_profile_cut_within_its_compression_is_told(picture):
    data = encoded(picture, "PNG", icc_profile=profile("Display P3", P3))
    at = data.index(b"iCCP") - 4
    body = data[at + 8 : at + 8 + int.from_bytes(data[at : at + 4], "big")]
    plain = data[:at] + data[at + 12 + len(body) :]
    assert load(with_chunks(plain, (b"iCCP", body[: len(body) // 2]))).issues == (QualityIssue.COLOURS_UNCERTAIN,)


def test_a_profile_for_other_colours_is_told(picture):
    photograph = load(encoded(picture, "PNG", icc_profile=grey_profile(2.2)))
    assert photograph.issues == (QualityIssue.COLOURS_UNCERTAIN,)


ADOBE_CHRM = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
CHUNKS = {
    "cICP, P3": (P3, srgb_transfer, [(b"cICP", bytes((12, 13, 0, 1)))], 0.7),
    "cICP, PQ": (REC2020, pq_transfer, [(b"cICP", bytes((9, 16, 0, 1)))], 1.5),
    "cICP, HLG": (REC2020, hlg_transfer, [(b"cICP", bytes((9, 18, 0, 1)))], 1.5),
    "cICP before gAMA": (
        P3, srgb_transfer, [(b"cICP", bytes((12, 13, 0, 1))), (b"gAMA", struct.pack(">I", 100_000))], 0.7,
    ),
    "gAMA, linear": (SRGB, power(1), [(b"gAMA", struct.pack(">I", 100_000))], 1.0),
    "gAMA, old Macintosh": (SRGB, power(1.8), [(b"gAMA", struct.pack(">I", 55_556))], 0.7),
    "gAMA and cHRM": (
        ADOBE, power(2.2),
        [(b"gAMA", struct.pack(">I", 45_456)), (b"cHRM", struct.pack(">8I", *ADOBE_CHRM))],
        1.0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHUNKS)
def test_what_a_png_says_without_a_profile(name, picture):
    primaries, transfer, chunks, bound = CHUNKS[name]
    image = stored(picture, primaries, transfer)
    assert colour_error(image, picture) > 2
    assert error_of(with_chunks(encoded(image, "PNG"), *chunks), picture) < bound


def test_srgb_chunk_comes_before_gamma(picture):
    data = with_chunks(encoded(picture, "PNG"), (b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100_000)))
    assert load(data).raster.rgb == picture.tobytes()


def test_usual_gamma_and_primaries_change_nothing(picture):
    chroma = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
    data = with_chunks(encoded(picture, "PNG"), (b"gAMA", struct.pack(">I", 45455)), (b"cHRM", chroma))
    assert load(data).raster.rgb == picture.tobytes()


@pytest.mark.parametrize("chunks", [[(b"cICP", bytes((77, 13, 0, 1)))], [(b"cICP", bytes((12, 99, 0, 1)))]])
def test_unknown_numbers_are_told(chunks, picture):
    assert load(with_chunks(encoded(picture, "PNG"), *chunks)).issues == (QualityIssue.COLOURS_UNCERTAIN,)


@pytest.mark.parametrize("chunk", [(b"cHRM", bytes(32)), (b"cHRM", b"\xff" * 32), (b"gAMA", bytes(4)), (b"gAMA", b"")])
def test_impossible_numbers_harm_nothing(chunk, picture):
    assert load(with_chunks(encoded(picture, "PNG"), chunk)).raster.rgb == picture.tobytes()


@pytest.mark.parametrize(("space", "index"), [(0xFFFF, b"R03\0"), (2, b"R98\0"), (2, b"R03\0")])
def test_adobe_rgb_told_by_exif(space, index, picture):
    image = stored(picture, ADOBE, power(563 / 256))
    assert colour_error(image, picture) > 4
    data = with_exif(encoded(image, "JPEG", **FINE), colour_exif(space, index))
    assert error_of(data, picture) < 1.2


def test_a_profile_comes_before_exif(picture):
    data = with_exif(encoded(picture, "JPEG", icc_profile=profile("sRGB", SRGB), **FINE), colour_exif(2, b"R03\0"))
    assert error_of(data, picture) < 0.8


def test_uncalibrated_alone_is_told(picture):
    assert load(with_exif(encoded(picture, "JPEG"), colour_exif(0xFFFF, b"R98\0"))).issues == (
        QualityIssue.COLOURS_UNCERTAIN,
    )
    assert load(with_exif(encoded(picture, "JPEG"), colour_exif(1, b"R98\0"))).issues == ()


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_in_linear_light(mode, picture):
    truth = picture.convert("L").convert("RGB")
    image = stored(truth, SRGB, power(1)).convert(mode)
    assert colour_error(image.convert("RGB"), truth) > 15
    assert error_of(encoded(image, "PNG", icc_profile=grey_profile(1.0)), truth) < 1.0
    assert error_of(with_chunks(encoded(image, "PNG"), (b"gAMA", struct.pack(">I", 100_000))), truth) < 1.0


def cmyk_jpeg(image, *, paper):
    """Without Adobe's mark; `paper`: as Photoshop counts, from full ink on."""
    file = io.BytesIO()
    bands = [band if paper else ImageOps.invert(band) for band in image.split()]
    Image.merge("CMYK", bands).save(file, "JPEG", quality=97)
    data = file.getvalue()
    at = data.index(b"\xff\xee")
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


@pytest.mark.parametrize("paper", [True, False])
def test_cmyk_without_adobes_mark_is_not_inverted(paper, picture):
    photograph = load(cmyk_jpeg(picture.convert("CMYK"), paper=paper))
    assert colour_error(pixels_of(photograph.raster), picture) < 3
    assert photograph.issues == (QualityIssue.COLOURS_UNCERTAIN,)
