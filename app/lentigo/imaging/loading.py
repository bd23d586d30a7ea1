"""From a file's bytes to a photograph: strict, because these files come from anywhere."""

import hashlib
import io
import warnings
from dataclasses import dataclass

# The decoders are named, so that a frozen program holds them.
from PIL import (
    BmpImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from lentigo.domain.photograph import Photograph
from lentigo.errors import InputError
from lentigo.imaging.camera_data import read_camera_data
from lentigo.imaging.containers import inspect_container
from lentigo.imaging.pixels import DECODING_ERRORS, Pixels, srgb_pixels, upright_raster
from lentigo.imaging.recognition import CHOOSE_ANOTHER, SAVE_AS_JPEG, refuse_foreign

MOST_PIXELS = 50_000_000

DECODERS: dict[str, type[Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
}
MODES_WITHOUT_SCALE = ("I", "F")  # 32 bits a pixel: what is white in them is not said
ACCEPTED_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"BM")
TIFF_DATA = ((273, 324), (279, 325))  # starts and lengths of the strips, or else of the tiles
NEW_SUBFILE_TYPE = 254  # bit 0: a reduced copy of another picture of the file
DNG_VERSION = 50706
COPY_AGAIN = "Copy it again from the camera or phone; if that does not help, take the photograph again."


def load(data: bytes) -> Photograph:
    """Decode the first picture of a file; InputError where it is not accepted or not whole."""
    if not data:
        raise InputError("The file is empty.", hint=COPY_AGAIN)
    refuse_foreign(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow tells of odd tags and of sizes; both are judged here
        return _decode(data)


def _decode(data: bytes) -> Photograph:
    try:
        description, pixels = _described_pixels(data)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except MemoryError as error:
        hint = "Close other programs, or save the photograph with fewer pixels."
        raise InputError("There is not enough memory for a photograph of this size.", hint=hint) from error
    except DECODING_ERRORS as error:
        raise _damaged() from error
    return Photograph(
        raster=upright_raster(pixels, description.orientation),
        sha256=hashlib.sha256(data).hexdigest(),
        format=description.format,
        captured=description.captured,
        metadata=description.metadata,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a file says about its picture; `orientation` as EXIF counts."""

    format: str
    orientation: int
    captured: str | None
    metadata: tuple[str, ...]


def _described_pixels(data: bytes) -> tuple[Description, Pixels]:
    """Pillow's own copy of the picture ends here, before the pixels are turned: large ones would not fit twice."""
    with _open(data) as image:
        _refuse_unfit(image, len(data))
        description = _describe(image, data)
        image.load()
        return description, srgb_pixels(image)


def _describe(image: Image.Image, data: bytes) -> Description:
    picture_format = "JPEG" if image.format == "MPO" else str(image.format)
    container = inspect_container(data, picture_format)
    if not container.whole:
        raise _damaged()
    camera_data = read_camera_data(image)
    return Description(
        format=picture_format,
        orientation=camera_data.orientation,
        captured=camera_data.captured,
        metadata=tuple(dict.fromkeys((*container.carries, *camera_data.carries))),
    )


def _refuse_unfit(image: Image.Image, size: int) -> None:
    """Judge by the header, before anything is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        _refuse_odd_tiff(image, size)
    if image.mode in MODES_WITHOUT_SCALE:
        raise InputError("The picture is stored as measured values, not as a photograph.", hint=SAVE_AS_JPEG)


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=tuple(DECODERS))
    except UnidentifiedImageError as error:
        if data.startswith(ACCEPTED_STARTS) or data[8:12] == b"WEBP":
            raise _damaged() from error
        raise InputError("The file is not a photograph.", hint=CHOOSE_ANOTHER) from error


def _refuse_odd_tiff(image: TiffImagePlugin.TiffImageFile, size: int) -> None:
    """Camera raw files are TIFF too, with a preview as first picture; and the decoder takes some that were cut."""
    tags = image.tag_v2
    if tags.get(DNG_VERSION) or tags.get(NEW_SUBFILE_TYPE, 0) & 1:
        raise InputError("The file is a camera raw file.", hint=SAVE_AS_JPEG)
    starts, lengths = (tags.get(strips) or tags.get(tiles) or () for strips, tiles in TIFF_DATA)
    if any(start + length > size for start, length in zip(starts, lengths, strict=False)):
        raise _damaged()


def _damaged() -> InputError:
    return InputError("The photograph is damaged or incomplete.", hint=COPY_AGAIN)


def _too_many_pixels() -> InputError:
    return InputError("The picture has more than 50 megapixels.", hint="Save it with fewer pixels and open that file.")
