"""`lentigo-packager stick` as a packager types it: the real command line in a process of its own."""

import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pymupdf
import pytest
from bundled_models import bundled_model
from signed_folders import convert_encoder, convert_model
from small_disks import mounted

from lentigo.errors import InputError
from lentigo.models.manifest import MANIFEST, SIGNATURE, fingerprint, read_manifest
from lentigo.models.model_store import ModelRecord
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo.retrieval.document_store import DocumentStore
from lentigo_packager.sticks.signing import load_signing_key

NAMES = ["with spaces", "модель для клиники", "โมเดลสำหรับคลินิก", "🩺👩‍⚕️ 🧴", "x" * 200]
LIMITED = (
    "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, -1)); sys.argv[0] = 'lentigo'"
)
RUN_LIMITED = f"{LIMITED}; runpy.run_module('lentigo_packager', run_name='__main__')"

Start = Callable[..., "subprocess.Popen[str]"]
Stick = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The program's data folder."""
    return tmp_path / "data" / "Lentigo"


@pytest.fixture
def start(data: Path) -> Start:
    def begin(*arguments: object, program: tuple[str, ...] = ("-m", "lentigo_packager")) -> "subprocess.Popen[str]":
        command = [sys.executable, *program, "stick", *map(str, arguments)]
        environment = os.environ | {"XDG_DATA_HOME": str(data.parent)}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)

    return begin


@pytest.fixture
def stick(start: Start) -> Stick:
    def run(*arguments: object, **how: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
        process = start(*arguments, **how)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


def add_document(data: Path, name: str, text: str) -> None:
    """What `lentigo library add` leaves."""
    pdf = data.parent / name
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), text)
        pdf.parent.mkdir(parents=True, exist_ok=True)
        document.save(pdf)
    store = DocumentStore(bundled=data / "nowhere", own=data / "library")
    with store.staged(pdf, "", QUIET) as staged:
        store.keep(staged, staged.record)


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_stick_is_written_signed_and_described(stick: Stick, data: Path, tmp_path: Path) -> None:
    """From a converted folder, from an id of a model that was brought in, and with the library."""
    convert_model(tmp_path / "made" / "tiny")
    convert_encoder(data / "models" / "reader")
    add_document(data, "who-skin-ntd-training-guide.pdf", "Scabies itches at night.")
    add_document(data, "our own rules.pdf", "Wash your hands.")
    done = stick(tmp_path / "stick", "--models", tmp_path / "made" / "tiny", "reader", "--library")
    assert (done.returncode, done.stderr) == (0, "")
    signed = read_manifest(tmp_path / "stick")
    assert signed is not None
    assert all(hash_of(tmp_path / "stick" / file.file) == file.sha256 for file in signed.manifest.files)
    assert len(signed.manifest.files) == 5
    places = {re.sub(r"/[0-9a-f]{16}/", "/ID/", document.file) for document in signed.manifest.documents}
    assert places == {"library/ID/our own rules.pdf", "library/ID/who-skin-ntd-training-guide.pdf"}
    titles = {document.title for document in signed.manifest.documents}
    assert titles == {"our own rules", "who-skin-ntd-training-guide"}
    key = data / "signing-key.pem"
    assert signed.fingerprint == fingerprint(load_signing_key(key).public_key())
    assert f"Key: {signed.fingerprint}" in done.stdout
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for told in (
        "Model: Tiny tiny 1 (tiny), CC BY-NC 4.0",
        "Model: Reader 1 (reader), MIT",
        "by telephone or on paper",
        "Every byte was read back",
    ):
        assert told in done.stdout
    assert re.search(r"Document: who-skin-ntd-training-guide\n    CC BY-NC-SA 3\.0 IGO\. Non-commercial", done.stdout)
    assert re.search(r"Document: our own rules\n    Its licence is not known here", done.stdout)


def test_a_packagers_own_key_counts_at_home(real_stick: tuple[Path, str], data: Path) -> None:
    folder, key = real_stick
    command = [sys.executable, "-m", "lentigo", "models", "import", str(folder), "--yes"]
    environment = os.environ | {"XDG_DATA_HOME": str(data.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert f"Signed with a key that you trust: {key}" in done.stdout
    assert "Unverified" not in done.stdout


def test_the_same_key_signs_the_next_stick(stick: Stick, tmp_path: Path) -> None:
    convert_model(tmp_path / "tiny")
    keys = set()
    for name in ("one", "two"):
        assert stick(tmp_path / name, "--models", tmp_path / "tiny").returncode == 0
        signed = read_manifest(tmp_path / name)
        assert signed is not None
        keys.add(signed.fingerprint)
    assert len(keys) == 1


def test_a_tampered_byte_on_the_stick_is_found_by_the_next_run(stick: Stick, tmp_path: Path) -> None:
    convert_model(tmp_path / "tiny")
    stick(tmp_path / "stick", "--models", tmp_path / "tiny")
    weights = tmp_path / "stick" / "models" / "tiny" / "tiny-Q4_K_M.gguf"
    right = weights.read_bytes()
    weights.write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
    assert stick(tmp_path / "stick", "--models", tmp_path / "tiny").returncode == 0
    assert weights.read_bytes() == right


@pytest.fixture
def real_stick(stick: Stick, data: Path, tmp_path: Path) -> tuple[Path, str]:
    """Lentigo Mini under another id, and a document; and the fingerprint as the packager reads it."""
    made, mini = tmp_path / "made" / "other", bundled_model(default_paths().catalogue, "lentigo-mini")
    made.mkdir(parents=True)
    for file in mini.files:
        shutil.copy(default_paths().resources / file.file, made)
    files = tuple(replace(file, file=Path(file.file).name) for file in mini.files)
    record = ModelRecord(added="2026-11-21", model=replace(mini, id="other-mini", verified=False)).located(files)
    (made / "model.json").write_bytes(msgspec.json.encode(record))
    add_document(data, "hand washing.pdf", "Wash your hands before and after each patient.")
    done = stick(tmp_path / "stick", "--models", made, "--library")
    assert (done.returncode, done.stderr) == (0, "")
    fingerprint_line = re.search(r"^Key: (.+)$", done.stdout, re.MULTILINE)
    assert fingerprint_line
    return tmp_path / "stick", fingerprint_line[1]


@pytest.fixture
def clinic(tmp_path: Path) -> Stick:
    """The command line of another computer."""

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "lentigo", *map(str, arguments)]
        environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "clinic")}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    return run


def test_a_clinic_imports_the_stick_and_trusts_its_key(real_stick: tuple[Path, str], clinic: Stick) -> None:
    folder, key = real_stick
    done = clinic("models", "import", folder, "--yes", "--trust", key)
    assert (done.returncode, done.stderr) == (0, "")
    (model,) = [
        model for model in json.loads(clinic("models", "list", "--json").stdout) if model["facts"]["id"] == "other-mini"
    ]
    assert (model["verified"], model["signed_by"], model["trouble"]) == (True, key, "")
    documents = json.loads(clinic("library", "list", "--json").stdout)
    assert "hand washing" in [document["title"] for document in documents]


@pytest.mark.parametrize("harm", ["weights", "list", "document"])
def test_a_tampered_byte_is_refused_at_the_clinic(real_stick: tuple[Path, str], clinic: Stick, harm: str) -> None:
    folder, key = real_stick
    (document,) = folder.glob("library/*/*.pdf")
    weights = max(folder.glob("models/other-mini/*.gguf"), key=lambda path: path.stat().st_size)
    path, place = {"weights": (weights, -100), "list": (folder / MANIFEST, 40), "document": (document, 200)}[harm]
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    refused = clinic("models", "import", folder, "--yes", "--trust", key)
    assert refused.returncode == InputError.exit_code
    told = {"weights": "is damaged", "list": "changed after it was signed", "document": "is not what was signed"}[harm]
    assert told in refused.stderr
    models = [model["facts"]["id"] for model in json.loads(clinic("models", "list", "--json").stdout)]
    assert ("other-mini" in models) == (harm == "document")


@pytest.mark.parametrize("name", NAMES)
def test_folders_of_all_names_work(stick: Stick, tmp_path: Path, name: str) -> None:
    convert_model(tmp_path / name / "tiny")
    done = stick(tmp_path / name / "stick", "--models", tmp_path / name / "tiny")
    assert (done.returncode, done.stderr) == (0, "")
    assert read_manifest(tmp_path / name / "stick")


def test_a_stop_leaves_no_signature_and_the_next_run_goes_on(start: Start, stick: Stick, tmp_path: Path) -> None:
    convert_model(tmp_path / "tiny", language=400_000_000)
    folder = tmp_path / "stick"
    process = start(folder, "--models", tmp_path / "tiny")
    deadline = time.monotonic() + 60
    part = folder / "models" / "tiny" / "tiny-Q4_K_M.gguf.part"
    while not part.exists() or part.stat().st_size < 10_000_000:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "lentigo: Stopped.\n")
    assert part.exists()
    assert not (folder / MANIFEST).exists()
    assert not (folder / SIGNATURE).exists()
    number = part.stat().st_ino
    done = stick(folder, "--models", tmp_path / "tiny")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "models" / "tiny" / "tiny-Q4_K_M.gguf").stat().st_ino == number


def test_too_little_room_is_told_with_the_numbers(stick: Stick, tmp_path: Path) -> None:
    convert_model(tmp_path / "tiny", language=2_000_000)
    with mounted(tmp_path / "small", 2) as small_disk:
        refused = stick(small_disk, "--models", tmp_path / "tiny")
        assert refused.returncode == InputError.exit_code
        assert "too little room: 3 MB are needed, 2 MB are free" in refused.stderr
        assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="WINDOWS HAS NO LIMIT OF A FILE'S SIZE TO TEST WITH")
def test_a_file_that_the_disk_does_not_take_is_told(stick: Stick, tmp_path: Path) -> None:
    """As FAT32 answers for a file of five gigabytes."""
    convert_model(tmp_path / "tiny")
    refused = stick(tmp_path / "stick", "--models", tmp_path / "tiny", program=("-c", RUN_LIMITED))
    assert refused.returncode == InputError.exit_code
    assert "does not take a file as large as this" in refused.stderr
    assert "exFAT" in refused.stderr
    assert read_manifest(tmp_path / "stick") is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "There is nothing to write"),
        (("--library",), "There is nothing to write"),
        (("--models", "no"), "neither a"),
    ],
)
def test_what_cannot_be_written_is_told(stick: Stick, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    refused = stick(tmp_path / "stick", *arguments)
    assert refused.returncode == InputError.exit_code
    assert told in refused.stderr
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("damage", ["file", "record", "gone"])
def test_a_damaged_document_keeps_the_stick_from_being_signed(
    stick: Stick, data: Path, tmp_path: Path, damage: str
) -> None:
    add_document(data, "rules.pdf", "Wash your hands.")
    (pdf,), (record,) = (data / "library" / "documents").glob("*.pdf"), (data / "library" / "documents").glob("*.json")
    if damage == "gone":
        pdf.unlink()
    else:
        path = pdf if damage == "file" else record
        path.write_bytes(bytes(100) + path.read_bytes()[100:])
    refused = stick(tmp_path / "stick", "--library")
    assert refused.returncode == InputError.exit_code
    assert ("is damaged" if damage != "file" else "not what it was") in refused.stderr
    assert not (tmp_path / "stick" / MANIFEST).exists()


def test_a_damaged_key_is_told_before_anything_is_written(stick: Stick, data: Path, tmp_path: Path) -> None:
    convert_model(tmp_path / "tiny")
    data.mkdir(parents=True)
    (data / "signing-key.pem").write_text("damaged", encoding="utf-8")
    refused = stick(tmp_path / "stick", "--models", tmp_path / "tiny")
    assert refused.returncode == InputError.exit_code
    assert "does not hold the key that signs sticks" in refused.stderr
    assert not (tmp_path / "stick").exists()
