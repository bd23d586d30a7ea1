"""What a clinician writes from a report: to a colleague, or to the patient. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self

LetterPaper = Literal["A4", "A5"]


class LetterKind(StrEnum):
    """To whom it is written."""

    REFERRAL = "letter"
    PATIENT = "sheet"


class LetterPart(StrEnum):
    """The parts of both, each a text that the clinician can change."""

    RECIPIENT = "recipient"
    URGENCY = "urgency"
    REASON = "reason"
    QUESTION = "question"
    DIAGNOSIS = "diagnosis"
    FINDINGS = "findings"
    HISTORY = "history"
    ACTION = "action"
    SEEN = "seen"
    DO = "do"
    RETURN = "return"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The texts of a letter in their order; an empty one is a line to fill in by hand.

    `language` is its tag, "" for the language that the program speaks.
    """

    kind: LetterKind
    parts: tuple[tuple[LetterPart, str], ...]
    language: str = ""

    def with_part(self, part: LetterPart, text: str) -> Self:
        """With other words in one part."""
        return replace(self, parts=tuple((each, text if each is part else known) for each, known in self.parts))

    def with_parts(self, parts: Iterable[tuple[LetterPart, str]]) -> Self:
        """With other words in several."""
        letter = self
        for part, text in parts:
            letter = letter.with_part(part, text)
        return letter

    def differing(self, drafted: Self) -> Self:
        """Only the parts that are not as they were drafted."""
        return replace(self, parts=tuple(each for each in self.parts if each not in drafted.parts))
