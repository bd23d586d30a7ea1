"""What was asked about a case's photographs, and what the model said to it."""

from dataclasses import dataclass

from lentigo.domain.answer_flag import AnswerFlaw
from lentigo.domain.evidence import Citation
from lentigo.domain.explanation import CitedSentence, Support

LONGEST_QUESTION = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with its answer, a draft of the model. Its citations are numbered for this turn alone.

    `answer` is empty where nothing of it was usable; `flaws` say why. `forgotten` counts the turns before it that the
    model did not have before it any more, as its context has no room for them.
    """

    question: str
    answer: tuple[CitedSentence, ...]
    citations: tuple[Citation, ...]
    model: str  # its id
    flaws: tuple[AnswerFlaw, ...] = ()
    forgotten: int = 0

    @property
    def said(self) -> str:
        """The answer without what its pages do not support, as the model is reminded of it."""
        return " ".join(each.text for each in self.answer if each.support is not Support.UNSUPPORTED)
