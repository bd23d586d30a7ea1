"""The frozen program: small, free of what it must not hold, and giving the checkout's report without Python."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from installed import ROOT, analyse, lasting, unpack_wheel

LARGEST_MB, MOST_FILES = 560, 720  # Typst, which sets the PDFs, is 68 MB of it
NEWEST_GLIBC = (2, 35)  # of Ubuntu 22.04 and Debian 12
WITHOUT_TEXT: set[str] = set()  # parts whose makers pack no licence text
UNWANTED = ("onnxruntime", "torch", "kubernetes", "pytest", "huggingface_hub", "lentigo_packager", "sklearn", "scipy")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="THE FROZEN PROGRAM IS NOT CHECKED on this system yet"),
    pytest.mark.timeout(900),  # a minute of work, and the machine may be busy
]


@pytest.fixture(scope="module")
def bundle(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Frozen as `python3 build/dev.py bundle` does."""
    folder = tmp_path_factory.mktemp("bundle")
    os.environ["LENTIGO_WHEEL"] = str(unpack_wheel(wheel, folder / "wheel"))
    folders = ["--workpath", str(folder / "work"), "--distpath", str(folder / "dist")]
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders]
    subprocess.run([*freeze, ROOT / "installer" / "lentigo.spec"], check=True, capture_output=True)
    return folder / "dist" / "lentigo"


def test_it_is_small_and_holds_nothing_unwanted(bundle: Path) -> None:
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < LARGEST_MB * 1024**2
    assert len(files) < MOST_FILES
    names = {path.relative_to(bundle / "_internal").parts[0].lower() for path in files if "_internal" in path.parts}
    assert not [name for name in names if name.startswith(UNWANTED)]


def test_it_names_its_parts_with_their_licences(bundle: Path) -> None:
    (file,) = bundle.rglob("parts.cdx.json")
    bill = json.loads(file.read_text(encoding="utf-8"))
    parts = {part["name"].lower() for part in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {"python", "chromadb", "llama_cpp_python", "pyside6_essentials", "pillow", "lentigo mini"} <= parts
    assert not [name for name in parts if name.startswith(UNWANTED)]
    without = {part["name"] for part in bill["components"] if "purl" in part and "evidence" not in part}
    assert without <= WITHOUT_TEXT, "their licences are nowhere to be read"


def test_it_runs_where_glibc_is_of_2022(bundle: Path) -> None:
    wanted = {
        tuple(map(int, version.split(b".")))
        for path in bundle.rglob("*")
        if path.is_file() and (content := path.read_bytes()).startswith(b"\x7fELF")
        for version in re.findall(rb"GLIBC_(\d+\.\d+)", content)
    }
    assert max(wanted) <= NEWEST_GLIBC


def test_it_gives_the_checkouts_report_without_a_network(bundle: Path, phantoms: Path, tmp_path: Path) -> None:
    photograph, here = phantoms / "phantom-pigmented.jpg", str(ROOT / "app")
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("NO NETWORK CAN BE TAKEN AWAY HERE: this system gives no user one of their own")
    frozen = analyse([*alone, bundle / "lentigo"], tmp_path / "empty é 皮", photograph)
    expected = analyse([sys.executable, "-m", "lentigo"], tmp_path / "beside", photograph, PYTHONPATH=here)
    assert lasting(frozen) == lasting(expected)
    assert frozen["citations"]


def test_its_search_knows_meanings(bundle: Path, tmp_path: Path) -> None:
    home = os.environ | {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    command = [bundle / "lentigo", "library", "search", "itching at night between the fingers", "--json"]
    told = subprocess.run(command, env=home, capture_output=True, text=True, check=True, timeout=120)
    assert any(hit["scores"]["dense"] > 0 for hit in json.loads(told.stdout)), told.stderr
