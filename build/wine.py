"""Runs Windows' programs on Linux, by wine 10 or newer; older ones lack what compiled packages ask for.

`python3 build/wine.py FOLDER` makes a Debian 13 with all that is needed, some 1.7 GB, which LENTIGO_WINE_CHROOT=FOLDER
then names; it asks for root, and cuts the network. Without that variable, wine and makensis are those of this system.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from executables import Executable

STAND_INS = Path(__file__).resolve().parent / "wine"
CHROOT, ZIG = "LENTIGO_WINE_CHROOT", "LENTIGO_ZIG"
DEBIAN, PACKAGES = "trixie", ("ca-certificates", "nsis", "osslsigncode", "wine", "wine64", "xauth", "xvfb")
LIBRARIES = ("usr/lib/x86_64-linux-gnu/wine/x86_64-windows", "usr/lib/wine/x86_64-windows")
ALONE = "mscoree,mshtml="  # neither .NET nor a browser
QUIET = {"WINEARCH": "win64", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": f"{ALONE};ucrtbase=n"}
OWN = ("cimag", "cimagf", "creal", "crealf")  # of wine/ucrtbase.c
ENTER = """
mount --bind "$1" "$0$1" && mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" || exit 99
mount --rbind /dev "$0/dev" && exec chroot "$0" {command}
"""

Done = subprocess.CompletedProcess[bytes]


def run_in_wine(
    command: Sequence[str | Path], *, bound: Path, prefix: Path, variables: Mapping[str, str] | None = None
) -> Done:
    """A Windows program, started in the folder `bound`; `prefix` is wine's own folder, below that one."""
    own = QUIET | {"WINEPREFIX": str(prefix)} | dict(variables or {})
    return run_tool(["wine", *command], bound=bound, variables=own)


def run_tool(command: Sequence[str | Path], *, bound: Path, variables: Mapping[str, str] | None = None) -> Done:
    """A program of the chroot, or of this system where none is named; both its streams through one pipe.

    A chroot's program sees the folder `bound` under its own name, and nothing else of this system.
    """
    program = list(map(str, command))
    environment = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **(variables or {})}
    if chroot := os.environ.get(CHROOT):
        program = _in_chroot(program, Path(chroot), bound, environment)
        environment = {}
    return subprocess.run(
        program,
        cwd=bound,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def _in_chroot(program: list[str], chroot: Path, bound: Path, environment: Mapping[str, str]) -> list[str]:
    (chroot / bound.relative_to("/")).mkdir(parents=True, exist_ok=True)
    variables = {"HOME": "/root", "PATH": "/usr/bin:/bin", **environment}
    assigned = [f"{name}={value}" for name, value in variables.items()]
    inside = shlex.join(["env", "-i", *assigned, "sh", "-c", 'cd "$0" && exec "$@"', str(bound), *program])
    return ["unshare", "--mount", "--net", "sh", "-c", ENTER.format(command=inside), str(chroot), str(bound)]


def make_prefix(prefix: Path, bound: Path) -> Path:
    """Wine's own folder, made once, with stand-ins for what it lacks of Windows 10."""
    if not (prefix / "complete").is_file():
        shutil.rmtree(prefix, ignore_errors=True)
        started = run_in_wine(["wineboot", "--init"], bound=bound, prefix=prefix, variables={"WINEDLLOVERRIDES": ALONE})
        system = prefix / "drive_c" / "windows" / "system32"
        if not system.is_dir():
            raise SystemExit(f"wine does not start:\n{started.stdout.decode(errors='replace')}")
        put_stand_ins(system)
        (prefix / "complete").touch()
    return prefix


def put_stand_ins(system: Path) -> None:
    """Compiled by zig: LENTIGO_ZIG tells how it is called, or else the module ziglang."""
    zig = shlex.split(os.environ.get(ZIG, "")) or [sys.executable, "-m", "ziglang"]
    options = ["-target", "x86_64-windows-gnu", "-shared", "-nostdlib", "-O1", "-s", "-w", "-fno-sanitize=all"]
    real = find_in_wine("ucrtbase.dll")
    shutil.copyfile(real, system / "ucrtbase_wine.dll")
    with tempfile.TemporaryDirectory() as folder:
        forwarded = Path(folder) / "ucrtbase.def"
        forwarded.write_text(forwarding(real))
        for name, others in {"ucrtbase": [forwarded], "icuuc": []}.items():
            made = Path(folder) / f"{name}.dll"
            subprocess.run([*zig, "cc", *options, "-o", made, STAND_INS / f"{name}.c", *others], check=True)
            shutil.copyfile(made, system / made.name)


def forwarding(real: Path) -> str:
    """A module definition: all that wine's library offers goes to a copy of it, but for what the stand-in has."""
    lines = [name if name in OWN else f"{name}=ucrtbase_wine.{name}" for name in Executable(real).exports()]
    return "\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *lines, ""])


def find_in_wine(name: str) -> Path:
    """A library of wine itself."""
    root = Path(os.environ.get(CHROOT, "/"))
    found = [root / folder / name for folder in LIBRARIES if (root / folder / name).is_file()]
    if not found:
        raise SystemExit(f"There is no wine: make one with `python3 build/wine.py FOLDER`, and give {CHROOT}=FOLDER.")
    return found[0]


def drive(path: Path) -> str:
    """As a Windows program names a file of this system."""
    return "Z:" + str(path).replace("/", "\\")


def make_chroot(folder: Path) -> None:
    """A Debian 13 with wine, a screen for it, NSIS, and what reads signatures."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    subprocess.run(["debootstrap", "--variant=minbase", DEBIAN, folder], check=True)
    subprocess.run(["chroot", folder, "apt-get", "update"], check=True)
    subprocess.run(["chroot", folder, "env", "DEBIAN_FRONTEND=noninteractive", *install], check=True)


if __name__ == "__main__":
    make_chroot(Path(sys.argv[1]))
