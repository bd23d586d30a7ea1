"""A photograph is brought to the projector's shape as its profile says."""

from typing import Any, Literal

import numpy as np
import pytest

from lentigo.domain.photograph import Raster
from lentigo.errors import InputError
from lentigo.inference.pictures import PADDING, fit_picture, fitted_size
from lentigo.models.profile import PictureFit

PATCHES_OF_14 = PictureFit(fit="whole", multiple=28, least_pixels=6272, most_pixels=94080)  # 8 to 120 tokens
PATCHES_OF_16 = PictureFit(fit="whole", multiple=32, least_pixels=65536, most_pixels=262144)  # 64 to 256 tokens


def halves(width: int, height: int) -> Raster:
    """Red on the left, blue on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 255
    pixels[:, width // 2 :, 2] = 255
    return Raster(width=width, height=height, rgb=pixels.tobytes())


def fitted(fit: Literal["crop", "pad", "stretch"], raster: Raster) -> np.ndarray:
    picture = fit_picture(raster, PictureFit(fit=fit, width=40, height=40))
    assert (picture.width, picture.height) == (40, 40)
    return np.frombuffer(picture.rgb, np.uint8).reshape(40, 40, 3)


@pytest.mark.parametrize("fit", ["crop", "stretch", "pad"])
def test_left_stays_left(fit: Literal["crop", "pad", "stretch"]) -> None:
    pixels = fitted(fit, halves(120, 60))
    assert pixels[20, 2].tolist() == [255, 0, 0]
    assert pixels[20, 37].tolist() == [0, 0, 255]


def test_padding_keeps_the_shape() -> None:
    pixels = fitted("pad", halves(120, 60))
    assert pixels[0, 20].tolist() == list(PADDING)
    assert pixels[12, 2].tolist() == [255, 0, 0]


def test_cropping_keeps_the_middle() -> None:
    stripes = np.zeros((60, 120, 3), np.uint8)
    stripes[:, 30:90] = 255
    pixels = fitted("crop", Raster(width=120, height=60, rgb=stripes.tobytes()))
    assert pixels.min() > 200


# What smart_resize of transformers 5.23 gives for the same sides and limits.
@pytest.mark.parametrize(
    ("fit", "before", "after"),
    [
        (PATCHES_OF_14, (600, 450), (336, 252)),
        (PATCHES_OF_14, (4032, 3024), (336, 252)),
        (PATCHES_OF_14, (293, 307), (280, 308)),
        (PATCHES_OF_14, (96, 96), (84, 84)),
        (PATCHES_OF_14, (336, 280), (336, 280)),  # exactly the most
        (PATCHES_OF_14, (112, 56), (112, 56)),  # exactly the least
        (PATCHES_OF_14, (364, 280), (336, 252)),  # one column of tokens over it
        (PATCHES_OF_14, (4000, 40), (3052, 28)),
        (PATCHES_OF_16, (120, 96), (288, 256)),
        (PATCHES_OF_16, (767, 1024), (416, 576)),
    ],
)
def test_a_whole_picture_gets_the_sides_of_qwens_own_processor(
    fit: PictureFit, before: tuple[int, int], after: tuple[int, int]
) -> None:
    assert fitted_size(*before, fit) == after
    assert fitted_size(before[1], before[0], fit) == (after[1], after[0])


SKINSPECTOR = PictureFit(fit="whole", multiple=28, least_pixels=256 * 784, most_pixels=512 * 784)


@pytest.mark.parametrize("fit", [PATCHES_OF_14, PATCHES_OF_16, SKINSPECTOR])
def test_a_whole_pictures_sides_keep_to_the_limits_and_to_themselves(fit: PictureFit) -> None:
    for width in range(20, 3000, 47):
        for height in range(max(20, width // 50), min(3000, 50 * width), 53):
            sides = fitted_size(width, height, fit)
            assert fit.least_pixels <= sides[0] * sides[1] <= fit.most_pixels
            assert [side % fit.multiple for side in sides] == [0, 0]
            assert fitted_size(*sides, fit) == sides


@pytest.mark.parametrize("sides", [(12100, 100), (100, 12100), (20100, 100)])
def test_a_strip_is_refused(sides: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="120 times"):
        fitted_size(*sides, PATCHES_OF_14)
    assert fitted_size(12000, 100, PATCHES_OF_14) == (3360, 28)


def test_no_strip_is_longer_than_qwen_allows() -> None:
    fit = PictureFit(fit="whole", multiple=28, least_pixels=6272, most_pixels=4096 * 784)
    assert fitted_size(20000, 100, fit)[1] >= 28
    with pytest.raises(InputError, match="200 times"):
        fitted_size(20100, 100, fit)


def test_a_whole_picture_keeps_its_ends() -> None:
    picture = fit_picture(halves(600, 300), PATCHES_OF_14)
    assert (picture.width, picture.height) == (420, 196)
    pixels = np.frombuffer(picture.rgb, np.uint8).reshape(196, 420, 3)
    assert pixels[[0, -1], 0].tolist() == [[255, 0, 0]] * 2
    assert pixels[[0, -1], -1].tolist() == [[0, 0, 255]] * 2


WHOLE = {"fit": "whole", "multiple": 28, "least_pixels": 6272, "most_pixels": 94080}


@pytest.mark.parametrize(
    "fields",
    [
        {"fit": "crop", "width": 40},
        {"fit": "crop", "width": 40, "height": 0},
        {"fit": "pad", "width": 40, "height": 40, "multiple": 28},
        WHOLE | {"width": 40},
        WHOLE | {"multiple": 0},
        WHOLE | {"most_pixels": 0},
        WHOLE | {"least_pixels": -6272},
        WHOLE | {"least_pixels": 7 * 784},
        WHOLE | {"most_pixels": 4097 * 784},
        WHOLE | {"most_pixels": 2 * 6272},
        WHOLE | {"least_pixels": 2000 * 784, "most_pixels": 2700 * 784},
    ],
)
def test_limits_that_make_no_sense_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"takes|within|far enough"):
        PictureFit(**fields)
