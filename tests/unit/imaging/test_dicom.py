"""Photographs out of DICOM: each way that pixels lie there, and nothing else of the file.

The files are written by pydicom, whose reading of them is compared with ours where it needs no further package.
"""

import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from colour_files import P3, profile
from dicom_files import data_set, embedded, jpeg, jpeg_2000, plain, run_lengths, written
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    DermoscopicPhotographyImageStorage,
    EncapsulatedPDFStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    MultiFrameTrueColorSecondaryCaptureImageStorage,
    RLELossless,
    SecondaryCaptureImageStorage,
    VideoPhotographicImageStorage,
)
from skin_pictures import HEIGHT, WIDTH, encoded, identifying_exif, pixels_of, skin_picture

from lentigo.domain.photograph import MetadataKind, PictureKind, Raster
from lentigo.domain.quality import QualityIssue
from lentigo.errors import InputError
from lentigo.imaging.adapter import PillowImaging
from lentigo.imaging.deidentification import deidentify
from lentigo.imaging.loading import load

SKIN = np.asarray(skin_picture())
GREY = np.asarray(skin_picture().convert("L"))
LUMINANCE = np.asarray(skin_picture().convert("YCbCr"))
SIZE = (WIDTH, HEIGHT)
EXACT, ROUNDED, PACKED = 0.0, 2.0, 4.0  # mean difference of a sample


def halved() -> np.ndarray:
    """Y Y B R for two pixels each."""
    pairs = LUMINANCE.reshape(HEIGHT, WIDTH // 2, 2, 3)
    colours = pairs[:, :, :, 1:].astype(int).mean(axis=2).round()
    return np.concatenate([pairs[..., 0], colours], axis=2).astype(np.uint8)


def palette_file(bits: int) -> bytes:
    colours = Image.fromarray(SKIN).quantize(200)
    table = np.asarray(colours.getpalette("RGB"), np.uint8).reshape(-1, 3)[:200]
    names = ("Red", "Green", "Blue")
    entries = {
        name: table[:, at] if bits == 8 else table[:, at].astype(np.uint16) * 257 for at, name in enumerate(names)
    }
    fields: dict[str, object] = {"SamplesPerPixel": 1, "PhotometricInterpretation": "PALETTE COLOR"}
    for name, entry in entries.items():
        fields[f"{name}PaletteColorLookupTableDescriptor"] = [200, 0, bits]
        fields[f"{name}PaletteColorLookupTableData"] = entry.tobytes()
    return plain(np.asarray(colours), **fields)


WAYS: dict[str, tuple[Callable[[], bytes], float]] = {
    "explicit": (lambda: plain(SKIN), EXACT),
    "implicit": (lambda: plain(SKIN, ImplicitVRLittleEndian), EXACT),
    "deflated": (lambda: plain(SKIN, DeflatedExplicitVRLittleEndian), EXACT),
    "big endian": (lambda: plain(SKIN, ExplicitVRBigEndian), EXACT),
    "planes": (
        lambda: plain(np.moveaxis(SKIN, -1, 0), PlanarConfiguration=1, Rows=HEIGHT, Columns=WIDTH),
        EXACT,
    ),
    "luminance": (lambda: plain(LUMINANCE, PhotometricInterpretation="YBR_FULL"), ROUNDED),
    "halved luminance": (
        lambda: plain(halved(), PhotometricInterpretation="YBR_FULL_422", Rows=HEIGHT, Columns=WIDTH),
        PACKED,
    ),
    "palette of 8 bits": (lambda: palette_file(8), PACKED),
    "palette of 16 bits": (lambda: palette_file(16), PACKED),
    "run lengths": (lambda: embedded([run_lengths(SKIN)], RLELossless, SIZE), EXACT),
    "JPEG": (lambda: embedded([jpeg()], JPEGBaseline8Bit, SIZE, PhotometricInterpretation="YBR_FULL_422"), PACKED),
    "JPEG of RGB": (lambda: embedded([jpeg(keep_rgb=True)], JPEGBaseline8Bit, SIZE), PACKED),
    "JPEG of RGB without a mark": (lambda: embedded([unmarked()], JPEGBaseline8Bit, SIZE), PACKED),
    "JPEG 2000": (lambda: embedded([jpeg_2000()], JPEG2000Lossless, SIZE, PhotometricInterpretation="YBR_RCT"), EXACT),
    "JPEG 2000 with losses": (
        lambda: embedded([jpeg_2000(irreversible=True)], JPEG2000, SIZE, PhotometricInterpretation="YBR_ICT"),
        PACKED,
    ),
}


def unmarked() -> bytes:
    """RGB in a JPEG that does not say so: without JFIF's mark and Adobe's."""
    data = jpeg(keep_rgb=True)
    while data[2:4] in (b"\xff\xe0", b"\xff\xee"):
        data = data[:2] + data[4 + int.from_bytes(data[4:6], "big") :]
    return data


def difference(data: bytes) -> float:
    photograph = load(data)
    assert photograph.format == "DICOM"
    return float(np.abs(pixels_of(photograph.raster).astype(int) - SKIN).mean())


@pytest.mark.parametrize("way", WAYS)
def test_each_way_gives_the_picture(way: str) -> None:
    made, most = WAYS[way]
    assert difference(made()) <= most


GREYS: dict[str, Callable[[], bytes]] = {
    "grey": lambda: plain(GREY, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2"),
    "white is zero": lambda: plain(255 - GREY, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME1"),
    "12 of 16 bits": lambda: plain(
        GREY.astype(np.uint16) * 16, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", BitsAllocated=16,
        BitsStored=12, HighBit=11,
    ),
    "16 bits, the high byte first": lambda: plain(
        GREY.astype(np.uint16) * 257, ExplicitVRBigEndian, SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2", BitsAllocated=16, BitsStored=16, HighBit=15,
    ),
    "16 bits in run lengths": lambda: embedded(
        [run_lengths(GREY.astype(np.uint16)[..., None] * 257)], RLELossless, SIZE, SamplesPerPixel=1,
        PhotometricInterpretation="MONOCHROME2", BitsAllocated=16, BitsStored=16, HighBit=15,
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", GREYS)
def test_grey_is_grey(way: str) -> None:
    pixels = pixels_of(load(GREYS[way]()).raster)
    assert np.abs(pixels.astype(int) - GREY[..., None]).max() <= 1


OTHER = jpeg(skin_picture().rotate(180))


@pytest.mark.parametrize("table", [True, False], ids=["table", "no table"])
def test_of_several_frames_the_first_is_taken(table: bool) -> None:
    fields = {"SOPClassUID": MultiFrameTrueColorSecondaryCaptureImageStorage, "NumberOfFrames": 2}
    data = embedded(
        [jpeg(), OTHER], JPEGBaseline8Bit, SIZE, table=table, PhotometricInterpretation="YBR_FULL", **fields
    )
    assert difference(data) <= PACKED
    assert MetadataKind.FURTHER_PICTURES in load(data).metadata
    packed = [run_lengths(SKIN), run_lengths(SKIN[::-1])]
    assert difference(embedded(packed, RLELossless, SIZE, table=table, **fields)) == EXACT
    both = np.concatenate([SKIN, SKIN[::-1]])
    assert difference(plain(both, Rows=HEIGHT, **fields)) == EXACT


def test_one_frame_in_several_fragments() -> None:
    made = data_set(Rows=HEIGHT, Columns=WIDTH, PhotometricInterpretation="YBR_FULL_422")
    made.PixelData = encapsulate([jpeg()], fragments_per_frame=3)
    made["PixelData"].is_undefined_length = True
    assert difference(written(made, JPEGBaseline8Bit)) <= PACKED


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, JPEGBaseline8Bit], ids=["plain", "JPEG"])
def test_nothing_of_the_patient_goes_on_and_what_stays_is_listed(syntax: str) -> None:
    made = jpeg(exif=identifying_exif(1).tobytes())
    data = plain(SKIN) if syntax == ExplicitVRLittleEndian else embedded([made], syntax, SIZE)
    photograph = load(data)
    expected = {MetadataKind.PATIENT, MetadataKind.CLINIC, MetadataKind.PRIVATE, MetadataKind.CAMERA_SERIAL_NUMBER}
    assert expected | {MetadataKind.COMMENT, MetadataKind.OTHER} <= {*photograph.metadata}
    assert (MetadataKind.GPS_POSITION in photograph.metadata) is (syntax == JPEGBaseline8Bit)
    clean = deidentify(photograph)
    assert b"CANARY" not in clean.raster.rgb
    assert "CANARY" not in repr(replace(clean, raster=Raster(width=1, height=1, rgb=b"")))
    assert photograph.captured == "2026-11-20T09:41:07+07:00"


def test_an_overlay_is_left_out_and_listed() -> None:
    made = data_set(Rows=HEIGHT, Columns=WIDTH)
    made.add_new(0x6000_3000, "OW", bytes(16))
    made.add_new(0x7FE0_0010, "OB", SKIN.tobytes())
    photograph = load(written(made, ExplicitVRLittleEndian))
    assert MetadataKind.OVERLAY in photograph.metadata


def test_text_in_the_picture_is_warned_of() -> None:
    assert load(plain(SKIN, BurnedInAnnotation="YES")).issues == (QualityIssue.TEXT_IN_PICTURE,)
    assert load(plain(SKIN, BurnedInAnnotation="NO")).issues == ()


def test_dermoscopy_is_known_by_the_file() -> None:
    imaging = PillowImaging()
    assert imaging.recognise_kind(load(plain(SKIN, SOPClassUID=DermoscopicPhotographyImageStorage))) is (
        PictureKind.DERMOSCOPIC
    )
    assert load(plain(SKIN, SOPClassUID=SecondaryCaptureImageStorage)).kind is None


@pytest.mark.parametrize(
    ("fields", "captured"),
    [
        ({"ContentDate": "20261120", "ContentTime": "094107.123"}, "2026-11-20T09:41:07"),
        ({"ContentDate": "20261120", "ContentTime": "0941"}, None),
        ({"ContentDate": "20261120", "ContentTime": "094107", "TimezoneOffsetFromUTC": "+0700"},
         "2026-11-20T09:41:07+07:00"),
        ({"ContentDate": "20260231", "ContentTime": "094107"}, None),
    ],
)  # fmt: skip
def test_when_it_was_taken(fields: dict[str, str], captured: str | None) -> None:
    assert load(plain(SKIN, AcquisitionDateTime="", **fields)).captured == captured


@pytest.mark.parametrize("uid", [CTImageStorage, EncapsulatedPDFStorage, VideoPhotographicImageStorage])
def test_what_is_no_photograph_is_refused(uid: str) -> None:
    with pytest.raises(InputError, match="a DICOM file that holds no photograph"):
        load(plain(SKIN, SOPClassUID=uid))


def test_a_packing_that_nothing_here_reads_is_named() -> None:
    with pytest.raises(InputError, match=rf"packing {JPEGLSLossless.replace('.', '[.]')}"):
        load(embedded([b"\xff\xd8\xff\xf7"], JPEGLSLossless, SIZE))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"Rows": 65535, "Columns": 65535}, "megapixels"),
        ({"Rows": 0}, "damaged"),
        ({"Rows": 2 * HEIGHT}, "about 50 % of the picture is missing"),
        ({"PixelRepresentation": 1}, "measured values"),
        ({"PhotometricInterpretation": "CMYK"}, "cannot read"),
        ({"BitsStored": 7}, "cannot read"),
        ({"BitsAllocated": 32, "BitsStored": 32}, "cannot read"),
        ({"SamplesPerPixel": 4}, "cannot read"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        load(plain(SKIN, **fields))


def test_a_jpeg_that_breaks_off_is_refused() -> None:
    whole = jpeg()
    with pytest.raises(InputError, match="incomplete"):
        load(embedded([whole[: len(whole) // 2]], JPEGBaseline8Bit, SIZE))


def test_a_deflated_bomb_unpacks_to_no_more_than_a_case() -> None:
    head = plain(SKIN, DeflatedExplicitVRLittleEndian)
    start = 128 + 4 + 12 + struct.unpack_from("<I", head, 128 + 4 + 8)[0]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 1 << 20
    with pytest.raises(InputError, match="damaged"):
        load(head[:start] + bomb)


NESTED = b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"


@pytest.mark.parametrize(
    "rest",
    [
        NESTED * 100_000,
        b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff",
        b"\x08\x00\x05\x00CS\xff\xff",
        b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff",
        b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\x7f",
        b"\x08\x00",
    ],
    ids=["nested", "endless sequence", "length", "fragment", "pixels", "cut"],
)
def test_lengths_that_lead_nowhere_are_damage(rest: bytes) -> None:
    made = plain(SKIN)
    start = 128 + 4 + 12 + struct.unpack_from("<I", made, 128 + 4 + 8)[0]
    with pytest.raises(InputError, match="damaged"):
        load(made[:start] + rest)


def test_a_profile_counts() -> None:
    named = load(plain(SKIN, ICCProfile=profile("Display P3", P3)))
    alone = load(encoded(Image.fromarray(SKIN), "PNG", icc_profile=profile("Display P3", P3)))
    assert named.raster == alone.raster
    assert MetadataKind.COLOUR_PROFILE in named.metadata


def test_files_that_start_with_a_tiff_too_are_dicom() -> None:
    """PS3.10 allows any preamble, and some are both."""
    assert difference(b"II*\0" + plain(SKIN)[4:]) == EXACT


def test_mutants_are_read_or_refused_in_a_process_of_their_own() -> None:
    """Under the worker's limit of memory: what ends that process would have ended a worker."""
    command = [sys.executable, str(Path(__file__).with_name("mutated_dicom.py")), "400", "11"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    refused, read = map(int, re.findall(r"(\d+) (?:refused|read)", ended.stdout))
    assert refused > 40
    assert read > 40
