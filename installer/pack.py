"""What people install, made of the frozen program: `pack.py NFPM`, in a checkout's environment, after the bundle.

dist/lentigo_VERSION_amd64.deb, for administrators, by nfpm; dist/lentigo-VERSION-linux.run, for one person, a script
with the program behind it; and a copy of the bill of materials. The same bundle gives the same bytes.
"""

import hashlib
import io
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from bill import PARTS
from icons import main as draw_icons

import lentigo
from lentigo.screen import QT_PACKAGES, X11_PACKAGES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LINUX = HERE / "linux"
BUNDLE = ROOT / "dist" / "linux" / "lentigo"
WORK = ROOT / "build" / "cache" / "installer"
FILES, PORTABLE = "files.txt", "portable.txt"
BLOCK = 1 << 20  # bytes
PRESET = 3  # of xz: a fifth less than gzip gives


def main(nfpm: str) -> None:
    """Both installers for Linux, and the bill, into dist/."""
    epoch = int(os.environ["SOURCE_DATE_EPOCH"])
    draw_icons(WORK / "icons")
    shutil.move(WORK / "icons" / "lentigo.ico", WORK / "lentigo.ico")
    write_package_scripts()
    package = ROOT / "dist" / f"lentigo_{lentigo.__version__}_amd64.deb"
    make_package(nfpm, lentigo.__version__, package)
    write_self_extracting(ROOT / "dist" / f"lentigo-{lentigo.__version__}-linux.run", lentigo.__version__, epoch)
    (bill,) = BUNDLE.rglob(PARTS)
    shutil.copyfile(bill, ROOT / "dist" / f"lentigo-{lentigo.__version__}.cdx.json")


def write_package_scripts() -> None:
    """What dpkg runs before it unpacks and before it removes, each whole in itself."""
    for name in ("preinst", "prerm"):
        body = (LINUX / name).read_text()
        (WORK / name).write_text(f"#!/bin/sh\nset -e\n{_script('computer')}\n{body}")


def make_package(nfpm: str, version: str, target: Path) -> None:
    """The Debian package."""
    variables = {"VERSION": version, "BUNDLE": BUNDLE, "INSTALLER": HERE, "WORK": WORK}
    environment = os.environ | {f"LENTIGO_{name}": str(value) for name, value in variables.items()}
    recipe = ["--config", LINUX / "nfpm.yaml", "--packager", "deb", "--target", target]
    subprocess.run([nfpm, "package", *map(str, recipe)], cwd=WORK, env=environment, check=True)


def write_self_extracting(target: Path, version: str, epoch: int) -> None:
    """The installer for one person: its script, and behind it the packed program with all that is put elsewhere."""
    packed = WORK / "program.tar.xz"
    files = dict(_program_files(version))
    with (
        lzma.open(packed, "wb", preset=PRESET) as zipped,
        tarfile.open(mode="w", fileobj=zipped, format=tarfile.GNU_FORMAT) as archive,
    ):
        for name, content in files.items():
            _add(archive, name, content, epoch)
    unpacked = sum(path.stat().st_size for path in files.values() if isinstance(path, Path))
    values = {
        "VERSION": version,
        "PACKED_BYTES": packed.stat().st_size,
        "PACKED_SHA256": _sha256(packed),
        "UNPACKED_KB": unpacked // 1000 + 20_000,  # whole blocks of the disk, and folders
        "SCREEN_PACKAGES": f"{QT_PACKAGES} {X11_PACKAGES}",
    }
    header = _with_own_length(_filled("install", values))
    with target.open("wb") as run, packed.open("rb") as program:
        run.write(header)
        while block := program.read(BLOCK):
            run.write(block)
    target.chmod(0o755)


def _program_files(version: str) -> Iterator[tuple[str, Path | bytes]]:
    """Name and content of each file; the list of them all comes first, so that whatever was unpacked can be removed."""
    files: dict[str, Path | bytes] = {
        path.relative_to(BUNDLE).as_posix(): path for path in sorted(BUNDLE.rglob("*")) if not path.is_dir()
    }
    icons = sorted((WORK / "icons").rglob("lentigo.[ps][nv]g"))
    files |= {f"share/icons/hicolor/{path.relative_to(WORK / 'icons').as_posix()}": path for path in icons}
    files["share/applications/lentigo.desktop"] = LINUX / "lentigo.desktop"
    files["share/metainfo/lentigo.metainfo.xml"] = LINUX / "lentigo.metainfo.xml"
    files["uninstall"] = _filled("uninstall", {})
    files["version.txt"] = f"{version}\n".encode()
    yield FILES, "".join(f"{name}\n" for name in [*files, PORTABLE, FILES]).encode()
    yield from files.items()


def _add(archive: tarfile.TarFile, name: str, content: Path | bytes, epoch: int) -> None:
    """As everybody's, and made at the time of the commit."""
    member = tarfile.TarInfo(f"./{name}")
    member.mtime = epoch
    member.mode = 0o644
    if isinstance(content, bytes):
        member.size, member.mode = len(content), 0o755 if name == "uninstall" else 0o644
        archive.addfile(member, io.BytesIO(content))
    elif content.is_symlink():
        member.type, member.linkname = tarfile.SYMTYPE, os.readlink(content)
        archive.addfile(member)
    else:
        member.size, member.mode = content.stat().st_size, 0o755 if os.access(content, os.X_OK) else 0o644
        with content.open("rb") as file:
            archive.addfile(member, file)


def _script(name: str) -> str:
    return (LINUX / f"{name}.sh").read_text()


def _filled(name: str, values: dict[str, object]) -> bytes:
    script = _script(name)
    for place, value in {"COMPUTER": _script("computer"), "PLACES": _script("places"), **values}.items():
        script = script.replace(f"@{place}@", str(value))
    return script.encode()


def _with_own_length(script: bytes) -> bytes:
    place = b"@HEADER_BYTES@"
    return script.replace(place, str(len(script)).encode().ljust(len(place)))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main(sys.argv[1])
