"""Every family: a score is the log-likelihood that a fresh context gives, whatever stands beside it."""

from collections.abc import Sequence

import pytest
from tiny_pairs import Calls, Pair, added_tokens, pattern

from lentigo.analysis.ports import Scoring
from lentigo.errors import EngineError

PICTURE = pattern(1)
PROMPT = "What is the diagnosis?"
OPTIONS = (
    "melanoma",
    "melanoma in situ",  # the one before is its beginning
    "melanocytic naevus",
    "melanocytic naevus of the back",
    "basal cell carcinoma",
    "psoriasis",
    "",
)
SCORINGS = [Scoring(without_prior=prior) for prior in (False, True)]
ROUNDING = 0.15  # nats: the sum over an answer of what a batch changes in a logit (tests/data/tiny/README.md)
TURNS = (("Is it red", "yes, a little"),)


def expected(
    pair: Pair, scoring: Scoring, options: Sequence[str] = OPTIONS, turns: Sequence[tuple[str, str]] = ()
) -> list[float]:
    fresh = pair.fresh
    form = fresh.profile.prompt
    (end,) = fresh.tokens(form.next_turn.partition("\n")[0])
    seeing, blind = (fresh.prompt(PROMPT, pictures=count, turns=turns) for count in (1, 0))
    found = []
    for option in options:
        answer = [*fresh.tokens(option, special=False), end]
        score = fresh.likelihood(seeing, [PICTURE], answer)
        score -= fresh.likelihood(blind, [], answer) if scoring.without_prior else 0
        found.append(score)
    return found


@pytest.mark.parametrize("scoring", SCORINGS)
def test_scores_are_those_of_full_forward_passes(pair: Pair, scoring: Scoring) -> None:
    with pair.open([PICTURE]) as session:
        found = session.score(PROMPT, OPTIONS, scoring)
    assert found == pytest.approx(expected(pair, scoring), abs=ROUNDING)
    assert max(found) - min(found) > 10 * ROUNDING


@pytest.mark.parametrize("scoring", SCORINGS)
def test_scores_in_a_later_turn_are_those_of_the_whole_conversation(tiny: Pair, scoring: Scoring) -> None:
    with tiny.open([PICTURE]) as session, session.turn(*TURNS[0]) as second:
        found = second.score(PROMPT, OPTIONS, scoring)
    assert found == pytest.approx(expected(tiny, scoring, turns=TURNS), abs=ROUNDING)


def test_scores_do_not_depend_on_neighbours_or_their_number(pair: Pair) -> None:
    with pair.open([PICTURE]) as session:
        together = session.score(PROMPT, OPTIONS)
        alone = [session.score(PROMPT, [option])[0] for option in OPTIONS]
        backwards = session.score(PROMPT, OPTIONS[::-1])
        repeated = session.score(PROMPT, OPTIONS * 7)  # 49: several times the sequences there are
    assert together == pytest.approx(alone, abs=ROUNDING)
    assert together[::-1] == pytest.approx(backwards, abs=ROUNDING)
    assert repeated == pytest.approx(together * 7, abs=ROUNDING)


def test_all_options_take_one_batch_behind_the_prompt(tiny: Pair, decodings: Calls) -> None:
    with tiny.open([PICTURE]) as session:
        before = decodings.count
        session.score(PROMPT, OPTIONS)
    assert decodings.count - before == 2


def test_common_beginnings_are_evaluated_once(tiny: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = added_tokens(monkeypatch)
    with tiny.open([PICTURE]) as session:
        taken.clear()
        session.score(PROMPT, ["melanocytic naevus"] * 12)
        twelve = list(taken)
        taken.clear()
        session.score(PROMPT, ["melanocytic naevus"])
    assert twelve == taken


def test_no_options_have_no_scores(tiny: Pair) -> None:
    with tiny.open([PICTURE]) as session:
        assert session.score(PROMPT, []) == ()


def test_an_option_too_long_for_a_batch_is_refused_and_the_session_goes_on(tiny: Pair) -> None:
    with tiny.open([PICTURE]) as session:
        before = session.score(PROMPT, OPTIONS)
        with pytest.raises(EngineError) as refusal:
            session.score(PROMPT, ["melanoma", "very " * 600])
        assert refusal.value.hint
        assert session.score(PROMPT, OPTIONS) == before
