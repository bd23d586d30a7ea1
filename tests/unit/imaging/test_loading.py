"""Photographs of each kind come out upright, in sRGB, whole."""

import hashlib
import io
import struct

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, TiffImagePlugin
from skin_pictures import HEIGHT, WIDTH, encoded, identifying_exif, pixels_of

from lentigo.domain.quality import QualityIssue
from lentigo.imaging.loading import load
from lentigo.imaging.reading import read

KINDS = {
    "JPEG": ("JPEG", {"quality": 95, "subsampling": 0}),
    "progressive JPEG": ("JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
    "PNG": ("PNG", {}),
    "WebP": ("WEBP", {"quality": 95}),
    "lossless WebP": ("WEBP", {"lossless": True}),
    "TIFF": ("TIFF", {}),
    "LZW TIFF": ("TIFF", {"compression": "tiff_lzw"}),
    "deflated TIFF": ("TIFF", {"compression": "tiff_adobe_deflate"}),
    "JPEG TIFF": ("TIFF", {"compression": "jpeg", "quality": 95}),
    "BMP": ("BMP", {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_keeps_the_pixels(kind, picture, tmp_path):
    picture_format, parameters = KINDS[kind]
    data = encoded(picture, picture_format, **parameters)
    file = tmp_path / "Haut é 皮肤.unusual-extension"
    file.write_bytes(data)
    assert read(file) == data
    photograph = load(data)
    assert photograph.format == picture_format
    assert photograph.sha256 == hashlib.sha256(data).hexdigest()
    difference = np.abs(pixels_of(photograph.raster).astype(int) - np.asarray(picture).astype(int))
    assert difference.mean() < 3


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_orientation_comes_out_upright(picture_format, orientation, picture):
    stored = turned_away(picture, orientation)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    lossless = {"JPEG": {"quality": 95}, "WEBP": {"lossless": True}}.get(picture_format, {})
    raster = load(encoded(stored, picture_format, exif=exif, **lossless)).raster
    assert (raster.width, raster.height) == (WIDTH, HEIGHT)
    assert np.abs(pixels_of(raster).astype(int) - np.asarray(picture).astype(int)).mean() < 3


def turned_away(picture, orientation):
    """What a camera stores that was held in this way: the inverse of what EXIF asks a viewer to do."""
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return picture.transpose(ways[orientation]) if orientation in ways else picture


def test_palette_with_transparency(picture):
    palette = picture.quantize(16)
    data = encoded(palette, "PNG", transparency=palette.getpixel((150, 20)))
    assert tuple(pixels_of(load(data).raster)[20, 150]) == (255, 255, 255)


@pytest.mark.parametrize("picture_format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_not_clipped(picture_format):
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None, :].repeat(100, 0)
    pixels = pixels_of(load(encoded(Image.fromarray(ramp), picture_format)).raster)
    assert np.abs(pixels[50, :, 0].astype(int) - np.arange(256)).max() <= 1
    assert (pixels[..., 0] == pixels[..., 2]).all()


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bit_colour_tiff_is_scaled(order):
    ramp = np.linspace(0, 65535, 128)[None, :, None] * np.array((1.0, 0.5, 0.25))
    samples = ramp.repeat(100, 0).astype(order + "u2")
    pixels = pixels_of(load(tiff_of(samples, order)).raster)
    assert np.abs(pixels[50] - (ramp[0] / 257)).max() <= 1


def tiff_of(samples, order):
    """An uncompressed TIFF with 16 bits a sample, which Pillow cannot write."""
    height, width, channels = samples.shape
    tags = [(256, width), (257, height), (258, 16), (259, 1), (262, 2), (273, 0), (277, channels), (278, height)]
    tags.append((279, samples.nbytes))
    end = 8 + 2 + 12 * len(tags) + 4
    head = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8) + struct.pack(order + "H", len(tags))
    for tag, value in tags:
        if tag == 258:  # three values do not fit into the entry
            head += struct.pack(order + "HHII", tag, 3, 3, end)
        else:
            head += struct.pack(order + "HHII", tag, 4, 1, end + 6 if tag == 273 else value)
    return head + bytes(4) + struct.pack(order + "3H", 16, 16, 16) + samples.tobytes()


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
def test_other_colour_spaces_become_rgb(mode, picture):
    raster = load(encoded(picture.convert(mode), "JPEG", quality=95)).raster
    expected = np.asarray(picture.convert(mode).convert("RGB")).astype(int)
    assert np.abs(pixels_of(raster).astype(int) - expected).mean() < 4


def test_colour_profile_is_applied(picture):
    """In a profile with red and green exchanged, what is stored as green is red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    exchange_red_and_green(profile)
    swapped = Image.merge("RGB", [picture.split()[channel] for channel in (1, 0, 2)])
    raster = load(encoded(swapped, "PNG", icc_profile=bytes(profile))).raster
    assert np.abs(pixels_of(raster).astype(int) - np.asarray(picture).astype(int)).mean() < 3


def exchange_red_and_green(profile):
    """Exchange the two colorant tags' names; what the profile is called stays."""
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"


def test_colours_without_a_readable_profile_are_uncertain(picture):
    photograph = load(encoded(picture, "PNG", icc_profile=b"no profile at all"))
    assert photograph.raster.rgb == picture.tobytes()
    assert photograph.issues == (QualityIssue.COLOURS_UNCERTAIN,)


@pytest.mark.parametrize("picture_format", ["TIFF", "WEBP", "PNG", "MPO"])
def test_first_of_several_pictures_counts(picture_format, picture):
    other = Image.new("RGB", picture.size, "blue")
    extra = {"WEBP": {"lossless": True}, "MPO": {"quality": 95}}.get(picture_format, {})
    photograph = load(encoded(picture, picture_format, save_all=True, append_images=[other], **extra))
    assert np.abs(pixels_of(photograph.raster).astype(int) - np.asarray(picture).astype(int)).mean() < 4
    assert "further_pictures" in photograph.metadata
    assert photograph.format == ("JPEG" if picture_format == "MPO" else picture_format)


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_data_behind_the_end_is_legal_and_told(picture_format, picture):
    data = encoded(picture, picture_format)
    photograph = load(data + b"CANARY video of a motion photo")
    assert photograph.raster == load(data).raster
    assert photograph.metadata == ("trailing_data",)


def test_metadata_kinds_and_date(picture):
    data = encoded(picture, "JPEG", exif=identifying_exif(), comment=b"CANARY", xmp=b"<x:xmpmeta>CANARY</x:xmpmeta>")
    photograph = load(data)
    told = {"exif", "gps_position", "camera_serial_number", "owner_name", "comment", "xmp"}
    assert set(photograph.metadata) == told
    assert photograph.captured == "2024-05-01T10:11:12+02:00"


def test_metadata_of_a_tiff(picture):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[315], tags[700] = "CANARY Artist", b"<x:xmpmeta>CANARY</x:xmpmeta>"
    file = io.BytesIO()
    picture.save(file, "TIFF", tiffinfo=tags)
    assert set(load(file.getvalue()).metadata) == {"owner_name", "xmp"}


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "yesterday", "2024:13:45 99:00:00"])
def test_impossible_date_counts_as_none(text, picture):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = text
    assert load(encoded(picture, "JPEG", exif=exif)).captured is None


@pytest.mark.parametrize("size", [(8160, 6144), (8192, 6144), (9248, 6936)])
def test_what_phones_call_50_and_64_megapixels_is_read(size):
    """A little more than 64 Mi is not (test_refusals)."""
    raster = load(encoded(Image.new("L", size, 140), "PNG")).raster
    assert (raster.width, raster.height) == size


def test_real_photographs(photographs):
    for file in sorted((photographs / "sample_600x450" / "images").glob("*.jpg"))[:20]:
        photograph = load(file.read_bytes())
        assert photograph.raster.rgb == Image.open(file).convert("RGB").tobytes()
        assert photograph.metadata == ()
