"""Each family is told once, and the files and tables that belong to it agree with that."""

import subprocess
import sys

import pytest
from gguf.constants import MODEL_ARCH_NAMES, VisionProjectorType
from model_places import sources_of

from lentigo.domain.model import ModelKind
from lentigo.models.catalogue import load_all
from lentigo.models.checks import family_of, picture_fit
from lentigo.models.families import BERT, FAMILIES, VISION_FAMILIES, VisionFamily
from lentigo.models.headers import read_header
from lentigo.models.layouts import PLANS
from lentigo.paths import default_paths


def of(family: VisionFamily) -> str:
    return family.id


def test_no_name_stands_for_two_families() -> None:
    for names in ("id", "name", "projector", "checkpoint"):
        assert len({getattr(family, names) for family in VISION_FAMILIES}) == len(VISION_FAMILIES)
    assert set(FAMILIES) == {*PLANS, BERT.id}
    assert {family.kind for family in VISION_FAMILIES} == {ModelKind.VISION}


def test_each_model_of_the_catalogue_is_of_a_known_family_of_its_kind() -> None:
    for entry in load_all(default_paths().catalogue):
        kind = ModelKind.ENCODER if entry.family == BERT.id else ModelKind.VISION
        assert FAMILIES[entry.family].kind is kind
        assert entry.bundled is None or entry.bundled.kind is kind


def test_the_window_takes_families_without_the_libraries_that_read_files() -> None:
    """gguf and numpy take half a second, and the window's process reads no model."""
    told = "import sys, lentigo.models.families; print(sorted({'gguf', 'numpy'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize("family", VISION_FAMILIES, ids=of)
def test_ggufs_own_names_are_used(family: VisionFamily) -> None:
    assert family.architecture in MODEL_ARCH_NAMES.values()
    types = {value for name, value in vars(VisionProjectorType).items() if not name.startswith("_")}
    assert family.projector in types


@pytest.mark.parametrize("family", VISION_FAMILIES, ids=of)
def test_families_of_one_architecture_have_the_same_language_model(family: VisionFamily) -> None:
    for other in VISION_FAMILIES:
        if other.architecture == family.architecture:
            assert PLANS[other.id].language == PLANS[family.id].language
            assert other.m_rope == family.m_rope


@pytest.mark.parametrize(("pair", "family"), [("gemma", "gemma3"), ("qwen2.5", "qwen2.5-vl"), ("qwen3", "qwen3-vl")])
def test_files_say_their_family_and_the_size_of_their_pictures(pair: str, family: str) -> None:
    headers = [read_header(path) for path in sources_of(pair)]
    assert family_of(headers) is FAMILIES[family]
    fit = picture_fit(headers[-1])
    assert fit.fit == ("pad" if family == "gemma3" else "whole")
    assert (fit.width or fit.multiple) == {"gemma3": 224, "qwen2.5-vl": 28, "qwen3-vl": 32}[family]
