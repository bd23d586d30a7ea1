"""What a report says, in which order: Assessment → sections. Nothing here knows how they are drawn.

The window lays out the assessment in widgets of its own and takes from here the wording that must not differ from the
files': `model_warnings`, `ranking_words` and `provenance_facts`.
"""

from datetime import date, datetime

from lentigo.domain.assessment import DISCLAIMER, Assessment, PictureRecord
from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Encounter, History
from lentigo.domain.evidence import LONGEST_QUOTE, Citation
from lentigo.domain.finding import Finding, FindingSource
from lentigo.domain.limit import Limit
from lentigo.domain.provenance import Calibration, ModelIdentity, Provenance
from lentigo.domain.red_flag import FlagState, RedFlag, Urgency, pressing
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.encounter import HISTORY, SEXES
from lentigo.domain.wording.finding import FIELDS, feature_text, finding_text
from lentigo.domain.wording.limit import limit_text
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.domain.wording.red_flag import RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.report.section import Bullets, Form, Item, Paragraph, Picture, Row, Section, Table, Tone

NO_DIFFERENTIAL = "No usable answer. This is not a negative result."
_NOT_GIVEN = "not given"
_NOT_USED = "not used"
_CONSIDERATIONS = {
    Urgency.SAME_DAY: "Consider having the patient seen today, where this can be acted on",
    Urgency.TWO_WEEKS: "Consider a referral, to be seen within two weeks",
    Urgency.SOON: "Consider arranging for the patient to be seen soon",
}
_FORM = (
    ("Name", ()),
    ("Role", ()),
    ("Date and time", ()),
    ("With this draft I", ("agree", "agree partly", "disagree")),
    ("Action taken", ()),
    ("Remarks", ()),
    ("Signature", ()),
)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """All parts of the report, the disclaimer first."""
    return (
        _banner(assessment),
        _identity(assessment),
        _red_flags(assessment.red_flags),
        _photographs(assessment.pictures),
        _context(assessment.encounter),
        _findings(assessment.findings),
        _description(assessment.description),
        _differential(assessment),
        _sources(assessment.citations),
        _considerations(assessment),
        _limits(assessment.limits),
        _provenance(assessment),
        Section(id="sign-off", title="Sign-off by the clinician", blocks=(Form(lines=_FORM),)),
    )


def format_time(stamp: str) -> str:
    """An ISO 8601 date and time for people; anything else stays as it is."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{moment.day} {moment:%B %Y, %H:%M}" + (f" {moment:%Z}" if moment.tzinfo else "")


def format_day(stamp: str) -> str:
    """An ISO 8601 date for people; anything else stays as it is."""
    try:
        day = date.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{day.day} {day:%B %Y}"


def _banner(assessment: Assessment) -> Section:
    return Section(
        id="banner",
        title="",
        blocks=(
            Paragraph(text=DISCLAIMER, tone=Tone.STRONG),
            Paragraph(text="Status: PRELIMINARY. It becomes part of a record only when a clinician has signed it."),
            *(Paragraph(text=notice, tone=Tone.STRONG) for notice in model_warnings(assessment.provenance.model)),
        ),
    )


def model_warnings(model: ModelIdentity) -> tuple[str, ...]:
    """The warnings at the head of each report that this model made."""
    return tuple(text for text in (_unverified(model), model.notice.strip()) if text)


def _unverified(model: ModelIdentity) -> str:
    if model.verified:
        return ""
    return (
        f"UNVERIFIED MODEL. Neither Lentigo's catalogue nor a signature that this computer trusts vouches for the "
        f"files of {model.name}. It may be damaged, or another model than it says. Do not rely on this report."
    )


def _identity(assessment: Assessment) -> Section:
    parts = (assessment.id, format_time(assessment.created), assessment.provenance.app)
    return Section(id="identity", title="This report", blocks=(Paragraph(text=" · ".join(parts)),))


def _red_flags(flags: tuple[RedFlag, ...]) -> Section:
    fired, missing, quiet = (
        tuple(flag for flag in flags if flag.state is state)
        for state in (FlagState.FIRED, FlagState.NOT_ASSESSED, FlagState.NOT_FIRED)
    )
    return Section(
        id="red-flags",
        title="Red flags",
        blocks=(
            Paragraph(text=_count_flags(len(flags), len(fired), len(missing)), tone=Tone.STRONG),
            *(_fired_flag(flag) for flag in sorted(fired, key=pressing)),
            *((Bullets(texts=tuple(map(_missing_flag, missing))),) if missing else ()),
            *_quiet_flags(missing, quiet),
        ),
    )


def _missing_flag(flag: RedFlag) -> str:
    return f"{rule_text(flag)}. {reason_text(flag.reason)}"


def _quiet_flags(missing: tuple[RedFlag, ...], quiet: tuple[RedFlag, ...]) -> tuple[Paragraph, ...]:
    """The rules that did not fire, and the sources of all rules that are not shown as fired: one line each."""
    lines = (
        ("Not fired", tuple(f"{rule_text(flag)} ({reason_text(flag.reason).rstrip('.')})" for flag in quiet)),
        ("Rules from", tuple(dict.fromkeys(RULE_SOURCES[flag.source] for flag in (*missing, *quiet)))),
    )
    return tuple(Paragraph(text=f"{label}: {'; '.join(texts)}.", tone=Tone.QUIET) for label, texts in lines if texts)


def _count_flags(total: int, fired: int, missing: int) -> str:
    if not total:
        return "No red-flag rule was run. This does not exclude an emergency."
    verdict = f"{fired} of {total} rules fired" if fired else f"None of {total} rules fired"
    if missing:
        verdict += f"; {missing} could not be assessed"
    return verdict + ("." if fired else ". This does not exclude an emergency.")


def _fired_flag(flag: RedFlag) -> Item:
    return Item(
        mark="!",
        title=rule_text(flag),
        badge=f"Act: {URGENCIES[flag.urgency]}",
        rows=(
            Row(label="Because", value=reason_text(flag.reason)),
            Row(label="Source", value=RULE_SOURCES[flag.source]),
        ),
        tone=Tone.ALERT,
    )


def _photographs(pictures: tuple[PictureRecord, ...]) -> Section:
    blocks = tuple(_picture(index, picture, len(pictures)) for index, picture in enumerate(pictures))
    return Section(id="photographs", title="Photograph" if len(pictures) == 1 else "Photographs", blocks=blocks)


def _picture(index: int, picture: PictureRecord, total: int) -> Picture:
    captured = format_time(picture.captured) if picture.captured else ""
    return Picture(
        index=index,
        caption=f"Photograph {index + 1} of {total}. It bears no scale: do not measure in it.",
        rows=(
            Row(label="Size", value=f"{picture.width} × {picture.height} pixels, {picture.format}"),
            _given("Captured", captured),
            *_quality_rows(picture),
            Row(label="Metadata removed", value=", ".join(picture.metadata_removed) or "none found"),
            Row(label="SHA-256 of the file", value=picture.sha256),
        ),
    )


def _quality_rows(picture: PictureRecord) -> tuple[Row, ...]:
    if picture.quality.acceptable:
        return (Row(label="Quality", value="Sharp and well lit: no defect found."),)
    issues = picture.quality.issues
    return tuple(Row(label="Quality", value=QUALITY_ISSUES[issue], tone=Tone.STRONG) for issue in issues)


def _given(label: str, value: str) -> Row:
    return Row(label=label, value=value) if value.strip() else Row(label=label, value=_NOT_GIVEN, tone=Tone.QUIET)


def _context(encounter: Encounter) -> Section:
    answers = {answer: [item for item in History if encounter.history.get(item) is answer] for answer in (True, False)}
    unasked = [item for item in History if item not in encounter.history]
    history = (
        ("Present", answers[True], Tone.STRONG),
        ("Absent", answers[False], Tone.NORMAL),
        ("Not asked", unasked, Tone.QUIET),
    )
    rows = (
        _given("Age", "" if encounter.age is None else f"{encounter.age} years"),
        _given("Sex", "" if encounter.sex is None else SEXES[encounter.sex]),
        _given("Body site", encounter.site),
        _given("Duration", encounter.duration),
        *(
            Row(label=label, value=", ".join(HISTORY[item] for item in items), tone=tone)
            for label, items, tone in history
            if items
        ),
        _given("Note", encounter.note),
    )
    return Section(id="context", title="Clinical context", blocks=(Table(rows=rows),))


def _findings(findings: tuple[Finding, ...]) -> Section:
    rows = tuple(
        Row(
            label=FIELDS[finding.field][:1].upper() + FIELDS[finding.field][1:],
            value=finding_text(finding),
            tone=Tone.NORMAL if finding.assessed else Tone.QUIET,
            edited=finding.source is FindingSource.CLINICIAN,
            draft=finding_text(finding.draft) if finding.draft else "",
        )
        for finding in findings
    )
    nothing = Paragraph(text="No usable answer. Nothing is said about what the picture shows.", tone=Tone.QUIET)
    return Section(id="findings", title="Findings", blocks=(Table(rows=rows) if rows else nothing,))


def _description(text: str) -> Section:
    said = Paragraph(text=text) if text.strip() else Paragraph(text="No usable answer.", tone=Tone.QUIET)
    return Section(id="description", title="Description", blocks=(said,))


def _differential(assessment: Assessment) -> Section:
    title, candidates = "Differential diagnosis", assessment.differential
    if not candidates:
        return Section(id="differential", title=title, blocks=(Paragraph(text=NO_DIFFERENTIAL, tone=Tone.STRONG),))
    searched = assessment.provenance.library is not None
    items = (_candidate(candidate, searched=searched) for candidate in candidates)
    return Section(
        id="differential", title=title, blocks=(Paragraph(text=ranking_words(assessment), tone=Tone.QUIET), *items)
    )


def ranking_words(assessment: Assessment) -> str:
    """The names among which the differential was ranked, and what its bars and percentages mean."""
    return f"{_names_known(assessment)} {_calibration_words(assessment.provenance.calibration)}"


def _likelihood(candidate: Candidate) -> str:
    """The likelihood in words, with the probability where there is one."""
    if candidate.probability is None:
        return LIKELIHOODS[candidate.likelihood]
    return f"{LIKELIHOODS[candidate.likelihood]}, calibrated probability {candidate.probability:.0%}"


def _names_known(assessment: Assessment) -> str:
    """The closed set of names, if there is one: a diagnosis outside it could not be ranked."""
    closed = assessment.closed_set
    if not closed:
        return "Ranked by the model."
    melanoma = "" if any("melanoma" in name.casefold() for name in closed) else " Melanoma is not among them."
    return f"Ranked by the model among the only {len(closed)} names it could give: {'; '.join(closed)}.{melanoma}"


def _calibration_words(calibration: Calibration | None) -> str:
    """What the bars and percentages of the differential mean."""
    if calibration is None:
        return "Not calibrated: the bar compares the candidates with each other; it is not a probability."
    day = format_day(calibration.date)
    return (
        f"Calibrated on {day} with {calibration.n} pictures of {calibration.data}: of pictures like those, "
        f"about as many as the percentage says had the disease. This clinic's patients may differ."
    )


def _candidate(candidate: Candidate, *, searched: bool) -> Item:
    sources = " ".join(f"[{number}]" for number in candidate.citations)
    return Item(
        mark=str(candidate.rank),
        title=candidate.label,
        detail=_place(candidate, searched=searched),
        badge=_likelihood(candidate),
        share=candidate.share,
        rows=(
            _argument("For", "; ".join(map(feature_text, candidate.support)), "nothing in the findings"),
            _argument("Against", "; ".join(map(feature_text, candidate.against)), "nothing in the findings"),
            _argument("Sources", sources, "none: model knowledge, unsourced"),
        ),
    )


def _place(candidate: Candidate, *, searched: bool) -> str:
    """The name's ICD-10 code, and whether the searched handbook lacks it; with neither, it is the model's own."""
    own = "" if candidate.code or candidate.condition else "the model's own words"
    code = f"ICD-10 {candidate.code}" if candidate.code else ""
    missing = "not in the handbook" if searched and not candidate.condition else ""
    return ", ".join(filter(None, (own, code, missing)))


def _argument(label: str, value: str, otherwise: str) -> Row:
    return Row(label=label, value=value or otherwise, tone=Tone.NORMAL if value else Tone.QUIET)


def _sources(citations: tuple[Citation, ...]) -> Section:
    nothing = Paragraph(text="No source is cited. What this report says is model knowledge, unsourced.")
    blocks = tuple(_citation(citation) for citation in citations) or (nothing,)
    return Section(id="sources", title="Sources", blocks=blocks)


def _citation(citation: Citation) -> Item:
    scores = citation.scores
    return Item(
        mark=f"[{citation.id}]",
        title=f"{citation.title or citation.document}, page {citation.label or citation.page}",
        badge="quote found on the page" if citation.supported else "unsupported: quote not found on the page",
        rows=(
            Row(label="Quote", value=shorten_quote(citation.quote)),
            Row(label="File", value=f"{citation.document}, page {citation.page} of the file", tone=Tone.QUIET),
            Row(
                label="Match",
                value=f"lexical {scores.lexical:.2f} · dense {scores.dense:.2f} · hybrid {scores.hybrid:.2f}",
                tone=Tone.QUIET,
            ),
        ),
        tone=Tone.NORMAL if citation.supported else Tone.QUIET,
    )


def shorten_quote(quote: str) -> str:
    """The quote in quotation marks, verbatim; a long one ends at a word, and the dots stand outside the marks."""
    if len(quote) <= LONGEST_QUOTE:
        return f"“{quote}”"
    head = quote[: LONGEST_QUOTE + 1]
    return f"“{head[: head.rfind(' ')] if ' ' in head else head[:-1]}” …"


def _considerations(assessment: Assessment) -> Section:
    fired = [flag for flag in assessment.red_flags if flag.state is FlagState.FIRED]
    texts = [
        f"{_CONSIDERATIONS[urgency]}: {'; '.join(rule_text(flag) for flag in fired if flag.urgency is urgency)}."
        for urgency in Urgency
        if any(flag.urgency is urgency for flag in fired)
    ]
    if any(flag.state is FlagState.NOT_ASSESSED for flag in assessment.red_flags):
        texts.append("Consider asking and examining for what the red-flag rules above still miss.")
    if any(not picture.quality.acceptable for picture in assessment.pictures):
        texts.append("Consider taking the photograph again: its quality limits what can be said.")
    texts.append("Where your own judgement is more urgent than this draft, follow your judgement.")
    return Section(id="considerations", title="Things to consider next", blocks=(Bullets(texts=tuple(texts)),))


def _limits(limits: tuple[Limit, ...]) -> Section:
    nothing = "No limits were recorded for this model. Take its answers with more caution, not less."
    texts = tuple(map(limit_text, limits)) or (nothing,)
    return Section(id="limits", title="Limits", blocks=(Bullets(texts=texts),))


def _provenance(assessment: Assessment) -> Section:
    rows = tuple(_given(label, value) for label, value in provenance_facts(assessment.provenance).items())
    return Section(id="provenance", title="Provenance", blocks=(Table(rows=rows),))


def provenance_facts(provenance: Provenance) -> dict[str, str]:
    """What produced the report: label → value, in the order of display."""
    model = provenance.model
    return {
        "Software": provenance.app,
        "Model": f"{model.name} ({model.id}), {model.quantization}",
        "Licence": model.licence,
        "Model files": "verified" if model.verified else "UNVERIFIED: nobody vouches for them",
        "Model SHA-256": model.language_sha256,
        "Projector SHA-256": model.projector_sha256,
        "Text encoder": _NOT_USED if provenance.encoder is None else provenance.encoder,
        "Library": _NOT_USED if provenance.library is None else provenance.library,
        "Protocol": provenance.protocol,
        "Prompts": provenance.prompts,
        "Calibration": _calibration(provenance.calibration),
        "Seed": str(provenance.seed),
        "Parameters": " · ".join(f"{name} {value}" for name, value in provenance.parameters.items()),
        "Runtime": provenance.runtime,
        "Timings": " · ".join(f"{stage} {seconds:.2f} s" for stage, seconds in provenance.timings.items()),
    }


def _calibration(calibration: Calibration | None) -> str:
    if calibration is None:
        return "not calibrated"
    return (
        f"temperature {calibration.temperature:g}, {calibration.n} pictures of {calibration.data}, "
        f"{format_day(calibration.date)}, protocol {calibration.protocol}"
    )
