"""Files that are damaged beside the picture are read, with a note; "incomplete" is said where pixels are missing."""

import io
import struct
import zlib

import numpy as np
import pytest
from colour_files import png_chunk, with_chunks
from PIL import Image
from skin_pictures import encoded, pixels_of
from test_refusals import refusal

from lentigo.domain.quality import QualityIssue
from lentigo.imaging.loading import load

MENDED = (QualityIssue.MENDED,)


def read_as(data, plain):
    """The photograph, whose pixels are those of the undamaged file."""
    photograph = load(data)
    assert photograph.raster == load(plain).raster
    return photograph


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("end", [b"", b"\xff", bytes(100), bytes(40_000), b"\0\0\x30\x0a\x10MotionPhoto_Data" * 99])
def test_jpeg_without_an_end_marker(progressive, end, picture):
    plain = encoded(picture, "JPEG", progressive=progressive)
    assert read_as(plain[:-2] + end, plain).issues == MENDED


def test_jpeg_without_an_end_marker_and_without_its_last_row(picture):
    data = encoded(picture, "JPEG", quality=90)
    for lost in (3, 30, 3000):
        assert "incomplete" in refusal(data[:-lost] + bytes(100_000))


def test_progressive_jpeg_without_its_last_scans_is_incomplete(picture):
    data = encoded(picture, "JPEG", progressive=True)
    scans = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    assert len(scans) > 3
    for scan in scans[2:]:
        refusal(data[:scan])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_how_much_of_a_jpeg_is_missing(share, picture):
    image = picture.resize((600, 440))
    data = encoded(image, "JPEG", quality=92)
    start = data.index(b"\xff\xda")
    cut = data[: start + round((len(data) - start) * (1 - share))]
    for file in (cut, cut + bytes(5000), cut + b"\xff\xd9"):
        assert abs(percent_in(refusal(file)) - 100 * share) < 8


def percent_in(sentence):
    assert "incomplete" in sentence
    return int(sentence.split("about ")[1].split(" %")[0])


def test_grey_margins_are_not_taken_for_missing_rows(picture):
    canvas = Image.new("RGB", (320, 320), (128, 128, 128))
    canvas.paste(picture, (10, 32))
    assert load(encoded(canvas, "JPEG", quality=95)).issues == ()


def test_png_without_an_end(picture):
    plain = encoded(picture, "PNG")
    assert read_as(plain[:-12], plain).issues == MENDED
    assert read_as(plain[:-5], plain).issues == MENDED


@pytest.mark.parametrize("name", [b"tEXt", b"eXIf", b"pHYs", b"zzZz"])
def test_png_with_a_wrong_checksum_beside_the_picture(name, picture):
    plain = encoded(picture, "PNG")
    chunk = bytearray(png_chunk(name, b"CANARY\0 words"))
    chunk[-1] ^= 1
    assert read_as(plain[:33] + bytes(chunk) + plain[33:], plain).issues == MENDED


def test_png_whose_colours_have_a_wrong_checksum(picture):
    plain = encoded(picture, "PNG")
    chunk = bytearray(png_chunk(b"gAMA", struct.pack(">I", 100_000)))
    chunk[-1] ^= 1
    assert set(load(plain[:33] + bytes(chunk) + plain[33:]).issues) == {
        QualityIssue.MENDED,
        QualityIssue.COLOURS_UNCERTAIN,
    }


def test_png_with_a_wrong_checksum_of_right_pixels(picture):
    """The stream of the pixels has a checksum of its own."""
    plain = bytearray(encoded(picture, "PNG"))
    plain[-16] ^= 1
    data = bytes(plain)
    plain[-16] ^= 1
    assert read_as(data, bytes(plain)).issues == MENDED


@pytest.mark.parametrize("share", [0.2, 0.7])
def test_how_much_of_a_png_is_missing(share, picture):
    data = encoded(picture, "PNG")
    assert abs(percent_in(refusal(data[: round(len(data) * (1 - share))])) - 100 * share) < 8


def test_png_that_claims_more_than_it_has_is_not_unpacked_without_bound():
    packed = zlib.compress(bytes(300_000_000))
    header = struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0)
    refusal(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", packed))


@pytest.mark.parametrize("size", [-1, 1, 7, 2**32 - 1, 0])
@pytest.mark.parametrize("lossless", [True, False])
def test_webp_with_a_wrong_size(size, lossless, picture):
    plain = encoded(picture, "WEBP", lossless=lossless)
    told = size if size in (0, 2**32 - 1) else len(plain) - 8 + size
    assert read_as(plain[:4] + struct.pack("<I", told) + plain[8:], plain).issues == MENDED


def test_webp_without_its_last_padding(picture):
    for width in range(100, 140):
        plain = encoded(picture.resize((width, 100)), "WEBP", lossless=True)
        if int.from_bytes(plain[16:20], "little") % 2:
            assert read_as(plain[:-1], plain).issues == MENDED
            return
    pytest.fail("no picture of an odd length was made")


def test_how_much_of_a_webp_is_missing(picture):
    data = encoded(picture, "WEBP", lossless=True)
    assert abs(percent_in(refusal(data[: len(data) * 3 // 4])) - 25) < 4


@pytest.mark.parametrize("size", [0, 1, 54, 2**31, 2**32 - 1])
def test_bmp_with_a_wrong_size(size, picture):
    plain = encoded(picture, "BMP")
    assert load(plain[:2] + struct.pack("<I", size) + plain[6:]).raster == load(plain).raster
    assert abs(percent_in(refusal(plain[: len(plain) * 3 // 4])) - 25) < 2


def bmp(pixels, masks, bits, header=40):
    """A BMP of 16 or 32 bits with masks, from numbers in rows from the top."""
    height, width = pixels.shape
    body = pixels[::-1].astype(f"<u{bits // 8}")
    body = b"".join(row.tobytes().ljust(-(-width * bits // 32) * 4, b"\0") for row in body)
    packing = 3 if masks else 0
    head = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, packing, len(body), 0, 0, 0, 0)
    head += b"".join(struct.pack("<I", mask) for mask in masks)
    if header > 40:
        head = head.ljust(header, b"\0")
    return b"BM" + struct.pack("<IHHI", 14 + len(head) + len(body), 0, 0, 14 + len(head)) + head + body


@pytest.mark.parametrize(
    "masks",
    [(), (0x7C00, 0x3E0, 0x1F), (0xF800, 0x7E0, 0x1F), (0xF00, 0xF0, 0xF), (0x7C00, 0x3E0, 0x1F, 0x8000)],
)
def test_bmp_of_sixteen_bits(masks, picture):
    rgb = np.asarray(picture).astype(np.uint32)
    numbers = np.zeros(rgb.shape[:2], np.uint32)
    for channel, mask in enumerate(masks[:3] or (0x7C00, 0x3E0, 0x1F)):
        shift = (mask & -mask).bit_length() - 1
        numbers |= np.round(rgb[..., channel] * ((mask >> shift) / 255)).astype(np.uint32) << shift
    found = pixels_of(load(bmp(numbers, masks, 16, 56 if len(masks) == 4 else 40)).raster)
    assert np.abs(found.astype(int) - np.asarray(picture)).max() <= (9 if masks[:1] == (0xF00,) else 5)


def test_unknown_bmp_is_not_called_damaged(picture):
    data = bytearray(encoded(picture, "BMP"))
    data[30] = 99  # its packing
    assert "cannot read" in refusal(bytes(data))


@pytest.mark.parametrize(
    ("marker", "words"), [(0xC3, "lossless JPEG"), (0xF7, "JPEG-LS"), (0xC5, "hierarchical or arithmetic JPEG")]
)
def test_other_kinds_of_jpeg_are_not_called_damaged(marker, words, picture):
    data = bytearray(encoded(picture, "JPEG"))
    data[data.index(b"\xff\xc0") + 1] = marker
    assert refusal(bytes(data)) == f"This program cannot read pictures of this kind: {words}."


def test_jpeg_of_twelve_bits_is_not_called_damaged(picture):
    data = bytearray(encoded(picture, "JPEG"))
    data[data.index(b"\xff\xc0") + 4] = 12
    assert "more than 8 bits" in refusal(bytes(data))


def tiff(samples, colours, *, order="<", kind=1, packing=1, predictor=1, rows=None, tile=None, body=None, planes=False):
    """A TIFF of any samples, in strips or tiles that are packed as told."""
    height, width, channels = samples.shape
    stored = samples.astype(samples.dtype.newbyteorder(order))
    planar = [stored[..., each : each + 1] for each in range(channels)] if planes else [stored]
    step = tile or rows or height
    parts = []
    for plane in planar:
        for top in range(0, height, step):
            for left in range(0, width, tile or width):
                part = plane[top : top + step, left : left + (tile or width)]
                if tile:
                    full = np.zeros((tile, tile, part.shape[2]), part.dtype)
                    full[: part.shape[0], : part.shape[1]] = part
                    part = full
                parts.append(packed(part, packing, predictor) if body is None else body)
    tags = {256: width, 257: height, 259: packing, 262: colours, 277: channels, 317: predictor}
    tags |= {322: tile, 323: tile} if tile else {278: step}
    tags |= {284: 2} if planes else {}
    lists = {258: [samples.dtype.itemsize * 8] * channels, 339: [kind] * channels}
    starts, lengths = (324, 325) if tile else (273, 279)
    names = sorted([*tags, *lists, starts, lengths])
    end = 10 + 12 * len(names)
    extra, entries, places = b"", b"", end + 4 + 4 * channels + 8 * len(parts)
    positions = [places + sum(map(len, parts[:index])) for index in range(len(parts))]
    for name in names:
        values = {starts: positions, lengths: [len(part) for part in parts]}.get(name)
        letter, code = ("H", 3) if name in lists else ("I", 4)
        values = values or lists.get(name) or [tags[name]]
        written = struct.pack(f"{order}{len(values)}{letter}", *values)
        place = written.ljust(4, b"\0") if len(written) <= 4 else struct.pack(order + "I", end + 4 + len(extra))
        extra += written if len(written) > 4 else b""
        entries += struct.pack(order + "HHI", name, code, len(values)) + place
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, len(names)) + entries + bytes(4)
    return (head + extra).ljust(places, b"\0") + b"".join(parts)


def packed(part, packing, predictor):
    if predictor == 2:
        part = np.concatenate([part[:, :1], np.diff(part.astype(part.dtype.newbyteorder("=")), axis=1)], 1).astype(
            part.dtype
        )
    raw = part.tobytes()
    if predictor == 3:
        size, rows = part.dtype.itemsize, part.shape[0]
        split = np.frombuffer(part.astype(part.dtype.newbyteorder(">")).tobytes(), np.uint8).reshape(rows, -1, size)
        bytes_of_rows = split.swapaxes(1, 2).reshape(rows, -1, part.shape[2])
        raw = np.concatenate([bytes_of_rows[:, :1], np.diff(bytes_of_rows, axis=1)], 1).astype(np.uint8).tobytes()
    return zlib.compress(raw) if packing == 8 else raw


def grey_of(picture):
    return np.asarray(picture.convert("L"))[..., None]


RGB_16 = "deep colour"
LAYOUTS = {
    "strips": {"rows": 13},
    "deflated": {"packing": 8, "rows": 50},
    "deflated differences": {"packing": 8, "predictor": 2, "rows": 50},
    "tiles": {"tile": 64},
    "planes": {"planes": True, "rows": 50},
}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_tiff_of_sixteen_bits(order, layout, picture):
    samples = np.asarray(picture).astype(np.uint16) * 257
    found = load(tiff(samples, 2, order=order, **LAYOUTS[layout]))
    assert np.abs(pixels_of(found.raster).astype(int) - np.asarray(picture)).max() <= 1
    assert found.issues == ()


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("layout", [{}, {"packing": 8, "predictor": 3, "rows": 30}])
def test_tiff_of_floating_point(kind, layout, picture):
    samples = (np.asarray(picture) / 255).astype(kind)
    found = load(tiff(samples, 2, kind=3, **layout))
    assert np.abs(pixels_of(found.raster).astype(int) - np.asarray(picture)).max() <= 1


def test_tiff_of_thirty_two_bits(picture):
    samples = np.asarray(picture).astype(np.uint32) * 0x01010101
    assert np.abs(pixels_of(load(tiff(samples, 2)).raster).astype(int) - np.asarray(picture)).max() <= 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("layout", [{}, {"packing": 8, "rows": 40}])
def test_tiff_whose_white_is_zero(order, kind, layout, picture):
    most = np.iinfo(kind).max
    samples = (most - grey_of(picture).astype(np.int64) * (most // 255)).astype(kind)
    found = pixels_of(load(tiff(samples, 0, order=order, **layout)).raster)
    assert np.abs(found.astype(int) - grey_of(picture)).max() <= 1


@pytest.mark.parametrize("compression", ["tiff_lzw", "packbits", "zstd", "lzma"])
def test_tiff_packed_by_others(compression, picture):
    """Written by libtiff: 16 bits of grey, whose white is made zero afterwards."""
    values = grey_of(picture)[..., 0].astype(np.uint16) * 257
    data = bytearray(encoded(Image.fromarray(values), "TIFF", compression=compression))
    assert np.abs(pixels_of(load(bytes(data)).raster)[..., 0].astype(int) - values // 257).max() <= 1
    directory = int.from_bytes(data[4:8], "little")
    for at in range(directory + 2, directory + 2 + 12 * int.from_bytes(data[directory : directory + 2], "little"), 12):
        if data[at : at + 2] == struct.pack("<H", 262):
            data[at + 8 : at + 10] = bytes(2)
    assert np.abs(pixels_of(load(bytes(data)).raster)[..., 0].astype(int) - (255 - values // 257)).max() <= 1


@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_tiff_in_lab(kind, picture):
    from colour_files import colour_error, lab

    lightness, a, b = np.moveaxis(lab(picture), -1, 0)
    if kind is np.int16:
        samples = np.stack((lightness * 655.35, (a * 256) % 65536, (b * 256) % 65536), -1).round().astype(np.uint16)
    else:
        samples = np.stack((lightness * 2.55, a % 256, b % 256), -1).round().astype(np.uint8)
    found = load(tiff(samples, 8))
    assert colour_error(pixels_of(found.raster), picture) < 2


def test_tiff_with_webp_inside(picture):
    samples = np.asarray(picture)
    data = tiff(samples, 2, packing=50001, body=encoded(picture, "WEBP", lossless=True))
    assert load(data).raster.rgb == picture.tobytes()


def test_unknown_tiff_is_not_called_damaged(picture):
    samples = np.asarray(picture)
    for packing in (50002, 52546, 34712):
        assert "cannot read pictures of this kind" in refusal(tiff(samples, 2, packing=packing))
    assert "cannot read pictures of this kind" in refusal(tiff(samples.astype(np.uint16), 3))


def test_how_much_of_a_tiff_is_missing(picture):
    data = tiff(np.asarray(picture), 2, rows=20)
    assert abs(percent_in(refusal(data[: len(data) * 3 // 4])) - 25) < 3


def test_signed_samples_are_measured_values(picture):
    assert "measured values" in refusal(tiff(np.asarray(picture).astype(np.int16), 2, kind=2))


def test_text_in_a_mended_file_does_not_go_on(picture):
    data = with_chunks(encoded(picture, "PNG"), (b"tEXt", b"Patient\0CANARY"))[:-12]
    photograph = load(data)
    assert b"CANARY" not in photograph.raster.rgb
    assert photograph.metadata == ("text",)
    assert io.BytesIO(data).read(4) == b"\x89PNG"
