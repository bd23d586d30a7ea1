"""What a GGUF file says of itself, read without trusting any count in it.

gguf's own reader maps the file, so that a pulled stick kills the process; it makes objects of each word (Gemma's
262,144 took it 17 s and 0.8 GB on a busy machine, and this one 0.3 s); and it takes the counts as they come. What it
knows of kinds and sizes is used here.
"""

import os
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from gguf.constants import (
    GGML_QUANT_SIZES,
    GGUF_DEFAULT_ALIGNMENT,
    GGUF_MAGIC,
    GGUF_VERSION,
    GGMLQuantizationType,
    GGUFValueType,
    LlamaFileType,
)

from lentigo.errors import InputError
from lentigo.files import open_file
from lentigo.language import deferred, translate
from lentigo.models.disk import size_words
from lentigo.models.foreign import recognise

VERSIONS = (2, GGUF_VERSION)
LARGEST_HEADER = 256 * 1024 * 1024  # bytes; the largest vocabulary here takes 12 MB
LONGEST_NAME = 63  # characters; ggml has room for no more
LONGEST_KEY = 65_535
LONGEST_TEXT = 16 * 1024 * 1024
MOST_KEYS, MOST_TENSORS = 10_000, 20_000
MOST_ITEMS = 4_000_000  # of all arrays; Gemma has 0.8 million
MOST_SIDES, LONGEST_SIDE, MOST_WEIGHTS = 4, 1 << 32, 1 << 40
LARGEST_ALIGNMENT = 1 << 16
KEPT_ITEMS = 1024  # of an array; what is longer is vocabulary
COPY_AGAIN = deferred("Copy it again from where it came; if that does not help, ask for a good copy.")
FORMATS = {
    GGUFValueType.UINT8: "<B",
    GGUFValueType.INT8: "<b",
    GGUFValueType.UINT16: "<H",
    GGUFValueType.INT16: "<h",
    GGUFValueType.UINT32: "<I",
    GGUFValueType.INT32: "<i",
    GGUFValueType.FLOAT32: "<f",
    GGUFValueType.UINT64: "<Q",
    GGUFValueType.INT64: "<q",
    GGUFValueType.FLOAT64: "<d",
    GGUFValueType.BOOL: "<B",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """An array: how many items of which kind, and the items where they are few and no texts."""

    kind: GGUFValueType
    count: int
    values: tuple[int | float, ...] = ()


Value = int | float | str | Items
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """A tensor by its shape (the dimension that is contiguous in memory first), quantisation and size in bytes."""

    shape: tuple[int, ...]
    kind: GGMLQuantizationType
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Everything before the weights. `start` is where these begin."""

    path: Path
    metadata: Mapping[str, Value]
    kinds: Mapping[str, GGUFValueType]  # of what stands in metadata
    tensors: Mapping[str, Tensor]
    start: int

    @property
    def architecture(self) -> str:
        """The language model's or encoder's name for itself, such as "gemma3"; "clip" of every projector."""
        return self.text("general.architecture")

    @property
    def projector_type(self) -> str:
        """A projector's, such as "qwen2.5vl_merger"; "" of every other file."""
        return self.text("clip.projector_type")

    @property
    def quantization(self) -> str:
        """The tensor type of most weights, such as "Q4_K_M" or "F16"; "unknown" where llama.cpp has no such type."""
        try:
            name = LlamaFileType(self.number("general.file_type") or 0).name
        except ValueError:
            return "unknown"
        return str(name).removeprefix("MOSTLY_").removeprefix("ALL_")

    def number(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) else None

    def text(self, key: str) -> str:
        """A text, or ""."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""

    def items(self, key: str) -> Items | None:
        """An array, or None."""
        value = self.metadata.get(key)
        return value if isinstance(value, Items) else None


class Malformed(Exception):
    """A header that contradicts itself or its file; the text names the reason in a few words."""


def read_header(path: Path) -> Header:
    """Read a file's header; InputError where it is foreign, damaged or cut off. OSError where it cannot be read."""
    with open_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        if file.read(4) != struct.pack("<I", GGUF_MAGIC):
            raise recognise(path)
        cursor = _Cursor(file, size)
        try:
            metadata, kinds, tensors = _read(cursor)
            start = _aligned(cursor.position, _alignment(metadata))
            end = start + _check_offsets(tensors, _alignment(metadata))
            if not tensors:
                raise Malformed(translate("it holds no weights"))
        except Malformed as reason:
            raise damaged(path, str(reason)) from None
        except _CutOff:
            raise cut_off(path, size) from None
    if end > size:
        raise cut_off(path, size, end)
    whole = {name: tensor for name, (tensor, _offset) in tensors.items()}
    return Header(path=path, metadata=metadata, kinds=kinds, tensors=whole, start=start)


def damaged(path: Path, reason: str) -> InputError:
    """A file that is a model's, but cannot be right."""
    return InputError(
        translate("The file {file} is damaged: {reason}.", file=path.name, reason=reason), hint=translate(COPY_AGAIN)
    )


def cut_off(path: Path, size: int, whole: int = 0) -> InputError:
    """A file that was not copied to its end."""
    if whole:
        missing = size_words(whole - size)
        told = translate("The file {file} is cut off: its last {missing} are missing.", file=path.name, missing=missing)
    else:
        told = translate("The file {file} is cut off: it ends after {size}.", file=path.name, size=size_words(size))
    return InputError(told, hint=translate(COPY_AGAIN))


class _CutOff(Exception):
    """The file ends within its header."""


class _Cursor:
    """A position in the file; reading is bounded by the file's end and by limits on counts and lengths."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.position = file.tell()
        self._items = MOST_ITEMS

    def take(self, count: int) -> bytes:
        """Read `count` bytes."""
        self._move(count)
        taken = self._file.read(count)
        if len(taken) < count:
            raise _CutOff
        return taken

    def skip(self, count: int) -> None:
        """Skip `count` bytes."""
        self._move(count)
        self._file.seek(count, 1)

    def number(self, form: str = "<Q") -> int:
        """A whole number."""
        return int(struct.unpack(form, self.take(struct.calcsize(form)))[0])

    def text(self, longest: int) -> str:
        """A string with its length before it, of at most `longest` bytes."""
        length = self.number()
        if length > longest:
            raise Malformed(translate("a text of {length:,} bytes makes no sense", length=length))
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            raise Malformed(translate("a text in it is no UTF-8")) from None

    def count(self, most: int, malformed: str) -> int:
        """A number of things that follow; `malformed` says, of `{count}`, that there cannot be so many."""
        count = self.number()
        if count > most:
            raise Malformed(translate(malformed, count=count))
        return count

    def items(self) -> int:
        """How many items an array has; all of them together are bounded."""
        count = self.count(self._items, deferred("{count:,} items in an array make no sense"))
        self._items -= count
        return count

    def _move(self, count: int) -> None:
        self.position += count
        if self.position > LARGEST_HEADER:
            raise Malformed(translate("its header is far too long"))
        if self.position > self._size:
            raise _CutOff


def _read(
    cursor: _Cursor,
) -> tuple[dict[str, Value], dict[str, GGUFValueType], dict[str, tuple[Tensor, int]]]:
    """Metadata, their kinds, and tensors with their offsets."""
    if (version := cursor.number("<I")) not in VERSIONS:
        if version % (1 << 16) == 0:
            raise Malformed(
                translate(
                    "version {version} of its format is unknown (is it for another kind of computer?)", version=version
                )
            )
        raise Malformed(translate("version {version} of its format is unknown", version=version))
    tensor_count = cursor.count(MOST_TENSORS, deferred("{count:,} tensors make no sense"))
    key_count = cursor.count(MOST_KEYS, deferred("{count:,} entries make no sense"))
    metadata: dict[str, Value] = {}
    kinds: dict[str, GGUFValueType] = {}
    for _ in range(key_count):
        key = cursor.text(LONGEST_KEY)
        kinds[key] = kind = _kind(cursor)
        _add(metadata, key, partial(_value, cursor, kind))
    tensors: dict[str, tuple[Tensor, int]] = {}
    for _ in range(tensor_count):
        _add(tensors, cursor.text(LONGEST_NAME), partial(_tensor, cursor))
    return metadata, kinds, tensors


def _add(things: dict[str, Thing], name: str, read: Callable[[], Thing]) -> None:
    if name in things:
        raise Malformed(translate("{name!a} stands there twice", name=name[:80]))
    things[name] = read()


def _value(cursor: _Cursor, kind: GGUFValueType) -> Value:
    if kind is GGUFValueType.STRING:
        return cursor.text(LONGEST_TEXT)
    return _items(cursor) if kind is GGUFValueType.ARRAY else _scalar(cursor, kind)


def _kind(cursor: _Cursor) -> GGUFValueType:
    number = cursor.number("<I")
    try:
        return GGUFValueType(number)
    except ValueError:
        raise Malformed(translate("values of kind {number} are unknown", number=number)) from None


def _scalar(cursor: _Cursor, kind: GGUFValueType) -> int | float:
    form = FORMATS[kind]
    (value,) = struct.unpack(form, cursor.take(struct.calcsize(form)))
    if kind is GGUFValueType.BOOL and value > 1:
        raise Malformed(translate("{value} is neither yes nor no", value=value))
    return int(value) if isinstance(value, int) else float(value)


def _items(cursor: _Cursor) -> Items:
    kind = _kind(cursor)
    count = cursor.items()
    if kind is GGUFValueType.ARRAY:
        raise Malformed(translate("an array of arrays makes no sense"))
    if kind is GGUFValueType.STRING:
        for _ in range(count):
            cursor.skip(cursor.number())
        return Items(kind=kind, count=count)
    if count > KEPT_ITEMS:
        cursor.skip(count * struct.calcsize(FORMATS[kind]))
        return Items(kind=kind, count=count)
    return Items(kind=kind, count=count, values=tuple(_scalar(cursor, kind) for _ in range(count)))


def _tensor(cursor: _Cursor) -> tuple[Tensor, int]:
    sides = cursor.number("<I")
    if not 1 <= sides <= MOST_SIDES:
        raise Malformed(translate("a tensor with {sides:,} sides makes no sense", sides=sides))
    shape = tuple(cursor.number() for _ in range(sides))
    weights = 1
    for side in shape:
        weights *= side
        if not 1 <= side <= LONGEST_SIDE or weights > MOST_WEIGHTS:
            raise Malformed(translate("a tensor of {shape} numbers makes no sense", shape=" x ".join(map(str, shape))))
    number = cursor.number("<I")
    try:
        kind = GGMLQuantizationType(number)
        block, size = GGML_QUANT_SIZES[kind]
    except (ValueError, KeyError):
        raise Malformed(translate("numbers of kind {number} are unknown", number=number)) from None
    if shape[0] % block:
        raise Malformed(translate("rows of {length} numbers cannot be of kind {kind}", length=shape[0], kind=kind.name))
    return Tensor(shape=shape, kind=kind, bytes=weights // block * size), cursor.number()


def _alignment(metadata: Mapping[str, Value]) -> int:
    alignment = metadata.get("general.alignment", GGUF_DEFAULT_ALIGNMENT)
    if not isinstance(alignment, int) or not 1 <= alignment <= LARGEST_ALIGNMENT or alignment & (alignment - 1):
        raise Malformed(translate("an alignment of {alignment} makes no sense", alignment=alignment))
    return alignment


def _aligned(offset: int, alignment: int) -> int:
    return -(-offset // alignment) * alignment


def _check_offsets(tensors: Mapping[str, tuple[Tensor, int]], alignment: int) -> int:
    """Bytes of all weights; as in llama.cpp, each tensor follows the one before it."""
    next_offset, end = 0, 0
    for name, (tensor, offset) in tensors.items():
        if offset != next_offset:
            raise Malformed(translate("{name!a} does not lie where it should", name=name))
        end = next_offset + tensor.bytes
        next_offset = _aligned(end, alignment)
    return end
