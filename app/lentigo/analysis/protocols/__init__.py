"""Protocols: which stages run, in which order, with which prompts. They are data, one TOML file each."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from lentigo.analysis.model_words import field_of
from lentigo.analysis.ports import Label, Question, Sampling
from lentigo.domain.finding import FindingField
from lentigo.domain.stage import AnalysisStage
from lentigo.errors import InputError
from lentigo.language import translate

STANDARD = "standard"  # serves every model, for want of a better one


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldQuestion:
    """A question of the findings form, with the words that its answer is read against, as models write them."""

    field: FindingField
    question: Question
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuestion:
    """In which of a few groups of diseases the photograph belongs; `options` are scored as whole answers."""

    prompt: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationPrompts:
    """How a model is told of passages (`references`, in the system text) and asked about one {candidate}.

    In the question, {own} stands for `own` and the passages that were found for the candidate, where there are any.
    """

    references: str
    own: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPrompts:
    """How a model is asked what a clinician wants to know: {question}, behind `references` and the passages found."""

    system: str
    references: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisProtocol:
    """One way to analyse a case. `prompts` names the wording: version and SHA-256 of the file, or of both its files.

    In a prompt, {findings} stands for the findings so far. `classification_in_group`, with {group} in it, takes the
    place of `classification` where a group was found. `answer` is what a {label} looks like as a whole answer.
    `labels` are for models that have none of their own, `sampling` what its authors decode with, where they say so.
    """

    id: str
    prompts: str
    stages: tuple[AnalysisStage, ...]
    system: str
    description: Question
    questions: tuple[FieldQuestion, ...]
    explanation: ExplanationPrompts
    conversation: ConversationPrompts
    classification: str = ""
    classification_in_group: str = ""
    answer: str = "{label}"
    group: GroupQuestion | None = None
    proposal: Question | None = None
    labels: tuple[Label, ...] = ()
    sampling: Sampling | None = None


def load_protocol(protocol: str) -> AnalysisProtocol:
    """Read a bundled protocol; InputError names those there are when it is unknown."""
    files = (entry.name for entry in resources.files(__package__).iterdir())
    known = sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml"))
    if protocol not in known:
        raise InputError(
            translate("There is no protocol called “{protocol}”.", protocol=protocol),
            hint=translate("Known protocols: {protocols}.", protocols=", ".join(known)),
        )
    return parse_protocol(_read(protocol))


def choose_protocol(asked: str, served: Sequence[str]) -> AnalysisProtocol:
    """The protocol that was asked for, or the first that the model serves; InputError where it does not serve it."""
    if asked and asked not in served:
        load_protocol(asked)  # one that there is not is refused with those there are
        raise InputError(
            translate("This model was not made for the protocol “{protocol}”.", protocol=asked),
            hint=translate("It was made for: {protocols}.", protocols=", ".join(served)),
        )
    return load_protocol(next(filter(None, (asked, *served, STANDARD))))


def require_sampling(protocol: AnalysisProtocol) -> None:
    """InputError where the protocol's authors state no sampling that this program can follow."""
    if protocol.sampling is None:
        raise InputError(
            translate("The authors of the protocol “{protocol}” state no sampling of their own.", protocol=protocol.id),
            hint=translate("Leave --as-authors out: answers are then the likeliest ones."),
        )


def parse_protocol(data: bytes) -> AnalysisProtocol:
    """A protocol from its file's bytes; where it says `form`, the findings form is that protocol's."""
    document = tomllib.loads(data.decode())
    form = _read(document["form"]) if "form" in document else b""
    describe, classify, group = document["describe"], document.get("classify", {}), document.get("group")
    grammar = document.get("answer_grammar", "")
    lent = tomllib.loads(form.decode()) if form else document
    return AnalysisProtocol(
        id=document["id"],
        prompts=f"{document['version']} ({hashlib.sha256(data + form).hexdigest()[:12]})",
        stages=tuple(map(AnalysisStage, document["stages"])),
        system=document["system"],
        description=_question("description", describe),
        questions=tuple(_field_question(entry, grammar) for entry in lent["question"]),
        explanation=_explanation((lent | document)["explain"]),
        conversation=_conversation((lent | document)["converse"]),
        classification=classify.get("prompt", ""),
        classification_in_group=classify.get("in_group", ""),
        answer=classify.get("answer", "{label}"),
        group=GroupQuestion(prompt=group["prompt"], options=tuple(group["options"])) if group else None,
        proposal=_question("differential", document["propose"]) if "propose" in document else None,
        labels=tuple(Label(**entry) for entry in document.get("label", ())),
        sampling=Sampling(**document["sampling"]) if "sampling" in document else None,
    )


def _field_question(entry: dict[str, Any], grammar: str) -> FieldQuestion:
    question = _question(entry["field"], {"grammar": grammar} | entry)
    return FieldQuestion(field=field_of(entry["field"]), question=question, words=tuple(entry["words"]))


def _question(field: str, entry: dict[str, Any]) -> Question:
    return Question(
        field=field,
        prompt=entry["prompt"],
        max_tokens=entry["max_tokens"],
        stops=tuple(entry.get("stops", ())),
        grammar=entry.get("grammar", ""),
    )


def _explanation(entry: dict[str, Any]) -> ExplanationPrompts:
    question = _question("explanation", entry)
    return ExplanationPrompts(references=entry["references"], own=entry["own"], question=question)


def _conversation(entry: dict[str, Any]) -> ConversationPrompts:
    question = _question("conversation", entry)
    return ConversationPrompts(system=entry["system"], references=entry["references"], question=question)


def _read(protocol: str) -> bytes:
    return resources.files(__package__).joinpath(f"{protocol}.toml").read_bytes()
