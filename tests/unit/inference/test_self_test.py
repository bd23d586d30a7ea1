"""A model that does not see is refused before anybody trusts it, and one that passed is not tested again."""

import hashlib
import itertools
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import llama_cpp
import numpy as np
import pytest
from bundled_models import bundled_model
from gguf import GGUFReader

from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.errors import EngineError
from lentigo.inference.self_test import SelfTests, require_sight
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.profile import ModelProfile

TINY = Path(__file__).parents[2] / "data" / "tiny"
FAMILIES = ("gemma", "qwen2.5", "qwen3")
Change = Callable[[str, np.ndarray], None]


def ignore(*_arguments: object) -> None:
    """For whoever must be told what no test asks about."""


def rewritten(family: str, folder: Path, part: str, change: Change) -> ModelProfile:
    """A profile of copies in `folder`, of which one part has changed weights, and hashes that are right."""
    profile = bundled_model(TINY, family)
    for entry in (profile.language, profile.projector):
        shutil.copyfile(TINY / entry.file, folder / entry.file)
    path = folder / getattr(profile, part).file
    for tensor in GGUFReader(path, "r+").tensors:
        change(tensor.name, tensor.data)
    return hashed(profile, folder)


def hashed(profile: ModelProfile, folder: Path) -> ModelProfile:
    parts = {}
    for part in ("language", "projector"):
        entry = getattr(profile, part)
        content = (folder / entry.file).read_bytes()
        parts[part] = replace(entry, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    return replace(profile, **parts)


def load(profile: ModelProfile, folder: Path) -> LlamaVisionModel:
    return LlamaVisionModel(profile=profile, folder=folder, stop=StopFlag(), on_progress=ignore)


@pytest.fixture(params=FAMILIES)
def model(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    model = load(bundled_model(TINY, request.param), TINY)
    yield model
    model.close()


def test_a_model_that_sees_passes_and_tells_how_far_it_is(model: LlamaVisionModel) -> None:
    shares: list[float] = []
    require_sight(model, shares.append)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def zero_output(name: str, weights: np.ndarray) -> None:
    if name.startswith(("mm.input_projection", "mm.2", "v.deepstack")) and name.endswith("weight"):
        weights[:] = 0


def zero_input(name: str, weights: np.ndarray) -> None:
    if name.startswith("v.patch_embd"):
        weights[:] = 0


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("blinding", [zero_output, zero_input])
def test_a_blind_projector_is_refused_with_the_reason(tmp_path: Path, family: str, blinding: Change) -> None:
    model = load(rewritten(family, tmp_path, "projector", blinding), tmp_path)
    tests = SelfTests(tmp_path / "tests.json")
    with pytest.raises(EngineError, match="does not see") as refusal:
        tests.ensure(model, ignore)
    model.close()
    assert "projector" in refusal.value.hint
    assert not tests.passed(model.identity)


def with_projector(family: str, other: str, folder: Path) -> ModelProfile:
    profile = bundled_model(TINY, family)
    shutil.copyfile(TINY / profile.language.file, folder / profile.language.file)
    shutil.copyfile(TINY / bundled_model(TINY, other).projector.file, folder / profile.projector.file)
    return hashed(profile, folder)


def load_and_look(profile: ModelProfile, folder: Path) -> None:
    model = load(profile, folder)
    try:
        require_sight(model, ignore)
    finally:
        model.close()


# All three language models are as wide as one another, but Qwen3-VL takes its deep-stack layers in too.
@pytest.mark.parametrize(("family", "other"), list(itertools.permutations(FAMILIES, 2)))
def test_a_projector_of_another_family_is_refused(tmp_path: Path, family: str, other: str) -> None:
    profile = with_projector(family, other, tmp_path)
    with pytest.raises(EngineError) as refusal:
        load_and_look(profile, tmp_path)
    assert refusal.value.hint


@pytest.mark.parametrize("family", FAMILIES)
def test_the_language_model_is_freed_where_its_projector_is_refused(
    tmp_path: Path, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = bundled_model(TINY, family)
    for part in (profile.language, profile.projector):
        shutil.copyfile(TINY / profile.language.file, tmp_path / part.file)
    balance = 0
    load_file, free = llama_cpp.llama_model_load_from_file, llama_cpp.llama_model_free

    def counted_load(*arguments: object) -> object:
        nonlocal balance
        balance += 1
        return load_file(*arguments)

    def counted_free(*arguments: object) -> None:
        nonlocal balance
        balance -= 1
        free(*arguments)

    monkeypatch.setattr(llama_cpp, "llama_model_load_from_file", counted_load)
    monkeypatch.setattr(llama_cpp, "llama_model_free", counted_free)
    with pytest.raises(EngineError, match="does not fit"):
        load(hashed(profile, tmp_path), tmp_path)
    assert balance == 0


def poison(fragment: str) -> Change:
    def change(name: str, weights: np.ndarray) -> None:
        if fragment in name:
            weights[:] = np.nan

    return change


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("fragment", ["output_norm", "blk.1.ffn_down", "blk.0.attn_q.weight"])
def test_weights_that_are_no_numbers_end_with_a_clear_error(tmp_path: Path, family: str, fragment: str) -> None:
    model = load(rewritten(family, tmp_path, "language", poison(fragment)), tmp_path)
    with pytest.raises(EngineError, match="not finite") as refusal:
        require_sight(model, ignore)
    model.close()
    assert refusal.value.hint


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("fragment", ["v.patch_embd.weight", "v.blk.1.ffn_down.weight", "mm."])
def test_a_projector_whose_weights_are_no_numbers_is_refused(tmp_path: Path, family: str, fragment: str) -> None:
    model = load(rewritten(family, tmp_path, "projector", poison(fragment)), tmp_path)
    raster = Raster(width=224, height=224, rgb=bytes(224 * 224 * 3))
    black = DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())
    with (
        pytest.raises(EngineError, match="projector's numbers are not finite"),
        model.open([black], system="", seed=0, on_progress=ignore),
    ):
        pytest.fail("the picture was taken in")
    model.close()


def test_a_pass_is_remembered_for_these_very_files(tmp_path: Path, model: LlamaVisionModel) -> None:
    record = tmp_path / "new" / "tests.json"
    assert not SelfTests(record).passed(model.identity)
    shares: list[float] = []
    SelfTests(record).ensure(model, shares.append)
    told = len(shares)
    SelfTests(record).ensure(model, shares.append)
    assert len(shares) == told  # not tested again
    assert SelfTests(record).passed(model.identity)
    for part in ("language_sha256", "projector_sha256"):
        assert not SelfTests(record).passed(replace(model.identity, **{part: "0" * 64}))


def test_another_models_pass_is_kept(tmp_path: Path) -> None:
    tests = SelfTests(tmp_path / "tests.json")
    models = [load(bundled_model(TINY, family), TINY) for family in FAMILIES]
    for model in models:
        tests.ensure(model, ignore)
    assert all(tests.passed(model.identity) for model in models)
    for model in models:
        model.close()


@pytest.mark.parametrize("damage", [b"", b"[", b"null", b"7", b'{"a": 1}', b'"text"', b"[1, null]", b"\xff\xfe\x00"])
def test_a_damaged_record_costs_another_test_and_is_mended(
    tmp_path: Path, model: LlamaVisionModel, damage: bytes
) -> None:
    record = tmp_path / "tests.json"
    record.write_bytes(damage)
    assert not SelfTests(record).passed(model.identity)
    SelfTests(record).ensure(model, ignore)
    assert SelfTests(record).passed(model.identity)
    assert isinstance(json.loads(record.read_text()), list)


def test_a_record_that_cannot_be_written_does_not_refuse_the_model(tmp_path: Path, model: LlamaVisionModel) -> None:
    (tmp_path / "file").write_bytes(b"")
    tests = SelfTests(tmp_path / "file" / "tests.json")
    tests.ensure(model, ignore)
    assert not tests.passed(model.identity)
