"""What the clinician might do next: from the red flags and the photographs' quality, then from the handbook, verbatim.

The handbook speaks only of the diagnoses that lead and of those that are not excluded. Where a demonstration made the
differential, or none leads, it does not speak at all: its steps would be those of a guess.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from lentigo.domain.advice import Advice, AdviceKind
from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.red_flag import FlagState, Urgency
from lentigo.domain.wording.advice import ADVICE_KINDS
from lentigo.domain.wording.encounter import HISTORY
from lentigo.domain.wording.red_flag import rule_text
from lentigo.language import deferred, translate
from lentigo.report.section import Bullets, Item, Paragraph, Row, Section, Table, Tone
from lentigo.report.sections.red_flags import questions_left

MOST_QUESTIONS = 6  # that are named here; all of them stand with the rules
_FIRST = {AdviceKind.REFER: 3, AdviceKind.AVOID: 2, AdviceKind.ASK: 2, AdviceKind.EXAMINE: 2}  # of each on page one
_CONSIDERATIONS = {
    Urgency.SAME_DAY: deferred("Consider having the patient seen today, where this can be acted on: {rules}."),
    Urgency.TWO_WEEKS: deferred("Consider a referral, to be seen within two weeks: {rules}."),
    Urgency.SOON: deferred("Consider arranging for the patient to be seen soon: {rules}."),
}


def next_steps(assessment: Assessment) -> Section:
    """The safe general steps, the most urgent first; then the first ones of the handbook, each with its page."""
    general = Bullets(texts=general_steps(assessment))
    chosen = advised(assessment)
    rows = tuple(
        Row(label=translate(ADVICE_KINDS[kind]), value="\n".join(map(cited, _foremost(assessment, kind))))
        for kind in _FIRST
        if any(each.kind is kind for each in chosen)
    )
    told = translate("Quoted from the handbook, page by page; the annex has all that it advises.")
    blocks = (general, Table(rows=rows), Paragraph(text=told, tone=Tone.QUIET)) if rows else (general,)
    return Section(id="next-steps", title=translate("Next steps"), blocks=blocks)


def advised_first(assessment: Assessment) -> tuple[str, ...]:
    """The handbook's first word on when to refer and what not to do, for each of the diagnoses concerned."""
    kinds = (AdviceKind.REFER, AdviceKind.AVOID)
    return tuple(cited(each) for kind in kinds for each in islice(_foremost(assessment, kind), 1))


def general_steps(assessment: Assessment) -> tuple[str, ...]:
    """What holds whatever the diagnosis is; the last one gives precedence to the clinician."""
    fired = [flag for flag in assessment.red_flags if flag.state is FlagState.FIRED]
    rules = {urgency: "; ".join(rule_text(flag) for flag in fired if flag.urgency is urgency) for urgency in Urgency}
    texts = [translate(_CONSIDERATIONS[urgency], rules=named) for urgency, named in rules.items() if named]
    if questions := questions_left(assessment)[:MOST_QUESTIONS]:
        named = ", ".join(translate(HISTORY[question]) for question in questions)
        texts.append(
            translate("Consider asking first, as the answer may raise the urgency: {questions}.", questions=named)
        )
    if any(flag.state is FlagState.NOT_ASSESSED for flag in assessment.red_flags):
        texts.append(translate("Consider asking and examining for what the red-flag rules above still miss."))
    if any(not picture.quality.acceptable for picture in assessment.pictures):
        texts.append(translate("Consider taking the photograph again: its quality limits what can be said."))
    texts.append(translate("Where your own judgement is more urgent than this draft, follow your judgement."))
    return tuple(texts)


def handbook_advice(assessment: Assessment) -> Section:
    """All that the handbook advises for these diagnoses, a diagnosis an entry."""
    known = advised(assessment)
    items = tuple(_of_candidate(candidate, known) for candidate in _concerned(assessment))
    nothing = Paragraph(text=_silence(assessment), tone=Tone.QUIET)
    blocks = tuple(item for item in items if item.rows) or (nothing,)
    return Section(id="advice", title=translate("What the handbook advises"), blocks=blocks, annex=True)


def advised(assessment: Assessment) -> tuple[Advice, ...]:
    """The handbook's advice for the diagnoses that lead or are not excluded, those first that must not be missed."""
    conditions = [candidate.condition for candidate in _concerned(assessment)]
    return tuple(each for condition in conditions for each in assessment.advice if each.condition == condition)


def _concerned(assessment: Assessment) -> Sequence[Candidate]:
    leads = any(candidate.likelihood is Likelihood.LEADING for candidate in assessment.differential)
    if assessment.provenance.model.demonstration or not leads:
        return ()
    kinds = (Likelihood.LEADING, Likelihood.CANNOT_EXCLUDE)
    concerned = [candidate for candidate in assessment.differential if candidate.likelihood in kinds]
    return sorted(concerned, key=lambda candidate: (candidate.urgency is None, candidate.rank))


def _foremost(assessment: Assessment, kind: AdviceKind) -> Iterator[Advice]:
    """In turn from each diagnosis, so that none is passed over for another one's details."""
    known = [each for each in advised(assessment) if each.kind is kind]
    groups = [[each for each in known if each.condition == one.condition] for one in _concerned(assessment)]
    in_turn = (each for each in chain.from_iterable(zip_longest(*groups)) if each)
    return islice(in_turn, _FIRST[kind])


def cited(advice: Advice) -> str:
    """The handbook's sentence with its page."""
    # TRANSLATORS: a sentence of the handbook and its page
    return translate("“{quote}” (p.\u00a0{page})", quote=advice.text, page=advice.label or advice.page)


def _of_candidate(candidate: Candidate, known: Sequence[Advice]) -> Item:
    own = [each for each in known if each.condition == candidate.condition]
    rows = (
        Row(label=translate(ADVICE_KINDS[kind]), value="\n".join(cited(each) for each in own if each.kind is kind))
        for kind in AdviceKind
    )
    return Item(
        mark=str(candidate.rank),
        title=candidate.label,
        badge=own[0].document if own else "",
        rows=tuple(row for row in rows if row.value),
    )


def _silence(assessment: Assessment) -> str:
    if assessment.provenance.model.demonstration:
        return translate("Nothing is quoted: a demonstration model made the differential.")
    return translate("Nothing is quoted: no diagnosis leads that the handbook has a chapter on.")
