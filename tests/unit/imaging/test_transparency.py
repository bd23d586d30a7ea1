"""Alpha that means nothing is left out; where it means something, the picture is put on white, with a note."""

import struct

import numpy as np
import pytest
from colour_files import P3, colour_error, profile, srgb_transfer, stored
from PIL import Image
from skin_pictures import encoded, pixels_of

from lentigo.domain.quality import QualityIssue
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality


def with_alpha(picture, alpha):
    layer = picture.convert("RGBA")
    layer.putalpha(Image.new("L", picture.size, alpha) if isinstance(alpha, int) else alpha)
    return layer


@pytest.mark.parametrize("alpha", [0, 1, 128, 254, 255])
@pytest.mark.parametrize("picture_format", ["PNG", "TIFF", "WEBP"])
def test_uniform_alpha_is_left_out(picture_format, alpha, picture):
    extra = {"lossless": True, "exact": True} if picture_format == "WEBP" else {}
    photograph = load(encoded(with_alpha(picture, alpha), picture_format, **extra))
    assert photograph.raster.rgb == picture.tobytes()
    assert photograph.issues == ()


def test_bmp_with_unused_alpha_shows_the_picture(picture):
    """As Windows writes it from the clipboard: a header of version 5 with a mask for alpha, and zeros there."""
    rgb = np.asarray(picture)
    pixels = np.dstack([rgb[..., ::-1], np.zeros(rgb.shape[:2], np.uint8)])[::-1].tobytes()
    head = struct.pack("<IiiHHIIiiII", 124, picture.width, picture.height, 1, 32, 3, len(pixels), 0, 0, 0, 0)
    head += struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"BGRs" + bytes(64)
    data = b"BM" + struct.pack("<IHHI", 138 + len(pixels), 0, 0, 138) + head + pixels
    photograph = load(data)
    assert photograph.raster.rgb == picture.tobytes()
    assert photograph.issues == ()


def half(picture):
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(0, (0, 0, picture.width // 2, picture.height))
    return alpha


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_partly_transparent_pictures_stand_on_white_and_say_so(mode, picture):
    photograph = load(encoded(with_alpha(picture, half(picture)).convert(mode), "PNG"))
    pixels = pixels_of(photograph.raster)
    assert set(pixels[:, : picture.width // 2].ravel()) == {255}
    assert pixels[:, picture.width // 2 :].tobytes() == (
        np.asarray(picture.convert(mode[:-1]).convert("RGB"))[:, picture.width // 2 :].tobytes()
    )
    assert photograph.issues == (QualityIssue.TRANSPARENT,)
    assert QualityIssue.TRANSPARENT in assess_quality(photograph).issues


def test_half_transparent_pictures_are_mixed_with_white(picture):
    alpha = Image.linear_gradient("L").resize(picture.size)
    photograph = load(encoded(with_alpha(picture, alpha), "PNG"))
    share = np.asarray(alpha)[..., None] / 255
    expected = np.asarray(picture) * share + 255 * (1 - share)
    assert np.abs(pixels_of(photograph.raster) - expected).max() <= 2
    assert photograph.issues == (QualityIssue.TRANSPARENT,)


def test_noise_of_compression_in_alpha_means_nothing(picture):
    alpha = Image.fromarray(np.random.default_rng(1).integers(251, 256, (picture.height, picture.width), np.uint8))
    photograph = load(encoded(with_alpha(picture, alpha), "PNG"))
    assert photograph.raster.rgb == picture.tobytes()
    assert photograph.issues == ()


def test_colours_are_converted_under_alpha_too(picture):
    image = with_alpha(stored(picture, P3, srgb_transfer), half(picture))
    photograph = load(encoded(image, "PNG", icc_profile=profile("Display P3", P3)))
    right = (picture.width // 2, 0, picture.width, picture.height)
    found = Image.frombytes("RGB", picture.size, photograph.raster.rgb).crop(right)
    assert colour_error(found, picture.crop(right)) < 0.7


def test_a_transparent_colour_of_an_opaque_picture_means_nothing(picture):
    photograph = load(encoded(picture, "PNG", transparency=(1, 2, 3)))
    assert photograph.raster.rgb == picture.tobytes()
    assert photograph.issues == ()
