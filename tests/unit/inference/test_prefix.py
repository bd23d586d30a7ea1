"""Encoded pictures are kept by content, within a limit."""

import numpy as np
import pytest

from lentigo.domain.photograph import Raster
from lentigo.inference import prefix
from lentigo.inference.prefix import PictureStore


def picture(shade: int, width: int = 2, height: int = 3) -> Raster:
    return Raster(width=width, height=height, rgb=bytes([shade]) * (width * height * 3))


class Encoder:
    """Makes vectors of one kilobyte and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> np.ndarray:
        self.count += 1
        return np.full((1, 256), self.count, np.float32)


def test_the_same_pixels_are_encoded_once() -> None:
    store, encode = PictureStore(), Encoder()
    first = store.vectors(picture(1), encode)
    assert store.vectors(picture(1), encode) is first
    assert encode.count == 1


def test_other_pixels_or_another_shape_are_another_picture() -> None:
    store, encode = PictureStore(), Encoder()
    for raster in (picture(1), picture(2), picture(1, width=3, height=2), picture(1, width=6, height=1)):
        store.vectors(raster, encode)
    assert encode.count == 4


def test_the_one_not_used_for_longest_leaves_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefix, "KEPT_BYTES", 3 * 1024)
    store, encode = PictureStore(), Encoder()
    for shade in (1, 2, 3, 1, 4):  # the fourth takes the second's place
        store.vectors(picture(shade), encode)
    assert encode.count == 4
    for shade in (3, 1, 4):
        store.vectors(picture(shade), encode)
    assert encode.count == 4
    store.vectors(picture(2), encode)
    assert encode.count == 5


def test_a_picture_larger_than_the_limit_is_used_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefix, "KEPT_BYTES", 10)
    store, encode = PictureStore(), Encoder()
    assert store.vectors(picture(1), encode).size == 256


def test_what_was_stopped_is_not_kept() -> None:
    store, encode = PictureStore(), Encoder()

    def stop() -> np.ndarray:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.vectors(picture(1), stop)
    store.vectors(picture(1), encode)
    assert encode.count == 1
