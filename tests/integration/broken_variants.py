"""Libraries of the engine with a few bytes of machine code replaced: for processors that one does not have."""

import ctypes
import shutil
from pathlib import Path

BEST_OF_ALL = {"ggml_backend_score": bytes.fromhex("b8 0f 27 00 00 c3")}  # mov eax, 9999; ret
ILLEGAL = bytes.fromhex("0f 0b")  # ud2
RETURN = bytes.fromhex("c3")  # ret: nothing is computed
COMPARED = 48  # bytes at a function's start, by which it is found in the file


def with_broken_variant(libraries: Path, source: Path, folder: Path, code: dict[str, bytes]) -> Path:
    """A folder with all libraries and one more, which says that it is the best of all: `source` with other code."""
    shutil.copytree(libraries, folder)
    broken = folder / source.name.replace(source.stem.split("ggml-cpu-")[1], "broken")
    data = bytearray(source.read_bytes())
    loaded = ctypes.CDLL(str(source))
    for name, instructions in {**BEST_OF_ALL, **code}.items():
        address = ctypes.cast(getattr(loaded, name), ctypes.c_void_p).value
        assert address
        beginning = ctypes.string_at(address, COMPARED)
        assert data.count(beginning) == 1, name
        place = data.index(beginning)
        data[place : place + len(instructions)] = instructions
    broken.write_bytes(data)
    return broken
