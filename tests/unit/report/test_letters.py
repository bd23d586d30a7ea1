"""Letters say what the clinician said, and what the handbook says with its page; nothing of the model's alone."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from letter_samples import ADVICE, advice, advised, parts
from signed_reports import AT, SIGNER, report_of, signed

from lentigo.domain.advice import AdviceKind
from lentigo.domain.assessment import Assessment
from lentigo.domain.description import Description
from lentigo.domain.evidence import Condition
from lentigo.domain.finding import FindingSource
from lentigo.domain.letter import LetterKind, LetterPart
from lentigo.domain.sign_off import FinalDiagnosis, FlagAnswer
from lentigo.domain.wording.red_flag import RULES, URGENCIES
from lentigo.language import ACCENTED, speaking, translate
from lentigo.paths import default_paths
from lentigo.report.formats import Pictures, format_of
from lentigo.report.letter_draft import PLAIN, draft_letter
from lentigo.report.letter_pdf import render_letter
from lentigo.retrieval.conditions import load_conditions

PDFS = default_paths().resources / "knowledge" / "pdf"


def read(data: bytes) -> str:
    with pymupdf.open("pdf", data) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_the_models_words_are_in_no_letter_until_they_are_accepted(assessment: Assessment) -> None:
    for kind in LetterKind:
        words = " ".join(parts(draft_letter(kind, assessment)).values())
        assert "brown" not in words  # the draft's colours, and its description
        assert "Melanoma" not in words
        assert "naevus" not in words
    letter = parts(draft_letter(LetterKind.REFERRAL, assessment))
    assert letter[LetterPart.FINDINGS] == "Lesion type: plaque, just palpable"  # the one that the clinician wrote
    accepted = replace(
        assessment,
        findings=tuple(replace(each, accepted=True) for each in assessment.findings),
        description=Description(text="A dark patch.", source=FindingSource.CLINICIAN, draft=""),
    )
    letter = parts(draft_letter(LetterKind.REFERRAL, accepted))
    assert "Colour: light brown, dark brown, blue-grey" in letter[LetterPart.FINDINGS]
    assert letter[LetterPart.FINDINGS].startswith("A dark patch.")
    assert "Location" not in letter[LetterPart.FINDINGS]  # not assessed


def test_the_urgency_has_its_reason_and_follows_what_the_clinician_set_aside(assessment: Assessment) -> None:
    report = advised(assessment)
    letter = parts(draft_letter(LetterKind.REFERRAL, report))
    assert letter[LetterPart.URGENCY] == "Within two weeks"
    assert "Points: 6" in letter[LetterPart.REASON]
    assert "NICE NG12" in letter[LetterPart.REASON]
    assert "“Refer within two weeks for a 7-point score of 3 or more.” (p.\u00a046)" in letter[LetterPart.REASON]
    review = report.sign_off.review
    (reply,) = review.replies
    refused = replace(review, replies=(replace(reply, answer=FlagAnswer.NOT_ACTED_ON, text="A tattoo"),))
    letter = parts(
        draft_letter(LetterKind.REFERRAL, replace(report, sign_off=replace(report.sign_off, review=refused)))
    )
    assert letter[LetterPart.URGENCY] == ""  # and no word that it is not urgent
    assert "Points" not in letter[LetterPart.REASON]


def test_an_unreviewed_language_has_the_english_beside_urgency_and_rules(assessment: Assessment) -> None:
    letter = parts(draft_letter(LetterKind.REFERRAL, advised(assessment), language="es"))
    flag = max(letter[LetterPart.REASON].splitlines(), key=lambda line: "(" in line)
    with speaking("es"):
        spoken = {translate(words): words for words in URGENCIES.values()}
    told = letter[LetterPart.URGENCY].casefold()
    assert any(told == f"{said} ({english})".casefold() for said, english in spoken.items())
    assert any(english in flag for english in RULES.values() if "{" not in english)


def test_the_letter_has_history_diagnosis_and_what_was_done(assessment: Assessment) -> None:
    letter = parts(draft_letter(LetterKind.REFERRAL, advised(assessment)))
    assert letter[LetterPart.DIAGNOSIS] == "Melanoma · ICD-10 C43 · ICD-11 2C30"
    for told in ("Duration: about eight months", "Present: change in size", "Absent: sores in mouth", "Works outdoors"):
        assert told in letter[LetterPart.HISTORY]
    assert letter[LetterPart.ACTION] == "Referral, seen within two weeks"
    assert letter[LetterPart.RECIPIENT] == ""


def test_the_sheet_quotes_the_chapter_of_the_clinicians_own_diagnosis(assessment: Assessment) -> None:
    report = advised(assessment)
    sheet = parts(draft_letter(LetterKind.PATIENT, report))
    assert "We think it is: Melanoma." in sheet[LetterPart.SEEN]
    assert "“This mark could be a skin cancer.” (p.\u00a046)" in sheet[LetterPart.DO]
    assert "“Return at once if the mark bleeds.” (p.\u00a046)" in sheet[LetterPart.RETURN]
    assert "harmless" not in "".join(sheet.values())
    review = replace(report.sign_off.review, diagnosis=FinalDiagnosis(name="Wart"))
    other = replace(report, sign_off=replace(report.sign_off, review=review))
    assert "“" not in "".join(parts(draft_letter(LetterKind.PATIENT, other)).values())
    wart = Condition(
        id="wart", title="Wart", names=(), icd10="B07", group="infection", urgency="routine", document="",
        typical={}, untypical={}, advice=(advice(AdviceKind.TELL, "wart", "Warts pass from skin to skin."),),
    )  # fmt: skip
    sheet = parts(draft_letter(LetterKind.PATIENT, other, (wart,)))
    assert "“Warts pass from skin to skin.” (p.\u00a046)" in sheet[LetterPart.DO]


def test_every_chapter_speaks_to_the_patient_in_words_that_stand_on_its_page(assessment: Assessment) -> None:
    report = advised(assessment)
    conditions = load_conditions(PDFS)
    with pymupdf.open(PDFS / "lentigo-handbook.pdf") as book:
        pages = {page.get_label(): letters(page.get_text()) for page in book}
    for condition in conditions:
        review = replace(report.sign_off.review, diagnosis=FinalDiagnosis(name=condition.title))
        about = replace(report, sign_off=replace(report.sign_off, review=review))
        sheet = parts(draft_letter(LetterKind.PATIENT, about, conditions))
        quotes = re.findall(r"“(.+)” \(p\.\u00a0(\d+)\)", f"{sheet[LetterPart.DO]}\n{sheet[LetterPart.RETURN]}")
        assert quotes, condition.id
        for quote, page in quotes:
            assert letters(quote)[:40] in pages[page], (condition.id, quote)


def letters(text: str) -> str:
    return re.sub(r"[\W\d]", "", text)


def test_what_the_program_says_to_a_patient_reads_at_ten() -> None:
    """Flesch and Kincaid's grade of all its sentences together, and no long one; grade 5 is the age of ten."""
    sentences = [
        each
        for text in PLAIN.values()
        for each in re.split(r"(?<=[.!?:]) ", str(text).replace("{", "").replace("}", ""))
    ]
    words = [word for sentence in sentences for word in re.findall(r"[a-z’]+", sentence.lower())]
    syllables = sum(max(len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word))), 1) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade <= 5, grade
    assert max(len(sentence.split()) for sentence in sentences) <= 12


@pytest.mark.parametrize("kind", LetterKind)
def test_a_page_says_whether_somebody_signed(kind: LetterKind, assessment: Assessment, pictures: Pictures) -> None:
    def rendered(report: Assessment) -> str:
        return read(render_letter(draft_letter(kind, report), report, pictures))

    case = signed(replace(assessment, advice=ADVICE))
    text = rendered(report_of(case))
    assert "Dr Sari Wulandari" in text
    assert "21 November 2026" in text
    unsigned = {LetterKind.REFERRAL: "has not signed it", LetterKind.PATIENT: "Nobody has signed this sheet yet."}[kind]
    assert unsigned not in text
    assert unsigned in rendered(assessment)
    assert unsigned in rendered(report_of(case.correct("why")))
    withdrawn = rendered(report_of(case.withdraw(SIGNER, AT, "Another patient")))
    assert {LetterKind.REFERRAL: "Do not use it", LetterKind.PATIENT: "Do not use this sheet."}[kind] in withdrawn


def test_their_files_are_told_from_the_report_by_their_names() -> None:
    ids = {name: format_of(Path(name)) for name in ("a.pdf", "a.letter.pdf", "a.sheet.pdf")}
    assert [each.id for each in ids.values() if each] == ["pdf", "letter", "sheet"]


@pytest.mark.parametrize("paper", ["A4", "A5"])
@pytest.mark.parametrize("kind", LetterKind)
def test_a_usual_letter_is_one_page_of_its_paper(
    kind: LetterKind, paper: str, assessment: Assessment, pictures: Pictures
) -> None:
    report = advised(assessment)
    data = render_letter(draft_letter(kind, report), report, pictures, paper="A5" if paper == "A5" else "A4")
    with pymupdf.open("pdf", data) as document:
        (page,) = document
        assert (round(page.rect.width), round(page.rect.height)) == {"A4": (595, 842), "A5": (420, 595)}[paper]
        assert page.get_images()
        assert f"Report {report.id} · page 1 of 1" in " ".join(page.get_text().split())
    assert data == render_letter(draft_letter(kind, report), report, pictures, paper="A5" if paper == "A5" else "A4")


def test_a_sheet_can_speak_another_language_than_the_program(assessment: Assessment, pictures: Pictures) -> None:
    sheet = draft_letter(LetterKind.PATIENT, advised(assessment), language=ACCENTED)
    assert "[Ŵé ļöö" in parts(sheet)[LetterPart.SEEN]
    assert "This mark could be a skin cancer." in parts(sheet)[LetterPart.DO]  # the handbook's own words
    data = render_letter(sheet, advised(assessment), pictures)
    assert "[Àƀöûţ" in read(data)
    with pikepdf.open(BytesIO(data)) as document:
        assert str(document.Root.Lang) == ACCENTED
    assert parts(draft_letter(LetterKind.PATIENT, assessment))[LetterPart.SEEN].startswith("We looked")
