"""Which colours a file's numbers mean, and the way from them to sRGB.

What a profile is called tells nothing: Display P3 and linear light are both named after sRGB by some writers. A profile
counts as sRGB where it changes nothing.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from PIL import Image, ImageChops, ImageCms, ImageStat

from lentigo.imaging.camera_data import CameraData
from lentigo.imaging.colour_coding import ColourCoding, build_profile, numbered_coding
from lentigo.imaging.containers.container import Container
from lentigo.imaging.decoding_errors import DECODING_ERRORS

_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}  # Pillow's mode -> ICC's colour space
_NEEDED = {
    b"RGB ": (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"),
    b"GRAY": (b"kTRC",),
}
_TABLES = (b"A2B0", b"A2B1")  # a profile with these means more than its matrix
_MOST_TAGS = 100
_UNCHANGED = 2, 0.6  # largest and mean change, of 255, by which rounding moves sRGB's own colours
_STEPS = (0, 32, 64, 96, 128, 160, 192, 224, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourWay:
    """From a picture's bands of `mode` to sRGB; no `transform` where nothing changes but the mode."""

    mode: str
    transform: ImageCms.ImageCmsTransform | None = None
    inverted: bool = False  # CMYK that counts paper instead of ink
    uncertain: bool = False

    def to_srgb(self, band: Image.Image) -> Image.Image:
        """A band without transparency, in `mode`."""
        if self.inverted:
            band = ImageChops.invert(band)
        return self.transform.apply(band).convert("RGB") if self.transform else band.convert("RGB")


def colour_way(image: Image.Image, container: Container, camera: CameraData) -> ColourWay:
    """The file's profile, or what can be saved of it, or what is said without one; else sRGB."""
    mode = _mode(image)
    uncertain = container.colours_uncertain
    profile = image.info.get("icc_profile") or container.profile
    if profile:
        transform, sound = _from_profile(profile, mode)
        if transform:
            return _found(image, mode, transform, uncertain or not sound)
        uncertain = True
    if mode == "LAB":
        return ColourWay(mode=mode, transform=_transform(ImageCms.createProfile("LAB"), mode))
    if mode == "CMYK":
        return _found(image, mode, None, True)
    coding = container.coding or _numbered(image) or camera.coding
    if coding:
        return _found(image, mode, _transform(_opened(coding.profile(mode)), mode), uncertain)
    return ColourWay(mode=mode, uncertain=uncertain or camera.colours_uncertain)


def _mode(image: Image.Image) -> str:
    """Of its colours, without transparency and palette."""
    if image.mode in ("CMYK", "LAB"):
        return image.mode
    return "L" if image.mode in ("1", "L", "LA", "La") or image.mode.startswith("I;16") else "RGB"


def _found(image: Image.Image, mode: str, transform: ImageCms.ImageCmsTransform | None, uncertain: bool) -> ColourWay:
    if mode == "CMYK":
        inverted = _counts_paper(image)
        return ColourWay(mode=mode, transform=transform, inverted=inverted, uncertain=uncertain or inverted)
    changes = transform is not None and _changes(transform, mode)
    return ColourWay(mode=mode, transform=transform if changes else None, uncertain=uncertain)


def _counts_paper(image: Image.Image) -> bool:
    """Whether a CMYK JPEG without Adobe's mark was read the wrong way round: no photograph is mostly black ink."""
    if image.format != "JPEG" or "adobe" in image.info:
        return False
    return float(ImageStat.Stat(image.getchannel("K")).mean[0]) > 127


def _numbered(image: Image.Image) -> ColourCoding | None:
    """What a HEIC decoder tells of the picture's own numbers."""
    numbers = image.info.get("nclx_profile")
    if not numbers:
        return None
    return numbered_coding(int(numbers["color_primaries"]), int(numbers["transfer_characteristics"]))


def _from_profile(profile: bytes, mode: str) -> tuple[ImageCms.ImageCmsTransform | None, bool]:
    """The way that it says, and whether that is all that it says."""
    for data, sound in ((profile, True), *_salvaged(profile)):
        opened = _opened(data)
        if opened and opened.profile.xcolor_space == _SPACES[mode] and (transform := _transform(opened, mode)):
            return transform, sound
    return None, False


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile | None:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (*DECODING_ERRORS, ImageCms.PyCMSError):
        return None


def _transform(profile: object, mode: str) -> ImageCms.ImageCmsTransform | None:
    try:
        return ImageCms.ImageCmsTransform(profile, _srgb(), mode, "RGB")  # type: ignore[arg-type]
    except (*DECODING_ERRORS, ImageCms.PyCMSError):
        return None


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _salvaged(profile: bytes) -> Iterator[tuple[bytes, bool]]:
    """A new profile of a damaged one's matrix and curves, where these are whole."""
    for space, needed in _NEEDED.items():
        tags = _tags(profile)
        if all(name in tags for name in needed) and profile[16:20] in (space, bytes(4)):
            yield build_profile(space, {name: tags[name] for name in needed}), not any(t in tags for t in _TABLES)


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """The contents of all tags that lie within the profile."""
    count = min(int.from_bytes(profile[128:132], "big"), _MOST_TAGS)
    found = {}
    for at in range(132, min(132 + 12 * count, len(profile) - 11), 12):
        name, start, size = struct.unpack_from(">4sII", profile, at)
        if start >= 128 and start + size <= len(profile):
            found[name] = profile[start : start + size]
    return found


def _changes(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether it moves colours that are spread over all of them, more than rounding does."""
    grid = list(product(_STEPS, repeat=3)) if mode == "RGB" else [(step,) * 3 for step in range(256)]
    sample = Image.new("RGB", (len(grid), 1))
    sample.putdata(grid)
    moved = np.asarray(transform.apply(sample.convert(mode))).astype(int) - np.asarray(grid)[None]
    largest, mean = _UNCHANGED
    return bool(np.abs(moved).max() > largest or np.abs(moved).mean() > mean)
