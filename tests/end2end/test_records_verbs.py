"""`lentigo records …` as a clinic runs it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lentigo.paths import Paths, default_paths
from lentigo.worker.messages.records import CreateRecords
from lentigo.worker.synchronous import SynchronousWorker

Lentigo = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kept(home: dict[str, str]) -> Paths:
    """Records in the data folder of the command's user."""
    paths = Paths(resources=default_paths().resources, data=Path(home["XDG_DATA_HOME"]) / "Lentigo")
    with SynchronousWorker(paths=paths) as worker:
        worker.run(CreateRecords(passphrase="kura-kura", name="Dr Sari"))
    return paths


def test_backup_verify_and_restore(lentigo: Lentigo, kept: Paths, tmp_path: Path) -> None:
    secret, backup = tmp_path / "secret.txt", tmp_path / "stick é.lentigo-backup"
    secret.write_text("kura-kura\n", encoding="utf-8")
    made = lentigo("records", "backup", backup, "--password-file", secret)
    assert made.returncode == 0, made.stderr
    assert "Cases: 0. Patients: 0." in made.stdout
    again = lentigo("records", "backup", backup, "--password-file", secret)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    for command in (["verify"], ["verify", backup]):
        checked = lentigo("records", *command, "--password-file", secret)
        assert "Everything is as it was written." in checked.stdout, checked.stderr
    restored = lentigo("records", "restore", backup, "--password-file", secret)
    assert restored.returncode == 0, restored.stderr
    assert len(list(kept.data.glob("records-replaced-*"))) == 1


def test_what_is_refused(lentigo: Lentigo, kept: Paths, tmp_path: Path) -> None:
    wrong = lentigo("records", "verify")  # nobody can be asked here
    assert (wrong.returncode, "This is not the passphrase." in wrong.stderr) == (2, True)
    other = tmp_path / "other.zip"
    other.write_bytes(b"no backup")
    refused = lentigo("records", "restore", other)
    assert refused.returncode == 2
    assert "This is not the passphrase." in refused.stderr
    assert (kept.records / "keys.json").exists()


def test_without_records(lentigo: Lentigo, tmp_path: Path) -> None:
    told = lentigo("records", "backup", tmp_path / "a")
    assert (told.returncode, "There are no records" in told.stderr) == (2, True)
