"""Letters as PDF, on A4 or A5: the clinician's words in their parts, the main photograph, and who signed the report."""

from collections.abc import Mapping

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.domain.letter import Letter, LetterKind, LetterPaper
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.encounter import identity_text
from lentigo.domain.wording.letter import HEADINGS, PARTS
from lentigo.domain.wording.sign_off import signer_text, status_text
from lentigo.language import speaking, translate
from lentigo.report.letter_draft import PLAIN
from lentigo.report.pdf import LOGO, drawing, footer, head_logo, picture_name
from lentigo.report.typesetting import typeset
from lentigo.untrusted import one_line


def render_letter(
    letter: Letter,
    assessment: Assessment,
    pictures: Mapping[str, DeidentifiedPhotograph],
    *,
    clinic: Clinic = NO_CLINIC,
    paper: LetterPaper = "A4",
) -> bytes:
    """The bytes of a PDF file, in the letter's language; `pictures` are the report's photographs by their SHA-256."""
    with speaking(letter.language):
        return _typeset(letter, assessment, pictures, clinic, paper)


def _typeset(
    letter: Letter,
    assessment: Assessment,
    pictures: Mapping[str, DeidentifiedPhotograph],
    clinic: Clinic,
    paper: LetterPaper,
) -> bytes:
    heading = translate(HEADINGS[letter.kind])
    main = [pictures[each.sha256].raster for each in assessment.pictures[:1]]
    known = assessment.sign_off
    last = known.signatures[-1] if known.frozen else None
    return typeset(
        "letter",
        {
            "title": translate("{heading}: report {id}", heading=heading, id=assessment.id),
            "kind": letter.kind.value,
            "heading": heading,
            "clinic": one_line(clinic.name),
            "logo": head_logo(clinic),
            "identity": identity_text(assessment.encounter),
            "day": format_day((last.at if last else assessment.created)[:10]),
            "status": _status(letter.kind, assessment),
            "signed": bool(last) and not known.withdrawal,
            "signer": signer_text(last.review.signer) if last else "",
            "parts": [{"id": part.value, "title": translate(PARTS[part]), "text": text} for part, text in letter.parts],
            "photographs": [
                {
                    "file": picture_name(index),
                    "shape": raster.width / raster.height,
                    "caption": _caption(letter.kind),
                }
                for index, raster in enumerate(main)
            ],
            "lines": [translate("Name and role"), translate("Date"), translate("Signature")],
            "notes": [*_sources(letter), _warning(letter.kind)],
            "number": footer(assessment)["number"],
        },
        pictures={picture_name(index): drawing(raster) for index, raster in enumerate(main)}
        | ({LOGO: drawing(clinic.logo)} if clinic.logo else {}),
        created=assessment.created,
        paper=paper,
    )


def _caption(kind: LetterKind) -> str:
    if kind is LetterKind.PATIENT:
        return translate(PLAIN["photograph"])
    return translate("The main photograph. It bears no scale: do not measure in it.")


def _sources(letter: Letter) -> tuple[str, ...]:
    """Where quotes are from, if there are any."""
    if not any("“" in text for _part, text in letter.parts):
        return ()
    if letter.kind is LetterKind.PATIENT:
        return (translate(PLAIN["quotes"]),)
    return (translate("What stands in quotation marks with a page is quoted from the Lentigo handbook."),)


def _status(kind: LetterKind, assessment: Assessment) -> str:
    """Who answers for it, or that nobody does."""
    if kind is LetterKind.REFERRAL:
        return translate("About report {id}. {status}", id=assessment.id, status=status_text(assessment))
    known = assessment.sign_off
    if known.withdrawal:
        return translate(PLAIN["withdrawn"])
    if not known.frozen:
        return translate(PLAIN["unsigned"])
    last = known.signatures[-1]
    return translate(PLAIN["signed"], signer=one_line(last.review.signer.name), day=format_day(last.at[:10]))


def _warning(kind: LetterKind) -> str:
    if kind is LetterKind.PATIENT:
        return translate(PLAIN["visit"])
    return translate("Written with Lentigo, from what the clinician entered and accepted.")
