"""Converted files are held to what the clinic's computer asks of them, and to the catalogue."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lentigo.errors import InputError
from lentigo.models.catalogue import load_entry
from lentigo.models.families import VISION_FAMILIES
from lentigo.models.profile import PictureFit
from lentigo.paths import default_paths
from lentigo_packager.conversion.checkpoint import Checkpoint
from lentigo_packager.conversion.vision_models import ModelJob, Order, check

TINY = Path(__file__).parents[3] / "data" / "tiny"


class Silence:
    """Hears everything, tells nothing."""

    def begin(self, title: str, index: int, total: int) -> None: ...

    def advance(self, done: int, of: int) -> None: ...

    def share(self, share: float) -> None: ...

    def note(self, text: str) -> None: ...


def finished(work: Path, family: str, *, projector_of: str = "", **changes: Any) -> ModelJob:
    """A conversion up to its last file, which the tiny pairs stand for."""
    entry = replace(load_entry(TINY, family), **changes)
    order = Order(entry=entry, checkpoint=work, out=work)
    checkpoint = Checkpoint(folder=work, family=VISION_FAMILIES[0], tensors=())
    job = ModelJob(order=order, paths=default_paths(), checkpoint=checkpoint, adapter=None, work=work, report=Silence())
    shutil.copy(TINY / f"{family}.gguf", job.language)
    shutil.copy(TINY / f"{projector_of or family}-mmproj.gguf", job.projector)
    return job


@pytest.mark.parametrize("family", ["gemma", "qwen2.5", "qwen3"])
def test_a_right_pair_passes(family: str, tmp_path: Path) -> None:
    assert check(finished(tmp_path, family)).startswith("language model ")


def test_another_familys_projector_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="another kind of model"):
        check(finished(tmp_path, "qwen2.5", projector_of="qwen3"))


def test_a_projector_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    job = finished(tmp_path, "gemma")
    job.projector.write_bytes(job.projector.read_bytes()[:-5000])
    with pytest.raises(InputError, match="cut off"):
        check(job)


@pytest.mark.parametrize(
    ("family", "picture", "told"),
    [
        ("gemma", PictureFit(fit="pad", width=896, height=896), "“pad 896x896”.*224x224”"),
        (
            "qwen3",
            PictureFit(fit="whole", multiple=28, least_pixels=200704, most_pixels=1003520),
            "multiples of 28”.*multiples of 32”",
        ),
    ],
)
def test_pictures_of_another_size_than_the_catalogues_are_refused(
    family: str, picture: PictureFit, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        check(finished(tmp_path, family, picture=picture))
