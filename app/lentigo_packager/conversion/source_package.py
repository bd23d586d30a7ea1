"""llama.cpp's own converter, from the source package that the program's llama-cpp-python is built from."""

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import platformdirs

from lentigo.errors import EngineError
from lentigo.files import swap_in

PACKAGE = "llama-cpp-python"
VENDORED = Path("vendor") / "llama.cpp"
CONVERTER = VENDORED / "convert_hf_to_gguf.py"
NEEDED = ("convert_hf_to_gguf.py", "conversion/", "gguf-py/", "models/ggml-vocab-", "LICENSE")  # of some 200 MB
CONNECT = "Connect this computer once to a package index that pip can reach; afterwards the package is kept."


def find_source_package(lock: Path, *, cache: Path | None = None) -> Path:
    """The unpacked package's folder; fetched by pip, held to the lock file's hash, the first time.

    EngineError where pip cannot get it, or gets something else.
    """
    requirement, sha256 = _locked(lock)
    kept = (cache or platformdirs.user_cache_path("Lentigo", appauthor=False)) / "source" / sha256[:16]
    if not (kept / CONVERTER).exists():
        _fetch(requirement, sha256, kept)
    return kept


def _locked(lock: Path) -> tuple[str, str]:
    """The requirement and the hash of its one file: there are no wheels of it."""
    pattern = rf"^({PACKAGE}==\S+) \\\n\s+--hash=sha256:([0-9a-f]{{64}})$"
    found = re.search(pattern, lock.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise EngineError(f"{lock.name} does not name {PACKAGE}.", hint="Convert models from a complete checkout.")
    return found[1], found[2]


def _fetch(requirement: str, sha256: str, kept: Path) -> None:
    """The folder gets its name once it is complete."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as place:
        work = Path(place)
        _download(requirement, sha256, work)
        archive = next(work.glob("*.tar.gz"))
        _unpack(archive, work / "unpacked")
        (whole,) = (work / "unpacked").iterdir()
        swap_in(whole, kept)


def _download(requirement: str, sha256: str, folder: Path) -> None:
    (folder / "requirement.txt").write_text(f"{requirement} --hash=sha256:{sha256}\n", encoding="utf-8")
    wanted: list[str | Path] = ["--no-deps", "--no-binary", PACKAGE, "--require-hashes"]
    wanted += ["--requirement", folder / "requirement.txt", "--dest", folder]
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", *wanted]
    outcome = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if outcome.returncode:
        said = [line for line in outcome.stderr.splitlines() if line.startswith("ERROR")]
        reason = said[0].removeprefix("ERROR: ") if said else "pip said nothing"
        raise EngineError(f"llama.cpp's converter ({requirement}) could not be fetched: {reason}", hint=CONNECT)


def _unpack(archive: Path, out: Path) -> None:
    """What the converter needs, and nothing outside `out`."""
    with tarfile.open(archive) as package:
        wanted = [member for member in package if _is_needed(member.name)]
        package.extractall(out, members=wanted, filter="data")


def _is_needed(name: str) -> bool:
    inside = name.split("/", 1)[-1].removeprefix(f"{VENDORED.as_posix()}/")
    return name.count("/") > 1 and inside.startswith(NEEDED)
