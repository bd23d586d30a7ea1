"""Letters before the checkers of PDF/UA, in four scripts, and with hostile text in each of their parts."""

import random
from pathlib import Path

import outloud
import pdfua
import pytest
from letter_samples import advised, filled
from report_in_scripts import NOTES, written_in
from test_pdf_foreign_text import HOSTILE, SCRIPTS, assert_on_the_page, counted, letters, made_up, read

from lentigo.domain.assessment import Assessment
from lentigo.domain.letter import LetterKind, LetterPaper
from lentigo.report.fonts import drawable
from lentigo.report.formats import Pictures
from lentigo.report.letter_draft import draft_letter
from lentigo.report.letter_pdf import render_letter

PAPERS: tuple[LetterPaper, ...] = ("A4", "A5")


@pytest.mark.parametrize("script", NOTES)
@pytest.mark.parametrize("kind", LetterKind)
def test_checkers_find_no_fault(
    kind: LetterKind, script: str, assessment: Assessment, pictures: Pictures, tmp_path: Path
) -> None:
    report = written_in(script, advised(assessment))
    for paper in PAPERS:
        for letter in (draft_letter(kind, report), filled(kind, report, "")):
            path = tmp_path / "letter.pdf"
            path.write_bytes(render_letter(letter, report, pictures, paper=paper))
            heard = outloud.check(str(path))
            assert not [each for each in heard.findings if str(each.severity).endswith("error")]
            assert not pdfua.validate(str(path)).findings


@pytest.mark.parametrize("script", ["english", "spanish", "thai", "arabic"])
@pytest.mark.parametrize("kind", LetterKind)
def test_each_part_is_copied_out_whole(
    kind: LetterKind, script: str, assessment: Assessment, pictures: Pictures
) -> None:
    letter = filled(kind, assessment, SCRIPTS[script])
    for paper in PAPERS:
        text = letters(read(render_letter(letter, assessment, pictures, paper=paper)))
        assert text.count(letters(SCRIPTS[script])) == len(letter.parts)


@pytest.mark.parametrize("kind", LetterKind)
def test_nothing_that_is_typed_into_a_letter_is_run(
    kind: LetterKind, assessment: Assessment, pictures: Pictures
) -> None:
    data = render_letter(filled(kind, assessment, HOSTILE), assessment, pictures)
    assert letters(read(data)).count(letters(HOSTILE)) == len(filled(kind, assessment, "").parts)


@pytest.mark.parametrize("wall", ["w" * 1500, "ก" * 500, "س" * 500, "😀" * 100, "a\nb\n" * 40])
@pytest.mark.parametrize("kind", LetterKind)
def test_a_wall_stays_on_its_pages(kind: LetterKind, wall: str, assessment: Assessment, pictures: Pictures) -> None:
    for paper in PAPERS:
        assert_on_the_page(render_letter(filled(kind, assessment, wall), assessment, pictures, paper=paper))


def test_made_up_texts_come_out_as_they_went_in(assessment: Assessment, pictures: Pictures) -> None:
    generator = random.Random(18)
    for number in range(12):
        kind = tuple(LetterKind)[number % 2]
        letter = draft_letter(kind, assessment)
        texts = [made_up(generator) for _part in letter.parts]
        for (part, _known), text in zip(letter.parts, texts, strict=True):
            letter = letter.with_part(part, text)
        data = render_letter(letter, assessment, pictures, paper=PAPERS[number // 2 % 2])
        assert_on_the_page(data)
        lost = counted("".join(map(drawable, texts))) - counted(read(data))
        assert lost.total() <= max(3, sum(map(len, texts)) / 50), (number, lost)
