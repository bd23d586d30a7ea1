"""One case's pictures in the cache, and the questions that fork from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from lentigo.analysis.ports import Question
from lentigo.errors import EngineError
from lentigo.inference.bindings import TokenBatch, logits, piece, tokenize

Logarithms = NDArray[np.float64]


@dataclass(slots=True)
class Thread:
    """One question's answer as it grows, in a sequence of its own."""

    question: Question
    sequence: int
    position: int
    row: int = 0  # of its newest logits in the last batch
    text: bytearray = field(default_factory=bytearray)
    tokens: int = 0

    @property
    def answer(self) -> str:
        """The text so far; a character that is not complete yet is left out."""
        return self.text.decode("utf-8", errors="ignore").strip()


class LlamaImageSession:
    """The picture stands in sequence 0; each question copies that prefix and runs beside the others in one batch.

    Greedy: the same pictures, questions and build give the same answers.
    """

    def __init__(
        self,
        *,
        context: llama_cpp.llama_context_p,
        vocabulary: llama_cpp.llama_vocab_p,
        batch: TokenBatch,
        prefix_end: int,
        after_question: str,
        sequences: int,
    ) -> None:
        self._context = context
        self._memory = llama_cpp.llama_get_memory(context)
        self._vocabulary = vocabulary
        self._vocabulary_size = llama_cpp.llama_vocab_n_tokens(vocabulary)
        self._batch = batch
        self._prefix_end = prefix_end
        self._turn = tokenize(vocabulary, after_question, special=True)
        self._sequences = sequences

    def ask(self, questions: Sequence[Question], on_text: Callable[[str, str], None]) -> dict[str, str]:
        """Answer all questions, as many side by side as there are sequences."""
        answers: dict[str, str] = {}
        group = self._sequences - 1
        for start in range(0, len(questions), group):
            answers |= self._ask_group(questions[start : start + group], on_text)
        return answers

    def score(self, prompt: str, options: Sequence[str]) -> tuple[float, ...]:
        """Log-likelihood of each option followed by the end of the turn, after the prompt."""
        thread = Thread(Question(field="", prompt=prompt, max_tokens=0), sequence=1, position=self._prefix_end)
        self._batch.clear()
        self._add_prompt(thread)
        self._batch.decode(self._context)
        first = _log_softmax(self._logits(thread.row))
        scores: list[float] = []
        group = self._sequences - 2
        for start in range(0, len(options), group):
            scores += self._score_group(options[start : start + group], first, thread)
        self._forget(thread.sequence)
        return tuple(scores)

    def _ask_group(self, questions: Sequence[Question], on_text: Callable[[str, str], None]) -> dict[str, str]:
        threads = [Thread(question, number, self._prefix_end) for number, question in enumerate(questions, start=1)]
        pending = self._first_tokens(threads)
        while pending:
            self._batch.clear()
            growing = [thread for thread, token in pending if self._extend(thread, token, on_text)]
            if growing:
                self._batch.decode(self._context)
            pending = [(thread, self._best_token(thread.row)) for thread in growing]
        return {thread.question.field: thread.answer for thread in threads}

    def _first_tokens(self, threads: Sequence[Thread]) -> list[tuple[Thread, int]]:
        """Put all prompts into the cache, a batch at a time; each thread with its first answer token."""
        pending: list[tuple[Thread, int]] = []
        waiting: list[Thread] = []
        self._batch.clear()
        for thread in threads:
            if len(self._batch) + len(self._prompt_tokens(thread.question.prompt)) > self._batch.capacity:
                pending += self._flush(waiting)
                waiting = []
            self._add_prompt(thread)
            waiting.append(thread)
        return pending + self._flush(waiting)

    def _flush(self, waiting: Sequence[Thread]) -> list[tuple[Thread, int]]:
        if not waiting:
            return []
        self._batch.decode(self._context)
        self._batch.clear()
        return [(thread, self._best_token(thread.row)) for thread in waiting]

    def _add_prompt(self, thread: Thread) -> None:
        tokens = self._prompt_tokens(thread.question.prompt)
        if len(tokens) > self._batch.capacity:
            raise EngineError("A question is too long for the model.", hint="Shorten the note.")
        llama_cpp.llama_memory_seq_cp(self._memory, 0, thread.sequence, -1, -1)
        for token in tokens:
            last = thread.position == self._prefix_end + len(tokens) - 1
            thread.row = self._batch.add(token, position=thread.position, sequence=thread.sequence, logits=last)
            thread.position += 1

    def _extend(self, thread: Thread, token: int, on_text: Callable[[str, str], None]) -> bool:
        """Take the token into the answer and the next batch; False, and the sequence is gone, where the answer ends."""
        ended = llama_cpp.llama_vocab_is_eog(self._vocabulary, token)
        if ended or thread.tokens == thread.question.max_tokens:
            self._forget(thread.sequence)
            return False
        thread.text += piece(self._vocabulary, token)
        thread.tokens += 1
        on_text(thread.question.field, thread.answer)
        thread.row = self._batch.add(token, position=thread.position, sequence=thread.sequence, logits=True)
        thread.position += 1
        return True

    def _score_group(self, options: Sequence[str], first: Logarithms, prompt: Thread) -> list[float]:
        """All options' tokens in one batch; token j's logarithm stands at the row of token j - 1."""
        self._batch.clear()
        answers = [[*tokenize(self._vocabulary, option, special=False), self._end_of_turn] for option in options]
        rows = [self._add_option(answer, number, prompt) for number, answer in enumerate(answers, start=2)]
        self._batch.decode(self._context)
        for sequence in range(2, 2 + len(options)):
            self._forget(sequence)
        return [self._option_score(answer, row, first) for answer, row in zip(answers, rows, strict=True)]

    def _add_option(self, answer: Sequence[int], sequence: int, prompt: Thread) -> list[int]:
        llama_cpp.llama_memory_seq_cp(self._memory, prompt.sequence, sequence, -1, -1)
        return [
            self._batch.add(token, position=prompt.position + offset, sequence=sequence, logits=True)
            for offset, token in enumerate(answer[:-1])
        ]

    def _option_score(self, answer: Sequence[int], rows: Sequence[int], first: Logarithms) -> float:
        later = sum(float(_log_softmax(self._logits(row))[token]) for token, row in zip(answer[1:], rows, strict=True))
        return float(first[answer[0]]) + later

    def _prompt_tokens(self, prompt: str) -> list[int]:
        return tokenize(self._vocabulary, prompt, special=False) + self._turn

    @property
    def _end_of_turn(self) -> int:
        token = llama_cpp.llama_vocab_eot(self._vocabulary)
        return int(token if token >= 0 else llama_cpp.llama_vocab_eos(self._vocabulary))

    def _logits(self, row: int) -> NDArray[np.float32]:
        return logits(self._context, row, self._vocabulary_size)

    def _best_token(self, row: int) -> int:
        return int(self._logits(row).argmax())

    def _forget(self, sequence: int) -> None:
        """Dropping a whole sequence always succeeds, with a sliding window too."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)


def _log_softmax(row: NDArray[np.float32]) -> Logarithms:
    """In double precision, so that sums over tokens do not drift."""
    values = row.astype(np.float64)
    values -= values.max()
    logarithms: Logarithms = values - np.log(np.exp(values).sum())
    return logarithms
