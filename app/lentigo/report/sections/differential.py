"""The ranked differential: words before numbers, and what the order means."""

from collections.abc import Iterator

from lentigo.analysis.calibration import in_domain
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate
from lentigo.domain.finding import FindingSource
from lentigo.domain.limit import LimitKind
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.explanation import ranking_change
from lentigo.domain.wording.finding import feature_text
from lentigo.domain.wording.limit import limit_text
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.language import deferred, translate, translate_count, translate_medical
from lentigo.report.section import Item, Paragraph, Row, Section, Tone

NO_DIFFERENTIAL = deferred("No usable answer. This is not a negative result.")


def differential(assessment: Assessment) -> Section:
    """The candidates, best first, before what their order and their bars mean."""
    title, candidates = translate("Differential diagnosis"), assessment.differential
    if not candidates:
        nothing = Paragraph(text=translate(NO_DIFFERENTIAL), tone=Tone.STRONG)
        return Section(id="differential", title=title, blocks=(nothing,))
    basis = Paragraph(text=ranking_words(assessment), tone=Tone.QUIET)
    searched = assessment.provenance.library is not None
    items = (_candidate(candidate, searched=searched) for candidate in candidates)
    return Section(id="differential", title=title, blocks=(*_doubt(assessment), *items, basis, *_removed(assessment)))


def _doubt(assessment: Assessment) -> Iterator[Paragraph]:
    """That no diagnosis leads, and why, until the clinician has put one first."""
    first = assessment.differential[0]
    settled = first.accepted or first.drafted_rank or first.source is FindingSource.CLINICIAN
    for limit in assessment.limits:
        if limit.kind is LimitKind.NO_LEADING_DIAGNOSIS and not settled:
            yield Paragraph(text=limit_text(limit), tone=Tone.STRONG)


def reasons(assessment: Assessment) -> Section:
    """What speaks for and against each candidate, and where that stands."""
    blocks = tuple(map(_reasons, assessment.differential))
    nothing = (Paragraph(text=translate(NO_DIFFERENTIAL), tone=Tone.QUIET),)
    return Section(id="reasons", title=translate("Reasons for the differential"), blocks=blocks or nothing, annex=True)


def ranking_words(assessment: Assessment) -> str:
    """The names among which the differential was ranked, and what its bars and percentages mean."""
    changed = (ranking_change(assessment.rankings),) if assessment.rankings else ()
    return " ".join((*_known_names(assessment.closed_set), _calibration_words(assessment), *changed))


def _known_names(closed: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences on the closed set of names, if there is one: a diagnosis outside it could not be ranked."""
    if not closed:
        return (translate("Ranked by the model."),)
    names = translate_count(
        "Ranked by the model among the only {count} name it could give: {names}.",
        "Ranked by the model among the only {count} names it could give: {names}.",
        len(closed),
        names="; ".join(closed),
    )
    with_melanoma = any("melanoma" in name.casefold() for name in closed)
    return (names,) if with_melanoma else (names, translate("Melanoma is not among them."))


def _calibration_words(assessment: Assessment) -> str:
    """What the bars and percentages of the differential mean."""
    calibration = assessment.provenance.calibration
    if calibration is None:
        return translate("Not calibrated: the bar compares the candidates with each other; it is not a probability.")
    if not in_domain(assessment.pictures, calibration):
        return translate(
            "Not calibrated for this picture, but for another kind alone ({kind}): the bar compares the candidates "
            "with each other; it is not a probability.",
            kind=translate(PICTURE_KINDS[calibration.kind]),
        )
    return translate_count(
        "Calibrated on {day} with {count} picture of {data}: of pictures like those, "
        "about as many as the percentage says had the disease. This clinic's patients may differ.",
        "Calibrated on {day} with {count} pictures of {data}: of pictures like those, "
        "about as many as the percentage says had the disease. This clinic's patients may differ.",
        calibration.n,
        day=format_day(calibration.date),
        data=calibration.data,
    )


def _candidate(candidate: Candidate, *, searched: bool) -> Item:
    return Item(
        mark=str(candidate.rank),
        title=candidate.label,
        detail=_where_known(candidate, searched=searched),
        badge=_likelihood(candidate),
        share=candidate.share if candidate.source is FindingSource.MODEL else None,
        rows=_edits(candidate),
    )


def _reasons(candidate: Candidate) -> Item:
    nothing = translate("nothing in the findings")
    sources = " ".join(f"[{number}]" for number in candidate.citations)
    return Item(
        mark=str(candidate.rank),
        title=candidate.label,
        badge=_likelihood(candidate),
        rows=(
            _argument(translate("For"), "; ".join(map(feature_text, candidate.support)), nothing),
            _argument(translate("Against"), "; ".join(map(feature_text, candidate.against)), nothing),
            _argument(translate("Sources"), sources, _without_source(candidate)),
        ),
    )


def _edits(candidate: Candidate) -> tuple[Row, ...]:
    """What the clinician did to the candidate."""
    accepted = (translate("accepted by the clinician"),) if candidate.accepted else ()
    rank = candidate.drafted_rank
    moved = (translate("order changed by the clinician; the draft said: {rank}", rank=rank),) if rank else ()
    told = "; ".join((*accepted, *moved))
    return (Row(label=translate("Review"), value=told, tone=Tone.STRONG),) if told else ()


def _without_source(candidate: Candidate) -> str:
    if candidate.source is FindingSource.CLINICIAN:
        return translate("none: the clinician's own")
    return translate("none: model knowledge, unsourced")


def _removed(assessment: Assessment) -> tuple[Paragraph, ...]:
    """What the model had listed and the clinician took out."""
    names = "; ".join(candidate.label for candidate in assessment.removed)
    told = translate("Taken out by the clinician: {names}.", names=names)
    return (Paragraph(text=told, tone=Tone.QUIET),) if names else ()


def _likelihood(candidate: Candidate) -> str:
    """The likelihood in words, with the probability where there is one; the clinician's own has none."""
    if candidate.source is FindingSource.CLINICIAN:
        return translate("added by the clinician")
    likelihood = translate_medical(LIKELIHOODS[candidate.likelihood])
    if candidate.probability is None:
        return likelihood
    return translate(
        "{likelihood}, calibrated probability {probability:.0%}",
        likelihood=likelihood,
        probability=candidate.probability,
    )


def _where_known(candidate: Candidate, *, searched: bool) -> str:
    """The name's ICD-10 code, and whether the searched handbook lacks it; with neither, it is the model's own."""
    known = candidate.code or candidate.condition or candidate.source is FindingSource.CLINICIAN
    facts = (
        "" if known else translate("the model's own words"),
        translate("ICD-10 {code}", code=candidate.code) if candidate.code else "",
        translate("not in the handbook") if searched and not candidate.condition else "",
    )
    return ", ".join(filter(None, facts))


def _argument(label: str, value: str, otherwise: str) -> Row:
    return Row(label=label, value=value or otherwise, tone=Tone.NORMAL if value else Tone.QUIET)
