"""How the next token is chosen: by llama.cpp's sampler chain, within a grammar where the question has one."""

import ctypes
import re
from codecs import utf_8_decode

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lentigo.analysis.ports import Sampling
from lentigo.errors import EngineError
from lentigo.inference.vocabulary import Vocabulary
from lentigo.language import translate

CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])  # llama_token_data
LONGEST_FORCED = 256  # bytes taken at once
HALF_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")  # which Python takes for a character's beginning, though none has it


class Sampler:
    """One answer's choices. `close` gives the memory back."""

    def __init__(self, sampling: Sampling, *, seed: int, grammar: "Grammar | None") -> None:
        self._chain = _chain(sampling, seed)
        self._grammar = grammar

    def choose(self, context: llama_cpp.llama_context_p, row: int, logits: NDArray[np.float32]) -> int:
        """The next token after the batch's token at `row`, whose logits are `logits`."""
        token = int(llama_cpp.llama_sampler_sample(self._chain, context, row))
        if self._grammar:
            if not self._grammar.allows(token):  # rare: most grammars ask for what the model would say
                token = self._choose_within(self._grammar, logits)
            self._grammar.accept(token)
        return token

    def forced(self) -> bytes:
        """What the grammar leaves no choice about, from here on; taken as said. It may end within a character."""
        return self._grammar.take_forced() if self._grammar else b""

    @property
    def complete(self) -> bool:
        """Whether the grammar is known to leave nothing but the end."""
        return self._grammar is not None and self._grammar.complete

    def close(self) -> None:
        """Free the chain."""
        llama_cpp.llama_sampler_free(self._chain)
        if self._grammar:
            self._grammar.close()

    def _choose_within(self, grammar: "Grammar", logits: NDArray[np.float32]) -> int:
        tokens = np.arange(len(logits), dtype=np.int32)
        candidates = Candidates(tokens, logits)
        candidates.apply(grammar.sampler)
        left = candidates.data["logit"].copy()
        while np.isfinite(left).any():
            candidates = Candidates(tokens, left)
            candidates.apply(self._chain)
            if grammar.allows(candidates.selected):
                return candidates.selected
            left[candidates.selected] = -np.inf  # no text, or broken text, which llama.cpp's grammar lets pass
        raise EngineError(
            translate("The model cannot answer in the form asked for."), hint=translate("Choose another model.")
        )


class Candidates:
    """Tokens with their logits, as llama.cpp's samplers take them."""

    def __init__(self, tokens: NDArray[np.int32], logits: NDArray[np.float32]) -> None:
        self.data = np.zeros(len(tokens), dtype=CANDIDATE)
        self.data["id"], self.data["logit"] = tokens, logits
        pointer = self.data.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_token_data))
        self._array = llama_cpp.llama_token_data_array(data=pointer, size=len(tokens), selected=-1, sorted=False)

    def apply(self, sampler: "llama_cpp.llama_sampler_p") -> None:
        """Let a sampler change the logits or choose."""
        llama_cpp.llama_sampler_apply(sampler, ctypes.byref(self._array))

    @property
    def selected(self) -> int:
        """The token that the last sampler chose."""
        return int(self.data["id"][self._array.selected])


class Grammar:
    """A GBNF grammar and how far the answer is in it.

    llama.cpp checks a token's text up to a zero, which broken UTF-8 can hide in it, but takes the whole of it, and ends
    the process where that does not fit. It also takes control tokens for their names. So neither is allowed here.
    """

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self.sampler = llama_cpp.llama_sampler_init_grammar(vocabulary.pointer, text.encode(), b"root")
        if not self.sampler:
            raise EngineError(translate("A question's grammar is faulty."), hint=translate("Install Lentigo again."))
        self.complete = False  # once `take_forced` found that nothing but the end may come
        self._vocabulary = vocabulary
        self._begun = b""  # of a character
        self._end = vocabulary.end_of_turn
        self._bytes = vocabulary.single_bytes

    def allows(self, token: int) -> bool:
        """Whether the answer may go on with the token."""
        return token in self._allowed([token]) and (self._vocabulary.ends(token) or self._is_text(token))

    def accept(self, token: int) -> None:
        """Take the token as said; only one that is allowed, or the process ends."""
        llama_cpp.llama_sampler_accept(self.sampler, token)
        said = self._begun + self._vocabulary.piece(token)
        self._begun = said[utf_8_decode(said, "ignore", False)[1] :]

    def take_forced(self) -> bytes:
        """The text that must come next, found byte by byte; accepted, and returned."""
        forced = bytearray()
        while self._bytes and len(forced) < LONGEST_FORCED:
            allowed = self._allowed([self._end, *self._bytes])
            self.complete = allowed == [self._end]
            if self.complete or len(allowed) != 1 or not self._is_text(allowed[0]):
                break
            self.accept(allowed[0])
            forced += self._bytes[allowed[0]]
        return bytes(forced)

    def close(self) -> None:
        """Free the grammar."""
        llama_cpp.llama_sampler_free(self.sampler)

    def _is_text(self, token: int) -> bool:
        """Whether it stands for text without a zero that, behind what is said, is UTF-8."""
        text = self._vocabulary.piece(token)
        said = self._begun + text
        try:
            _, whole = utf_8_decode(said, "strict", False)
        except UnicodeDecodeError:
            return False
        return bool(text) and b"\0" not in text and not HALF_SURROGATE.match(said, whole)

    def _allowed(self, tokens: list[int]) -> list[int]:
        candidates = Candidates(np.array(tokens, dtype=np.int32), np.zeros(len(tokens), dtype=np.float32))
        candidates.apply(self.sampler)
        return [int(token) for token in candidates.data["id"][np.isfinite(candidates.data["logit"])]]


def _chain(sampling: Sampling, seed: int) -> "llama_cpp.llama_sampler_p":
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    for link in _links(sampling, seed):
        llama_cpp.llama_sampler_chain_add(chain, link)
    return chain


def _links(sampling: Sampling, seed: int) -> "list[llama_cpp.llama_sampler_p]":
    if not sampling.temperature:
        return [llama_cpp.llama_sampler_init_greedy()]
    return [
        *([llama_cpp.llama_sampler_init_top_k(sampling.top_k)] if sampling.top_k else []),
        llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1),
        llama_cpp.llama_sampler_init_temp(sampling.temperature),
        llama_cpp.llama_sampler_init_dist(seed),
    ]
