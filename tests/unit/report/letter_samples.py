"""Letters to draw."""

from dataclasses import replace

from signed_reports import report_of, signed

from lentigo.domain.advice import Advice, AdviceKind
from lentigo.domain.assessment import Assessment
from lentigo.domain.letter import Letter, LetterKind, LetterPart
from lentigo.report.letter_draft import draft_letter


def advice(kind: AdviceKind, condition: str, text: str) -> Advice:
    return Advice(kind=kind, condition=condition, text=text, document="lentigo-handbook.pdf", page=50, label="46")


ADVICE = (
    advice(AdviceKind.REFER, "melanoma", "Refer within two weeks for a 7-point score of 3 or more (1)."),
    advice(AdviceKind.TELL, "melanoma", "“This mark could be a skin cancer.”"),
    advice(AdviceKind.TELL, "melanoma", "Return at once if the mark bleeds (2,3)."),
    advice(AdviceKind.TELL, "seborrhoeic-keratosis", "These marks are harmless."),
)


def advised(assessment: Assessment) -> Assessment:
    """With the handbook's words, signed, for melanoma."""
    return report_of(signed(replace(assessment, advice=ADVICE)))


def filled(kind: LetterKind, assessment: Assessment, text: str) -> Letter:
    """The same text in each part."""
    letter = draft_letter(kind, assessment)
    for part, _known in letter.parts:
        letter = letter.with_part(part, text)
    return letter


def parts(letter: Letter) -> dict[LetterPart, str]:
    return dict(letter.parts)
