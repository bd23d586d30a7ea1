"""The real Lentigo Mini: one picture, the protocol's questions, and labels that are scored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_pairs import ignore, load

from lentigo.analysis.ports import Question
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference.prefix import TextPart
from lentigo.inference.self_test import require_sight
from lentigo.inference.vision_model import LlamaVisionModel, prompt_parts

PROTOCOL = load_protocol("standard")
QUESTIONS = [entry.question for entry in PROTOCOL.questions]


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaVisionModel]:
    model = load("lentigo-mini")
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
    return imaging.deidentify(imaging.load(path.read_bytes()))


def answers(model: LlamaVisionModel, picture: DeidentifiedPhotograph, questions: list[Question]) -> dict[str, str]:
    with model.open([picture], system=PROTOCOL.system, seed=0, on_progress=ignore) as session:
        return session.ask(questions, ignore)


def test_side_by_side_equals_one_by_one(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    together = answers(model, pigmented, QUESTIONS)
    alone = {name: text for question in QUESTIONS for name, text in answers(model, pigmented, [question]).items()}
    assert together == alone


def test_the_picture_changes_the_answers_and_leaves_with_its_session(
    model: LlamaVisionModel, pigmented: DeidentifiedPhotograph, scaly: DeidentifiedPhotograph
) -> None:
    first, other, again = (answers(model, picture, QUESTIONS) for picture in (pigmented, scaly, pigmented))
    assert first == again
    assert first != other


def test_labels_are_scored(
    model: LlamaVisionModel, pigmented: DeidentifiedPhotograph, scaly: DeidentifiedPhotograph
) -> None:
    options = [label.text for label in model.labels]
    scores = []
    for picture in (pigmented, scaly):
        with model.open([picture], system="", seed=0, on_progress=ignore) as session:
            scores.append(session.score(PROTOCOL.classification, options))
    assert all(score < 0 for found in scores for score in found)
    assert scores[0] != pytest.approx(scores[1], abs=0.1)


def test_a_description_ends_at_its_limit(model: LlamaVisionModel, pigmented: DeidentifiedPhotograph) -> None:
    short = Question(field="short", prompt=PROTOCOL.description.prompt, max_tokens=3)
    full = answers(model, pigmented, [PROTOCOL.description])["description"]
    cut = answers(model, pigmented, [short])["short"]
    assert full.startswith(cut)
    assert 0 < len(cut) < len(full)


def test_mini_sees(model: LlamaVisionModel) -> None:
    require_sight(model, ignore)


def test_the_record_says_what_shaped_the_numbers(model: LlamaVisionModel) -> None:
    assert {"decoding", "threads", "context tokens", "cache", "batch tokens", "flash attention"} <= {*model.parameters}
    assert model.runtime.startswith("llama.cpp")


def test_only_the_templates_own_text_may_hold_control_tokens() -> None:
    parts = prompt_parts("<start_of_turn>user\n{system}\n\n{picture}\n\n", ["be <eos> brief"], [])
    assert parts == [
        TextPart(text="<start_of_turn>user\n", special=True),
        TextPart(text="be <eos> brief", special=False),
        TextPart(text="\n\n", special=True),
        TextPart(text="\n\n", special=True),
    ]
