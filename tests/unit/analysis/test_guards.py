"""What may not pass from a model into a report, on answers that nobody can summon from a real model on demand."""

import random

import pytest
from answer_sets import bad_answers, good_answers
from protocol_runs import SEEN, favouring, run
from scripted_model import ScriptedModel, ScriptedSession

from lentigo.analysis.answers import read_names
from lentigo.analysis.draft import Ranked
from lentigo.analysis.model_words import PLAINER
from lentigo.analysis.ports import Label
from lentigo.analysis.references import Claim
from lentigo.analysis.safety.contradictions import contradicted
from lentigo.analysis.safety.guards import code_flaws, flaws_of
from lentigo.analysis.safety.stuck import LastAnswers
from lentigo.analysis.stages.explain import claim_flaws
from lentigo.domain.answer_flag import AnswerFlag, AnswerFlaw
from lentigo.domain.finding import Finding, FindingField, FindingState, FindingWord
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.report.json import to_document
from lentigo.report.text import render_text

SEEDS = (1, 2, 3, 4, 5)


def flagged(kind: str, text: str) -> bool:
    return bool(code_flaws(text) if kind == "codes" else flaws_of(text))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_200_bad_answers_99_in_a_hundred_are_flagged(seed: int) -> None:
    bad = list(bad_answers(random.Random(seed)))
    assert len(bad) == 200
    missed = [(kind, text) for kind, text in bad if not flagged(kind, text)]
    assert len(missed) <= 2, missed


@pytest.mark.parametrize("seed", SEEDS)
def test_of_500_good_answers_one_in_a_hundred_is_flagged_at_most(seed: int) -> None:
    good = good_answers(random.Random(seed))
    assert len(good) == 500
    wrongly = [(text, flaws_of(text)) for text in good if flaws_of(text)]
    assert len(wrongly) <= 5, wrongly


LABELS = (Label(text="melanoma", condition="melanoma", code="C43"), Label(text="mole", condition="", code="D22"))


def scripted(converses: bool = False, **answers: str) -> ScriptedModel:
    said = SEEN | {name.replace("_", " "): text for name, text in answers.items()}
    session = ScriptedSession(answers=said, likelihood=favouring(melanoma=0.4, mole=0.6))
    return ScriptedModel(session=session, labels=LABELS, converses=converses)


def test_a_flaw_is_told_in_the_report_and_kept_out_of_it() -> None:
    report = run("standard", scripted(description="I cannot help with that. A brown plaque.", border="ha ha ha ha ha"))
    assert report.description.text == "A brown plaque."
    assert AnswerFlag(flaw=AnswerFlaw.REFUSAL, part="description") in report.answer_flags
    assert AnswerFlag(flaw=AnswerFlaw.LOOP, part="border") in report.answer_flags
    document = to_document(report)
    assert {(flag["flaw"]["id"], flag["part"]) for flag in document["answer_flags"]} >= {("loop", "border")}
    assert "the model repeated itself (border)." in " ".join(render_text(report).split())
    assert "ha ha" not in render_text(report)


def test_a_model_that_converses_is_asked_once_more_in_other_words() -> None:
    model = scripted(converses=True, border="<pad><pad>", description="<unused7>")
    report = run("standard", model)
    again = [question.field for question in model.session.asked if question.prompt.endswith(PLAINER)]
    assert again == ["description", "border"]
    assert all(flag.retried for flag in report.answer_flags if flag.part in ("border", "description"))
    border = next(finding for finding in report.findings if finding.field is FindingField.BORDER)
    assert border.state is FindingState.NO_USABLE_ANSWER, "what fails twice is no usable answer"


def test_a_trained_model_is_not_asked_what_it_was_not_trained_on() -> None:
    model = scripted(border="<pad><pad>")
    run("standard", model)
    assert not any(question.prompt.endswith(PLAINER) for question in model.session.asked)


def test_a_description_that_was_to_name_none_and_names_a_diagnosis_is_told() -> None:
    report = run("standard", scripted(description="A black plaque that looks like a melanoma."))
    assert AnswerFlaw.DIAGNOSIS_NAMED in {flag.flaw for flag in report.answer_flags}
    assert report.description.text
    assert not run("standard", scripted(description="A black plaque with a crust.")).answer_flags


def finding(field: FindingField, *words: FindingWord) -> Finding:
    return Finding(field=field, value=" ".join(words), words=words)


@pytest.mark.parametrize(
    ("description", "fields"),
    [
        ("An oval spot.", ["shape"]),
        ("An irregular spot.", []),  # its border is
        ("A spot that is not oval.", []),
        ("A round spot.", []),
        ("A round spot with a blurred border.", ["border"]),
        ("A spot.", []),
    ],
)
def test_oval_here_and_round_there_is_told(description: str, fields: list[str]) -> None:
    findings = (
        finding(FindingField.SHAPE, FindingWord.ROUND, FindingWord.SYMMETRIC),
        finding(FindingField.BORDER, FindingWord.SHARP, FindingWord.IRREGULAR),
        finding(FindingField.SIZE, FindingWord.SMALL_PART),
    )
    assert list(contradicted(description, findings)) == fields


def test_codes_instead_of_a_name_are_no_names() -> None:
    assert read_names("1. MEL, NV\n2. XQZ\n3. Melanoma (C43)", 6) == ("Melanoma (C43)",)
    assert code_flaws("MEL, NV") == (AnswerFlaw.SEVERAL_CODES,)
    assert code_flaws("XQZ") == (AnswerFlaw.UNKNOWN_CODE,)


def test_a_dose_needs_a_page_and_certainty_has_none() -> None:
    assert claim_flaws(Claim(text="Give 40 mg of prednisolone.", number=None)) == (AnswerFlaw.INVENTED_DOSE,)
    assert not claim_flaws(Claim(text="Give 40 mg of prednisolone.", number=1)), "verify compares it with the page"
    assert claim_flaws(Claim(text="It is definitely benign.", number=1)) == (AnswerFlaw.OVERCONFIDENT,)


def test_the_same_numbers_for_other_pixels_are_noticed() -> None:
    def seen(value: int) -> list[DeidentifiedPhotograph]:
        raster = Raster(width=1, height=1, rgb=bytes([value] * 3))
        return [DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())]

    ranking = [Ranked(label=label, share=share) for label, share in zip(LABELS, (0.4, 0.6), strict=True)]
    other = [Ranked(label=label, share=share) for label, share in zip(LABELS, (0.4001, 0.5999), strict=True)]
    last = LastAnswers()
    assert not last.stuck("m", "p", seen(1), ranking)
    assert not last.stuck("m", "p", seen(1), ranking), "the same photograph again"
    assert not last.stuck("m", "q", seen(2), ranking), "asked otherwise"
    assert last.stuck("m", "p", seen(2), ranking)
    assert not last.stuck("m", "p", seen(3), other)
