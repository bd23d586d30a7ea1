"""Texts to tokens and back, for each vocabulary, without a model's weights."""

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import pytest

from lentigo.inference.bindings import silence_logs
from lentigo.inference.vocabulary import Vocabulary

TINY = Path(__file__).parents[2] / "data" / "tiny"
TEXTS = (
    "Is it red?",
    " größer, 10–20 µm\n\n",
    "меланома ✓",
    "a<think>b</think><think",
    "<<think>>",
    "",
    "<end_of_turn>x",
)


@pytest.fixture(scope="module", params=["gemma", "qwen2.5", "qwen3"])
def vocabulary(request: pytest.FixtureRequest) -> Iterator[Vocabulary]:
    silence_logs()
    settings = llama_cpp.llama_model_default_params()
    settings.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(str(TINY / f"{request.param}.gguf").encode(), settings)
    yield Vocabulary(model)
    llama_cpp.llama_model_free(model)


def said(vocabulary: Vocabulary, tokens: list[int]) -> bytes:
    return b"".join(map(vocabulary.piece, tokens))


@pytest.mark.parametrize("text", TEXTS)
def test_a_foreign_text_comes_back_whole(vocabulary: Vocabulary, text: str) -> None:
    tokens = vocabulary.foreign_text(text)
    assert said(vocabulary, tokens) == text.encode()
    assert not any(llama_cpp.llama_vocab_is_control(vocabulary.pointer, token) for token in tokens)


def test_a_mark_is_no_token_of_its_own(vocabulary: Vocabulary) -> None:
    for mark in vocabulary.marks:
        (token,) = vocabulary.own_text(mark)
        for text in (mark, f"a{mark}b", mark * 3, f"<{mark}>", mark[:-1] + mark):
            assert token not in vocabulary.foreign_text(text)
            assert said(vocabulary, vocabulary.foreign_text(text)) == text.encode()


def test_bytes_that_begin_or_end_within_a_character_come_back_too(vocabulary: Vocabulary) -> None:
    behind = (b"\xa9yz", b"\x80\x99s \xc3", b"\xa9", b"\x99" + "µ".encode())
    for data in (b"", b"abc", "é".encode(), b"ab\xc3", b"\xe2\x80", "µm ".encode() + b"\xf0\x9f\x98", *behind):
        assert said(vocabulary, vocabulary.foreign_bytes(data)) == data


def test_there_is_a_token_for_each_byte(vocabulary: Vocabulary) -> None:
    assert sorted(vocabulary.single_bytes.values()) == [bytes([value]) for value in range(256)]
    assert all(vocabulary.piece(token) == value for token, value in vocabulary.single_bytes.items())


def test_the_end_of_a_turn_ends_an_answer(vocabulary: Vocabulary) -> None:
    assert vocabulary.ends(vocabulary.end_of_turn)
    assert not vocabulary.ends(vocabulary.foreign_text("a")[0])
