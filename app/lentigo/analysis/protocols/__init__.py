"""Protocols: which stages run, in which order, with which prompts. They are data, one TOML file each."""

import hashlib
import tomllib
from dataclasses import dataclass
from importlib import resources

from lentigo.analysis.ports import Question
from lentigo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldQuestion:
    """A question of the findings form, with the vocabulary its answer is read against."""

    question: Question
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisProtocol:
    """One way to analyse a case. `prompts` names the wording: version and SHA-256 of the file."""

    id: str
    prompts: str
    stages: tuple[str, ...]
    system: str
    description: Question
    questions: tuple[FieldQuestion, ...]
    classification: str


def load_protocol(protocol: str) -> AnalysisProtocol:
    """Read a bundled protocol; InputError names those there are when it is unknown."""
    folder = resources.files(__package__)
    known = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    if protocol not in known:
        raise InputError(f"There is no protocol called “{protocol}”.", hint=f"Known protocols: {', '.join(known)}.")
    return parse_protocol(folder.joinpath(f"{protocol}.toml").read_bytes())


def parse_protocol(data: bytes) -> AnalysisProtocol:
    """A protocol from its file's bytes."""
    document = tomllib.loads(data.decode())
    describe = document["describe"]
    return AnalysisProtocol(
        id=document["id"],
        prompts=f"{document['version']} ({hashlib.sha256(data).hexdigest()[:12]})",
        stages=tuple(document["stages"]),
        system=document["system"],
        description=Question(field="description", prompt=describe["prompt"], max_tokens=describe["max_tokens"]),
        questions=tuple(_field_question(entry) for entry in document["question"]),
        classification=document["classify"]["prompt"],
    )


def _field_question(entry: dict[str, object]) -> FieldQuestion:
    question = Question(
        field=str(entry["field"]), prompt=str(entry["prompt"]), max_tokens=int(str(entry["max_tokens"]))
    )
    words = entry["words"]
    assert isinstance(words, list)
    return FieldQuestion(question=question, words=tuple(map(str, words)))
