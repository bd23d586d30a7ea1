"""What a report says, and in which order."""

from dataclasses import replace

from lentigo.analysis.revision import (
    accept_candidate,
    add_candidate,
    move_candidate,
    reassess,
    remove_candidate,
)
from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.description import Description
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.evidence import LONGEST_QUOTE, Citation, Scores
from lentigo.domain.finding import Finding, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import Calibration
from lentigo.domain.red_flag import FlagState, Reason, ReasonKind, RedFlag, RedFlagRule, RuleSource, Urgency
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.encounter import HISTORY
from lentigo.domain.wording.finding import FIELDS
from lentigo.report.content import sections
from lentigo.report.section import Bullets, Item, Paragraph, Picture, Row, Section, Table, Tone
from lentigo.report.sections.differential import NO_DIFFERENTIAL
from lentigo.report.sections.sources import shorten_quote

ORDER = (
    "banner",
    "identity",
    "red-flags",
    "next-steps",
    "photographs",
    "differential",
    "sign-off",
)
ANNEX = (
    "findings",
    "description",
    "reasons",
    "advice",
    "sources",
    "context",
    "other-rules",
    "photograph-details",
    "limits",
    "provenance",
)


def section_of(assessment: Assessment, name: str) -> Section:
    return next(section for section in sections(assessment) if section.id == name)


def rows_of(assessment: Assessment, name: str) -> dict[str, Row]:
    return {
        row.label: row
        for block in section_of(assessment, name).blocks
        if isinstance(block, Table)
        for row in block.rows
    }


def items_of(assessment: Assessment, name: str) -> list[Item]:
    return [block for block in section_of(assessment, name).blocks if isinstance(block, Item)]


def paragraphs_of(assessment: Assessment, name: str) -> list[str]:
    return [block.text for block in section_of(assessment, name).blocks if isinstance(block, Paragraph)]


def test_sections_stand_in_the_order_of_the_report(assessment: Assessment) -> None:
    parts = sections(assessment)
    assert tuple(section.id for section in parts) == ORDER + ANNEX
    assert tuple(section.id for section in parts if section.annex) == ANNEX


def test_disclaimer_comes_first_then_the_status_and_the_models_notice(assessment: Assessment) -> None:
    first, status, notice = paragraphs_of(assessment, "banner")
    assert first == DISCLAIMER
    assert "PRELIMINARY" in status
    assert notice == assessment.provenance.model.notice


def test_unverified_model_is_said_in_the_banner(assessment: Assessment) -> None:
    model = replace(assessment.provenance.model, notice="", verified=False)
    changed = replace(assessment, provenance=replace(assessment.provenance, model=model))
    (warning,) = paragraphs_of(changed, "banner")[2:]
    assert warning.startswith("UNVERIFIED MODEL")
    assert model.name in warning
    assert rows_of(changed, "provenance")["Model files"].value.startswith("UNVERIFIED")
    assert rows_of(assessment, "provenance")["Model files"].value == "verified"


def test_fired_flags_come_most_urgent_first_then_the_unassessed(assessment: Assessment) -> None:
    urgent = RedFlag(
        rule=RedFlagRule.SPREADING_INFECTION,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        state=FlagState.FIRED,
        reason=Reason(kind=ReasonKind.PRESENT, signs=(History.SPREADING, History.FEVER)),
    )
    changed = replace(assessment, red_flags=(*assessment.red_flags, urgent))
    assert [item.badge for item in items_of(changed, "red-flags")] == ["Act: same day", "Act: within two weeks"]
    (missing,) = (block for block in section_of(changed, "other-rules").blocks if isinstance(block, Bullets))
    assert len(missing.texts) == 2
    assert missing.texts[0].endswith("Not known: does not fade when pressed, fever or unwell.")
    assert missing.texts[1].endswith("Not known: severe pain, lesion type: blister.")
    (count,) = paragraphs_of(changed, "red-flags")
    quiet, sources = paragraphs_of(changed, "other-rules")
    assert count == "2 of 5 rules fired. Incomplete: 3 questions not answered."
    assert quiet.startswith("Not fired: ")
    assert sources.startswith("Rules from: ")


def asked(assessment: Assessment, *items: History) -> Assessment:
    """The report with these questions answered with no, and the rules run over what is known."""
    return reassess(replace(assessment, differential=()), Encounter(history=dict.fromkeys(items, False)))


def test_silence_before_the_questions_were_asked_is_called_incomplete(assessment: Assessment) -> None:
    """A melanoma in second place once left it with: None of 11 rules fired."""
    brown = Finding(field=FindingField.COLOUR, value="light brown", words=(FindingWord.LIGHT_BROWN,))
    unasked = asked(replace(assessment, findings=(brown,)))
    assert paragraphs_of(unasked, "red-flags")[0] == (
        "Incomplete: 16 questions not answered. That no rule has fired so far does not exclude an emergency."
    )
    one_left = asked(replace(assessment, findings=(brown,)), *(item for item in History if item is not History.NUMB))
    assert paragraphs_of(one_left, "red-flags")[0].startswith("Incomplete: 1 question not answered.")
    answered = asked(replace(assessment, findings=(brown,)), *History)
    assert "Incomplete" not in paragraphs_of(answered, "red-flags")[0]


def test_the_questions_worth_most_are_named_among_the_next_steps(assessment: Assessment) -> None:
    def steps(report: Assessment) -> str:
        (bullets,) = section_of(report, "next-steps").blocks
        assert isinstance(bullets, Bullets)
        return " ".join(bullets.texts)

    brown = Finding(field=FindingField.COLOUR, value="light brown", words=(FindingWord.LIGHT_BROWN,))
    spot = asked(replace(assessment, findings=(brown,)))
    assert "Consider asking first, as the answer may raise the urgency: change in size, change in shape" in steps(spot)
    blisters = Finding(field=FindingField.LESION_TYPE, value="blister", words=(FindingWord.BLISTER,))
    rash = asked(replace(assessment, findings=(blisters,)))
    assert "urgency: sores in mouth, eyes or genitals, on or near the eye" in steps(rash)
    assert "Consider asking first" not in steps(asked(replace(assessment, findings=(brown,)), *History))


def test_a_flag_of_the_draft_says_that_it_is_one(assessment: Assessment) -> None:
    first, *others = assessment.red_flags
    kept = replace(assessment, red_flags=(replace(first, before_edits=True), *others))
    (item,) = items_of(kept, "red-flags")
    assert "before the clinician's changes" in item.rows[-1].value
    (item,) = items_of(assessment, "red-flags")
    assert item.rows[-1].label == "Source"


def test_no_fired_flag_is_not_called_safe(assessment: Assessment) -> None:
    quiet = tuple(flag for flag in assessment.red_flags if flag.state is not FlagState.FIRED)
    for flags in (quiet, ()):
        assert "does not exclude an emergency" in paragraphs_of(replace(assessment, red_flags=flags), "red-flags")[0]


def test_empty_context_says_not_given_and_not_asked(assessment: Assessment) -> None:
    rows = rows_of(replace(assessment, encounter=Encounter()), "context")
    assert [rows[label].value for label in ("Patient", "Age", "Sex", "Body site", "Note")] == ["not given"] * 5
    assert rows["Not asked"].value == ", ".join(HISTORY.values())
    assert "Absent" not in rows


def test_history_answers_are_kept_apart(assessment: Assessment) -> None:
    rows = rows_of(assessment, "context")
    assert rows["Present"].value == "change in size, itch or changed feeling"
    assert rows["Absent"].value == "sores in mouth, eyes or genitals"
    assert "severe pain" in rows["Not asked"].value


def test_findings_keep_their_order_and_mark_edits(assessment: Assessment) -> None:
    rows = rows_of(assessment, "findings")
    assert list(rows) == [FIELDS[finding.field].capitalize() for finding in assessment.findings]
    assert [label for label, row in rows.items() if row.edited] == ["Lesion type"]
    assert [label for label, row in rows.items() if row.tone is Tone.QUIET] == ["Location", "Other"]


def test_a_finding_without_an_answer_says_why(assessment: Assessment) -> None:
    unseen = Finding(field=FindingField.COLOUR, state=FindingState.NOT_ASSESSED)
    garbled = Finding(field=FindingField.SHAPE, state=FindingState.NO_USABLE_ANSWER)
    edited = Finding(field=FindingField.BORDER, value="sharp", source=FindingSource.CLINICIAN, draft=unseen)
    rows = rows_of(replace(assessment, findings=(unseen, garbled, edited)), "findings")
    assert (rows["Colour"].value, rows["Colour"].tone) == ("not assessed", Tone.QUIET)
    assert (rows["Shape"].value, rows["Shape"].tone) == ("no usable answer", Tone.QUIET)
    assert rows["Border"].edit_mark == "edited by the clinician; the draft said: not assessed"


def test_prose_that_tells_otherwise_than_the_findings_is_marked(assessment: Assessment) -> None:
    """It once stood there as if the clinician had said it."""
    assert len(paragraphs_of(assessment, "description")) == 1
    outdated = Description(text="An oval spot.", outdated=(FindingField.SHAPE, FindingField.COLOUR))
    text, mark = paragraphs_of(replace(assessment, description=outdated), "description")
    assert text == "An oval spot."
    assert mark.startswith("Written by the model before the clinician changed: shape, colour.")


def test_the_clinicians_prose_stands_with_the_models(assessment: Assessment) -> None:
    written = Description(text="Mine.", source=FindingSource.CLINICIAN, draft="An oval spot.")
    assert paragraphs_of(replace(assessment, description=written), "description") == [
        "Mine.",
        "Edited by the clinician. The draft said: An oval spot.",
    ]
    unsaid = paragraphs_of(replace(assessment, description=replace(written, draft="")), "description")
    assert unsaid[1] == "Written by the clinician. The model gave no usable description."


def test_a_ranking_that_the_clinician_changed_says_what_the_draft_said(assessment: Assessment) -> None:
    changed = add_candidate(remove_candidate(assessment, "Melanocytic naevus"), "Blue naevus")
    changed = accept_candidate(move_candidate(changed, "Seborrhoeic keratosis", 1), "Melanoma")
    items = items_of(changed, "differential")
    assert [(item.mark, item.title) for item in items] == [
        ("1", "Seborrhoeic keratosis"),
        ("2", "Melanoma"),
        ("3", "Blue naevus"),
    ]
    review = [row.value for item in items for row in item.rows if row.label == "Review"]
    assert review == [
        "order changed by the clinician; the draft said: 3",
        "accepted by the clinician; order changed by the clinician; the draft said: 1",
    ]
    own = items[2]
    assert (own.badge, own.share) == ("added by the clinician", None)
    assert items_of(changed, "reasons")[2].rows[-1].value == "none: the clinician's own"
    assert paragraphs_of(changed, "differential")[-1] == "Taken out by the clinician: Melanocytic naevus."
    assert [item.mark for item in items_of(changed, "sources")] == ["[1]", "[2]"]  # [3] was the removed one's


def test_the_kind_of_picture_is_told_with_who_says_so(assessment: Assessment) -> None:
    def kind(**known: object) -> str:
        picture = replace(assessment.pictures[0], **known)  # type: ignore[arg-type]
        (block,) = section_of(replace(assessment, pictures=(picture,)), "photographs").blocks
        assert isinstance(block, Picture)
        return {row.label: row.value for row in block.rows}["Kind of picture"]

    assert kind() == "not known"
    assert kind(kind=PictureKind.DERMOSCOPIC) == "dermoscopic, as the program recognised it"
    assert kind(kind=PictureKind.CLOSE_UP, kind_told=True) == "close-up"


def test_empty_differential_is_not_a_negative_result(assessment: Assessment) -> None:
    assert paragraphs_of(replace(assessment, differential=()), "differential") == [NO_DIFFERENTIAL]


def test_candidate_without_sources_is_called_unsourced(assessment: Assessment) -> None:
    sources = [item.rows[-1].value for item in items_of(assessment, "reasons")]
    assert sources == ["[1] [2]", "[3]", "none: model knowledge, unsourced"]


def test_a_number_is_given_only_where_the_model_was_calibrated(assessment: Assessment) -> None:
    first, *others = assessment.differential
    changed = replace(assessment, differential=(replace(first, probability=0.42), *others))
    badges = [item.badge for item in items_of(changed, "differential")]
    assert badges == ["leading, calibrated probability 42%", "possible", "cannot exclude"]


CALIBRATION = Calibration(
    temperature=1.3, n=631, date="2026-11-20", data="HAM10000's validation split", kind=PictureKind.DERMOSCOPIC
)


def test_bars_are_called_what_they_are(assessment: Assessment) -> None:
    dermoscopic = replace(assessment.pictures[0], kind=PictureKind.DERMOSCOPIC)
    calibrated = replace(assessment, provenance=replace(assessment.provenance, calibration=CALIBRATION))
    measured = replace(calibrated, pictures=(dermoscopic,))
    before, outside, after = (paragraphs_of(each, "differential")[0] for each in (assessment, calibrated, measured))
    assert "Not calibrated for this picture, but for another kind alone (dermoscopic)" in outside
    assert "not a probability" in outside
    assert "Not calibrated" in before
    assert "not a probability" in before
    assert "on 20 November 2026 with 631 pictures of HAM10000's validation split" in after
    assert "Not calibrated" not in after
    rows = [rows_of(each, "provenance")["Calibration"].value for each in (assessment, measured)]
    assert rows[0] == "not calibrated"
    assert rows[1].startswith("temperature 1.3, 631 pictures")


def test_a_closed_set_stands_with_its_ranking(assessment: Assessment) -> None:
    closed = replace(assessment, closed_set=("naevus", "melanoma"))
    assert "only 2 names it could give: naevus; melanoma. Not" in paragraphs_of(closed, "differential")[0]
    blind = replace(assessment, closed_set=("naevus", "acne"))
    assert "naevus; acne. Melanoma is not among them." in paragraphs_of(blind, "differential")[0]
    assert "only" not in paragraphs_of(assessment, "differential")[0]


def test_a_name_says_where_else_it_stands(assessment: Assessment) -> None:
    known, coded, own = assessment.differential
    changed = (known, replace(coded, condition=""), replace(own, condition="", code=""))
    report = replace(assessment, differential=changed)
    assert [item.detail for item in items_of(report, "differential")] == [
        "ICD-10 C43.9",
        "ICD-10 D22.9, not in the handbook",
        "the model's own words, not in the handbook",
    ]
    unread = replace(report, provenance=replace(report.provenance, library=None))
    details = [item.detail for item in items_of(unread, "differential")]
    assert details == ["ICD-10 C43.9", "ICD-10 D22.9", "the model's own words"]


def test_thoughts_stay_hidden(assessment: Assessment) -> None:
    thinking = replace(assessment, reasoning="Perhaps a lentigo, perhaps not.")
    assert "Perhaps a lentigo" not in str(sections(thinking))


def test_sources_say_whether_the_quote_was_found(assessment: Assessment) -> None:
    badges = [item.badge for item in items_of(assessment, "sources")]
    assert badges == ["quote found on the page"] * 2 + ["unsupported: quote not found on the page"]


def test_source_names_printed_page_and_page_of_the_file(assessment: Assessment) -> None:
    citation = Citation(
        id=1, document="a.pdf", title="", page=9, label="", quote="Q", scores=Scores(lexical=1, dense=0.5, hybrid=0.7)
    )
    (item,) = items_of(replace(assessment, citations=(citation,)), "sources")
    assert item.title == "a.pdf, page 9"
    assert [row.value for row in item.rows] == [
        "“Q”",
        "a.pdf, page 9 of the file",
        "lexical 1.00 · dense 0.50 · hybrid 0.70",
    ]


def test_no_sources_is_said(assessment: Assessment) -> None:
    assert "unsourced" in paragraphs_of(replace(assessment, citations=()), "sources")[0]


def test_a_long_quote_ends_at_a_word_and_stays_verbatim() -> None:
    quote = "sharply demarcated " * 40
    shown = shorten_quote(quote)
    inside = shown[1 : shown.index("”")]
    assert shown.endswith("” …")
    assert len(inside) <= LONGEST_QUOTE
    assert quote.startswith(inside + " ")


def test_a_long_word_is_quoted_up_to_the_limit() -> None:
    assert shorten_quote("x" * 400) == f"“{'x' * LONGEST_QUOTE}” …"


def test_considerations_follow_the_fired_flags_only(assessment: Assessment) -> None:
    (bullets,) = section_of(assessment, "next-steps").blocks
    assert isinstance(bullets, Bullets)
    assert "within two weeks: Weighted seven-point checklist" in bullets.texts[0]
    assert not any("seen today" in text for text in bullets.texts)
    calm = replace(assessment, red_flags=())
    (bullets,) = section_of(calm, "next-steps").blocks
    assert isinstance(bullets, Bullets)
    assert len(bullets.texts) == 1


def test_quality_issues_are_told_in_words(assessment: Assessment, blurred: Assessment) -> None:
    (good,) = section_of(assessment, "photographs").blocks
    (poor,) = section_of(blurred, "photographs").blocks
    assert isinstance(good, Picture)
    assert isinstance(poor, Picture)
    assert "no defect found" in {row.label: row for row in good.rows}["Quality"].value
    assert "too blurred to judge its border" in {row.label: row for row in poor.rows}["Quality"].value


def test_provenance_names_both_files_and_their_hashes(assessment: Assessment) -> None:
    rows = rows_of(assessment, "provenance")
    model = assessment.provenance.model
    assert rows["Model SHA-256"].value == model.language_sha256
    assert rows["Projector SHA-256"].value == model.projector_sha256
    assert rows["Seed"].value == "0"
    assert "describe 1.31 s" in rows["Timings"].value


def test_time_is_written_for_people_and_nonsense_stays() -> None:
    assert format_time("2026-11-21T03:38:19+01:00") == "21 November 2026, 03:38 UTC+01:00"
    assert format_time("2026-11-20T09:41:07") == "20 November 2026, 09:41"
    assert format_time("yesterday") == "yesterday"
