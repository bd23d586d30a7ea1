"""What all sessions of one loaded model share."""

from dataclasses import dataclass

import llama_cpp

from lentigo.analysis.ports import Sampling
from lentigo.inference.bindings import TokenBatch
from lentigo.inference.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A context with `sequences` sequences, a batch for it, and the tokens of the model's turns."""

    context: llama_cpp.llama_context_p
    vocabulary: Vocabulary
    batch: TokenBatch
    sequences: int
    sampling: Sampling
    before_answer: tuple[int, ...]  # between a question and its answer
    before_question: tuple[int, ...]  # between an answer and the next question

    @property
    def memory(self) -> llama_cpp.llama_memory_t:
        """The cache of all sequences."""
        return llama_cpp.llama_get_memory(self.context)

    @property
    def cells(self) -> int:
        """How many tokens the cache holds, of all sequences together; what they share counts once."""
        return int(llama_cpp.llama_n_ctx(self.context))

    def prompt(self, question: str) -> list[int]:
        """A question's tokens, up to where the answer begins; nothing in it can be a control token."""
        return [*self.vocabulary.foreign_text(question), *self.before_answer]

    def fork(self, source: int, sequence: int) -> None:
        """Make a sequence share another one's KV cells; nothing is computed or copied."""
        llama_cpp.llama_memory_seq_cp(self.memory, source, sequence, -1, -1)

    def forget(self, sequence: int) -> None:
        """Remove a whole sequence from the KV cache; this works with a sliding window too."""
        llama_cpp.llama_memory_seq_rm(self.memory, sequence, -1, -1)
