"""Every family: questions that would outgrow the context together take turns, and one that does alone is refused."""

from collections.abc import Iterator
from dataclasses import replace

import llama_cpp
import pytest
from tiny_pairs import FAMILIES, Pair, ignore, pattern, questions

from lentigo.analysis.ports import Question
from lentigo.errors import EngineError
from lentigo.inference import memory
from lentigo.inference.bindings import decode_tokens
from lentigo.inference.session import LlamaImageSession

PICTURE = pattern(1)
PROMPTS = ("Are there hairs", "Is it red", "Are there several lesions?", "Is the skin dark")  # without near-ties
TOKENS = 24
SMALL = 512


def load(family: str, tokens: int) -> Pair:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "FORMS", (memory.CacheForm(tokens=tokens, kind="F16"),))
        return Pair.load(family)


@pytest.fixture(scope="module", params=FAMILIES)
def small(request: pytest.FixtureRequest) -> Iterator[Pair]:
    pair = load(request.param, SMALL)
    yield pair
    pair.close()


def free_cells(pair: Pair, sequence: int) -> int:
    """Tokens that the cache takes behind a sequence; found by filling it."""
    engine, other = pair.model.engine, 15
    word = engine.vocabulary.foreign_text("a")
    position = llama_cpp.llama_memory_seq_pos_max(engine.memory, sequence) + 1
    engine.fork(sequence, other)
    count = 0
    try:
        while True:
            position = decode_tokens(engine.context, engine.batch, word, position=position, sequence=other)
            count += 1
    except EngineError:
        return count
    finally:
        engine.forget(other)


def test_answers_that_do_not_fit_side_by_side_are_the_same_one_after_the_other(
    small: Pair, chosen: list[list[int]]
) -> None:
    many = [Question(field=str(n), prompt=PROMPTS[n % 4], max_tokens=TOKENS) for n in range(24)]
    engine = small.model.engine
    needed = sum(len(engine.prompt(question.prompt)) + TOKENS for question in many[:15])
    with small.open([PICTURE]) as session:
        assert needed > free_cells(small, 0)
        answers = session.ask(many, ignore)
    assert len(answers) == 24
    expected = [small.fresh.greedy(small.fresh.prompt(prompt), [PICTURE], TOKENS) for prompt in PROMPTS]
    assert chosen == [expected[n % 4] for n in range(24)]


def test_an_answer_may_fill_the_context_to_its_last_token_but_not_beyond(small: Pair) -> None:
    with small.open([PICTURE]) as session:
        fill(small, session, free_cells(small, 0))
        with session.turn("Is it raised", "no") as later:
            fill(small, later, free_cells(small, 1))


def fill(pair: Pair, session: LlamaImageSession, free: int) -> None:
    """Ask for an answer that never ends: the last token is chosen, and nobody reads it."""
    most = free - len(pair.model.engine.prompt("Is it red"))
    assert most > 200
    endless = Question(field="a", prompt="Is it red", max_tokens=most, grammar="root ::= [a-z ] root")
    session.ask([endless], ignore)
    assert session.cut == {"a"}
    with pytest.raises(EngineError, match="room"):
        session.ask([replace(endless, max_tokens=most + 1)], ignore)


def test_a_question_that_alone_is_too_long_is_refused_with_the_numbers(small: Pair) -> None:
    with small.open([PICTURE]) as session:
        prompt = len(small.model.engine.prompt("Is it red"))
        free = free_cells(small, 0)
        before = session.ask(questions(PROMPTS), ignore)
        with pytest.raises(EngineError, match=f"up to {free + 1:,} tokens.* room for {free:,}") as refusal:
            session.ask(questions(["Is it red"], tokens=free + 1 - prompt), ignore)
        assert refusal.value.hint
        assert session.ask(questions(PROMPTS), ignore) == before
