"""What of the collected libraries goes along in another form: without symbols, or without a part that nobody calls.

Libraries in a folder *.libs were changed after linking (patchelf) and can break when stripped; Qt's bear no symbols.
"""

import subprocess
from pathlib import Path

AS_THEY_ARE = (".libs/", "PySide6/", "llama_cpp/")
ENCODER = "libx265-"

# What libheif asks of x265. Without an encoder it says so where somebody would write HEIC; Lentigo only reads it.
NO_ENCODER = """
.globl {init}, x265_cleanup
.type {init}, @function
.type x265_cleanup, @function
{init}:
    xorl %eax, %eax
x265_cleanup:
    ret
.section .note.GNU-stack, "", @progbits
"""


def smaller(name: str, source: Path, work: Path) -> Path:
    """The file to take for a collected Linux library, `name` in the program; made in `work`."""
    target = work / "smaller" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.name.startswith(ENCODER):
        _write_no_encoder(source.name, target)
        return target
    if any(part in name for part in AS_THEY_ARE):
        return source
    subprocess.run(["strip", "--strip-unneeded", "-o", target, source], check=True)
    return target


def _write_no_encoder(name: str, target: Path) -> None:
    version = name.rpartition(".")[2]
    code = target.with_suffix(".o")
    text = NO_ENCODER.format(init=f"x265_api_get_{version}")
    subprocess.run(["as", "-o", code, "-"], input=text.encode(), check=True)
    subprocess.run(["ld", "-shared", "--build-id=none", "-soname", name, "-o", target, code], check=True)
