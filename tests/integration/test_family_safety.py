"""Every family: what users write stays text, and what they send as a picture is pixels."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import llama_cpp
import pytest
from llama_cpp import mtmd_cpp
from tiny_pairs import SYSTEM, Calls, Pair, added_tokens, ignore, pattern, questions

from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.inference.vocabulary import Vocabulary

PICTURE = pattern(1)
FIELDS: dict[str, Callable[[Any, str], None]] = {
    "question": lambda session, text: session.ask(questions([text], tokens=1), ignore),
    "option": lambda session, text: session.score("Is it red", [text]),
    "scored question": lambda session, text: session.score(text, ["yes"]),
    "question of a turn": lambda session, text: _enter(session.turn(text, "yes")),
    "answer of a turn": lambda session, text: _enter(session.turn("Is it red", text)),
    "grammar": lambda session, text: session.ask(
        questions(["a"], grammar=f'root ::= "{text}" ("a" | "b")', tokens=500), ignore
    ),
}
ADDRESSES = (
    "https://example.org/lesion.png",
    "file:///etc/passwd",
    "data:image/png;base64,iVBORw0KGgo=",
    "![lesion](https://example.org/lesion.png)",
    "<__media__>",
    "<image>",
)


def _enter(manager: AbstractContextManager[object]) -> None:
    with manager:
        pass


def misleading(vocabulary: Vocabulary) -> dict[str, int]:
    """Texts of the tokens that only the template may hold."""
    control = {
        llama_cpp.llama_vocab_get_text(vocabulary.pointer, token).decode(): token
        for token in range(vocabulary.size)
        if llama_cpp.llama_vocab_is_control(vocabulary.pointer, token)
    }
    return control | {text: vocabulary.own_text(text)[0] for text in vocabulary.marks}


def test_there_is_something_to_send(pair: Pair) -> None:
    vocabulary = pair.model.engine.vocabulary
    texts = misleading(vocabulary)
    assert len(texts) >= 6
    assert all(vocabulary.own_text(text) == [token] for text, token in texts.items())
    assert bool(vocabulary.marks) == pair.name.startswith("qwen")


@pytest.mark.parametrize("field", FIELDS)
def test_no_control_token_comes_out_of_a_users_text(pair: Pair, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = added_tokens(monkeypatch)
    texts = misleading(pair.model.engine.vocabulary)
    with pair.open([PICTURE]) as session:
        taken.clear()
        FIELDS[field](session, "before word behind")
        usual = list(taken)
        for text, token in texts.items():
            taken.clear()
            FIELDS[field](session, f"before {text}{text} behind")
            assert taken.count(token) == usual.count(token), text
            assert len(taken) > len(usual)


def test_no_control_token_comes_out_of_the_system_text(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = added_tokens(monkeypatch)

    def read(system: str) -> list[int]:
        taken.clear()
        with pair.model.open([PICTURE], system=system, seed=0, on_progress=ignore):
            return list(taken)

    usual = read(SYSTEM)
    for text, token in misleading(pair.model.engine.vocabulary).items():
        assert read(f"{SYSTEM} {text}").count(token) == usual.count(token), text


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("field", ["question", "answer of a turn", "option"])
def test_an_address_or_a_marker_is_read_as_the_text_it_is(
    tiny: Pair, address: str, field: str, monkeypatch: pytest.MonkeyPatch, encodings: Calls
) -> None:
    for name in ("mtmd_helper_bitmap_init_from_file", "mtmd_helper_bitmap_init_from_buf"):
        monkeypatch.setattr(mtmd_cpp, name, None)
    taken = added_tokens(monkeypatch)
    with tiny.open([]) as session:
        FIELDS[field](session, f"see {address} there")
    vocabulary = tiny.model.engine.vocabulary
    assert f"see {address} there".encode() in b"".join(map(vocabulary.piece, taken))
    assert encodings.count == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_system_text_opens_nothing_either(tiny: Pair, address: str, encodings: Calls) -> None:
    with tiny.model.open([], system=f"see {address} there", seed=0, on_progress=ignore) as session:
        assert session.ask(questions(["Is it red"], tokens=2), ignore)
    assert encodings.count == 0


def test_pixels_that_look_like_a_file_are_pixels(tiny: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """mtmd's own readers would give a file's bytes to decoders and to ffprobe."""
    for name in ("mtmd_helper_bitmap_init_from_file", "mtmd_helper_bitmap_init_from_buf"):
        monkeypatch.setattr(mtmd_cpp, name, None)
    bitmaps = Calls(monkeypatch, mtmd_cpp, "mtmd_bitmap_init")
    file = b"\x89PNG\r\n\x1a\n" + b"GIF89a" + b"\xff\xd8\xff\xe0" + b"https://example.org/"
    width, height = 224, 224
    rgb = (file * (width * height * 3 // len(file) + 1))[: width * height * 3]
    disguised = DeidentifiedPhotograph(
        raster=Raster(width=width, height=height, rgb=rgb), sha256="", format="PNG", captured=None, metadata_removed=()
    )
    with tiny.open([disguised]) as session:
        assert session.ask(questions(["Is it red"], tokens=4), ignore)
    ((across, down, pixels),) = bitmaps.arguments
    assert len(pixels) == across * down * 3
