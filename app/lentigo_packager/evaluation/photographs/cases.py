"""What came of one labelled photograph: a line of the file that an evaluation is resumed from, and of its JSON."""

from collections.abc import Mapping
from typing import Self

import msgspec

from lentigo.analysis.safety.dangers import is_malignant
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.evidence import Condition
from lentigo.domain.explanation import Support
from lentigo_packager.evaluation.labelled_photographs import LabelledPhotograph
from lentigo_packager.evaluation.photographs.credit import MALIGNANT, Judgement, judge

NONE = "none"  # where no diagnosis was given: a refused photograph, or no usable answer


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One candidate: the handbook's id, or its label where the handbook has none, and its share of the score."""

    condition: str
    share: float
    malignant: bool


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph's label and what the program answered, best first. `trouble` says why it did not."""

    file: str
    condition: str
    lesion: str
    malignant: bool  # by the label
    groups: dict[str, str]  # skin type, age, sex, site, where labels.csv has them
    answers: tuple[Answer, ...] = ()
    led: bool = False  # the report has a leading diagnosis
    judgement: Judgement
    flaws: tuple[str, ...] = ()  # the guards' flags
    candidates_cited: int = 0
    sentences: dict[str, int] = {}  # of explanations, by their support
    seconds: float = 0.0
    made_by: str = ""  # model, library and protocol, by their hashes
    trouble: str = ""

    @property
    def first(self) -> str:
        """The first answer's condition, or NONE."""
        return self.answers[0].condition if self.answers else NONE

    @property
    def correct(self) -> bool:
        """Whether the first answer is the label."""
        return self.first == self.condition

    @property
    def confidence(self) -> float:
        """The first answer's share; 0 without one."""
        return self.answers[0].share if self.answers else 0.0

    @property
    def malignant_share(self) -> float:
        """Of all malignant answers together; they stay in every differential."""
        return sum(answer.share for answer in self.answers if answer.malignant)

    def within(self, count: int) -> bool:
        """Whether the label is among the first answers."""
        return self.condition in [answer.condition for answer in self.answers[:count]]

    @classmethod
    def of_assessment(
        cls, photograph: LabelledPhotograph, name: str, found: Assessment, conditions: Mapping[str, Condition]
    ) -> Self:
        """What the report says, held against the label."""
        answers = tuple(_answer(candidate, conditions) for candidate in found.differential)
        sentences = [sentence.support for told in found.explanations for sentence in told.sentences]
        own, provenance = conditions.get(photograph.condition), found.provenance
        return cls(
            file=name,
            condition=photograph.condition,
            lesion=photograph.lesion,
            malignant=_malignant(photograph.condition, own.icd10 if own else "", own),
            groups=dict(photograph.groups),
            answers=answers,
            led=any(each.likelihood is Likelihood.LEADING for each in found.differential[:1]),
            judgement=judge(photograph.condition, answers[0].condition if answers else NONE, conditions),
            flaws=tuple(sorted({flag.flaw.value for flag in found.answer_flags})),
            candidates_cited=sum(bool(candidate.citations) for candidate in found.differential),
            sentences={support.value: sentences.count(support) for support in Support} if sentences else {},
            seconds=round(sum(provenance.timings.values()), 3),
            made_by=f"{provenance.model.language_sha256} {provenance.library or 'no library'} {provenance.protocol}",
        )

    @classmethod
    def in_trouble(
        cls, photograph: LabelledPhotograph, name: str, reason: str, conditions: Mapping[str, Condition]
    ) -> Self:
        """A photograph that was refused, or whose analysis failed."""
        own = conditions.get(photograph.condition)
        return cls(
            file=name,
            condition=photograph.condition,
            lesion=photograph.lesion,
            malignant=_malignant(photograph.condition, own.icd10 if own else "", own),
            groups=dict(photograph.groups),
            judgement=judge(photograph.condition, NONE, conditions),
            trouble=reason,
        )


def _answer(candidate: Candidate, conditions: Mapping[str, Condition]) -> Answer:
    known = conditions.get(candidate.condition)
    return Answer(
        condition=candidate.condition or candidate.label,
        share=candidate.share,
        malignant=_malignant(candidate.condition, candidate.code, known),
    )


def _malignant(id: str, code: str, known: Condition | None) -> bool:
    return is_malignant(id, code) or bool(known and known.group == MALIGNANT)
