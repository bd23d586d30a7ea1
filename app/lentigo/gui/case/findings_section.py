"""What is seen: the description and the findings form, as they grow and as the clinician leaves them."""

from PySide6.QtCore import Signal

from lentigo.domain.assessment import Assessment
from lentigo.domain.finding import FindingField, FindingSource
from lentigo.domain.wording.description import outdated_text
from lentigo.gui.case.finding_row import FindingRow
from lentigo.gui.kit.section import Section, empty_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate, translate_count


class FindingsSection(Section):
    """Rows stay where they first appeared."""

    edited = Signal(object, str)  # FindingField, text

    def __init__(self) -> None:
        super().__init__(translate("Findings"))
        self._described = False
        self._description = Paragraph()
        self.rows: dict[FindingField, FindingRow] = {}
        self.body.setSpacing(0)
        self.wait()

    def wait(self) -> None:
        """Before the first answer."""
        self.rows.clear()
        empty_layout(self.body)
        self._described = False
        self._description = Paragraph(translate("The picture is being read."), "muted")
        self.body.addWidget(self._description)
        self.say("")

    def grow(self, field: FindingField | None, text: str) -> None:
        """Show the answer for a field so far, or the description."""
        if field is None:
            self._describe(text)
        else:
            self._row(field).show_text(text)

    def stop_growing(self) -> None:
        """Say that what stands here is all there is."""
        self.say(translate("unfinished"))
        if not self._described:
            self._description.say(translate("The picture was not read."))

    def show_report(self, report: Assessment) -> None:
        """Show the findings; the draft's words stay visible under the clinician's."""
        said = report.description.text or translate("The model gave no usable description.")
        self._describe("\n\n".join(filter(None, (said, outdated_text(report.description)))))
        for finding in report.findings:
            self._row(finding.field).show_finding(finding)
        edits = sum(finding.source is FindingSource.CLINICIAN for finding in report.findings)
        told = translate_count("{count} in your words", "{count} in your words", edits)
        self.say(told if edits else translate("double-click to put them in your words"))

    def _describe(self, text: str) -> None:
        self._described = True
        self._description.setProperty("role", "")
        self._description.style().polish(self._description)
        self._description.setContentsMargins(0, 0, 0, 8)
        self._description.say(text)

    def _row(self, field: FindingField) -> FindingRow:
        if field not in self.rows:
            row = self.rows[field] = FindingRow(field)
            row.edited.connect(self.edited)
            self.body.addWidget(row)
        return self.rows[field]
