"""What is seen: the findings form, with the clinician's edits marked, and the description."""

from lentigo.domain.finding import Finding, FindingSource
from lentigo.domain.wording.finding import FIELDS, finding_text
from lentigo.language import translate
from lentigo.report.section import Paragraph, Row, Section, Table, Tone


def findings(form: tuple[Finding, ...]) -> Section:
    """The form's fields in their order."""
    nothing = Paragraph(
        text=translate("No usable answer. Nothing is said about what the picture shows."), tone=Tone.QUIET
    )
    blocks = (Table(rows=tuple(map(_finding_row, form))),) if form else (nothing,)
    return Section(id="findings", title=translate("Findings"), blocks=blocks)


def _finding_row(finding: Finding) -> Row:
    name = translate(FIELDS[finding.field])
    return Row(
        label=name[:1].upper() + name[1:],
        value=finding_text(finding),
        tone=Tone.NORMAL if finding.assessed else Tone.QUIET,
        edited=finding.source is FindingSource.CLINICIAN,
        draft=finding_text(finding.draft) if finding.draft else "",
    )


def description(text: str) -> Section:
    """The model's free text."""
    nothing = Paragraph(text=translate("No usable answer."), tone=Tone.QUIET)
    said = Paragraph(text=text) if text.strip() else nothing
    return Section(id="description", title=translate("Description"), blocks=(said,))
