"""Every family: answers keep to a grammar, end where they must, and are text whatever the model says."""

import itertools
import json
import re

import pytest
from llama_cpp.llama_grammar import json_schema_to_gbnf
from tiny_pairs import FAMILIES, Calls, Pair, added_tokens, ignore, load, pattern, questions

from lentigo.analysis.ports import Question
from lentigo.errors import EngineError
from lentigo.models.profile import Sampling

PICTURE = pattern(1)
PROMPTS = [
    f"{question} {where}"
    for question in ("Is it red", "Does it bleed", "Is it raised", "Are there hairs")
    for where in ("on the arm?", "on the leg?", "on the face?")
]
GRAMMARS = {
    'root ::= "yes" | "no" | "not assessed" | "not visible"': "yes|no|not assessed|not visible",
    'root ::= "not assessed" | "not assessable" | "nothing"': "not assessed|not assessable|nothing",
    'root ::= [a-z]{1,6} (", " [a-z]{1,6}){0,2} "."': r"[a-z]{1,6}(, [a-z]{1,6}){0,2}\.",
    'root ::= "größer" | "grünlich" | "gräulich"': "größer|grünlich|gräulich",
    'root ::= "é" | "è" | "ê"': "[éèê]",
    'root ::= "✓" | "✗"': "[✓✗]",
    'root ::= size " µm – " size\nsize ::= [1-9] [0-9]?': r"[1-9][0-9]? µm – [1-9][0-9]?",
    "root ::= [а-я]{2,4}": "[а-я]{2,4}",
    'root ::= "<think>" | "<eos>"': "<think>|<eos>",
}
SCHEMA = {
    "type": "object",
    "properties": {
        "colour": {"enum": ["red", "reddish brown", "brown"]},
        "scale": {"type": "boolean"},
    },
    "required": ["colour", "scale"],
    "additionalProperties": False,
}


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_answers_keep_to_the_grammar(tiny: Pair, grammar: str) -> None:
    with tiny.open([PICTURE]) as session:
        answers = session.ask(questions(PROMPTS, tokens=60, grammar=grammar), ignore)
    assert len(answers) == len(PROMPTS)
    for answer in answers.values():
        assert re.fullmatch(GRAMMARS[grammar], answer), answer


@pytest.mark.parametrize("family", FAMILIES)
def test_sampled_answers_keep_to_the_grammar_and_use_its_freedom(family: str) -> None:
    model = load(family, sampling=Sampling(temperature=30))
    grammar = 'root ::= "not " ("assessed" | "assessable" | "visible" | "sure")'
    with model.open([PICTURE], system="", seed=3, on_progress=ignore) as session:
        answers = session.ask(questions(PROMPTS, tokens=60, grammar=grammar), ignore)
    model.close()
    assert set(answers.values()) <= {"not assessed", "not assessable", "not visible", "not sure"}
    assert len(set(answers.values())) > 1


def test_within_a_grammar_the_likeliest_of_what_it_allows_is_chosen(tiny: Pair) -> None:
    letters = "abcdefgh"
    grammar = "root ::= [a-h]"
    vocabulary = tiny.model.engine.vocabulary
    allowed = [token for token in range(vocabulary.size) if vocabulary.piece(token) in set(map(str.encode, letters))]
    expected = {}
    for prompt in PROMPTS[:5]:
        rows, context = tiny.fresh.rows(tiny.fresh.prompt(prompt), [PICTURE])
        context.close()
        expected[prompt] = vocabulary.piece(max(allowed, key=lambda token: rows[0][token])).decode()
    with tiny.open([PICTURE]) as session:
        assert session.ask(questions(PROMPTS[:5], grammar=grammar), ignore) == expected


def test_forced_text_is_not_decoded_token_by_token(tiny: Pair, decodings: Calls) -> None:
    forced = "and its border is sharp all around; nothing else can be said."
    grammar = f'root ::= "The lesion is " ("red" | "blue") ", {forced}"'
    with tiny.open([PICTURE]) as session:
        before = decodings.count
        answer = session.ask(questions(["Describe it"], tokens=100, grammar=grammar), ignore)["Describe it"]
    assert answer in (f"The lesion is red, {forced}", f"The lesion is blue, {forced}")
    assert decodings.count - before <= 3  # prompt and beginning; red or blue and the rest; perhaps the end
    assert len(tiny.fresh.tokens(forced)) > 15


def test_a_form_of_fields_is_filled_in_at_once(tiny: Pair) -> None:
    grammar = json_schema_to_gbnf(json.dumps(SCHEMA))
    with tiny.open([PICTURE]) as session:
        answers = session.ask(questions(PROMPTS[:6], tokens=200, grammar=grammar), ignore)
    for answer in answers.values():
        form = json.loads(answer)
        assert set(form) == {"colour", "scale"}
        assert form["colour"] in SCHEMA["properties"]["colour"]["enum"]
        assert form["scale"] in (True, False)


@pytest.mark.parametrize(
    "grammar", ['root ::= "yes', 'answer ::= "yes"', "root ::= missing", 'root ::= root "a"', "root ::= [", "yes"]
)
def test_a_faulty_grammar_is_told_and_the_session_goes_on(tiny: Pair, grammar: str) -> None:
    with tiny.open([PICTURE]) as session:
        before = session.ask(questions(PROMPTS[:4], tokens=6), ignore)
        with pytest.raises(EngineError, match="grammar") as refusal:
            session.ask([*questions(PROMPTS[:2]), *questions(["third"], grammar=grammar)], ignore)
        assert refusal.value.hint
        assert session.ask(questions(PROMPTS[:4], tokens=6), ignore) == before


def test_a_grammar_can_ask_for_a_long_text(tiny: Pair) -> None:
    """Longer than what is taken at once, with a character of three bytes across that edge."""
    text = "x" * 255 + "–" + "y" * 300 + "é"
    with tiny.open([PICTURE]) as session:
        answer = session.ask(questions(["long"], tokens=1000, grammar=f'root ::= "{text}"'), ignore)["long"]
    assert answer == text


def test_an_answer_ends_before_any_of_its_stops(tiny: Pair) -> None:
    grammar = 'root ::= "melanoma, ### " [a-z]{8} "; naevus"'
    cases = (((", ",), "melanoma"), (("###", ", "), "melanoma"), (("###",), "melanoma,"), (("lan",), "me"))
    for stops, expected in cases:
        with tiny.open([PICTURE]) as session:
            answers = session.ask(questions(PROMPTS[:3], tokens=60, grammar=grammar, stops=stops), ignore)
        assert set(answers.values()) == {expected}


def test_an_answer_stops_growing_at_its_stop(tiny: Pair) -> None:
    with tiny.open([PICTURE]) as session:
        whole = session.ask(questions(PROMPTS), ignore)
        stops = {prompt: text[len(text) // 2 :][:2] for prompt, text in whole.items() if text.strip()}
        for prompt, stop in list(stops.items())[:3]:
            cut = session.ask(questions([prompt], stops=(stop,)), ignore)[prompt]
            assert cut == whole[prompt].partition(stop)[0].strip()


def test_an_answer_has_no_more_tokens_than_its_limit(tiny: Pair, chosen: list[list[int]]) -> None:
    limits = [1, 2, 3, 7, 12]
    with tiny.open([PICTURE]) as session:
        session.ask([Question(field="", prompt=PROMPTS[0], max_tokens=limit) for limit in limits], ignore)
    whole = chosen[-1]
    assert chosen == [whole[:limit] for limit in limits]


def test_what_a_grammar_forces_counts_as_tokens_too(tiny: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = added_tokens(monkeypatch)
    grammar = 'root ::= "{ colour: " [a-z]{2} ", border: sharp all around, site: " [a-z]{2} ", size: not known }"'
    engine = tiny.model.engine
    with tiny.open([PICTURE]) as session:
        whole = session.ask(questions(["a"], tokens=200, grammar=grammar), ignore)["a"]
        assert not session.cut
        for limit in range(len(engine.vocabulary.foreign_text(whole)) + 4):
            taken.clear()
            cut = session.ask(questions(["a"], tokens=limit, grammar=grammar), ignore)["a"]
            assert whole.startswith(cut)
            assert len(engine.vocabulary.foreign_text(cut)) <= limit
            assert session.cut == (set() if cut == whole else {"a"})
            read = len(taken) - len(engine.prompt("a"))
            assert read <= max(limit - 1, 0)  # nothing follows the last token, so that nobody needs to read it
    assert cut == whole


@pytest.mark.parametrize("form", ['"yes"', '"yes" | "no"', '"[" ("1" | "2") ", 3]"'])
def test_an_answer_that_just_fits_is_whole_and_one_token_less_is_not(tiny: Pair, form: str) -> None:
    grammar = f"root ::= {form}"
    with tiny.open([PICTURE]) as session:
        limits = range(1, 12)
        asked = [Question(field=str(n), prompt="Is it red", max_tokens=n, grammar=grammar) for n in limits]
        answers = session.ask(asked, ignore)
        cut = session.cut
    fits = len(cut)
    assert cut == {str(n) for n in limits[:fits]}
    assert len(set(list(answers.values())[fits:])) == 1
    assert all(len(short) < len(answers["11"]) for short in list(answers.values())[:fits])


def test_it_is_told_which_answers_were_cut(tiny: Pair, chosen: list[list[int]]) -> None:
    vocabulary = tiny.model.engine.vocabulary
    with tiny.open([PICTURE]) as session:
        answers = session.ask(questions(PROMPTS, tokens=24), ignore)
        unended = {prompt for prompt, tokens in zip(PROMPTS, chosen, strict=True) if not vocabulary.ends(tokens[-1])}
        assert session.cut == unended
        stop = next(text for text in answers.values() if text)[:1]
        session.ask(questions([next(prompt for prompt in PROMPTS if answers[prompt])], stops=(stop,)), ignore)
        assert not session.cut


def test_answers_grow_as_they_come(tiny: Pair) -> None:
    seen: dict[str, list[str]] = {prompt: [] for prompt in PROMPTS[:3]}
    with tiny.open([PICTURE]) as session:
        answers = session.ask(questions(PROMPTS[:3]), lambda field, text: seen[field].append(text))
    for field, texts in seen.items():
        assert texts[-1] == answers[field] if texts else answers[field] == ""
        assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))


@pytest.mark.parametrize("family", FAMILIES)
def test_bytes_that_are_no_text_are_left_out(family: str, chosen: list[list[int]]) -> None:
    model = load(family, sampling=Sampling(temperature=100))  # any token is as likely as any other, bytes too
    with model.open([PICTURE], system="", seed=1, on_progress=ignore) as session:
        answers = session.ask(questions(PROMPTS, tokens=20), lambda _field, text: text.encode())
    said = [b"".join(map(model.engine.vocabulary.piece, tokens)) for tokens in chosen]
    model.close()
    assert any(data.decode(errors="ignore") != data.decode(errors="replace") for data in said)
    assert [answers[prompt] for prompt in PROMPTS] == [data.decode(errors="ignore").strip() for data in said]
