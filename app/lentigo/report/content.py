"""What a report says, in which order: the same for each format that people read."""

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import NO_CLINIC, Clinic
from lentigo.report.section import Section
from lentigo.report.sections.banner import banner, identity
from lentigo.report.sections.context import context
from lentigo.report.sections.differential import differential, reasons
from lentigo.report.sections.explanation import explanation
from lentigo.report.sections.findings import description, findings
from lentigo.report.sections.next_steps import handbook_advice, next_steps
from lentigo.report.sections.photographs import photograph_details, photographs
from lentigo.report.sections.provenance import limits, provenance
from lentigo.report.sections.red_flags import other_rules, red_flags
from lentigo.report.sections.sign_off import proof, sign_off
from lentigo.report.sections.sources import sources


def sections(assessment: Assessment, clinic: Clinic = NO_CLINIC) -> tuple[Section, ...]:
    """All parts of the report, the disclaimer first; behind the sign-off, what the decision rests on."""
    return (
        banner(assessment),
        identity(assessment, clinic),
        red_flags(assessment),
        next_steps(assessment),
        photographs(assessment.pictures),
        differential(assessment),
        sign_off(assessment),
        findings(assessment.findings),
        description(assessment.description),
        reasons(assessment),
        *explanation(assessment.explanations),
        handbook_advice(assessment),
        sources(assessment.cited),
        context(assessment.encounter),
        *proof(assessment),
        other_rules(assessment),
        photograph_details(assessment.pictures),
        limits(assessment.limits, assessment.answer_flags),
        provenance(assessment.provenance),
    )
