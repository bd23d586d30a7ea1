"""The protocol's questions, read from its file, and the answers that facts give to them."""

import tomllib
from functools import cache
from pathlib import Path

Facts = dict[str, tuple[str, ...]]  # words by field; none of a field is "not assessed"

REPOSITORY = Path(__file__).resolve().parents[2]
PROTOCOL = REPOSITORY / "app/lentigo/analysis/protocols/standard.toml"
CATALOGUE = REPOSITORY / "models/catalogue/lentigo-mini.toml"
NOT_ASSESSED = "not assessed"
NOTHING_ELSE = "nothing else"


@cache
def prompts() -> dict[str, str]:
    """Prompt by name: describe, classify, and one a field."""
    protocol = tomllib.loads(PROTOCOL.read_text(encoding="utf-8"))
    found = {name: protocol[name]["prompt"] for name in ("describe", "classify")}
    return found | {question["field"]: question["prompt"] for question in protocol["question"]}


@cache
def vocabularies() -> dict[str, tuple[str, ...]]:
    """Words by field, in the protocol's order."""
    protocol = tomllib.loads(PROTOCOL.read_text(encoding="utf-8"))
    return {question["field"]: tuple(question["words"]) for question in protocol["question"]}


def diagnoses() -> tuple[str, ...]:
    """The label texts that the application scores, in the catalogue's order."""
    catalogue = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(label["text"] for label in catalogue["label"])


def answers(facts: Facts | None, diagnosis: str) -> dict[str, str]:
    """Answer by prompt name; only what this picture can teach."""
    found = {"classify": diagnosis} if diagnosis else {}
    if facts is None:
        return found
    words = vocabularies()
    found |= {field: field_answer(field, facts, words[field]) for field in words}
    return found | {"describe": describe(facts)}


def field_answer(field: str, facts: Facts, words: tuple[str, ...]) -> str:
    """The words in the vocabulary's order, or what stands for none."""
    if not facts.get(field):
        return NOTHING_ELSE if field == "other" else NOT_ASSESSED
    return ", ".join(sorted(facts[field], key=words.index))


def describe(facts: Facts) -> str:
    """Two or three plain sentences with the same facts, without a diagnosis."""
    one = facts["number"] == ("one",)
    noun = facts.get("lesion type", ("lesion",))[0]
    shape, border = ", ".join(facts["shape"]), ", ".join(facts["border"])
    if one:
        subject = f"{_article(shape)} {shape} {noun} with {_article(border).lower()} {border} border fills"
    else:
        arranged = _arranged(facts)
        subject = f"{facts['number'][0].capitalize()} {shape} {_plural(noun)} with {border} borders{arranged} fill"
    skin = ", ".join(facts["surrounding skin"])
    colours = f"{'It is' if one else 'They are'} {_joined(facts['colour'])} on {skin} skin"
    surface = f"the surface is {facts['texture'][0]}"
    return f"{subject} a {facts['size'][0]} of the picture. {colours}; {surface}.{_others(facts)}"


def _arranged(facts: Facts) -> str:
    return f", {facts['distribution'][0]}," if facts.get("distribution") else ""


def _plural(noun: str) -> str:
    return noun + ("es" if noun.endswith("ch") else "s")


def _article(phrase: str) -> str:
    return "An" if phrase[0] in "aeiou" else "A"


def _joined(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _others(facts: Facts) -> str:
    words = facts["other"]
    if not words:
        return ""
    plural = len(words) > 1 or words[0].endswith("s")
    return f" {_joined(words).capitalize()} {'are' if plural else 'is'} visible."
