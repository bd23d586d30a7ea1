"""What is not a whole photograph is refused in a plain sentence, with what to do."""

import io
import os
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from skin_pictures import encoded, identifying_exif, skin_picture
from test_loading import KINDS

from lentigo.errors import InputError
from lentigo.imaging import reading
from lentigo.imaging.loading import load
from lentigo.imaging.reading import read

FOREIGN = {
    "PDF": b"%PDF-1.7\n1 0 obj",
    "video": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00",
    "web page": b"\n<!DOCTYPE html><html><body>photo</body></html>",
    "GIF": b"GIF89a\x01\x00\x01\x00",
    "DICOM": bytes(128) + b"DICM" + bytes(64),
    "ZIP": b"PK\x03\x04\x14\x00",
    "raw": b"\x00\x00\x00\x18ftypcrx isom",
    "drawing": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
}


def refusal(source, opening=load):
    with pytest.raises(InputError) as caught:
        opening(source)
    message, hint = caught.value.message, caught.value.hint
    assert message.endswith(".")
    assert hint.endswith(".")
    return message


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_files_are_named(name):
    assert name in refusal(FOREIGN[name])


@pytest.mark.parametrize("data", [b"hello, this is a text", bytes(range(256)) * 20, b"\xff", b"RIFF"])
def test_anything_else_is_not_a_photograph(data):
    assert refusal(data) == "The file is not a photograph."


def test_real_gif_and_ppm(picture):
    assert "GIF" in refusal(encoded(picture, "GIF"))
    assert "not a photograph" in refusal(encoded(picture, "PPM"))


def test_paths(tmp_path):
    (tmp_path / "empty.jpg").touch()
    assert "empty" in refusal(read(tmp_path / "empty.jpg"))
    assert "folder" in refusal(tmp_path, read)
    assert "not found" in refusal(tmp_path / "absent.jpg", read)
    assert "not found" in refusal(tmp_path / "empty.jpg" / "below.jpg", read)
    assert "not found" in refusal(tmp_path / "a\x00b.jpg", read)
    assert "could not be read" in refusal(tmp_path / ("long" * 200), read)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert "device" in refusal(tmp_path / "pipe.jpg", read)


def test_no_permission(tmp_path, picture):
    file = tmp_path / "closed.jpg"
    file.write_bytes(encoded(picture, "JPEG"))
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("THIS USER MAY READ EVERYTHING (root or Windows), so a missing permission cannot be made")
    assert "permission" in refusal(file, read)


def test_permission_error_is_told(tmp_path, monkeypatch):
    """Also where the tests run as root: the error is the system's, only its cause is made up."""
    file = tmp_path / "closed.jpg"
    file.touch()
    monkeypatch.setattr(type(file), "open", fail_with(PermissionError(13, "Permission denied")))
    assert "permission" in refusal(file, read)
    monkeypatch.setattr(type(file), "open", fail_with(OSError(5, "Input/output error")))
    assert "could not be read" in refusal(file, read)


def fail_with(error):
    def fail(*_):
        raise error

    return fail


def test_file_beyond_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_CASE", 2**20)
    file = tmp_path / "large.png"
    file.write_bytes(bytes(2**20 + 1))
    assert "larger than 1 MB" in refusal(file, read)


def png_claiming(width, height):
    """A PNG that is whole but for its pixels: 20,000 x 20,000 would take 1.2 GB."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 10_000), (60_000, 60_000), (8192, 8193)])
def test_too_many_pixels_are_refused_by_the_header(size):
    assert "67 that this program takes" in refusal(png_claiming(*size))


def test_real_bombs():
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 500_000
    assert "67 that this program takes" in refusal(bomb)
    jpeg = bytearray(encoded(skin_picture(), "JPEG"))
    start_of_frame = jpeg.index(b"\xff\xc0")
    jpeg[start_of_frame + 5 : start_of_frame + 9] = b"\xff\xff\xff\xff"
    assert "67 that this program takes" in refusal(bytes(jpeg))


LENGTH_OF_END = {"JPEG": 2, "PNG": 16}  # bytes: without them all pixels are there (test_mended_files)


@pytest.mark.parametrize("kind", KINDS)
def test_cut_files_are_refused(kind, picture):
    """Everywhere, and byte by byte at the end: there decoders are content although something is missing."""
    picture_format, parameters = KINDS[kind]
    exif = {} if picture_format == "BMP" else {"exif": identifying_exif()}
    data = encoded(picture, picture_format, **parameters, **exif)
    end = len(data) - LENGTH_OF_END.get(picture_format, 0)
    cuts = [*np.linspace(1, end - 12, 20).astype(int), *range(end - 12, end)]
    for cut in cuts:
        refusal(data[:cut])


def test_cut_jpeg_filled_up_with_zeros(picture):
    """A copy that broke off, on a disk that had reserved the space."""
    data = encoded(picture, "JPEG")
    refusal(data[: len(data) // 2] + bytes(len(data) // 2))


def test_end_of_an_embedded_thumbnail_is_not_the_end(picture):
    exif = identifying_exif()
    segment = (
        b"\xff\xe1"
        + struct.pack(">H", 2 + 6 + 4000)
        + b"Exif\x00\x00"
        + encoded(picture.resize((80, 60)), "JPEG")[:4000].ljust(4000, b"\x00")
    )
    data = encoded(picture, "JPEG", exif=exif)
    with_thumbnail = data[:2] + segment + data[2:]
    assert load(with_thumbnail).raster == load(data).raster
    refusal(with_thumbnail[: len(with_thumbnail) - 200])


def test_flipped_bits_in_a_png_are_refused(picture):
    data = bytearray(encoded(picture, "PNG"))
    data[len(data) // 2] ^= 1
    assert "damaged" in refusal(bytes(data))


def test_measured_values_are_no_photograph():
    for values in (np.linspace(0, 3000, 40_000, dtype=np.float32), np.arange(40_000, dtype=np.int32)):
        assert "measured values" in refusal(encoded(Image.fromarray(values.reshape(200, 200)), "TIFF"))


def test_camera_raw_in_a_tiff_is_not_its_preview(picture):
    file = io.BytesIO()
    picture.resize((160, 120)).save(file, "TIFF", tiffinfo={254: 1})
    assert "camera raw" in refusal(file.getvalue())


def test_mutations_raise_nothing_but_input_errors(picture, capfd):
    """300 seeded damages: whatever decodes is a whole raster, whatever does not is refused in plain words."""
    small = picture.resize((120, 88))
    files = [
        encoded(
            small, picture_format, **parameters, **({} if picture_format == "BMP" else {"exif": identifying_exif(6)})
        )
        for picture_format, parameters in KINDS.values()
    ]
    generator = random.Random(20)
    refused = sum(outcome_of(mutated(generator.choice(files), generator)) for _ in range(300))
    assert 30 < refused < 270
    capfd.readouterr()  # libtiff tells its troubles to standard error


def outcome_of(data):
    try:
        raster = load(data).raster
    except InputError:
        return True
    assert len(raster.rgb) == raster.width * raster.height * 3
    return False


def mutated(data, generator):
    damaged = bytearray(data)
    reach = generator.choice((len(damaged), 600))  # headers matter more than pixels
    for _ in range(generator.choice((1, 1, 3, 20))):
        damaged[generator.randrange(min(reach, len(damaged)))] = generator.randrange(256)
    return bytes(damaged)
