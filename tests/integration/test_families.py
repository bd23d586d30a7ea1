"""Every family: a picture encoded once, questions side by side, and answers as if each had a context of its own."""

from collections.abc import Sequence
from contextlib import ExitStack

import llama_cpp
import pytest
from tiny_pairs import FAMILIES, Calls, Pair, ignore, load, pattern, questions

from lentigo.analysis.ports import Question, Scoring
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.errors import EngineError
from lentigo.inference.session import LlamaImageSession
from lentigo.models.profile import Sampling

# Near-ties would make equal tokens a matter of luck: of 960 greedy tokens 3 had one (tests/data/tiny/README.md).
# These six have none with this picture, in any family; the reference says so if that should change.
PROMPTS = (
    "Are there any hairs?",
    "Is it red",
    "Are there several lesions?",
    "Name the most likely disease.",
    "Is the skin dark",
    "Does it look symmetrical?",
)
SECOND_TURN = ("Is the surface smooth?", "Is the skin dark", "Which body site is shown?", "Say what is unusual.")
THIRD_TURN = ("Are there hairs", "Is it blue", "Is the skin dark", "How large is it")
TWO_PICTURES = ("How large is it", "Say what is unusual.", "What is this", "Is the surface smooth?")  # ten tokens each
AFTER_MUCH_TEXT = "Does it bleed"
PICTURE = pattern(1)
OTHER = pattern(2, width=256, height=320)
Photographs = Sequence[DeidentifiedPhotograph]


def answers(pair: Pair, photographs: Photographs) -> dict[str, str]:
    with pair.open(photographs) as session:
        return session.ask(questions(PROMPTS), ignore)


def test_answers_are_token_for_token_those_of_a_fresh_context(pair: Pair, chosen: list[list[int]]) -> None:
    answers(pair, [PICTURE])
    assert chosen == [pair.fresh.greedy(pair.fresh.prompt(prompt), [PICTURE], 24) for prompt in PROMPTS]
    assert sum(map(len, chosen)) >= len(PROMPTS)


def test_side_by_side_equals_one_by_one(pair: Pair, chosen: list[list[int]]) -> None:
    answers(pair, [PICTURE])
    together = list(chosen)
    chosen.clear()
    with pair.open([PICTURE]) as session:
        for question in questions(PROMPTS):
            session.ask([question], ignore)
    assert chosen == together


def test_more_questions_than_sequences_are_all_answered(pair: Pair, chosen: list[list[int]]) -> None:
    many = [Question(field=str(n), prompt=PROMPTS[n % 6], max_tokens=8 + n % 6) for n in range(40)]
    with pair.open([PICTURE]) as session:
        together = session.ask(many, ignore)
    assert list(map(int, sorted(together, key=int))) == list(range(40))
    assert all(chosen[n] == chosen[n % 6] for n in range(40))


def test_another_picture_gives_other_answers_and_leaves_nothing_behind(pair: Pair) -> None:
    first, other, again = (scores(pair, photographs) for photographs in ([PICTURE], [OTHER], [PICTURE]))
    assert first == again
    assert first != pytest.approx(other, abs=0.02)
    assert answers(pair, [PICTURE]) == answers(pair, [PICTURE])


def scores(pair: Pair, photographs: Photographs) -> tuple[float, ...]:
    with pair.open(photographs) as session:
        return session.score("What is it?", ["melanoma", "psoriasis"])


def test_the_model_forgets_a_case_at_its_end(pair: Pair) -> None:
    answers(pair, [PICTURE])
    assert llama_cpp.llama_memory_seq_pos_max(pair.model.engine.memory, 0) == -1
    with pytest.raises(RuntimeError, match="closed in haste"), pair.open([PICTURE]):
        raise RuntimeError("closed in haste")
    assert llama_cpp.llama_memory_seq_pos_max(pair.model.engine.memory, 0) == -1


def test_however_much_is_asked_the_picture_is_encoded_once(pair: Pair, encodings: Calls) -> None:
    seen_nowhere_else = pattern(1001)
    with pair.open([seen_nowhere_else]) as session:
        for prompt in PROMPTS[:3]:
            session.ask(questions([prompt], tokens=4), ignore)
        session.score("What is it?", ["melanoma"], Scoring(without_prior=True))
        with session.turn("What is it?", "A lesion") as next_turn:
            next_turn.ask(questions(PROMPTS, tokens=4), ignore)
    assert encodings.count == 1
    with pair.open([seen_nowhere_else]) as session:
        session.ask(questions(PROMPTS, tokens=4), ignore)
    assert encodings.count == 1
    with pair.open([pattern(1002)]):
        assert encodings.count == 2


def test_several_pictures_are_told_apart_by_content_and_order(pair: Pair, encodings: Calls) -> None:
    close, far = pattern(1003), pattern(1004, width=300, height=200)
    orders = [[close, far], [far, close], [close], [far], [close, close]]
    found = [scores(pair, photographs) for photographs in orders]
    assert encodings.count == 2
    assert all(one != pytest.approx(other, abs=0.01) for n, one in enumerate(found) for other in found[:n]), found


@pytest.mark.parametrize("order", [1, -1])
def test_answers_about_two_pictures_are_those_of_a_fresh_context(
    pair: Pair, chosen: list[list[int]], order: int
) -> None:
    photographs = [PICTURE, OTHER][::order]
    with pair.open(photographs) as session:
        session.ask(questions(TWO_PICTURES, tokens=10), ignore)
    fresh = pair.fresh
    assert chosen == [fresh.greedy(fresh.prompt(prompt, pictures=2), photographs, 10) for prompt in TWO_PICTURES]


TURNS = (("Describe the border of this lesion.", "It is sharp"), ("Is it raised", "no, it is flat"))


def test_a_turn_goes_on_as_a_fresh_context_with_the_whole_conversation(pair: Pair, chosen: list[list[int]]) -> None:
    fresh = pair.fresh
    with pair.open([PICTURE]) as session, session.turn(*TURNS[0]) as second:
        second.ask(questions(SECOND_TURN), ignore)
        assert chosen == [fresh.greedy(fresh.prompt(prompt, turns=TURNS[:1]), [PICTURE], 24) for prompt in SECOND_TURN]
        chosen.clear()
        with second.turn(*TURNS[1]) as third:
            third.ask(questions(THIRD_TURN), ignore)
        assert chosen == [fresh.greedy(fresh.prompt(prompt, turns=TURNS), [PICTURE], 24) for prompt in THIRD_TURN]


def test_after_a_turn_the_session_is_as_before(pair: Pair, chosen: list[list[int]]) -> None:
    with pair.open([PICTURE]) as session:
        session.ask(questions(PROMPTS), ignore)
        before = list(chosen)
        chosen.clear()
        with session.turn(*TURNS[0]) as second:
            second.ask(questions(PROMPTS, tokens=3), ignore)
        chosen.clear()
        session.ask(questions(PROMPTS), ignore)
    assert chosen == before


def test_a_conversation_longer_than_the_model_has_room_for_is_refused_with_a_hint(pair: Pair) -> None:
    with pair.open([PICTURE]) as session:
        before = session.ask(questions(PROMPTS), ignore)
        with ExitStack() as turns, pytest.raises(EngineError, match="too many turns") as refusal:
            converse(session, turns)
        assert refusal.value.hint
        assert session.ask(questions(PROMPTS), ignore) == before


def converse(session: LlamaImageSession, turns: ExitStack) -> None:
    """Turn upon turn, each asked and scored in."""
    for _turn in range(20):
        session = turns.enter_context(session.turn("Is it raised", "no"))
        session.ask(questions(["Is it red"], tokens=2), ignore)
        session.score("Is it red", ["yes", "no"], Scoring(without_prior=True))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sampling", [Sampling(), Sampling(temperature=3, top_k=40, top_p=0.9)])
def test_the_same_seed_gives_the_same_answers_a_hundred_times(family: str, sampling: Sampling) -> None:
    model = load(family, sampling=sampling)
    asked = questions(PROMPTS[:2], tokens=4)

    def once(seed: int) -> tuple[tuple[str, str], ...]:
        with model.open([PICTURE], system="", seed=seed, on_progress=ignore) as session:
            return tuple(session.ask(asked, ignore).items())

    assert len({once(7) for _ in range(100)}) == 1
    assert len({once(seed) for seed in range(5)}) == (5 if sampling.temperature else 1)
    model.close()


def test_a_prompt_longer_than_a_batch_is_read_whole(pair: Pair, chosen: list[list[int]]) -> None:
    long = "Look at the border, the colour and the surface. " * 60 + AFTER_MUCH_TEXT
    fresh = pair.fresh
    assert len(fresh.tokens(long)) > 600
    with pair.open([PICTURE]) as session:
        session.ask([*questions([long]), *questions(PROMPTS)], ignore)
    assert chosen[0] == fresh.greedy(fresh.prompt(long), [PICTURE], 24)
    assert chosen[1:] == [fresh.greedy(fresh.prompt(prompt), [PICTURE], 24) for prompt in PROMPTS]


def test_a_prompt_longer_than_the_context_is_refused_and_the_session_goes_on(pair: Pair) -> None:
    endless = "Look at the border, the colour and the surface. " * 1500
    assert len(pair.fresh.tokens(endless)) > 8192
    with pair.open([PICTURE]) as session:
        before = session.ask(questions(PROMPTS), ignore), session.score("What is it?", ["melanoma"])
        for use in (
            lambda: session.ask(questions([PROMPTS[0], endless]), ignore),
            lambda: session.score(endless, ["melanoma"]),
            lambda: session.turn(endless, "yes").__enter__(),
        ):
            with pytest.raises(EngineError) as refusal:
                use()
            assert refusal.value.hint
            assert (session.ask(questions(PROMPTS), ignore), session.score("What is it?", ["melanoma"])) == before


def test_only_whole_sequences_are_taken_from_the_cache(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of one cannot be, where a sliding window has dropped the rest: llama_memory_seq_rm refuses that."""
    removals = Calls(monkeypatch, llama_cpp, "llama_memory_seq_rm")
    with pair.open([PICTURE]) as session, session.turn(*TURNS[0]) as second:
        second.ask(questions(PROMPTS), ignore)
        second.score("What is it?", ["melanoma", "melanocytic naevus"], Scoring(without_prior=True))
    assert removals.count > len(PROMPTS)
    assert {tuple(arguments[2:]) for arguments in removals.arguments} == {(-1, -1)}
