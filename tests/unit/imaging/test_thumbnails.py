"""Small squares of photographs."""

from io import BytesIO

import pytest
from PIL import Image

from lentigo.domain.photograph import Raster
from lentigo.imaging.thumbnails import SIDE, draw_thumbnail, read_thumbnail


def striped(width: int, height: int) -> Raster:
    """Red in the middle, blue at both ends of its longer side."""
    image = Image.new("RGB", (width, height), (20, 20, 230))
    side = min(width, height)
    image.paste((230, 20, 20), ((width - side) // 2, (height - side) // 2, (width + side) // 2, (height + side) // 2))
    return Raster(width=width, height=height, rgb=image.tobytes())


@pytest.mark.parametrize("size", [(3000, 1000), (600, 1800), (112, 112), (40, 30), (1, 1)])
def test_the_middle_is_what_is_shown(size: tuple[int, int]) -> None:
    picture = read_thumbnail(draw_thumbnail(striped(*size)))
    assert (picture.width, picture.height) == (SIDE, SIDE)
    for place in (0, SIDE - 1, SIDE * SIDE // 2 + SIDE // 2, SIDE * SIDE - 1):
        red, _green, blue = picture.rgb[3 * place : 3 * place + 3]
        assert red > 150 > 90 > blue


def test_it_holds_nothing_but_pixels_and_is_small() -> None:
    file = draw_thumbnail(striped(2000, 1500))
    assert len(file) < 10_000
    with Image.open(BytesIO(file)) as image:
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & image.info.keys()
