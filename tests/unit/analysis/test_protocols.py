"""Protocols are data that the pipeline can run."""

import hashlib
from importlib import resources

import pytest

from lentigo.analysis.pipeline import STAGES
from lentigo.analysis.protocols import choose_protocol, load_protocol
from lentigo.errors import InputError


def test_the_standard_protocol_asks_the_eleven_fields_in_stages_that_exist() -> None:
    protocol = load_protocol("standard")
    assert len(protocol.questions) == 11
    assert set(protocol.stages) <= set(STAGES)
    assert all(entry.words for entry in protocol.questions)


def test_an_unknown_protocol_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError) as refusal:
        load_protocol("../../../etc/passwd")
    assert "standard" in refusal.value.hint


FILES = resources.files("lentigo.analysis.protocols")
EVERY = sorted(entry.name.removesuffix(".toml") for entry in FILES.iterdir() if entry.name.endswith(".toml"))


def test_the_standard_protocol_asks_what_lentigo_mini_was_trained_on() -> None:
    protocol = load_protocol("standard")
    form = [(entry.question.field, entry.question.prompt, entry.words) for entry in protocol.questions]
    wording = repr((protocol.description.prompt, protocol.classification, form))
    digest = hashlib.sha256(wording.encode()).hexdigest()
    assert digest[:12] == "6313d937215f", "Lentigo Mini answers these very prompts: train it again, or undo the change"


def test_the_wording_is_named_by_its_version_and_its_files_hash() -> None:
    digest = hashlib.sha256(FILES.joinpath("standard.toml").read_bytes()).hexdigest()
    assert load_protocol("standard").prompts == f"1 ({digest[:12]})"


@pytest.mark.parametrize("name", EVERY)
def test_a_protocol_has_what_its_stages_ask_with(name: str) -> None:
    protocol = load_protocol(name)
    assert protocol.id == name
    assert set(protocol.stages) <= set(STAGES)
    assert protocol.stages[-4:] == ("retrieve", "differentiate", "explain", "verify")
    assert protocol.description.prompt
    about_findings = "{findings}" in protocol.description.prompt
    assert protocol.stages[:2] == (("question", "describe") if about_findings else ("describe", "question"))
    assert all(entry.words for entry in protocol.questions)
    assert ("classify" in protocol.stages) != ("propose" in protocol.stages)
    assert ("propose" in protocol.stages) == (protocol.proposal is not None)
    assert (
        ("group" in protocol.stages) == (protocol.group is not None) == ("{group}" in protocol.classification_in_group)
    )
    assert protocol.classification
    assert "{label}" in protocol.answer


def test_a_borrowed_form_is_part_of_what_the_prompts_are_called() -> None:
    own = hashlib.sha256(FILES.joinpath("skinspector.toml").read_bytes()).hexdigest()
    protocol = load_protocol("skinspector")
    assert own[:12] not in protocol.prompts
    standard = load_protocol("standard")
    assert [entry.question.prompt for entry in protocol.questions] == [
        entry.question.prompt for entry in standard.questions
    ]


@pytest.mark.parametrize(
    ("asked", "served", "chosen"),
    [
        ("", ("hikari", "standard"), "hikari"),
        ("standard", ("hikari", "standard"), "standard"),
        ("", (), "standard"),
    ],
)
def test_without_a_wish_the_models_own_protocol_is_taken(asked: str, served: tuple[str, ...], chosen: str) -> None:
    assert choose_protocol(asked, served).id == chosen


def test_a_protocol_that_the_model_does_not_serve_is_refused() -> None:
    with pytest.raises(InputError, match="not made for the protocol “hikari”") as refusal:
        choose_protocol("hikari", ("standard",))
    assert "standard" in refusal.value.hint
    with pytest.raises(InputError, match="no protocol called"):
        choose_protocol("nonsense", ("standard",))
