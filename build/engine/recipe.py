"""The engine: llama-cpp-python with llama.cpp's libraries for any processor, as a wheel.

`python recipe.py linux|windows FOLDER`, with the Python in which tools.lock is installed (build/dev.py engine sees to
both). Takes the pinned source, applies patches/, compiles with zig's clang, and puts the wheel into the folder.
"""

import base64
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import patch_ng

RECIPE = Path(__file__).resolve().parent
LICENCES = ("LICENSE.md", "vendor/llama.cpp/LICENSE", "vendor/llama.cpp/licenses/LICENSE-jsonhpp")
WHEEL = "Wheel-Version: 1.0\nGenerator: lentigo\nRoot-Is-Purelib: false\n"
OLDEST_DATE = (1980, 1, 1, 0, 0, 0)  # that a ZIP file can hold: the same input gives the same wheel
TOLD_S = 15  # seconds between two signs of life
LAST_LINES = 40  # of what the compiler said, where it failed


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What a library is compiled for: as zig names it, as a wheel names it, and how libraries end there."""

    target: str
    tag: str
    suffix: str


SYSTEMS = {
    "linux": System(target="x86_64-linux-gnu.2.28", tag="py3-none-manylinux_2_28_x86_64", suffix=".so"),
    "windows": System(target="x86_64-windows-gnu", tag="py3-none-win_amd64", suffix=".dll"),
}


def main(name: str, folder: Path) -> None:
    """Always in the same place: zig keeps what it compiled there, so a changed patch costs only what it touches."""
    system = SYSTEMS[name]
    work = folder.parent / f"{name}-work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    source = unpack(download(work), work)
    for patch in sorted((RECIPE / "patches").glob("*.patch")):
        apply(patch, source)
    libraries = compile_libraries(source / "vendor" / "llama.cpp", work / "build", system)
    folder.mkdir(exist_ok=True)
    write_wheel(source, libraries, folder, system)
    shutil.rmtree(work)


def download(work: Path) -> Path:
    """The source distribution that source.lock names, checked by its hash."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", str(work)]
    pip += ["--no-deps", "--no-binary=:all:", "--no-build-isolation", "--require-hashes"]
    subprocess.run([*pip, "-r", str(RECIPE / "source.lock")], check=True)
    return next(work.glob("llama_cpp_python-*.tar.gz"))


def unpack(archive: Path, work: Path) -> Path:
    """The archive's one folder."""
    with tarfile.open(archive) as file:
        file.extractall(work)
    return work / archive.name.removesuffix(".tar.gz")


def apply(patch: Path, source: Path) -> None:
    """A patch that does not fit exactly is out of date."""
    parsed = patch_ng.fromfile(str(patch))
    if not parsed or not parsed.apply(strip=1, root=str(source)):
        raise SystemExit(f"{patch.name} does not fit the source.")


def compile_libraries(llama_cpp: Path, build: Path, system: System) -> list[Path]:
    """The shared libraries, stripped, in a few minutes."""
    zig = package("ziglang") / ("zig.exe" if os.name == "nt" else "zig")
    cmake, ninja = scripts() / "cmake", scripts() / "ninja"
    options = {
        "CMAKE_BUILD_TYPE": "Release",
        "CMAKE_MAKE_PROGRAM": ninja,
        "CMAKE_TOOLCHAIN_FILE": RECIPE / "zig.cmake",
        "LLAMA_CPP": llama_cpp,
        "ZIG": zig,
        "ZIG_TARGET": system.target,
    }
    definitions = [f"-D{name}={value}" for name, value in options.items()]
    follow([cmake, "-G", "Ninja", "-S", RECIPE, "-B", build, *definitions])
    follow([ninja, "-C", build, "engine"])
    return sorted((build / "bin").glob(f"*{system.suffix}"))


def package(name: str) -> Path:
    """The folder of an installed package."""
    found = importlib.util.find_spec(name)
    assert found
    assert found.origin
    return Path(found.origin).parent


def scripts() -> Path:
    """Where pip put the programs of tools.lock: beside the interpreter."""
    return Path(sys.executable).parent


def follow(command: list[str | Path]) -> None:
    """Run it; now and then, how far it is; all that it said last, where it fails."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    start = told = time.monotonic()
    lines = []
    for line in process.stdout:
        lines.append(line)
        if (step := re.match(r"\[(\d+/\d+)\]", line)) and time.monotonic() - told >= TOLD_S:
            told = time.monotonic()
            print(f"  compiled {step.group(1)} in {told - start:.0f} s", flush=True)
    if process.wait():
        raise SystemExit("".join(lines[-LAST_LINES:]))


def write_wheel(source: Path, libraries: list[Path], folder: Path, system: System) -> None:
    """The package without its server, the libraries in llama_cpp/lib, the licences; complete or not there at all."""
    stem = source.name  # name and version, as a wheel's own files need them
    about = f"{stem}.dist-info"
    modules = sorted(path for path in (source / "llama_cpp").glob("*.*") if path.is_file())
    files = {f"llama_cpp/{path.name}": path.read_bytes() for path in modules}
    files |= {f"llama_cpp/lib/{path.name}": path.read_bytes() for path in libraries}
    files |= {f"{about}/licenses/{name}": (source / name).read_bytes() for name in LICENCES}
    files[f"{about}/licenses/libcxx/LICENSE.TXT"] = (package("ziglang") / "lib" / "libcxx" / "LICENSE.TXT").read_bytes()
    files[f"{about}/METADATA"] = (source / "PKG-INFO").read_bytes()
    files[f"{about}/WHEEL"] = (WHEEL + f"Tag: {system.tag}\n").encode()
    files[f"{about}/RECORD"] = record(files, f"{about}/RECORD")
    wheel = folder / f"{stem}-{system.tag}.whl"
    unfinished = wheel.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, OLDEST_DATE), data, zipfile.ZIP_DEFLATED)
    unfinished.replace(wheel)


def record(files: dict[str, bytes], own: str) -> bytes:
    """Each file's hash and length (https://packaging.python.org/specifications/recording-installed-packages/)."""
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    return "".join([*lines, f"{own},,\n"]).encode()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
