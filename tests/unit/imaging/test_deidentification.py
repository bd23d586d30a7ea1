"""Nothing of what the file says about the person goes on."""

from dataclasses import asdict

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from skin_pictures import encoded, identifying_exif, photograph_of, pixels_of, skin_picture

from lentigo.imaging.adapter import PillowImaging
from lentigo.imaging.deidentification import deidentify, reduce
from lentigo.imaging.loading import load


def identifying_files(picture):
    """One file a format, with the word CANARY in every place that the format has for words."""
    exif, xmp = identifying_exif(), b"<x:xmpmeta>CANARY</x:xmpmeta>"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Patient", "CANARY")
    texts.add_itxt("Name", "CANARY", zip=False)
    yield encoded(picture, "JPEG", exif=exif, xmp=xmp, comment=b"CANARY") + b"CANARY behind the end"
    yield encoded(picture, "PNG", exif=exif, pnginfo=texts)
    yield encoded(picture, "WEBP", exif=exif, xmp=xmp)
    yield encoded(picture, "TIFF", exif=exif)
    yield encoded(picture, "BMP") + b"CANARY"


def test_no_canary_in_any_output(picture):
    for data in identifying_files(picture):
        assert b"CANARY" in data
        photograph = deidentify(load(data))
        assert photograph.metadata_removed
        assert b"CANARY" not in repr(asdict(photograph)).encode()


def test_what_is_removed_is_told(picture):
    photograph = load(next(iter(identifying_files(picture))))
    kept = PillowImaging().deidentify(photograph)
    assert kept.metadata_removed == photograph.metadata
    assert {"gps_position", "camera_serial_number", "xmp", "comment", "trailing_data"} <= set(kept.metadata_removed)
    assert (kept.raster, kept.sha256, kept.captured) == (photograph.raster, photograph.sha256, photograph.captured)


@pytest.mark.parametrize("size", [(600, 450), (601, 1), (2999, 2001), (4001, 333), (333, 4001)])
@pytest.mark.parametrize("longest_side", [1, 97, 256])
def test_reduced_pictures_keep_their_shape_and_look(size, longest_side):
    image = skin_picture(*size)
    reduced = reduce(photograph_of(image).raster, longest_side)
    assert max(reduced.width, reduced.height) == longest_side
    assert abs(reduced.width * size[1] - reduced.height * size[0]) <= max(size)
    expected = np.asarray(image.resize((reduced.width, reduced.height), Image.Resampling.BOX)).astype(int)
    assert np.abs(pixels_of(reduced) - expected).mean() < 6


def test_large_pictures_are_reduced_in_bands_without_a_seam():
    image = skin_picture(3001, 2003)
    whole = image.reduce(10).resize((97, 65), Image.Resampling.LANCZOS)
    assert reduce(photograph_of(image).raster, 97).rgb == whole.tobytes()


def test_small_pictures_are_not_enlarged(picture):
    raster = photograph_of(picture).raster
    assert reduce(raster, 4000) is raster
