"""Damage to GGUF files, by seed: bits and bytes anywhere, and the header's counts, lengths, shapes and values."""

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGUFReader, GGUFValueType, ReaderField

NUMBERS = (0, 1, 2, 3, 7, 255, 1000, 65_536, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**64 - 1, -1)
FLOATS = (0.0, -1.0, 1e-30, 1e30, math.nan, math.inf, -math.inf)
RUN = 4096  # the longest run of bytes that is written or appended
TEXTS = {
    "clip.projector_type": (
        b"gemma3",
        b"qwen2vl_merger",
        b"qwen2.5vl_merger",
        b"qwen3vl_merger",
        b"mlp",
        b"mlp_norm",
        b"ldp",
        b"ldpv2",
        b"resampler",
        b"idefics3",
        b"pixtral",
        b"internvl",
        b"llama4",
        b"kimivl",
        b"lfm2",
        b"ultravox",
        b"voxtral",
    ),
    "general.architecture": (b"clip", b"llama", b"qwen2", b"qwen2vl", b"qwen3vl", b"gemma3", b"bert", b"mamba", b"t5"),
    "tokenizer.ggml.model": (b"gpt2", b"llama", b"bert", b"t5", b"rwkv", b"none", b"no_vocab"),
}
ANY_TEXTS = (b"", b"\0", b"\xff\xfe\xfd", b"%s%s%n", b"x" * RUN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Something that a header states, and where; `of` is a metadata key or a tensor."""

    kind: str
    of: str
    start: int
    old: np.ndarray

    @property
    def end(self) -> int:
        return self.start + self.old.nbytes


class Header:
    """A GGUF file's bytes, and where in them its header states what."""

    def __init__(self, path: Path) -> None:
        reader = GGUFReader(path)
        self.data = path.read_bytes()
        self.name = path.name
        self._alignment = reader.alignment
        self._data_start = reader.data_offset
        self._fields = [field for key, field in reader.fields.items() if not key.startswith("GGUF.")]
        self._tensors = [tensor.field for tensor in reader.tensors]
        self._counts = [field for key, field in reader.fields.items() if key.startswith("GGUF.")]

    @cached_property
    def end(self) -> int:
        """Where the header's last byte stood."""
        last = self._tensors[-1]
        return int(last.offset + sum(part.nbytes for part in last.parts))

    @cached_property
    def slots(self) -> dict[str, list[Slot]]:
        """All of them, by their kind."""
        found: dict[str, list[Slot]] = {}
        for slot in self._slots():
            found.setdefault(slot.kind, []).append(slot)
        return found

    def keys(self) -> list[tuple[str, int, int]]:
        """Each metadata entry: its key, its start, its end."""
        return [(field.name, field.offset, field.offset + _size(field)) for field in self._fields]

    def spliced(self, start: int, end: int, new: bytes) -> bytes:
        """The file with other bytes in its header; the weights stay where the new header lets them be looked for."""
        header = self.data[:start] + new + self.data[end : self.end]
        return header + b"\0" * (-len(header) % self._alignment) + self.data[self._data_start :]

    def _slots(self) -> Iterator[Slot]:
        for field in self._counts:
            yield Slot(kind="count", of=field.name, start=field.offset, old=field.parts[0])
        for field in self._fields:
            kinds = {0: "length", 2: "type", **_value_kinds(field)}
            yield from _named(field, kinds)
        for field in self._tensors:
            yield from _named(field, {0: "length", 2: "shape", 3: "shape", 4: "tensor type", 5: "offset"})


def _named(field: ReaderField, kinds: dict[int, str]) -> Iterator[Slot]:
    start = field.offset
    for number, part in enumerate(field.parts):
        if number in kinds:
            yield Slot(kind=kinds[number], of=field.name, start=start, old=part)
        start += part.nbytes


def _value_kinds(field: ReaderField) -> dict[int, str]:
    """What a metadata entry's parts are, by their numbers."""
    text = field.types[-1] == GGUFValueType.STRING
    kinds = dict.fromkeys(field.data, "text" if text else "value")
    if text:
        kinds |= {number - 1: "length" for number in field.data}
    if field.types[0] == GGUFValueType.ARRAY:
        kinds |= {3: "type", 4: "length"}
    return kinds


def _size(field: ReaderField) -> int:
    return int(sum(part.nbytes for part in field.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A damaged file, and what was done to it."""

    data: bytes
    what: str


def mutate(header: Header, chance: random.Random) -> Mutant:
    """One kind of damage, chosen by chance; the header, which is small, is hit as often as the weights."""
    damage = chance.choices(list(DAMAGES), weights=list(DAMAGES.values()))[0]
    while (mutant := damage(header, chance)).data == header.data:
        pass
    return mutant


def _flip(header: Header, chance: random.Random) -> Mutant:
    region = chance.choice((header.end, len(header.data)))
    data = bytearray(header.data)
    places = sorted(chance.randrange(region) for _ in range(chance.choice((1, 1, 2, 8, 64))))
    for place in places:
        data[place] ^= 1 << chance.randrange(8)
    return Mutant(data=bytes(data), what=f"{len(places)} bits flipped from byte {places[0]}")


def _run(header: Header, chance: random.Random) -> Mutant:
    start = chance.randrange(chance.choice((header.end, len(header.data))))
    length = min(chance.randint(1, RUN), len(header.data) - start)
    byte = chance.choice((0, 0xFF))
    data = header.data[:start] + bytes([byte]) * length + header.data[start + length :]
    return Mutant(data=data, what=f"{length} bytes of {byte:#04x} from byte {start}")


def _truncate(header: Header, chance: random.Random) -> Mutant:
    length = chance.randrange(chance.choice((header.end, len(header.data))))
    return Mutant(data=header.data[:length], what=f"cut to {length} bytes")


def _append(header: Header, chance: random.Random) -> Mutant:
    added = chance.randbytes(chance.randint(1, RUN))
    return Mutant(data=header.data + added, what=f"{len(added)} bytes appended")


def _drop(header: Header, chance: random.Random) -> Mutant:
    """A metadata entry is not there, and its count says so."""
    key, start, end = chance.choice(header.keys())
    data = bytearray(header.spliced(start, end, b""))
    count = header.slots["count"][2]
    data[count.start : count.end] = (count.old - 1).tobytes()
    return Mutant(data=bytes(data), what=f"{key} dropped")


def _text(header: Header, chance: random.Random) -> Mutant:
    telling = [slot for slot in header.slots["text"] if slot.of in TEXTS]
    slot = chance.choice(telling or header.slots["text"])
    if chance.random() < 0.3:
        slot = chance.choice(header.slots["text"])
    new = chance.choice((*TEXTS.get(slot.of, ()), *ANY_TEXTS))
    data = header.spliced(slot.start - 8, slot.end, len(new).to_bytes(8, "little") + new)
    return Mutant(data=data, what=f"{slot.of} = {new[:20]!r}")


def _stated(kind: str) -> Callable[[Header, random.Random], Mutant]:
    """Another number where the header states one of this kind."""

    def damage(header: Header, chance: random.Random) -> Mutant:
        slots = header.slots[kind]
        of = chance.choice(_weighed(sorted({slot.of for slot in slots}), chance))
        slot = chance.choice([slot for slot in slots if slot.of == of])
        place = chance.randrange(len(slot.old))
        new = slot.old.copy()
        new[place] = _number(new[place], chance)
        data = header.data[: slot.start] + new.tobytes() + header.data[slot.end :]
        return Mutant(data=data, what=f"{kind} of {of}: {slot.old[place]} -> {new[place]}")

    return damage


def _weighed(names: list[str], chance: random.Random) -> list[str]:
    """Four times in five, the names that a model is built by: not its title, not its vocabulary."""
    building = [name for name in names if not name.startswith(("general.", "tokenizer."))]
    return building if building and chance.random() < 0.8 else names


def _number(old: Any, chance: random.Random) -> Any:
    """A number of the same type; what is too large for it wraps around."""
    if old.dtype.kind == "f":
        return chance.choice((*FLOATS, float(old) * 2))
    near = (int(old) - 1, int(old) + 1, int(old) * 2, int(old) // 2, chance.randrange(42), chance.randrange(300))
    bits = 8 * old.dtype.itemsize
    wrapped = chance.choice((*NUMBERS, *near)) % 2**bits
    return np.frombuffer(wrapped.to_bytes(bits // 8, "little"), old.dtype)[0]


DAMAGES: dict[Callable[[Header, random.Random], Mutant], float] = {
    _flip: 3,
    _run: 2,
    _truncate: 1,
    _append: 0.5,
    _drop: 1,
    _text: 1.5,
    _stated("count"): 0.5,
    _stated("length"): 1,
    _stated("type"): 0.5,
    _stated("value"): 5,
    _stated("shape"): 2,
    _stated("tensor type"): 1,
    _stated("offset"): 1,
}
