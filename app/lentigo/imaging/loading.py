"""From a file's bytes to a photograph: strict, because these files come from anywhere."""

import hashlib
import warnings
from collections.abc import Iterator

from PIL import Image, TiffImagePlugin
from PIL.ExifTags import Base

from lentigo.domain.photograph import Photograph
from lentigo.domain.quality import QualityIssue
from lentigo.errors import InputError
from lentigo.imaging.camera_data import CameraData, read_camera_data
from lentigo.imaging.colour import ColourWay, colour_way
from lentigo.imaging.containers import format_of, inspect_container
from lentigo.imaging.containers.container import Container
from lentigo.imaging.containers.jpeg import PADDING, missing_share
from lentigo.imaging.decoders import open_picture
from lentigo.imaging.decoding_errors import DECODING_ERRORS
from lentigo.imaging.dicom import load_dicom
from lentigo.imaging.dicom_elements import is_dicom
from lentigo.imaging.faults import CHOOSE_ANOTHER, COPY_AGAIN, damaged, measured_values, refuse_large
from lentigo.imaging.pixels import shows_through, srgb_pixels, upright_raster
from lentigo.imaging.recognition import picture_brand, refuse_foreign
from lentigo.language import translate

MODES_WITHOUT_SCALE = ("I", "F")  # 32 bits a pixel: what is white in them is not said
TURNED = range(2, 9)  # EXIF's orientations that are not upright


def load(data: bytes) -> Photograph:
    """Decode the first picture of a file; InputError where it is not accepted or not whole."""
    if not data:
        raise InputError(translate("The file is empty."), hint=translate(COPY_AGAIN))
    refuse_foreign(data)
    if not format_of(data) and not is_dicom(data):
        raise InputError(translate("The file is not a photograph."), hint=translate(CHOOSE_ANOTHER))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow tells of odd tags and of sizes; both are judged here
        return _decode(data)


def _decode(data: bytes) -> Photograph:
    try:
        return load_dicom(data, _jpeg) if is_dicom(data) else _photograph(data, inspect_container(data))
    except Image.DecompressionBombError as error:
        raise damaged() from error  # sizes were judged before: this one changed on the way
    except MemoryError as error:
        raise InputError(
            translate("There is not enough memory for a photograph of this size."),
            hint=translate("Close other programs, or save the photograph with fewer pixels."),
        ) from error
    except DECODING_ERRORS as error:
        raise damaged() from error


def _jpeg(data: bytes) -> Photograph:
    if format_of(data) != "JPEG":
        raise damaged()
    return _photograph(data, inspect_container(data))


def _photograph(data: bytes, container: Container) -> Photograph:
    """Pillow's own copy of the picture ends here, before the pixels are turned: large ones would not fit twice."""
    picture_format = picture_brand(data) or format_of(data)
    with open_picture(container.mended or data, picture_format) as image:
        _refuse_unfit(image)
        camera = read_camera_data(image, _exif_blocks(image, container))
        orientation = _orientation(image, picture_format, camera)
        _load(image, data, container)
        way, on_white = colour_way(image, container, camera), shows_through(image)
        pixels = srgb_pixels(image, way, on_white=on_white)
    return Photograph(
        raster=upright_raster(pixels, orientation),
        sha256=hashlib.sha256(data).hexdigest(),
        format=picture_format,
        captured=camera.captured,
        metadata=tuple(dict.fromkeys((*container.carries, *camera.carries))),
        issues=tuple(_issues(container, camera, way, on_white, picture_format)),
    )


def _issues(
    container: Container, camera: CameraData, way: ColourWay, on_white: bool, picture_format: str
) -> Iterator[QualityIssue]:
    """What the file leaves in doubt."""
    if way.uncertain:
        yield QualityIssue.COLOURS_UNCERTAIN
    if on_white:
        yield QualityIssue.TRANSPARENT
    if len(set(camera.orientations)) > 1 and picture_format not in ("HEIF", "AVIF"):
        yield QualityIssue.ORIENTATION_UNCERTAIN
    if container.mended:
        yield QualityIssue.MENDED


def _refuse_unfit(image: Image.Image) -> None:
    """Judge by the header, before anything is decoded."""
    refuse_large(image.width, image.height)
    if image.mode in MODES_WITHOUT_SCALE:
        raise measured_values()


def _load(image: Image.Image, data: bytes, container: Container) -> None:
    try:
        image.load()
    except DECODING_ERRORS as error:
        raise damaged(missing_share(data) if image.format == "JPEG" else 0.0) from error
    if image.format == "JPEG" and _foot_is_padding(image) and (missing := missing_share(data)):
        raise damaged(missing)


def _foot_is_padding(image: Image.Image) -> bool:
    """Whether the last rows have the grey that stands for missing data in a JPEG whose end was put behind it later."""
    extrema = image.crop((0, max(0, image.height - 8), image.width, image.height)).getextrema()
    return all(value == PADDING for pair in extrema if isinstance(pair, tuple) for value in pair)


def _exif_blocks(image: Image.Image, container: Container) -> tuple[bytes, ...]:
    """The container's, or what the decoder found; ImageMagick writes it into a PNG as a text."""
    if container.exif:
        return container.exif
    text = image.info.get("Raw profile type exif")
    found = bytes.fromhex("".join(text.split("\n")[3:])) if isinstance(text, str) else image.info.get("exif")
    return (found,) if isinstance(found, bytes) else ()


def _orientation(image: Image.Image, picture_format: str, camera: CameraData) -> int:
    """Which way is still to be turned. HEIC and AVIF say it themselves, and what EXIF says in them counts for nothing:
    a HEIC's decoder has turned it, an AVIF's tells it as EXIF would. Pillow turns a TIFF when it is loaded.
    """
    if picture_format == "HEIF":
        return 1
    if picture_format == "AVIF":
        return int(image.getexif().get(Base.Orientation, 1))
    if isinstance(image, TiffImagePlugin.TiffImageFile) and image.getexif().get(Base.Orientation) in TURNED:
        return 1
    return camera.orientations[0] if camera.orientations else 1
