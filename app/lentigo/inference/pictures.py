"""A photograph brought to the shape a projector was trained on."""

import math
from collections.abc import Callable

from PIL import Image, ImageOps

from lentigo.domain.photograph import Raster
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.models.profile import PictureFit

PADDING = (127, 127, 127)  # mid grey: near zero after the projectors' normalisation


def fit_picture(raster: Raster, fit: PictureFit) -> Raster:
    """The raster at the size that `fitted_size` says, resampled as in the models' training.

    That is Lanczos for the fixed sizes, and bicubic for Qwen's. InputError where a whole picture is too narrow.
    """
    picture = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
    size = fitted_size(raster.width, raster.height, fit)
    match fit.fit:
        case "crop":
            fitted = ImageOps.fit(picture, size, method=Image.Resampling.LANCZOS)
        case "pad":
            fitted = ImageOps.pad(picture, size, method=Image.Resampling.LANCZOS, color=PADDING)
        case "stretch":
            fitted = picture.resize(size, Image.Resampling.LANCZOS)
        case "whole":
            fitted = picture.resize(size, Image.Resampling.BICUBIC)
    return Raster(width=size[0], height=size[1], rgb=fitted.tobytes())


def fitted_size(width: int, height: int, fit: PictureFit) -> tuple[int, int]:
    """Width and height after fitting; mtmd then finds nothing to resize.

    A whole picture gets the sides that `smart_resize` gives it in transformers (qwen2_vl/image_processing_qwen2_vl.py),
    which Qwen2.5-VL and Qwen3-VL share. InputError where it is so narrow that its shorter side would vanish.
    """
    if fit.fit != "whole":
        return fit.width, fit.height
    _refuse_narrow(width, height, fit)
    area = width * height
    nearest = _multiples(width, height, fit.multiple, round)
    if nearest[0] * nearest[1] > fit.most_pixels:
        shrink = math.sqrt(area / fit.most_pixels)
        return _multiples(width / shrink, height / shrink, fit.multiple, lambda side: max(1, math.floor(side)))
    if nearest[0] * nearest[1] < fit.least_pixels:
        grow = math.sqrt(fit.least_pixels / area)
        return _multiples(width * grow, height * grow, fit.multiple, math.ceil)
    return nearest


def _multiples(width: float, height: float, multiple: int, whole: Callable[[float], int]) -> tuple[int, int]:
    return whole(width / multiple) * multiple, whole(height / multiple) * multiple


def _refuse_narrow(width: int, height: int, fit: PictureFit) -> None:
    if max(width, height) > fit.narrowest * min(width, height):
        raise InputError(
            translate("The photograph is more than {times} times as long as it is wide.", times=fit.narrowest),
            hint=translate("Crop it to the part that matters."),
        )
