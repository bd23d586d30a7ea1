"""What is recognised as seen through a dermatoscope, and how seldom that is wrong."""

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lentigo.domain.photograph import Photograph, PictureKind, Raster
from lentigo.imaging.loading import load
from lentigo.imaging.picture_kind import recognise_kind

SKIN, IN_BLUE_LIGHT, BLUE_CLOTH = (205, 160, 140), (215, 150, 165), (70, 90, 160)
MOLE = (90, 60, 50)


def picture(around: tuple[int, int, int], *, corners: int = 0) -> Photograph:
    """A mole on one colour; of the four corners, as many as told are dark."""
    rows, columns = np.mgrid[-1:1:120j, -1:1:160j]
    distance = np.hypot(rows, columns)
    pixels = np.empty((120, 160, 3), np.uint8)
    pixels[:] = around
    pixels[distance < 0.5] = MOLE
    quarters = [(rows < 0) & (columns < 0), (rows < 0) & (columns > 0), (rows > 0) & (columns < 0)]
    for quarter in [*quarters, (rows > 0) & (columns > 0)][:corners]:
        pixels[quarter & (distance > 1.1)] = 10
    raster = Raster(width=160, height=120, rgb=Image.fromarray(pixels).tobytes())
    return Photograph(raster=raster, sha256="", format="PNG", captured=None, metadata=())


def test_the_light_and_the_tube_of_a_dermatoscope_are_recognised() -> None:
    assert recognise_kind(picture(IN_BLUE_LIGHT)) is PictureKind.DERMOSCOPIC
    assert recognise_kind(picture(SKIN, corners=4)) is PictureKind.DERMOSCOPIC


@pytest.mark.parametrize("unclear", [picture(SKIN), picture(BLUE_CLOTH), picture(SKIN, corners=3)])
def test_without_a_sign_nothing_is_guessed(unclear: Photograph) -> None:
    assert recognise_kind(unclear) is None


@pytest.mark.parametrize("phantom", ["pigmented", "dark-skin", "red-scaly", "ring"])
def test_a_rendered_lesion_is_no_dermoscopy(phantom: str) -> None:
    data = Path(__file__).parents[2] / "data" / f"phantom-{phantom}.jpg"
    assert recognise_kind(load(data.read_bytes())) is None


def recognised(folder: Path, count: int) -> float:
    """The share of a data set's pictures, evenly picked, that is recognised as dermoscopic."""
    with (folder / "labels.csv").open(newline="") as lines:
        files = [row["file"] for row in csv.DictReader(lines)]
    picked = files[:: len(files) // count][:count]
    kinds = [recognise_kind(load((folder / file).read_bytes())) for file in picked]
    return kinds.count(PictureKind.DERMOSCOPIC) / count


def test_half_of_dermoscopy_is_recognised_and_hardly_a_phones_picture(photographs: Path) -> None:
    assert recognised(photographs / "ham10000_224", 100) > 0.4
    assert recognised(photographs / "pad_ufes_20_train", 250) <= 0.03
