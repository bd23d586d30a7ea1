"""What the window says about a model, in words."""

from dataclasses import dataclass

import psutil

from lentigo.domain.model import AbsentModel, InstalledModel, ModelFacts, ModelKind, ModelOffer
from lentigo.domain.wording.date import format_day
from lentigo.language import deferred, translate
from lentigo.models.disk import size_words
from lentigo.models.families import FAMILIES

_PURPOSES = {
    ModelKind.VISION: deferred("looks at photographs"),
    ModelKind.ENCODER: deferred("searches the library"),
}
_LONGEST_NAME = 40  # characters of it beside other words
UNVERIFIED = deferred("Nobody you trust has said that these files are what they claim to be.")


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
    needed, free, total = map(_gigabytes, (facts.memory, memory.free, memory.total))
    if facts.memory > memory.total:
        told = translate("It needs {needed} of memory, and this computer has {total}.", needed=needed, total=total)
        return Verdict(strong=translate("Too large for this computer."), sentence=told, warns=True)
    if facts.memory > memory.free:
        told = translate("It needs {needed} of memory, and {free} are free now.", needed=needed, free=free)
        return Verdict(strong=translate("Fits when other programs are closed."), sentence=told, warns=True)
    told = translate("It needs {needed} of memory; {free} are free.", needed=needed, free=free)
    return Verdict(strong=translate("Fits this computer."), sentence=told, warns=False)


def trust(model: InstalledModel) -> Verdict:
    """Whether somebody vouches for an installed model's files."""
    if not model.verified:
        return _unverified(translate("Each report says so."))
    told = translate("These are the files that Lentigo’s own list names.")
    if model.bundled:
        told = translate("It came with Lentigo.")
    elif model.signed_by:
        told = translate("Signed by a key that you compared: {key}", key=model.signed_by)
    return Verdict(strong=translate("Verified."), sentence=told, warns=False)


def offer_trust(offer: ModelOffer, *, signed_by: str) -> Verdict | None:
    """The same for one that could be brought in; None for a signed one, whose key is asked about once for all."""
    if not offer.verified:
        return _unverified(translate("Each report would say so."))
    if signed_by:
        return None
    sentence = translate("Its files are compared with those that Lentigo’s own list names.")
    return Verdict(strong=translate("Known."), sentence=sentence, warns=False)


def named(facts: ModelFacts) -> str:
    """Name and version, short enough to stand beside other words."""
    name = f"{facts.name} {facts.version}".strip() or facts.id
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def summary(facts: ModelFacts) -> str:
    """What it is for, its family, its precision and its size."""
    family = FAMILIES[facts.family].name if facts.family in FAMILIES else facts.family
    size = translate("{size} on disk", size=size_words(facts.bytes)) if facts.bytes else ""
    licence = translate("licence: {licence}", licence=facts.licence) if facts.licence else ""
    parts = (translate(_PURPOSES[facts.kind]), family, facts.quantization, size, licence)
    return " · ".join(filter(None, parts))


def way_here(model: AbsentModel) -> str:
    """How a model that is not here comes here."""
    if not model.published:
        return translate(
            "Nobody publishes its files. A packager who has them from its authors makes a stick with "
            "“lentigo-packager models convert {model}” and “lentigo-packager stick”; bring it in from there.",
            model=model.facts.id,
        )
    return translate(
        "It comes on a stick. A packager with internet makes it with “lentigo-packager models fetch {model}”, "
        "“… convert {model}” and “lentigo-packager stick”; bring it in from there.",
        model=model.facts.id,
    )


def standing(model: InstalledModel, *, chosen: bool) -> str:
    """When it came, and why it cannot be removed where it cannot."""
    if model.bundled:
        return translate("It is a part of Lentigo and cannot be removed.")
    facts = [translate("added some time ago")]
    if model.added:
        facts = [translate("added on {day}", day=format_day(model.added))]
    if chosen:
        facts.append(translate("to remove it, choose another model first"))
    elif model.in_use:
        facts.append(translate("to remove it, wait until no window or terminal uses it"))
    return " · ".join(facts)


def checked(model: InstalledModel) -> Verdict:
    """What reading every byte of it found."""
    if model.trouble:
        return Verdict(strong=translate("Damaged."), sentence=model.trouble, warns=True)
    return Verdict(strong=translate("Whole."), sentence=translate("Every byte is as it should be."), warns=False)


def _unverified(consequence: str) -> Verdict:
    sentence = f"{translate(UNVERIFIED)} {consequence}"
    return Verdict(strong=translate("Unverified."), sentence=sentence, warns=True)


def _gigabytes(size: int) -> str:
    """One decimal: free memory changes too fast for more."""
    return translate("{size:.1f} GB", size=size / 1e9) if size >= 1e8 else size_words(size)
