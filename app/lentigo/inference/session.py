"""One case's pictures in the cache, and the questions that fork from them."""

import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lentigo.analysis.ports import LIKELIHOOD, Question, Sampling, Scoring
from lentigo.errors import EngineError
from lentigo.inference.bindings import decode_tokens, logits
from lentigo.inference.engine import Engine
from lentigo.inference.prefix import Prefix
from lentigo.inference.sampling import Grammar, Sampler
from lentigo.inference.scoring import option_tokens, score_answers
from lentigo.language import translate

SCORING_SEQUENCES = 3  # behind its base: the blank prefix, the prompt, and one option at least

OnText = Callable[[str, str], None]
Blank = Callable[[int], Prefix]  # evaluates the system text without the pictures into a sequence
Read = Callable[[str], tuple[Prefix, Blank]]  # evaluates a system text and the pictures behind it into the base


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its tokens."""

    question: Question
    prompt: tuple[int, ...]

    @property
    def cells(self) -> int:
        """The most that it and its answer take of the context."""
        return len(self.prompt) + self.question.max_tokens


@dataclass(slots=True, kw_only=True)
class Answer:
    """One question's answer as it grows, in a sequence of its own. `pending` are tokens that the model has not seen."""

    asked: Asked
    sequence: int
    sampler: Sampler
    position: int
    pending: deque[int]
    row: int = 0  # of its newest logits in the last batch
    text: bytearray = field(default_factory=bytearray)
    tokens: int = 0
    whole: bool = False  # ended by the model or by its grammar

    @property
    def question(self) -> Question:
        """What is answered."""
        return self.asked.question

    @property
    def so_far(self) -> str:
        """The text up to a stop; a character that is not complete yet is left out."""
        text = self.text.decode("utf-8", errors="ignore")
        for stop in self.question.stops:
            text = text.partition(stop)[0]
        return text.strip()

    @property
    def ended(self) -> bool:
        """Whether nothing may be added: the model or its grammar ended it, or a stop, or it has its most tokens."""
        return self.whole or self.stopped or self.tokens >= self.question.max_tokens

    @property
    def cut(self) -> bool:
        """Whether its most tokens alone ended it."""
        return self.ended and not (self.whole or self.stopped)

    @property
    def stopped(self) -> bool:
        """Whether one of its stops stands in the text."""
        return any(stop.encode() in self.text for stop in self.question.stops)


class LlamaImageSession:
    """The pictures stand in sequence `base`; each question copies that prefix and runs beside the others in one batch.

    The same pictures, questions, seed and build give the same answers.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        base: int,
        prefix: Prefix,
        seed: int,
        evaluate_blank: Blank,
        sampling: Sampling | None = None,
        read: Read | None = None,
    ) -> None:
        self._engine = engine
        self.base = base
        self.prefix = prefix
        self._seed = seed
        self._evaluate_blank = evaluate_blank
        self._sampling = sampling or engine.sampling
        self._read = read
        self.cut: frozenset[str] = frozenset()
        """Fields of the last questions whose answers end at their most tokens, perhaps within a word."""

    def ground(self, system: str) -> None:
        """Put another system text before the pictures, which are not encoded again; not within a turn."""
        assert self._read
        self._engine.forget(self.base)
        self.prefix, self._evaluate_blank = self._read(system)

    @property
    def room(self) -> int:
        """Tokens that are left of the context for a question and its answer."""
        return self._room([])

    def tokens(self, text: str) -> int:
        """How many tokens a text takes."""
        return len(self._engine.vocabulary.foreign_text(text))

    def ask(self, questions: Sequence[Question], on_text: OnText) -> dict[str, str]:
        """Answer all questions, as many side by side as there are sequences and room; where one ends, the next begins.

        EngineError where a question could outgrow the context even alone.
        """
        waiting = deque(map(self._take_in, questions))
        free = deque(range(self.base + 1, self._engine.sequences))
        growing: list[Answer] = []
        answers: dict[str, str] = {}
        self.cut = frozenset()
        try:
            while waiting or growing:
                while waiting and free and waiting[0].cells <= self._room(growing):
                    growing.append(self._begin_answer(waiting.popleft(), free.popleft()))
                for answer in self._step(growing, on_text):
                    answers[answer.question.field] = answer.so_far
                    if answer.cut:
                        self.cut |= {answer.question.field}
                    free.append(answer.sequence)
                    growing.remove(answer)
                    self._end_answer(answer)
        finally:
            for answer in growing:
                self._end_answer(answer)
        return answers

    def score(self, prompt: str, options: Sequence[str], scoring: Scoring = LIKELIHOOD) -> tuple[float, ...]:
        """Log-likelihood of each option followed by the end of the turn, after the prompt."""
        engine, tokens = self._engine, tuple(self._engine.prompt(prompt))
        answers = [option_tokens(engine, option) for option in options]
        scores = score_answers(engine, answers, prompt=tokens, base=self.base, position=self.prefix.end)
        if scoring.without_prior:
            scores = [score - prior for score, prior in zip(scores, self._priors(tokens, answers), strict=True)]
        return tuple(scores)

    @contextmanager
    def turn(self, question: str, answer: str) -> Iterator["LlamaImageSession"]:
        """A session in which this question was asked and answered so; the pictures are not evaluated again."""
        engine, sequence = self._engine, self.base + 1
        if sequence + SCORING_SEQUENCES >= engine.sequences:
            raise EngineError(translate("This conversation has too many turns."), hint=translate("Start a new one."))
        said = engine.vocabulary.foreign_text(answer)
        tokens = [*engine.prompt(question), *said, *engine.before_question]

        def take(prefix: Prefix, sequence: int) -> Prefix:
            end = decode_tokens(engine.context, engine.batch, tokens, position=prefix.end, sequence=sequence)
            return Prefix(end=end, cells=prefix.cells + len(tokens))

        engine.fork(self.base, sequence)
        try:
            yield LlamaImageSession(
                engine,
                base=sequence,
                prefix=take(self.prefix, sequence),
                seed=self._seed,
                sampling=self._sampling,
                evaluate_blank=lambda blank: take(self._evaluate_blank(blank), blank),
            )
        finally:
            engine.forget(sequence)

    def _priors(self, prompt: tuple[int, ...], answers: Sequence[tuple[int, ...]]) -> list[float]:
        """The answers' log-likelihoods where there is no picture: what the model says anyway."""
        blank = self.base + 1
        try:
            end = self._evaluate_blank(blank).end
            return score_answers(self._engine, answers, prompt=prompt, base=blank, position=end)
        finally:
            self._engine.forget(blank)

    def _take_in(self, question: Question) -> Asked:
        asked, room = Asked(question=question, prompt=tuple(self._engine.prompt(question.prompt))), self.room
        if asked.cells > room:
            raise EngineError(
                translate(
                    "A question and its answer take up to {tokens:,} tokens, and beside the photographs the "
                    "model has room for {room:,}.",
                    tokens=asked.cells,
                    room=room,
                ),
                hint=translate("Shorten the note or use fewer photographs, then try again."),
            )
        return asked

    def _room(self, growing: Sequence[Answer]) -> int:
        """Cells of the context that are left when each answer has grown to its most."""
        return self._engine.cells - self.prefix.cells - sum(answer.asked.cells for answer in growing)

    def _begin_answer(self, asked: Asked, sequence: int) -> Answer:
        engine, question = self._engine, asked.question
        grammar = Grammar(engine.vocabulary, question.grammar) if question.grammar else None
        seed = zlib.crc32(f"{self._seed} {question.field}".encode())  # so that no neighbour changes it
        engine.fork(self.base, sequence)
        answer = Answer(
            asked=asked,
            sequence=sequence,
            sampler=Sampler(self._sampling, seed=seed, grammar=grammar),
            position=self.prefix.end,
            pending=deque(asked.prompt),
        )
        self._take_forced(answer)
        return answer

    def _step(self, growing: Sequence[Answer], on_text: OnText) -> list[Answer]:
        """Decode what is pending, as far as the batch has room, then choose each a token; returns those that ended."""
        engine = self._engine
        unended = [answer for answer in growing if not answer.ended]  # a grammar may have forced a whole answer
        engine.batch.clear()
        for answer in unended:
            self._fill(answer)
        engine.batch.decode(engine.context)
        for answer in unended:
            if not answer.pending:
                self._choose(answer, on_text)
        return [answer for answer in growing if answer.ended]

    def _fill(self, answer: Answer) -> None:
        batch = self._engine.batch
        while answer.pending and batch.room:
            token, last = answer.pending.popleft(), not answer.pending
            answer.row = batch.add(token, position=answer.position, sequences=(answer.sequence,), logits=last)
            answer.position += 1

    def _choose(self, answer: Answer, on_text: OnText) -> None:
        """Take the next token into the answer, and what a grammar forces behind it."""
        engine = self._engine
        values = logits(engine.context, answer.row, engine.vocabulary.size)
        token = answer.sampler.choose(engine.context, answer.row, values)
        if engine.vocabulary.ends(token):
            answer.whole = True
            return
        answer.text += engine.vocabulary.piece(token)
        answer.tokens += 1
        answer.pending.append(token)
        self._take_forced(answer)
        on_text(answer.question.field, answer.so_far)

    def _take_forced(self, answer: Answer) -> None:
        """Text that the grammar leaves no choice about is read as a batch, not decoded token by token.

        What goes beyond the answer's most tokens is cut off, and then the answer is not whole.
        """
        vocabulary = self._engine.vocabulary
        forced = vocabulary.foreign_bytes(answer.sampler.forced())
        taken = forced[: answer.question.max_tokens - answer.tokens]
        answer.text += b"".join(map(vocabulary.piece, taken))
        answer.tokens += len(taken)
        answer.pending.extend(taken)
        answer.whole = answer.sampler.complete and len(taken) == len(forced)

    def _end_answer(self, answer: Answer) -> None:
        answer.sampler.close()
        self._engine.forget(answer.sequence)
