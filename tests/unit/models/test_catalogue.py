"""The catalogue names models, refuses others, and knows their files by content."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bundled_models import bundled_model
from listening import Listener

from lentigo.errors import InputError
from lentigo.models.catalogue import load_bundled, load_entry
from lentigo.models.profile import ModelProfile
from lentigo.models.verification import verify_files
from lentigo.paths import default_paths
from lentigo.progress import QUIET


@pytest.fixture
def mini() -> ModelProfile:
    return bundled_model(default_paths().catalogue, "lentigo-mini")


def test_minis_description_says_what_it_is(mini: ModelProfile) -> None:
    assert len(mini.label) == 7
    assert "not for use on patients" in mini.notice.lower()
    assert mini.limits


def test_minis_files_are_what_the_catalogue_says(mini: ModelProfile) -> None:
    told = Listener()
    files = verify_files(mini, default_paths().resources, told)
    assert [path.stat().st_size for path in files] == [mini.language.bytes, mini.projector.bytes]
    assert sum(path.stat().st_size for path in files) <= 30e6
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == 1


def test_every_file_that_came_with_the_program_is_what_the_catalogue_says() -> None:
    bundled = load_bundled(default_paths().catalogue)
    assert [profile.id for profile in bundled] == ["lentigo-mini", "all-minilm-l6-v2"]
    for profile in bundled:
        verify_files(profile, default_paths().resources, QUIET)


@pytest.mark.parametrize("model", ["no-such", "../catalogue/lentigo-mini", ""])
def test_an_unknown_model_is_refused_with_those_there_are(model: str) -> None:
    with pytest.raises(InputError) as refusal:
        load_entry(default_paths().catalogue, model)
    assert "lentigo-mini" in refusal.value.hint


def test_a_description_of_the_wrong_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('id = "odd"\n')
    with pytest.raises(InputError, match="damaged"):
        load_bundled(tmp_path)


def test_swapped_files_are_refused(mini: ModelProfile, tmp_path: Path) -> None:
    shutil.copytree(default_paths().resources / "models" / "mini", tmp_path / "models" / "mini")
    swapped = replace(mini, language=replace(mini.language, file=mini.projector.file))
    with pytest.raises(InputError, match="damaged"):
        verify_files(swapped, tmp_path, QUIET)
