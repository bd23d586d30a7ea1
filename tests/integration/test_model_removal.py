"""A model that cannot be removed: the disk is told, and what helps."""

import subprocess
from pathlib import Path

import pytest
from model_clinic import Clinic
from model_places import put_converted
from small_disks import mounted

from lentigo.errors import InputError
from lentigo.paths import Paths, default_paths
from lentigo.worker.messages.models import RemoveModel
from lentigo.worker.synchronous import SynchronousWorker


def brought_in(data: Path, made: Path) -> Paths:
    """A data folder with a model in it."""
    paths = Paths(resources=default_paths().resources, data=data)
    put_converted(made, "gemma", "mine")
    Clinic(paths).bring_in(made)
    return paths


def test_on_a_read_only_disk(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 64) as disk:
        paths = brought_in(disk / "data", tmp_path / "made")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with SynchronousWorker(paths=paths) as worker, pytest.raises(InputError, match="write-protected") as told:
            worker.run(RemoveModel(id="mine"))
    assert told.value.hint


def test_where_what_it_writes_is_in_the_way(tmp_path: Path) -> None:
    paths = brought_in(tmp_path / "data", tmp_path / "made")
    lock = paths.models / ".lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    with SynchronousWorker(paths=paths) as worker, pytest.raises(InputError, match="cannot be used") as told:
        worker.run(RemoveModel(id="mine"))
    assert told.value.hint
    assert (paths.models / "mine").is_dir()
