"""A model's tokens: texts to them and back, and which of them could mislead it."""

import re
from collections.abc import Iterator
from functools import cached_property

import llama_cpp

from lentigo.inference.bindings import piece, tokenize

STRAY_BYTE = re.compile("([\udc80-\udcff])")  # as Python decodes a byte that belongs to no whole character


class Vocabulary:
    """The vocabulary of one loaded model."""

    def __init__(self, model: llama_cpp.llama_model_p) -> None:
        self.model = model
        self.pointer = llama_cpp.llama_model_get_vocab(model)
        self.size = int(llama_cpp.llama_vocab_n_tokens(self.pointer))

    def own_text(self, text: str) -> list[int]:
        """Tokens of our own template's text, in which control tokens count."""
        return tokenize(self.pointer, text, special=True)

    def foreign_text(self, text: str) -> list[int]:
        """Tokens of anybody else's text: no control token comes out of it, nor a mark such as <tool_call>."""
        return [token for part in self.without_marks(text) for token in tokenize(self.pointer, part, special=False)]

    def foreign_bytes(self, data: bytes) -> list[int]:
        """The same for UTF-8 that may begin and end within a character, whose bytes there become a token each."""
        tokens: list[int] = []
        for part in STRAY_BYTE.split(data.decode("utf-8", errors="surrogateescape")):
            if STRAY_BYTE.fullmatch(part):
                tokens.append(self._byte_tokens[part.encode("utf-8", errors="surrogateescape")])
            else:
                tokens += self.foreign_text(part)
        return tokens

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; control tokens give none."""
        return piece(self.pointer, token)

    def ends(self, token: int) -> bool:
        """Whether an answer ends with the token."""
        return bool(llama_cpp.llama_vocab_is_eog(self.pointer, token))

    @cached_property
    def end_of_turn(self) -> int:
        """The token that ends an answer."""
        token = llama_cpp.llama_vocab_eot(self.pointer)
        return int(token if token >= 0 else llama_cpp.llama_vocab_eos(self.pointer))

    @cached_property
    def single_bytes(self) -> dict[int, bytes]:
        """A token for each of the 256 bytes; empty where one is lacking, as a choice could then be overlooked."""
        found: dict[bytes, int] = {}
        for token in range(self.size):
            text = self.piece(token)
            if len(text) == 1:
                found.setdefault(text, token)
            if len(found) == 256:
                return {token: text for text, token in found.items()}
        return {}

    @cached_property
    def _byte_tokens(self) -> dict[bytes, int]:
        return {text: token for token, text in self.single_bytes.items()}

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Texts such as <think>, which llama.cpp takes for one token wherever they stand."""
        kind = llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        tokens = (token for token in range(self.size) if llama_cpp.llama_vocab_get_attr(self.pointer, token) & kind)
        texts = (llama_cpp.llama_vocab_get_text(self.pointer, token).decode(errors="replace") for token in tokens)
        return tuple(text for text in texts if text.startswith("<") and text.endswith(">"))

    @cached_property
    def _marks_pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.marks)) or "(?!)")  # the latter matches nothing

    def without_marks(self, text: str) -> Iterator[str]:
        """The text in parts, each mark cut behind its first letter."""
        start = 0
        for mark in self._marks_pattern.finditer(text):
            yield text[start : mark.start() + 1]
            start = mark.start() + 1
        yield text[start:]
