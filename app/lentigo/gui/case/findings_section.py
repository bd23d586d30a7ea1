"""What is seen: the description and the findings form, as they grow and as the clinician leaves them."""

from PySide6.QtCore import Signal

from lentigo.analysis.revision import accept_finding, revise_description, revise_finding
from lentigo.domain.assessment import Assessment
from lentigo.domain.finding import FindingField, FindingSource
from lentigo.domain.wording.finding import form_text
from lentigo.gui.case.finding_row import FindingRow
from lentigo.gui.case.prose_editor import ProseEditor
from lentigo.gui.kit.section import Section, empty_layout
from lentigo.language import translate, translate_count


class FindingsSection(Section):
    """Rows stay where they first appeared."""

    revised = Signal(object)  # Revision

    def __init__(self) -> None:
        super().__init__(translate("Findings"))
        self._described = False
        self.rows: dict[FindingField, FindingRow] = {}
        self.body.setSpacing(0)
        self.wait()

    def wait(self) -> None:
        """Before the first answer."""
        self.rows.clear()
        empty_layout(self.body)
        self._described = False
        self.prose = ProseEditor()
        self.prose.edited.connect(self._revise_prose)
        self.prose.wait(translate("The picture is being read."))
        self.body.addWidget(self.prose)
        self.say("")

    def grow(self, field: FindingField | None, text: str) -> None:
        """Show the answer for a field so far, or the description."""
        if field is None:
            self._described = True
            self.prose.show_text(text)
        else:
            self._finding_row(field).show_text(form_text(text))

    def stop_growing(self) -> None:
        """Say that what stands here is all there is."""
        self.say(translate("unfinished"))
        if not self._described:
            self.prose.wait(translate("The picture was not read."))

    def show_report(self, report: Assessment, *, editable: bool = True) -> None:
        """Show the findings; the draft's words stay visible under the clinician's."""
        self._described = True
        self.prose.show_description(report.description, editable=editable)
        for finding in report.findings:
            self._finding_row(finding.field).show_finding(finding, editable=editable)
        edits = sum(finding.source is FindingSource.CLINICIAN for finding in report.findings)
        told = translate_count("{count} in your words", "{count} in your words", edits)
        self.say(told if edits or not editable else translate("double-click to put them in your words"))

    def _revise_prose(self, text: str) -> None:
        self.revised.emit(lambda report: revise_description(report, text))

    def _revise(self, field: FindingField, text: str) -> None:
        self.revised.emit(lambda report: revise_finding(report, field, text))

    def _accept(self, field: FindingField, accepted: bool) -> None:
        self.revised.emit(lambda report: accept_finding(report, field, accepted=accepted))

    def _finding_row(self, field: FindingField) -> FindingRow:
        if field not in self.rows:
            row = self.rows[field] = FindingRow(field)
            row.edited.connect(self._revise)
            row.accepted.connect(self._accept)
            self.body.addWidget(row)
        return self.rows[field]
