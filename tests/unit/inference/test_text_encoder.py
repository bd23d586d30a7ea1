"""The encoder that the library uses, in llama.cpp."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from lentigo.errors import EngineError
from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths

MINILM = default_paths().resources / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"


@pytest.fixture(scope="module")
def encoder() -> Iterator[TextEncoder]:
    opened = TextEncoder(MINILM)
    yield opened
    opened.close()


def test_near_meanings_are_near(encoder: TextEncoder) -> None:
    itch, scratch, tax = encoder.encode(
        ["The rash itches at night.", "Scratching of the skin", "Quarterly tax revenue"]
    )
    assert itch @ scratch > 0.4 > 0.2 > itch @ tax


def test_rows_are_of_length_one_in_the_order_of_the_texts(encoder: TextEncoder) -> None:
    texts = [f"lesion {number} " * (1 + number % 50) for number in range(101)]
    together = encoder.encode(texts)
    assert together.shape == (len(texts), 384)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for row in (0, 1, 49, 60, len(texts) - 1):
        assert float(together[row] @ encoder.encode([texts[row]])[0]) > 0.9999


def test_threads_that_search_at_once_do_not_mix_their_texts(encoder: TextEncoder) -> None:
    texts = [f"passage {number} on scabies, psoriasis and {number} other things" for number in range(40)]
    alone = [encoder.encode([text])[0] for text in texts]
    with ThreadPoolExecutor(max_workers=8) as threads:
        together = list(threads.map(lambda text: encoder.encode([text])[0], texts))
    assert np.array_equal(together, alone)


def test_no_texts_give_no_rows(encoder: TextEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_any_text_has_a_vector(encoder: TextEncoder) -> None:
    vectors = encoder.encode(["", "\x00", "💡" * 2000, "word " * 5000, "[CLS][SEP]</s>"])
    assert np.isfinite(vectors).all()


def test_identity_names_file_and_content(encoder: TextEncoder) -> None:
    assert encoder.identity.startswith("all-MiniLM-L6-v2.gguf sha256:")
    assert len(encoder.identity.rpartition(":")[2]) == 12


@pytest.mark.parametrize("content", [None, b"", b"GGUF nonsense"])
def test_a_missing_or_damaged_file_is_an_engine_error(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "encoder.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EngineError, match=r"encoder\.gguf"):
        TextEncoder(path)
