"""Every family: Stop ends whatever runs within two seconds, and the next use gives the usual answers."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bundled_models import bundled_model
from tiny_pairs import FAMILIES, TINY, ignore, load, pattern, questions

from lentigo.errors import Cancelled
from lentigo.inference.bindings import Projector, TokenBatch, llama_cpp
from lentigo.inference.stopping import Polled, StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.verification import verify_files

pytestmark = pytest.mark.timed

LONGEST_STOP_S = 2.0
PICTURE = pattern(1)
PROMPTS = ["Are there hairs", "Is it red"]
Hook = Callable[..., None]


class Stopper:
    """Sets the flag from a thread of its own when the work has come to the place where the test calls `hook`."""

    def __init__(self) -> None:
        self.flag = StopFlag()
        self._reached = threading.Event()
        self._set = threading.Event()
        self.at = 0.0
        threading.Thread(target=self._stop, daemon=True).start()

    def hook(self, *_arguments: object) -> None:
        """Goes on when the flag is set."""
        self._reached.set()
        assert self._set.wait(10)

    def _stop(self) -> None:
        self._reached.wait(60)
        self.at = time.monotonic()
        self.flag.set()
        self._set.set()


@contextmanager
def stopped(stopper: Stopper) -> Iterator[None]:
    with pytest.raises(Cancelled):
        yield
    assert stopper.at
    assert time.monotonic() - stopper.at < LONGEST_STOP_S
    stopper.flag.clear()


def answers(model: LlamaVisionModel) -> tuple[Any, ...]:
    with model.open([PICTURE], system="", seed=0, on_progress=ignore) as session:
        return session.ask(questions(PROMPTS), ignore), session.score("What is it?", ["melanoma", "psoriasis"])


def usual(family: str) -> tuple[Any, ...]:
    model = load(family)
    try:
        return answers(model)
    finally:
        model.close()


def test_hashing_a_large_file_stops(tmp_path: Path) -> None:
    stopper = Stopper()
    profile = bundled_model(TINY, "gemma")
    size = 40_000_000_000  # a hole of a file, which takes no room on the disk, and a minute or so to hash
    with (tmp_path / profile.language.file).open("wb") as file:
        file.truncate(size)
    large = replace(profile, language=replace(profile.language, bytes=size))
    with stopped(stopper):
        verify_files(large, tmp_path, Polled(stopper.flag, stopper.hook))


@pytest.mark.parametrize("family", FAMILIES)
def test_loading_stops(family: str) -> None:
    stopper = Stopper()
    heard: list[float] = []

    def on_progress(share: float) -> None:
        heard.append(share)
        if share > 0.4:  # both files are hashed by then
            stopper.hook()

    profile = bundled_model(TINY, family)
    with stopped(stopper):
        LlamaVisionModel(profile=profile, folder=TINY, stop=stopper.flag, on_progress=on_progress)
    assert heard[-1] < 1
    again = LlamaVisionModel(profile=profile, folder=TINY, stop=stopper.flag, on_progress=heard.append)
    assert answers(again) == usual(family)
    assert heard[-1] == 1
    again.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_pictures_encoding_stops_within_it(family: str) -> None:
    stopper = Stopper()
    model = load(family, stop=stopper.flag)
    usual_answers = answers(model)
    shares: list[float] = []

    def on_progress(share: float) -> None:
        shares.append(share)
        stopper.hook()

    with stopped(stopper), model.open([pattern(77)], system="", seed=0, on_progress=on_progress):
        pytest.fail("the picture was encoded")
    assert len(shares) == 1
    assert shares[0] < 0.5
    assert answers(model) == usual_answers
    with model.open([pattern(77)], system="", seed=0, on_progress=shares.append):
        assert len(shares) > 2  # what was encoded by half is encoded again
    model.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_many_pictures_stop(family: str) -> None:
    stopper = Stopper()
    model = load(family, stop=stopper.flag)
    usual_answers = answers(model)
    pictures = [pattern(number, width=2000, height=1500) for number in range(100, 112)]
    threading.Timer(0.02, stopper.hook).start()
    with stopped(stopper), model.open(pictures * 3, system="", seed=0, on_progress=ignore):
        pytest.fail("all pictures were encoded")
    assert answers(model) == usual_answers
    model.close()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("batch", range(4))
def test_a_prompt_stops_in_the_midst_of_a_batch(family: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flag is set when llama.cpp is about to run that batch of the prompts: only its abort callback can stop it."""
    stopper = Stopper()
    model = load(family, stop=stopper.flag)
    usual_answers = answers(model)
    decode, count = llama_cpp.llama_decode, 0

    def decode_and_stop(context: Any, tokens: Any) -> int:
        nonlocal count
        count += 1
        if count == batch + 1:
            stopper.hook()
        return int(decode(context, tokens))

    with model.open([PICTURE], system="", seed=0, on_progress=ignore) as session:
        monkeypatch.setattr(llama_cpp, "llama_decode", decode_and_stop)
        with stopped(stopper):
            session.ask(questions(["Look at the border and the colour. " * 60, *PROMPTS]), ignore)
        assert count == batch + 1
        assert session.ask(questions(PROMPTS), ignore) == usual_answers[0]
        count = -1000
        with session.turn("Is it red", "no") as later:
            assert later.ask(questions(PROMPTS, tokens=3), ignore)
    assert answers(model) == usual_answers
    model.close()


@pytest.mark.parametrize("family", FAMILIES)
def test_answers_stop(family: str) -> None:
    stopper = Stopper()
    model = load(family, stop=stopper.flag)
    usual_answers = answers(model)
    with model.open([PICTURE], system="", seed=0, on_progress=ignore) as session:
        with stopped(stopper):
            session.ask(questions(PROMPTS, tokens=2000), stopper.hook)
        assert session.ask(questions(PROMPTS), ignore) == usual_answers[0]
    assert answers(model) == usual_answers
    model.close()


def test_a_picture_on_its_way_into_the_cache_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    stopper = Stopper()
    model = load("gemma", stop=stopper.flag)
    usual_answers = answers(model)
    encode = Projector.encode

    def encode_and_stop(projector: Projector, chunk: Any) -> Any:
        vectors = encode(projector, chunk)
        stopper.hook()
        return vectors

    monkeypatch.setattr(Projector, "encode", encode_and_stop)
    with stopped(stopper), model.open([pattern(78)], system="", seed=0, on_progress=ignore):
        pytest.fail("the picture went in")
    monkeypatch.undo()
    assert answers(model) == usual_answers
    model.close()


def test_scoring_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    stopper = Stopper()
    model = load("qwen3", stop=stopper.flag)
    usual_answers = answers(model)
    decode = TokenBatch.decode

    def decode_and_stop(batch: TokenBatch, context: Any) -> None:
        stopper.hook()
        decode(batch, context)

    with model.open([PICTURE], system="", seed=0, on_progress=ignore) as session:
        monkeypatch.setattr(TokenBatch, "decode", decode_and_stop)
        with stopped(stopper):
            session.score("What is it?", ["melanoma", "psoriasis"])
        monkeypatch.undo()
        assert session.score("What is it?", ["melanoma", "psoriasis"]) == usual_answers[1]
    model.close()
