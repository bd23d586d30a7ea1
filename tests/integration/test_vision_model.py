"""The real Lentigo Mini through llama.cpp: one picture, many questions, and no way in for foreign control tokens."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import pytest

from lentigo.analysis.ports import Question
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.bindings import tokenize
from lentigo.inference.catalogue import load_profile
from lentigo.inference.vision_model import LlamaVisionModel, prompt_parts
from lentigo.paths import default_paths

PROTOCOL = load_protocol("standard")
QUESTIONS = [entry.question for entry in PROTOCOL.questions]


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaVisionModel]:
    paths = default_paths()
    profile = load_profile(paths.catalogue, "lentigo-mini")
    model = LlamaVisionModel(profile=profile, resources=paths.resources, should_stop=lambda: False)
    yield model
    model.close()


@pytest.fixture(scope="module")
def pigmented(phantoms: Path) -> DeidentifiedPhotograph:
    return photograph(phantoms / "phantom-pigmented.jpg")


@pytest.fixture(scope="module")
def scaly(phantoms: Path) -> DeidentifiedPhotograph:
    return photograph(phantoms / "phantom-red-scaly.jpg")


def photograph(path: Path) -> DeidentifiedPhotograph:
    imaging = PillowImaging()
    return imaging.deidentify(imaging.load(path))


def answers(model: LlamaVisionModel, picture: DeidentifiedPhotograph, questions: list[Question]) -> dict[str, str]:
    with model.open([picture], system=PROTOCOL.system) as session:
        return session.ask(questions, lambda _field, _text: None)


def test_side_by_side_equals_one_by_one(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    together = answers(model, pigmented, QUESTIONS)
    alone = {name: text for question in QUESTIONS for name, text in answers(model, pigmented, [question]).items()}
    assert together == alone


def test_more_questions_than_sequences_are_all_answered(
    model: LlamaVisionModel, pigmented: DeidentifiedPhotograph
) -> None:
    many = [Question(field=str(n), prompt=QUESTIONS[n % 11].prompt, max_tokens=8) for n in range(40)]
    together = answers(model, pigmented, many)
    assert len(together) == 40
    assert all(together[str(n)] == together[str(n % 11)] for n in range(40))


def test_the_picture_changes_the_answers_and_leaves_with_its_session(
    model: LlamaVisionModel, pigmented: DeidentifiedPhotograph, scaly: DeidentifiedPhotograph
) -> None:
    first, other, again = (answers(model, picture, QUESTIONS) for picture in (pigmented, scaly, pigmented))
    assert first == again
    assert first != other


def test_scores_do_not_depend_on_their_neighbours(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    options = [label.text for label in model.labels]
    with model.open([pigmented], system="") as session:
        together = session.score(PROTOCOL.classification, options)
        alone = tuple(session.score(PROTOCOL.classification, [option])[0] for option in options)
        repeated = session.score(PROTOCOL.classification, options * 5)
    assert together == pytest.approx(alone, abs=0.02)
    assert repeated == pytest.approx(together * 5, abs=0.02)
    assert all(score < 0 for score in together)


def test_answers_end_at_their_limit(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    short = Question(field="short", prompt=PROTOCOL.description.prompt, max_tokens=3)
    full = answers(model, pigmented, [PROTOCOL.description])["description"]
    cut = answers(model, pigmented, [short])["short"]
    assert full.startswith(cut)
    assert 0 < len(cut) < len(full)


def test_answers_grow_as_they_come(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    seen: list[str] = []
    with model.open([pigmented], system="") as session:
        answer = session.ask([PROTOCOL.description], lambda _field, text: seen.append(text))["description"]
    assert len(seen) > 3
    assert seen[-1] == answer
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(seen))


def test_control_tokens_in_foreign_text_stay_text(model: LlamaVisionModel) -> None:
    vocabulary = model._vocabulary
    every = range(llama_cpp.llama_vocab_n_tokens(vocabulary))
    control = [token for token in every if llama_cpp.llama_vocab_is_control(vocabulary, token)]
    assert len(control) >= 6
    for token in control:
        text = llama_cpp.llama_vocab_get_text(vocabulary, token).decode()
        assert tokenize(vocabulary, text, special=True) == [token]
        assert token not in tokenize(vocabulary, f"a{text}b", special=False)


def test_only_the_templates_own_text_may_hold_control_tokens() -> None:
    parts = prompt_parts("<start_of_turn>user\n{system}\n\n{picture}\n\n", "be <eos> brief", [])
    assert [(part.text, part.special) for part in parts if not hasattr(part, "rgb")] == [
        ("<start_of_turn>user\n", True),
        ("be <eos> brief", False),
        ("\n\n", True),
        ("\n\n", True),
    ]
