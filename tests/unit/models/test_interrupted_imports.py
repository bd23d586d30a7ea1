"""Bringing models in where something comes between: pulled sticks, Stop, full and bad disks, replaced models."""

import os
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from listening import Listener
from model_clinic import Clinic, damage, put_and_name, whole
from model_places import put_bare, put_converted, put_stick
from small_disks import mounted

from lentigo.errors import Cancelled, InputError
from lentigo.models import hashing

POINTS = 20


def test_a_model_is_replaced_only_by_a_whole_one(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "one", "gemma", "mine")
    clinic.bring_in(tmp_path / "one")
    record = put_converted(tmp_path / "two", "qwen3", "mine")
    damage(tmp_path / "two" / record.profile.files[1].file)
    with pytest.raises(InputError, match="damaged"):
        clinic.bring_in(tmp_path / "two")
    assert clinic.contents("mine") == whole("gemma")
    put_converted(tmp_path / "three", "qwen3", "mine")
    assert clinic.bring_in(tmp_path / "three").new
    assert clinic.contents("mine") == whole("qwen3")
    assert len(list((clinic.paths.models / "mine").iterdir())) == 3  # nothing is left of the first


def test_a_model_damaged_here_is_mended_by_the_same_stick(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    clinic.bring_in(tmp_path / "stick")
    damage(next((clinic.paths.models / "gemma-copy").glob("gemma-copy-mmproj*")))
    assert clinic.bring_in(tmp_path / "stick").new
    assert clinic.contents("gemma-copy") == whole("gemma")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that these small models are as many blocks as a large one."""
    monkeypatch.setattr(hashing, "BLOCK", 64 * 1024)


class Pull:
    """Cuts the sources off once a share of the copy is done, as a pulled stick does; puts them back when asked."""

    def __init__(self, sources: list[Path], share: float) -> None:
        self._whole = {path: path.read_bytes() for path in sources}
        self._share = share
        self.done = 0.0

    def take(self, title: str, done: float) -> None:
        if title.startswith("copying"):
            self.done = done
            if done >= self._share:
                for path in self._whole:
                    os.truncate(path, 0)

    def plug_in(self) -> None:
        for path, content in self._whole.items():
            path.write_bytes(content)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("point", range(POINTS))
@pytest.mark.parametrize("put", [put_stick, put_bare], ids=["stick", "files"])
def test_a_pulled_stick_is_told_and_the_copy_goes_on(
    put: Callable[[Path, str], object], point: int, clinic: Clinic, tmp_path: Path
) -> None:
    put(tmp_path / "stick", "gemma")
    pull = Pull(sorted((tmp_path / "stick").rglob("*.gguf")), (point + 0.5) / (POINTS + 1))
    with pytest.raises(InputError, match=r"pulled out.* are here already") as told:
        clinic.bring_in(tmp_path / "stick", progress=Listener(pull.take))
    assert "Plug it in again" in told.value.hint
    assert clinic.store.installed_ids() == ()
    pull.plug_in()
    settled = clinic.bring_in(tmp_path / "stick")
    assert settled.new
    assert clinic.contents(settled.id) == whole("gemma")
    assert not list(clinic.paths.models.glob(".*.part"))


@pytest.mark.usefixtures("small_blocks")
def test_what_was_copied_is_not_read_from_the_stick_again(clinic: Clinic, tmp_path: Path) -> None:
    """The stick then holds noise where it was read already; a model that is not signed would have that noise."""
    put_stick(tmp_path / "stick", "gemma")
    source = next((tmp_path / "stick").rglob("gemma.gguf"))
    content = source.read_bytes()
    pull = Pull([source], 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path / "stick", progress=Listener(pull.take))
    source.write_bytes(content[:100_000] + bytes(64 * 1024) + content[100_000 + 64 * 1024 :])
    settled = clinic.bring_in(tmp_path / "stick")
    assert clinic.contents(settled.id) == whole("gemma")


@pytest.mark.usefixtures("small_blocks")
def test_what_is_kept_of_other_files_is_not_believed(clinic: Clinic, tmp_path: Path) -> None:
    language, projector = put_bare(tmp_path, "gemma")
    content = language.read_bytes()
    pull = Pull([language, projector], 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path, progress=Listener(pull.take))
    pull.plug_in()
    other = content[:200_000] + random.Random(1).randbytes(1000) + content[201_000:]
    language.write_bytes(other)
    settled = clinic.bring_in(tmp_path)
    assert clinic.contents(settled.id)[0] == other


@pytest.mark.usefixtures("small_blocks")
def test_what_is_kept_and_went_bad_is_copied_anew(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    pull = Pull(sorted((tmp_path / "stick").rglob("*.gguf")), 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path / "stick", progress=Listener(pull.take))
    pull.plug_in()
    damage(next(clinic.paths.models.glob(".*.part/0.part")))
    settled = clinic.bring_in(tmp_path / "stick")
    assert clinic.contents(settled.id) == whole("gemma")


@pytest.mark.usefixtures("small_blocks")
def test_a_stop_leaves_nothing_to_be_seen(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    told = Listener()

    def stop(_title: str, _done: float) -> None:
        if len(told.shares) > 5:
            raise Cancelled

    told.act = stop
    importing = clinic.importing(told)
    with pytest.raises(Cancelled):
        importing.bring_in(clinic.look(tmp_path / "stick"), ["gemma-copy"], "")
    assert clinic.store.installed_ids() == ()
    assert clinic.bring_in(tmp_path / "stick").new


@pytest.mark.usefixtures("small_blocks")
def test_a_disk_that_gives_back_something_else_is_noticed(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")

    def spoil(title: str, done: float) -> None:
        if title.startswith("copying") and done == 1.0:
            copy = next(clinic.paths.models.glob(".*.part/0.part"))
            with copy.open("r+b") as file:
                file.seek(300_000)
                file.write(b"bad")

    with pytest.raises(Exception, match="gives back") as told:
        clinic.bring_in(tmp_path / "stick", progress=Listener(spoil))
    assert "disk is failing" in told.value.hint  # type: ignore[attr-defined]
    assert clinic.store.installed_ids() == ()


def test_too_little_room_is_told_before_anything_is_copied(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "lentigo-mini", "large")
    with mounted(tmp_path / "disk", 8) as disk:
        small = Clinic(replace(clinic.paths, data=disk / "data"))
        with pytest.raises(InputError, match=r"too little room: 12 MB are needed, 8 MB are free") as told:
            small.bring_in(tmp_path / "place")
        assert told.value.hint
        assert not list(small.paths.models.glob(".*.part"))


def test_a_disk_that_fills_up_on_the_way_is_told(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "lentigo-mini", "large")
    with mounted(tmp_path / "disk", 20) as disk:
        small = Clinic(replace(clinic.paths, data=disk / "data"))

        def fill(*_told: object) -> None:
            if not (disk / "other").exists():
                (disk / "other").write_bytes(bytes(14_000_000))

        with pytest.raises(InputError, match="is full"):
            small.bring_in(tmp_path / "place", progress=Listener(fill))
        assert small.store.installed_ids() == ()
        (disk / "other").unlink()
        assert small.bring_in(tmp_path / "place").new
        assert small.contents("large") == whole("lentigo-mini")


def test_a_folder_that_cannot_be_written_is_told(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "gemma")
    with mounted(tmp_path / "disk", 8) as disk:
        protected = Clinic(replace(clinic.paths, data=disk / "data"))
        protected.paths.models.mkdir(parents=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(InputError, match="write-protected"):
            protected.bring_in(tmp_path / "place")
        assert protected.store.list()


def test_leftovers_go_at_the_right_moment(clinic: Clinic, tmp_path: Path) -> None:
    models = clinic.paths.models
    for name in (".old.part", ".fresh.part", ".gone.removed"):
        (models / name).mkdir(parents=True)
        (models / name / "0.part").write_bytes(b"x")
    month_ago = time.time() - 30 * 86_400
    for path in (models / ".old.part" / "0.part", models / ".old.part"):
        os.utime(path, (month_ago, month_ago))
    with clinic.store.writing(), pytest.raises(InputError, match="already, in another window"):
        clinic.bring_in(put_and_name(tmp_path / "place"))
    assert len(list(models.glob(".*.*"))) == 3
    clinic.bring_in(tmp_path / "place")
    assert [path.name for path in models.glob(".*.*")] == [".fresh.part"]
