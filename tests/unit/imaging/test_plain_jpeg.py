"""A JPEG without its metadata: the same pixels, bit by bit."""

import io

import numpy as np
import pytest
from colour_files import P3, profile
from PIL import Image
from skin_pictures import encoded, identifying_exif, skin_picture

from lentigo.imaging.plain_jpeg import plain_jpeg

SKIN = skin_picture()


@pytest.mark.parametrize(
    ("parameters", "colours"),
    [
        ({}, "YBR_FULL_422"),
        ({"subsampling": 0}, "YBR_FULL"),
        ({"keep_rgb": True, "subsampling": 0}, "RGB"),
        ({"restart_marker_rows": 1}, "YBR_FULL_422"),
        ({"optimize": True}, "YBR_FULL_422"),
    ],
)
def test_nothing_but_the_picture_is_left(parameters: dict[str, object], colours: str) -> None:
    data = encoded(SKIN, "JPEG", exif=identifying_exif(1).tobytes(), comment=b"CANARY", **parameters) + b"CANARY behind"
    plain = plain_jpeg(data)
    assert plain
    assert b"CANARY" in data
    assert b"CANARY" not in plain.jpeg
    assert b"Exif" not in plain.jpeg
    before, after = (np.asarray(Image.open(io.BytesIO(each))) for each in (data, plain.jpeg))
    assert np.array_equal(before, after)
    assert (plain.colours, plain.width, plain.height) == (colours, *SKIN.size)


def test_the_profile_goes_along() -> None:
    icc = profile("Display P3", P3)
    plain = plain_jpeg(encoded(SKIN, "JPEG", icc_profile=icc))
    assert plain
    assert plain.profile == icc
    assert b"ICC_PROFILE" not in plain.jpeg


@pytest.mark.parametrize(
    "data",
    [
        encoded(SKIN, "JPEG", progressive=True),
        encoded(SKIN, "JPEG", exif=identifying_exif(6).tobytes()),
        encoded(SKIN.convert("CMYK"), "JPEG"),
        encoded(SKIN, "PNG"),
        b"",
    ],
    ids=["progressive", "turned", "ink", "PNG", "nothing"],
)
def test_what_must_be_coded_anew(data: bytes) -> None:
    assert plain_jpeg(data) is None
