"""What the window says about a model, in words."""

from dataclasses import dataclass

import psutil

from lentigo.domain.model import InstalledModel, ModelFacts, ModelKind, ModelOffer
from lentigo.gui.kit.phrases import added_on
from lentigo.models.disk import size_words
from lentigo.models.families import FAMILIES

_PURPOSES = {ModelKind.VISION: "looks at photographs", ModelKind.ENCODER: "searches the library"}
_LONGEST_NAME = 40  # characters of it beside other words
UNVERIFIED = "Nobody you trust has said that these files are what they claim to be."


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """This computer's memory in bytes: what can be had now, and all of it."""

    free: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A word or two, the rest of the sentence, and whether it is a warning."""

    strong: str
    sentence: str
    warns: bool


def memory_now(released: int = 0) -> Memory:
    """As it is at this moment; `released` bytes are given back by the model that is in use."""
    memory = psutil.virtual_memory()
    return Memory(free=min(memory.available + released, memory.total), total=memory.total)


def fit(facts: ModelFacts, memory: Memory) -> Verdict | None:
    """Whether a model fits into this computer's memory; None where nobody knows what it needs."""
    if not facts.memory:
        return None
    needs = f"It needs {_gigabytes(facts.memory)} of memory"
    if facts.memory > memory.total:
        sentence = f"{needs}, and this computer has {_gigabytes(memory.total)}."
        return Verdict(strong="Too large for this computer.", sentence=sentence, warns=True)
    if facts.memory > memory.free:
        sentence = f"{needs}, and {_gigabytes(memory.free)} are free now."
        return Verdict(strong="Fits when other programs are closed.", sentence=sentence, warns=True)
    sentence = f"{needs}; {_gigabytes(memory.free)} are free."
    return Verdict(strong="Fits this computer.", sentence=sentence, warns=False)


def trust(model: InstalledModel) -> Verdict:
    """Whether somebody vouches for an installed model's files."""
    if not model.verified:
        return Verdict(strong="Unverified.", sentence=f"{UNVERIFIED} Each report says so.", warns=True)
    if model.bundled:
        return Verdict(strong="Verified.", sentence="It came with Lentigo.", warns=False)
    if model.signed_by:
        sentence = f"Signed by a key that you compared: {model.signed_by}"
        return Verdict(strong="Verified.", sentence=sentence, warns=False)
    return Verdict(strong="Verified.", sentence="These are the files that Lentigo’s own list names.", warns=False)


def offer_trust(offer: ModelOffer, *, signed_by: str) -> Verdict | None:
    """The same for one that could be brought in; None for a signed one, whose key is asked about once for all."""
    if not offer.verified:
        return Verdict(strong="Unverified.", sentence=f"{UNVERIFIED} Each report would say so.", warns=True)
    if signed_by:
        return None
    sentence = "Its files are compared with those that Lentigo’s own list names."
    return Verdict(strong="Known.", sentence=sentence, warns=False)


def named(facts: ModelFacts) -> str:
    """Name and version, short enough to stand beside other words."""
    name = f"{facts.name} {facts.version}".strip() or facts.id
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def summary(facts: ModelFacts) -> str:
    """What it is for, its family, its precision and its size."""
    family = FAMILIES[facts.family].name if facts.family in FAMILIES else facts.family
    size = f"{size_words(facts.bytes)} on disk" if facts.bytes else ""
    licence = f"licence: {facts.licence}" if facts.licence else ""
    parts = (_PURPOSES[facts.kind], family, facts.quantization, size, licence)
    return " · ".join(filter(None, parts))


def standing(model: InstalledModel, *, chosen: bool) -> str:
    """When it came, and why it cannot be removed where it cannot."""
    added = added_on(model.added) if model.added else "added some time ago"
    if model.bundled:
        return "It is a part of Lentigo and cannot be removed."
    if chosen:
        return f"{added} · to remove it, choose another model first"
    return f"{added} · to remove it, wait until no window or terminal uses it" if model.in_use else added


def _gigabytes(size: int) -> str:
    """Memory comes and goes: more than one digit would say too much."""
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else size_words(size)
