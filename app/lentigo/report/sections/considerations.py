"""What the clinician might do next; it follows from the red flags and from the photographs' quality."""

from lentigo.domain.assessment import Assessment
from lentigo.domain.red_flag import FlagState, Urgency
from lentigo.domain.wording.encounter import HISTORY
from lentigo.domain.wording.red_flag import rule_text
from lentigo.language import deferred, translate
from lentigo.report.section import Bullets, Section
from lentigo.report.sections.red_flags import questions_left

MOST_QUESTIONS = 6  # that are named here; all of them stand with the rules
_CONSIDERATIONS = {
    Urgency.SAME_DAY: deferred("Consider having the patient seen today, where this can be acted on: {rules}."),
    Urgency.TWO_WEEKS: deferred("Consider a referral, to be seen within two weeks: {rules}."),
    Urgency.SOON: deferred("Consider arranging for the patient to be seen soon: {rules}."),
}


def considerations(assessment: Assessment) -> Section:
    """The most urgent first; the last one gives precedence to the clinician."""
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
    title = translate("Things to consider next")
    return Section(id="considerations", title=title, blocks=(Bullets(texts=tuple(texts)),))
