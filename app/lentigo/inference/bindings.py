"""The calls into llama.cpp that the sessions are made of, with ctypes kept in here."""

import ctypes
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import llama_cpp
import numpy as np
from llama_cpp import mtmd_cpp
from numpy.typing import NDArray

from lentigo.errors import Cancelled, EngineError
from lentigo.inference.stopping import OnShare
from lentigo.inference.variants import load_engine
from lentigo.language import translate

ABORTED = 2  # llama_decode's answer when the abort callback said so
OBSERVED = 16  # of so many steps of a picture's encoding, one is reported

# llama.cpp's messages help nobody in a clinic, and could hold parts of a prompt.
_ignore_log = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)


def silence_logs() -> None:
    """Keep llama.cpp and mtmd from writing to standard error."""
    llama_cpp.llama_log_set(_ignore_log, ctypes.c_void_p(0))
    mtmd_cpp.mtmd_helper_log_set(_ignore_log, ctypes.c_void_p(0))


def load_model(
    path: Path, should_stop: Callable[[], bool] = lambda: False, on_progress: OnShare = lambda _share: None
) -> llama_cpp.llama_model_p:
    """Read a language model whole: a mapped file on a pulled stick would kill the process."""

    def goes_on(share: float, _data: object) -> bool:
        on_progress(share)
        return not should_stop()

    load_engine()
    parameters = llama_cpp.llama_model_default_params()
    parameters.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
    parameters.n_gpu_layers = 0
    parameters.progress_callback = llama_cpp.llama_progress_callback(goes_on)
    model = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
    if should_stop():
        llama_cpp.llama_model_free(model)
        raise Cancelled
    if not model:
        raise EngineError(
            translate("The language model {file} could not be loaded.", file=path.name),
            hint=translate("Install the model again."),
        )
    return model


class Projector:
    """A picture encoder that fits a language model. It stops within a layer when asked to, and tells how far it is."""

    def __init__(
        self, path: Path, model: llama_cpp.llama_model_p, *, threads: int, should_stop: Callable[[], bool]
    ) -> None:
        self.on_progress: OnShare = lambda _share: None
        self.seconds = 0.0  # that the last picture took
        self._should_stop = should_stop
        self._steps = 0  # of the running encoding
        self._all_steps = 0  # of a whole one, once seen
        self._width = llama_cpp.llama_model_n_embd_inp(model)
        self._observe = llama_cpp.ggml_backend_sched_eval_callback(self._observed)  # kept alive with the context
        self.context = self._open(path, model, threads)

    def _open(self, path: Path, model: llama_cpp.llama_model_p, threads: int) -> mtmd_cpp.mtmd_context_p:
        """Without flash attention a picture takes much longer and more memory to encode."""
        parameters = mtmd_cpp.mtmd_context_params_default()
        parameters.use_gpu = False
        parameters.print_timings = False
        parameters.warmup = False
        parameters.n_threads = threads
        parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        parameters.cb_eval = self._observe
        context = mtmd_cpp.mtmd_init_from_file(os.fsencode(path), model, parameters)
        if not context:
            raise EngineError(
                translate("The projector {file} does not fit the language model.", file=path.name),
                hint=translate("Install both files of the model again."),
            )
        return context

    def encode(self, chunk: mtmd_cpp.mtmd_input_chunk_p) -> NDArray[np.float32]:
        """The picture's embeddings: one row a token, as wide as the language model's input."""
        self._steps, start = 0, time.perf_counter()
        code = mtmd_cpp.mtmd_encode_chunk(self.context, chunk)
        self.seconds = time.perf_counter() - start
        if self._should_stop():  # an encoding that was stopped ends as if it were complete
            raise Cancelled
        if code != 0:
            raise EngineError(
                translate("The model could not take in the photograph."), hint=translate("Install the model again.")
            )
        self._all_steps = self._steps
        size = mtmd_cpp.mtmd_input_chunk_get_n_tokens(chunk) * self._width
        vectors = np.ctypeslib.as_array(mtmd_cpp.mtmd_get_output_embd(self.context), shape=(size,)).copy()
        if not np.isfinite(vectors).all():
            raise EngineError(
                translate("The projector's numbers are not finite."),
                hint=translate("Its file may be damaged. Install it again."),
            )
        return vectors.reshape(-1, self._width)

    def close(self) -> None:
        """Free the projector; call it before the language model is freed."""
        mtmd_cpp.mtmd_free(self.context)

    def _observed(self, _tensor: object, ask: bool, _data: object) -> bool:
        """Asked before each step whether to look at its result; after those looked at, whether to go on."""
        if ask:
            self._steps += 1
            return self._steps % OBSERVED == 0
        if self._all_steps:
            self.on_progress(self._steps / self._all_steps)
        return not self._should_stop()


def tokenize(vocabulary: llama_cpp.llama_vocab_p, text: str, *, special: bool) -> list[int]:
    """Tokens of a text. `special` only for our own template: control tokens in anything else stay plain text."""
    data = text.encode()
    tokens = (llama_cpp.llama_token * (len(data) + 8))()
    count = llama_cpp.llama_tokenize(vocabulary, data, len(data), tokens, len(tokens), False, special)
    if count < 0:
        raise EngineError(translate("A text is too long for the model."), hint=translate("Shorten the note."))
    return list(tokens[:count])


def piece(vocabulary: llama_cpp.llama_vocab_p, token: int) -> bytes:
    """The bytes a token stands for; control tokens give none."""
    buffer = ctypes.create_string_buffer(256)
    length = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, len(buffer), 0, False)
    return buffer.raw[:length] if length > 0 else b""


class TokenBatch:
    """A llama_batch that is filled token by token and used again."""

    def __init__(self, capacity: int, sequences: int) -> None:
        self.capacity = capacity
        self._batch = llama_cpp.llama_batch_init(capacity, 0, sequences)

    @property
    def room(self) -> int:
        """Tokens that may still be added."""
        return self.capacity - int(self._batch.n_tokens)

    def clear(self) -> None:
        """Empty the batch."""
        self._batch.n_tokens = 0

    def add(self, token: int, *, position: int, sequences: Sequence[int], logits: bool) -> int:
        """Append a token of one or several sequences; returns its index, by which its logits are found."""
        index = self._batch.n_tokens
        self._batch.token[index] = token
        self._batch.pos[index] = position
        self._batch.n_seq_id[index] = len(sequences)
        for number, sequence in enumerate(sequences):
            self._batch.seq_id[index][number] = sequence
        self._batch.logits[index] = logits
        self._batch.n_tokens = index + 1
        return int(index)

    def decode(self, context: llama_cpp.llama_context_p) -> None:
        """Run the batch, if there is anything in it, and empty it; Cancelled where the abort callback stopped it."""
        try:
            if self._batch.n_tokens:
                check_decoded(llama_cpp.llama_decode(context, self._batch))
        finally:
            self.clear()

    def close(self) -> None:
        """Free the batch."""
        llama_cpp.llama_batch_free(self._batch)


def check_decoded(code: int) -> None:
    """Turn llama_decode's answer into an exception where it is not success."""
    if code == ABORTED:
        raise Cancelled
    if code != 0:
        raise EngineError(
            translate("The model could not work on this case."),
            hint=translate("Shorten the note or use fewer photographs, then try again."),
        )


def decode_tokens(
    context: llama_cpp.llama_context_p, batch: TokenBatch, tokens: Sequence[int], *, position: int, sequence: int
) -> int:
    """Decode tokens into a sequence, a batch at a time; only the last gets logits. Returns the next position."""
    batch.clear()
    for place, token in enumerate(tokens, start=1):
        if not batch.room:
            batch.decode(context)
        batch.add(token, position=position, sequences=(sequence,), logits=place == len(tokens))
        position += 1
    batch.decode(context)
    return position


def logits(context: llama_cpp.llama_context_p, index: int, vocabulary_size: int) -> NDArray[np.float32]:
    """The logits behind the last batch's token at `index`, as a view of `vocabulary_size` values; EngineError where
    one is not finite. -1 stands for the last token that has any."""
    row = np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(context, index), shape=(vocabulary_size,))
    if not np.isfinite(row).all():
        raise EngineError(
            translate("The model's numbers are not finite."),
            hint=translate("Its files may be damaged. Install it again."),
        )
    return row
