"""Why a photograph is refused, and what to do about it."""

from lentigo.errors import InputError
from lentigo.language import deferred, translate

MOST_PIXELS = 2**26  # what phones call 64 megapixels has up to 64.2 million; a decoder takes 4 bytes for each
CHOOSE_ANOTHER = deferred("Choose a photograph in JPEG, HEIC, PNG, WebP, AVIF, TIFF, BMP or DICOM format.")
SAVE_AS_JPEG = deferred("Save the picture as JPEG and open that file.")
COPY_AGAIN = deferred("Copy it again from the camera or phone; if that does not help, take the photograph again.")


def damaged(missing: float = 0.0) -> InputError:
    """Not whole. `missing` is the share of the picture that is not there, 0 where that is not known."""
    if not missing:
        return InputError(translate("The photograph is damaged or incomplete."), hint=translate(COPY_AGAIN))
    percent = min(99, max(1, round(100 * missing)))
    sentence = translate("The photograph is incomplete: about {percent} % of the picture is missing.", percent=percent)
    return InputError(sentence, hint=translate(COPY_AGAIN))


def unreadable(kind: str) -> InputError:
    """Perhaps whole, but of a kind that no decoder here knows; `kind` names it in the user's language."""
    sentence = translate("This program cannot read pictures of this kind: {kind}.", kind=kind)
    return InputError(sentence, hint=translate(SAVE_AS_JPEG))


def measured_values() -> InputError:
    """Numbers without a known white, such as a depth map or a microscope's counts."""
    return InputError(
        translate("The picture is stored as measured values, not as a photograph."), hint=translate(SAVE_AS_JPEG)
    )


def camera_raw() -> InputError:
    """What a sensor saw, which each maker writes in its own way."""
    return InputError(
        translate("The file is a camera raw file, which holds no finished picture."),
        hint=translate("Save it as JPEG with the program of the camera or phone, and open that file."),
    )


def refuse_large(width: int, height: int) -> None:
    """By the header, before anything is decoded."""
    if width * height > MOST_PIXELS:
        raise InputError(
            translate(
                "The picture has {pixels} megapixels, more than the {most} that this program takes.",
                pixels=round(width * height / 1e6),
                most=round(MOST_PIXELS / 1e6),
            ),
            hint=translate("Save it with fewer pixels and open that file."),
        )
