"""The engine's wheel for Windows, as `python3 build/dev.py engine windows` leaves it in build/cache: read, not run."""

import base64
import csv
import hashlib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pip
import pytest
from build_scripts import build_script
from installed import ROOT

Executable: Any = build_script("executables").Executable
BUILT = sorted((ROOT / "build" / "cache" / "engine").glob("windows-*/*.whl"))
VARIANTS = {"sse42", "sandybridge", "ivybridge", "piledriver", "haswell", "alderlake", "skylakex", "icelake", "zen4"}
WINDOWS_OWN = ("kernel32.dll", "advapi32.dll", "ucrtbase.dll", "api-ms-win-crt-")

needs_engine = pytest.mark.skipif(
    not BUILT, reason="THE ENGINE FOR WINDOWS IS NOT CHECKED: python3 build/dev.py engine windows builds it"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked."""
    folder = tmp_path_factory.mktemp("engine")
    with ZipFile(max(BUILT, key=lambda path: path.stat().st_mtime)) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def libraries(engine: Path) -> dict[str, Any]:
    return {path.stem: Executable(path) for path in (engine / "llama_cpp" / "lib").iterdir()}


@needs_engine
def test_each_variant_is_there_and_nothing_else(libraries: dict[str, Any]) -> None:
    variants = {f"ggml-cpu-{name}" for name in VARIANTS}
    assert libraries.keys() == variants | {"ggml", "ggml-base", "libllama", "libmtmd"}


@needs_engine
def test_windows_10_has_all_that_they_ask_for(libraries: dict[str, Any]) -> None:
    own = tuple(f"{name}.dll" for name in libraries)
    foreign = {
        f"{name}: {asked}"
        for name, library in libraries.items()
        for asked in library.imports()
        if not asked.startswith(WINDOWS_OWN) and asked not in own
    }
    assert not foreign


@needs_engine
def test_each_variant_can_be_asked_whether_it_fits(libraries: dict[str, Any]) -> None:
    for name in VARIANTS:
        assert {"ggml_backend_init", "ggml_backend_score"} <= set(libraries[f"ggml-cpu-{name}"].exports())
    assert not [name for name, library in libraries.items() if "atexit" in library.exports()]


@needs_engine
def test_its_record_names_each_file(engine: Path) -> None:
    (record,) = engine.glob("*.dist-info/RECORD")
    with record.open(newline="") as lines:
        named = {name: digest for name, digest, _ in csv.reader(lines)}
    files = {path.relative_to(engine).as_posix(): path for path in engine.rglob("*") if path.is_file()}
    assert named.keys() == files.keys()
    for name, digest in named.items():
        made = base64.urlsafe_b64encode(hashlib.sha256(files[name].read_bytes()).digest()).rstrip(b"=").decode()
        assert digest in ("", f"sha256={made}")


def test_programs_for_windows_can_be_read(tmp_path: Path) -> None:
    """On a program that pip brings along."""
    program = Executable(Path(pip.__file__).parent / "_vendor" / "distlib" / "t64.exe")
    assert "kernel32.dll" in program.imports()
    assert not program.is_wines
    other = tmp_path / "other.dll"
    other.write_bytes(b"\x7fELF" + bytes(100))
    with pytest.raises(ValueError, match="no 64-bit program"):
        Executable(other)
