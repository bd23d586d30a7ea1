"""What the command says of itself: versions, completion, a manual page; and that Qt lacks a library of the system's."""

import ctypes
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

from lentigo import __version__
from lentigo.cli import make_parser
from lentigo.settings import Settings, save_settings

ROOT = Path(__file__).resolve().parents[2]
X11_PLUGIN = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"


def lacks_x11() -> bool:
    try:
        ctypes.CDLL(str(X11_PLUGIN))
    except OSError:
        return True
    return False


def build_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "build" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_version_names_the_engines_build_and_variant(lentigo) -> None:
    result = lentigo("--version")
    assert result.returncode == 0, result.stderr
    first, engine, build = result.stdout.splitlines()
    assert first == f"lentigo {__version__}"
    assert re.fullmatch(r"llama\.cpp \(llama-cpp-python [\d.]+, (\w+).*\)", engine)
    assert re.search(r"\w+-[0-9a-f]{16}$", build)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_completes_verbs_options_and_files(lentigo, shell: str) -> None:
    result = lentigo("completion", shell)
    assert result.returncode == 0, result.stderr
    for word in ("analyze", "analyse", "library", "no-library"):
        assert word in result.stdout
    if shell == "bash":
        checked = subprocess.run(["bash", "-n"], input=result.stdout, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        assert re.search(r"analyze_pos_0_COMPGEN=_shtab_compgen_files", result.stdout)


def test_the_manual_page_holds_every_verb_and_option() -> None:
    page = build_script("manual").manual(make_parser())
    for word in ("analyze", "import", "password\\-file", "completion"):
        assert word in page
    assert not [line for line in page.splitlines() if re.match(r"\.(?!TH|SH|nf|fi)|'", line)]
    if groff := shutil.which("groff"):
        shown = subprocess.run(
            [groff, "-man", "-ww", "-Kutf8", "-Tutf8"], input=page, capture_output=True, text=True, check=False
        )
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "--password-file" in shown.stdout


def test_the_model_that_analyses_take_is_in_use(lentigo, home: dict[str, str]) -> None:
    def used() -> dict[str, bool]:
        listed = json.loads(lentigo("models", "list", "--json").stdout)
        return {model["facts"]["id"]: model["in_use"] for model in listed}

    assert used() == {"lentigo-mini": True, "all-minilm-l6-v2": True}
    save_settings(Settings(model="another"), Path(home["XDG_DATA_HOME"]) / "Lentigo" / "settings.json")
    assert used() == {"lentigo-mini": False, "all-minilm-l6-v2": True}


def test_the_model_that_was_chosen_in_the_window_is_taken(lentigo, home: dict[str, str], phantoms: Path) -> None:
    save_settings(Settings(model="another"), Path(home["XDG_DATA_HOME"]) / "Lentigo" / "settings.json")
    result = lentigo("analyze", phantoms / "phantom-ring.jpg")
    assert result.returncode == 2
    assert "no model called “another”" in result.stderr


@pytest.mark.skipif(
    sys.platform != "linux" or not lacks_x11(),
    reason="NOTHING OF X11 IS MISSING HERE, so nothing shows what is said then",
)
def test_missing_libraries_of_x11_are_named_instead_of_an_abort(home: dict[str, str]) -> None:
    environment = {name: value for name, value in home.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    result = subprocess.run(
        [sys.executable, "-m", "lentigo"],
        env=environment | {"DISPLAY": ":99"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 3
    assert re.match(r"lentigo: The window cannot be opened: libx[\w.-]+", result.stderr)
    assert "apt-get install libxcb-cursor0" in result.stderr


def test_a_checkout_asks_the_programs_own_check() -> None:
    developer = build_script("dev")
    developer.PYTHON = sys.executable
    developer.require_qt()
