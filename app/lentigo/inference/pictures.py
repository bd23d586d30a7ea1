"""A photograph brought to the shape a projector was trained on."""

from PIL import Image, ImageOps

from lentigo.domain.photograph import Raster
from lentigo.inference.catalogue import PictureFit

PADDING = (127, 127, 127)  # mid grey: near zero after the projectors' normalisation


def fit_picture(raster: Raster, fit: PictureFit) -> Raster:
    """The raster at exactly `fit.width` x `fit.height`, resampled as in the models' training (Lanczos)."""
    picture = Image.frombytes("RGB", (raster.width, raster.height), raster.rgb)
    size = (fit.width, fit.height)
    if fit.fit == "crop":
        fitted = ImageOps.fit(picture, size, method=Image.Resampling.LANCZOS)
    elif fit.fit == "pad":
        fitted = ImageOps.pad(picture, size, method=Image.Resampling.LANCZOS, color=PADDING)
    else:
        fitted = picture.resize(size, Image.Resampling.LANCZOS)
    return Raster(width=fit.width, height=fit.height, rgb=fitted.tobytes())
