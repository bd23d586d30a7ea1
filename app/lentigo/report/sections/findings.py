"""What is seen: the findings form and the description, with the clinician's edits marked."""

from lentigo.domain.description import Description
from lentigo.domain.finding import Finding, FindingSource
from lentigo.domain.wording.description import outdated_text
from lentigo.domain.wording.finding import FIELDS, finding_text
from lentigo.language import translate, translate_medical
from lentigo.report.section import Paragraph, Row, Section, Table, Tone


def findings(form: tuple[Finding, ...]) -> Section:
    """The form's fields in their order."""
    nothing = Paragraph(
        text=translate("No usable answer. Nothing is said about what the picture shows."), tone=Tone.QUIET
    )
    # TRANSLATORS: the heads of a table with two columns
    columns = (translate("Feature"), translate("Finding"))
    blocks = (Table(rows=tuple(map(_finding_row, form)), columns=columns),) if form else (nothing,)
    return Section(id="findings", title=translate("Findings"), blocks=blocks, annex=True)


def _finding_row(finding: Finding) -> Row:
    name = translate(FIELDS[finding.field])
    told = finding_text(finding, translate_medical)
    return Row(
        label=name[:1].upper() + name[1:],
        value=translate("{finding} (accepted by the clinician)", finding=told) if finding.accepted else told,
        tone=Tone.NORMAL if finding.assessed else Tone.QUIET,
        edited=finding.source is FindingSource.CLINICIAN,
        draft=finding_text(finding.draft, translate_medical) if finding.draft else "",
    )


def description(prose: Description) -> Section:
    """The free text, with the model's beside the clinician's, and what of it no longer holds."""
    said = Paragraph(text=prose.text) if prose.text.strip() else _nothing()
    marks = (
        Paragraph(text=outdated_text(prose), tone=Tone.STRONG) if prose.outdated else None,
        Paragraph(text=_edit_mark(prose.draft), tone=Tone.QUIET) if prose.draft is not None else None,
    )
    blocks = (said, *filter(None, marks))
    return Section(id="description", title=translate("Description"), blocks=blocks, annex=True)


def _nothing() -> Paragraph:
    return Paragraph(text=translate("No usable answer."), tone=Tone.QUIET)


def _edit_mark(draft: str) -> str:
    if not draft.strip():
        return translate("Written by the clinician. The model gave no usable description.")
    return translate("Edited by the clinician. The draft said: {draft}", draft=draft)
