"""The calls into llama.cpp that the sessions are made of, with ctypes kept in here."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import llama_cpp
import numpy as np
from llama_cpp import mtmd_cpp
from numpy.typing import NDArray

from lentigo.domain.photograph import Raster
from lentigo.errors import Cancelled, EngineError

ABORTED = 2  # llama_decode's answer when the abort callback said so


# llama.cpp's messages help nobody in a clinic, and could hold parts of a prompt.
_ignore_log = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)


def silence_logs() -> None:
    """Keep llama.cpp and mtmd from writing to standard error."""
    llama_cpp.llama_log_set(_ignore_log, ctypes.c_void_p(0))
    mtmd_cpp.mtmd_helper_log_set(_ignore_log, ctypes.c_void_p(0))


def load_model(path: Path) -> llama_cpp.llama_model_p:
    """Read a language model whole: a mapped file on a pulled stick would kill the process."""
    parameters = llama_cpp.llama_model_default_params()
    parameters.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
    parameters.n_gpu_layers = 0
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
    if not model:
        raise EngineError(f"The language model {path.name} could not be loaded.", hint="Install the model again.")
    return model


def load_projector(path: Path, model: llama_cpp.llama_model_p, threads: int) -> mtmd_cpp.mtmd_context_p:
    """Read a projector. Without flash attention a picture takes much longer and more memory to encode."""
    parameters = mtmd_cpp.mtmd_context_params_default()
    parameters.use_gpu = False
    parameters.print_timings = False
    parameters.warmup = False
    parameters.n_threads = threads
    parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
    projector = mtmd_cpp.mtmd_init_from_file(str(path).encode(), model, parameters)
    if not projector:
        raise EngineError(
            f"The projector {path.name} does not fit the language model.", hint="Install both files of the model again."
        )
    return projector


def tokenize(vocabulary: llama_cpp.llama_vocab_p, text: str, *, special: bool) -> list[int]:
    """Tokens of a text. `special` only for our own template: control tokens in anything else stay plain text."""
    data = text.encode()
    tokens = (llama_cpp.llama_token * (len(data) + 8))()
    count = llama_cpp.llama_tokenize(vocabulary, data, len(data), tokens, len(tokens), False, special)
    if count < 0:
        raise EngineError("A text is too long for the model.", hint="Shorten the note.")
    return list(tokens[:count])


def piece(vocabulary: llama_cpp.llama_vocab_p, token: int) -> bytes:
    """The bytes a token stands for; control tokens give none."""
    buffer = ctypes.create_string_buffer(256)
    length = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, len(buffer), 0, False)
    return buffer.raw[:length] if length > 0 else b""


class TokenBatch:
    """A llama_batch that is filled token by token and used again."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._batch = llama_cpp.llama_batch_init(capacity, 0, 1)

    def __len__(self) -> int:
        return int(self._batch.n_tokens)

    def clear(self) -> None:
        """Empty the batch."""
        self._batch.n_tokens = 0

    def add(self, token: int, *, position: int, sequence: int, logits: bool) -> int:
        """Append a token; returns its index in the batch, by which its logits are found."""
        index = self._batch.n_tokens
        self._batch.token[index] = token
        self._batch.pos[index] = position
        self._batch.n_seq_id[index] = 1
        self._batch.seq_id[index][0] = sequence
        self._batch.logits[index] = logits
        self._batch.n_tokens = index + 1
        return int(index)

    def decode(self, context: llama_cpp.llama_context_p) -> None:
        """Run the batch; Cancelled where the abort callback stopped it."""
        check_decoded(llama_cpp.llama_decode(context, self._batch))

    def close(self) -> None:
        """Give the memory back."""
        llama_cpp.llama_batch_free(self._batch)


def check_decoded(code: int) -> None:
    """Turn llama_decode's answer into an exception where it is not success."""
    if code == ABORTED:
        raise Cancelled
    if code != 0:
        raise EngineError(
            "The model could not work on this case.", hint="Shorten the note or use fewer photographs, then try again."
        )


def logits(context: llama_cpp.llama_context_p, index: int, vocabulary_size: int) -> NDArray[np.float32]:
    """The logits behind the batch's token at `index`, as a view of `vocabulary_size` values; finite or EngineError."""
    row = np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(context, index), shape=(vocabulary_size,))
    if not np.isfinite(row).all():
        raise EngineError("The model's numbers are not finite.", hint="Its files may be damaged. Install it again.")
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A text of a prompt; `special` says whether control tokens in it count, true for our own template only."""

    text: str
    special: bool


def tokenize_parts(
    projector: mtmd_cpp.mtmd_context_p, parts: Sequence[TextPart | Raster]
) -> mtmd_cpp.mtmd_input_chunks_p:
    """Chunks of a prompt made of texts and pictures, for the caller to free.

    Pictures enter as pixels: given a file's bytes, mtmd would look for ffprobe on the PATH.
    """
    structures = [_text_part(part) if isinstance(part, TextPart) else _picture_part(part) for part in parts]
    pointers = (ctypes.POINTER(mtmd_cpp.mtmd_input_part) * len(structures))(*map(ctypes.pointer, structures))
    chunks = mtmd_cpp.mtmd_input_chunks_init()
    code = mtmd_cpp.mtmd_tokenize_from_parts(projector, chunks, pointers, len(structures), True)
    for structure in structures:
        if structure.bitmap:
            mtmd_cpp.mtmd_bitmap_free(structure.bitmap)
    if code != 0:
        mtmd_cpp.mtmd_input_chunks_free(chunks)
        raise EngineError("The model could not take in the photograph.", hint="Install the model again.")
    return chunks


def _text_part(part: TextPart) -> mtmd_cpp.mtmd_input_part:
    data = part.text.encode()
    text = mtmd_cpp.mtmd_input_text(text=data, text_len=len(data), add_special=False, parse_special=part.special)
    return mtmd_cpp.mtmd_input_part(text=ctypes.pointer(text), bitmap=None)


def _picture_part(raster: Raster) -> mtmd_cpp.mtmd_input_part:
    pixels = (ctypes.c_uint8 * len(raster.rgb)).from_buffer_copy(raster.rgb)
    return mtmd_cpp.mtmd_input_part(text=None, bitmap=mtmd_cpp.mtmd_bitmap_init(raster.width, raster.height, pixels))


def evaluate_prefix(
    projector: mtmd_cpp.mtmd_context_p,
    context: llama_cpp.llama_context_p,
    chunks: mtmd_cpp.mtmd_input_chunks_p,
    batch_size: int,
) -> int:
    """Encode and decode the chunks into sequence 0; returns the next position."""
    position = llama_cpp.llama_pos(0)
    code = mtmd_cpp.mtmd_helper_eval_chunks(projector, context, chunks, 0, 0, batch_size, False, ctypes.byref(position))
    check_decoded(code)
    return int(position.value)
