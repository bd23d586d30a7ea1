"""What a report says, in which order: the same for each format that people read."""

from lentigo.domain.assessment import Assessment
from lentigo.report.section import Section
from lentigo.report.sections.banner import banner, identity
from lentigo.report.sections.considerations import considerations
from lentigo.report.sections.context import context
from lentigo.report.sections.differential import differential
from lentigo.report.sections.findings import description, findings
from lentigo.report.sections.photographs import photographs
from lentigo.report.sections.provenance import limits, provenance
from lentigo.report.sections.red_flags import red_flags
from lentigo.report.sections.sign_off import sign_off
from lentigo.report.sections.sources import sources


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """All parts of the report, the disclaimer first."""
    return (
        banner(assessment),
        identity(assessment),
        red_flags(assessment),
        photographs(assessment.pictures),
        context(assessment.encounter),
        findings(assessment.findings),
        description(assessment.description),
        differential(assessment),
        sources(assessment.cited),
        considerations(assessment),
        limits(assessment.limits),
        provenance(assessment.provenance),
        sign_off(assessment),
    )
