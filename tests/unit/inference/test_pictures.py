"""A photograph is brought to the projector's shape as its profile says."""

import numpy as np
import pytest

from lentigo.domain.photograph import Raster
from lentigo.inference.catalogue import PictureFit
from lentigo.inference.pictures import PADDING, fit_picture


def halves(width: int, height: int) -> Raster:
    """Red on the left, blue on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 255
    pixels[:, width // 2 :, 2] = 255
    return Raster(width=width, height=height, rgb=pixels.tobytes())


def fitted(fit: str, raster: Raster) -> np.ndarray:
    picture = fit_picture(raster, PictureFit(fit=fit, width=40, height=40))
    assert (picture.width, picture.height) == (40, 40)
    return np.frombuffer(picture.rgb, np.uint8).reshape(40, 40, 3)


@pytest.mark.parametrize("fit", ["crop", "stretch", "pad"])
def test_left_stays_left(fit: str) -> None:
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
