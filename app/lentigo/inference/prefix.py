"""The part of a prompt that all questions share: texts and pictures, evaluated once. No picture is encoded twice."""

import ctypes
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import llama_cpp
import numpy as np
from llama_cpp import mtmd_cpp
from numpy.typing import NDArray

from lentigo.domain.photograph import Raster
from lentigo.errors import Cancelled, EngineError
from lentigo.inference.bindings import Projector, TokenBatch, decode_tokens
from lentigo.language import translate

KEPT_BYTES = 128 * 1024 * 1024  # of encoded pictures: some fifty of MedGemma's, two of the largest that Qwen3-VL takes

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A text of a prompt; `special` says whether control tokens in it count, true for our own template only."""

    text: str
    special: bool


Part = TextPart | Raster


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """What stands in a sequence: `end` is the next position, `cells` what it takes of the context.

    With Qwen's M-RoPE a picture of w x h tokens takes w * h cells, but only max(w, h) positions.
    """

    end: int
    cells: int


class PictureStore:
    """Encoded pictures of this run, in memory only; the one not used for longest leaves first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Vectors] = OrderedDict()

    def vectors(self, picture: Raster, encode: Callable[[], Vectors]) -> Vectors:
        """The picture's vectors: those kept, or those that `encode` makes now."""
        key = hashlib.sha256(f"{picture.width}x{picture.height} ".encode() + picture.rgb).hexdigest()
        if key not in self._kept:
            self._kept[key] = encode()
        self._kept.move_to_end(key)
        while sum(vectors.nbytes for vectors in self._kept.values()) > KEPT_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return self._kept[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixEvaluator:
    """Takes texts and pictures into a sequence of the context."""

    context: llama_cpp.llama_context_p
    projector: Projector
    store: PictureStore
    batch: TokenBatch
    should_stop: Callable[[], bool]

    def evaluate(self, parts: Sequence[Part], sequence: int) -> Prefix:
        """Evaluate the parts from position 0."""
        pictures = iter([part for part in parts if isinstance(part, Raster)])
        position = cells = 0
        with tokenized(self.projector, parts) as chunks:
            for chunk in chunks:
                cells += int(mtmd_cpp.mtmd_input_chunk_get_n_tokens(chunk))
                if mtmd_cpp.mtmd_input_chunk_get_type(chunk) == mtmd_cpp.MTMD_INPUT_CHUNK_TYPE_TEXT:
                    position = self._take_text(chunk, position, sequence)
                else:
                    position = self._take_picture(chunk, next(pictures), position, sequence)
        return Prefix(end=position, cells=cells)

    def _take_text(self, chunk: mtmd_cpp.mtmd_input_chunk_p, position: int, sequence: int) -> int:
        count = ctypes.c_size_t()
        tokens = mtmd_cpp.mtmd_input_chunk_get_tokens_text(chunk, ctypes.byref(count))
        return decode_tokens(self.context, self.batch, tokens[: count.value], position=position, sequence=sequence)

    def _take_picture(self, chunk: mtmd_cpp.mtmd_input_chunk_p, picture: Raster, position: int, sequence: int) -> int:
        vectors = self.store.vectors(picture, lambda: self.projector.encode(chunk))
        after = llama_cpp.llama_pos(position)
        code = mtmd_cpp.mtmd_helper_decode_image_chunk(
            self.projector.context,
            self.context,
            chunk,
            vectors.ctypes.data_as(ctypes.POINTER(ctypes.c_float)),
            position,
            sequence,
            self.batch.capacity,
            ctypes.byref(after),
            mtmd_cpp.mtmd_helper_post_decode_callback(),
            None,
        )
        if self.should_stop():  # the helper reports an abort as a failure
            raise Cancelled
        if code != 0:
            raise EngineError(
                translate("The photographs do not fit into the model."), hint=translate("Use fewer of them.")
            )
        return int(after.value)


@contextmanager
def tokenized(projector: Projector, parts: Sequence[Part]) -> Iterator[list[mtmd_cpp.mtmd_input_chunk_p]]:
    """A prompt's chunks, valid inside the `with` block.

    Pictures enter as pixels: given a file's bytes, mtmd would look for ffprobe on the PATH.
    """
    structures = [_text_part(part) if isinstance(part, TextPart) else _picture_part(part) for part in parts]
    pointers = (ctypes.POINTER(mtmd_cpp.mtmd_input_part) * len(structures))(*map(ctypes.pointer, structures))
    chunks = mtmd_cpp.mtmd_input_chunks_init()
    try:
        code = mtmd_cpp.mtmd_tokenize_from_parts(projector.context, chunks, pointers, len(structures), True)
        if code != 0:
            raise EngineError(
                translate("The model could not take in the photograph."), hint=translate("Install the model again.")
            )
        yield [mtmd_cpp.mtmd_input_chunks_get(chunks, i) for i in range(mtmd_cpp.mtmd_input_chunks_size(chunks))]
    finally:
        for structure in structures:
            if structure.bitmap:
                mtmd_cpp.mtmd_bitmap_free(structure.bitmap)
        mtmd_cpp.mtmd_input_chunks_free(chunks)


def _text_part(part: TextPart) -> mtmd_cpp.mtmd_input_part:
    data = part.text.encode()
    text = mtmd_cpp.mtmd_input_text(text=data, text_len=len(data), add_special=False, parse_special=part.special)
    return mtmd_cpp.mtmd_input_part(text=ctypes.pointer(text), bitmap=None)


def _picture_part(raster: Raster) -> mtmd_cpp.mtmd_input_part:
    pixels = (ctypes.c_uint8 * len(raster.rgb)).from_buffer_copy(raster.rgb)
    return mtmd_cpp.mtmd_input_part(text=None, bitmap=mtmd_cpp.mtmd_bitmap_init(raster.width, raster.height, pixels))
