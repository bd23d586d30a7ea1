"""From a path to a file's bytes, once; what they hold is judged in loading."""

from pathlib import Path

from lentigo.domain.case import LARGEST_CASE
from lentigo.errors import InputError
from lentigo.imaging.faults import CHOOSE_ANOTHER, SAVE_AS_JPEG
from lentigo.language import translate


def read(path: Path) -> bytes:
    """All bytes of a file; InputError where there is none, it cannot be read, or it is too large for any case."""
    try:
        _refuse_unless_file(path)
        with path.open("rb") as file:
            data = file.read(LARGEST_CASE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        hint = translate("It may have been moved, or its drive unplugged. Choose the photograph again.")
        raise InputError(translate("The file was not found."), hint=hint) from error
    except PermissionError as error:
        hint = translate("Copy it to a folder of your own and open the copy, or ask who looks after this computer.")
        raise InputError(translate("You have no permission to read the file."), hint=hint) from error
    except OSError as error:
        hint = translate(
            "The drive or memory card may be damaged or unplugged. Copy the photograph again from its source."
        )
        raise InputError(translate("The file could not be read from its drive."), hint=hint) from error
    if len(data) > LARGEST_CASE:
        raise InputError(
            translate("The file is larger than {most} MB.", most=LARGEST_CASE >> 20), hint=translate(SAVE_AS_JPEG)
        )
    return data


def _refuse_unless_file(path: Path) -> None:
    if path.is_dir():
        hint = translate("Open the folder and choose the photographs in it.")
        raise InputError(translate("This is a folder, not a photograph."), hint=hint)
    if path.exists() and not path.is_file():  # a pipe or device could block for ever
        raise InputError(translate("This is a device, not a photograph."), hint=translate(CHOOSE_ANOTHER))
