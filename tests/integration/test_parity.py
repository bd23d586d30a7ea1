"""The parity report finds a right conversion right, and names what is wrong with others."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from bundled_models import bundled_model
from gguf import GGUFReader
from listening import Listener
from PIL import Image
from tiny_conversions import FAMILIES, TINY, missing_tools, write_tiny_checkpoint
from tiny_pairs import ignore, pattern

from lentigo.analysis.draft import CaseDraft
from lentigo.analysis.ports import Scoring
from lentigo.analysis.protocols import load_protocol
from lentigo.errors import EngineError
from lentigo.inference.bindings import silence_logs
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.catalogue import load_entry
from lentigo.models.profile import ModelDescription
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo_packager.conversion.parity import ParityReport, measure_parity, render_parity, write_parity
from lentigo_packager.conversion.quantizing import quantize

pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),  # transformers tells of its own plans
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
LABELS = ("red", "blue", "spot", "flat")
SYSTEM_PART = "{system}\n\n"  # the tiny Gemma would merge a full stop with the line ends behind it
Measure = Callable[..., ParityReport]
Right = Callable[[str], tuple[ParityReport, list[float]]]


@pytest.fixture(scope="module", autouse=True)
def one_core() -> Iterator[None]:
    """For the children, too: on a busy machine two threads wait for each other."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    yield
    os.sched_setaffinity(0, cores)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if missing := missing_tools():
        pytest.skip(f"PARITY NOT CHECKED: {', '.join(missing)} not installed; run: python3 build/dev.py test")
    return tmp_path_factory.mktemp("parity")


@pytest.fixture(scope="module")
def measure(place: Path) -> Measure:
    """A report on a tiny pair; keywords take the place of what is right."""

    def run(family: str, **other: Any) -> ParityReport:
        checkpoint, small = place / family, place / f"{family}-Q4_K_M.gguf"
        if not checkpoint.exists():
            write_tiny_checkpoint(family, checkpoint)
            silence_logs()
            quantize(TINY / f"{family}.gguf", small, "Q4_K_M")
        given: dict[str, Any] = {
            "checkpoint": checkpoint,
            "f16": TINY / f"{family}.gguf",
            "quantized": small,
            "projector": TINY / f"{family}-mmproj.gguf",
            "description": described(family),
            "pictures": [default_paths().resources / "models" / "mini" / "sample" / "phantom.png"],
            "labelled": None,
            "progress": QUIET,
        }
        return measure_parity(**(given | other))

    return run


@pytest.fixture(scope="module")
def right(measure: Measure) -> Right:
    """The report on a pair as it should be, and the progress that was told; measured once."""

    @cache
    def run(family: str) -> tuple[ParityReport, list[float]]:
        told = Listener()
        return measure(family, progress=told), told.shares

    return run


def described(family: str) -> ModelDescription:
    entry = load_entry(TINY, family)
    if family != "gemma":
        return entry
    return replace(entry, prompt=replace(entry.prompt, template=entry.prompt.template.replace(SYSTEM_PART, "")))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_right_conversion_is_the_checkpoint_but_for_rounding(family: str, right: Right) -> None:
    report, shares = right(family)
    assert report.prompt.tokens == report.prompt.template == ""
    assert report.likeness.tokens >= 3 * 8
    assert report.likeness.minimum > 0.9999
    assert report.f16.positions == report.quantized.positions > 100
    assert report.f16.agreement > 0.95
    assert report.f16.worst_choice < 0.25  # nats: another choice was near a tie; seen: 0.12 at most
    assert 0 < report.f16.kl_median <= report.f16.kl_mean < 1e-3  # seen: 0.00002 to 0.0003
    assert report.quantized.kl_mean > 100 * report.f16.kl_mean
    assert report.quantized.agreement < report.f16.agreement
    assert [sentence.split()[0] for sentence in report.off] == ["Quantising"]  # as random weights do
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_another_projector_and_other_tokens_are_named(measure: Measure, tmp_path: Path) -> None:
    projector = changed_projector(tmp_path, lambda values: values[::-1])
    report = measure("gemma", projector=projector, description=load_entry(TINY, "gemma"))
    assert report.likeness.minimum < 0.9
    assert "different tokens from token" in report.prompt.tokens
    assert report.prompt.template == ""
    assert report.prompt.tokens in report.off
    assert "OFF: The projector does not belong" in render_parity(report)


def test_a_blind_projector_and_another_template_are_named(measure: Measure, tmp_path: Path) -> None:
    own = described("gemma")
    prompt = replace(own.prompt, template=own.prompt.template.replace("<start_of_turn>user", "<start_of_turn>nurse"))
    blind = changed_projector(tmp_path, lambda values: values * 0)
    report = measure("gemma", projector=blind, description=replace(own, prompt=prompt))
    assert report.likeness.mean == 0
    assert "“nurse" in report.prompt.template
    assert "“user" in report.prompt.template
    assert report.prompt.tokens == ""
    assert report.f16.kl_mean > 0.05
    assert [sentence.split()[1] for sentence in report.off[:3]] == ["prompt", "projector", "F16"]


def test_accuracy_is_that_of_the_applications_scores(measure: Measure, tmp_path: Path) -> None:
    """Labels lent by the folder, so that what the model says anyway is taken off on both sides."""
    write_labelled(tmp_path / "labelled", 12)
    report = measure("gemma", labelled=tmp_path / "labelled", description=replace(described("gemma"), label=()))
    answers = asked_by_hand(range(12))
    truths = [number % len(LABELS) for number in range(12)]
    right = [answer == truth for answer, truth in zip(answers, truths, strict=True)]
    recalls = [np.mean([hit for hit, truth in zip(right, truths, strict=True) if truth == label]) for label in range(4)]
    assert len(set(answers)) > 1
    assert report.ablation
    assert (report.ablation.f16.right, report.ablation.f16.pictures) == (sum(right), 12)
    assert report.ablation.f16.balanced == pytest.approx(np.mean(recalls))
    assert report.ablation.checkpoint.right == sum(right)
    assert report.ablation.f16.changed == 0
    assert f"({sum(right)} of 12; 95 %: " in render_parity(report)


def write_labelled(folder: Path, count: int) -> None:
    for number in range(count):
        inner = folder / LABELS[number % len(LABELS)]
        inner.mkdir(parents=True, exist_ok=True)
        raster = pattern(number).raster
        Image.frombytes("RGB", (raster.width, raster.height), raster.rgb).save(inner / f"{number}.png")


def asked_by_hand(numbers: range) -> list[int]:
    protocol, labels = load_protocol("standard"), sorted(LABELS)
    profile = replace(bundled_model(TINY, "gemma"), prompt=described("gemma").prompt)
    model = LlamaVisionModel(profile=profile, folder=TINY, stop=StopFlag(), on_progress=ignore)
    answers = []
    for number in numbers:
        with model.open([pattern(number)], system=protocol.system, seed=0, on_progress=ignore) as session:
            prompt = CaseDraft().filled(protocol.classification)
            scores = session.score(prompt, labels, Scoring(without_prior=True))
        answers.append(LABELS.index(labels[int(np.argmax(scores))]))
    model.close()
    return answers


def test_the_side_that_fails_is_named(measure: Measure, place: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(place / "gemma", broken)
    os.truncate(broken / "model.safetensors", 100_000)
    with pytest.raises(
        EngineError, match=r"nothing from the checkpoint in transformers\. model\.safetensors should have"
    ):
        measure("gemma", checkpoint=broken)
    assert not list(place.glob("parity-*"))


def test_the_file_says_how_it_was_measured_and_names_no_picture(right: Right, tmp_path: Path) -> None:
    report, _ = right("gemma")
    write_parity(report, tmp_path / "parity.json")
    text = (tmp_path / "parity.json").read_text(encoding="utf-8")
    assert msgspec.json.decode(text, type=ParityReport) == report
    assert report.schema == 1
    assert report.settings["quantisation"] == "Q4_K_M"
    assert report.settings["transformers: number format"] == "float32"
    assert {"lentigo", "torch", "transformers", "engine"} <= set(report.versions)
    assert [file.file for file in report.files["quantized"]] == ["gemma-Q4_K_M.gguf", "gemma-mmproj.gguf"]
    assert report.files["f16"][0].sha256 == load_entry(TINY, "gemma").language.sha256  # type: ignore[union-attr]
    assert "phantom.png" not in text
    assert len(report.pictures) == 3


def changed_projector(folder: Path, change: Callable[[np.ndarray], np.ndarray]) -> Path:
    """The right one, but for the layer that leads into the language model."""
    path = folder / "other-mmproj.gguf"
    shutil.copy(TINY / "gemma-mmproj.gguf", path)
    reader = GGUFReader(path, "r+")
    (layer,) = [tensor for tensor in reader.tensors if tensor.name == "mm.input_projection.weight"]
    layer.data[:] = change(layer.data.copy())
    layer.data.flush()
    return path
