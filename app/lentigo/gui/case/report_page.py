"""The report: disclaimer first. It grows while the analysis runs, and then belongs to the clinician."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from lentigo.analysis.events import TextGrown
from lentigo.domain.assessment import Assessment
from lentigo.domain.case import CasePhotograph
from lentigo.domain.photograph import MetadataKind
from lentigo.domain.quality import ImageQuality
from lentigo.domain.wording.limit import limit_text
from lentigo.domain.wording.photograph import METADATA_KINDS
from lentigo.domain.wording.sign_off import status_text
from lentigo.gui.case.differential_section import DifferentialSection
from lentigo.gui.case.disclaimer import Disclaimer
from lentigo.gui.case.explanation_section import ExplanationSection
from lentigo.gui.case.findings_section import FindingsSection
from lentigo.gui.case.quality_row import QualityRow, place
from lentigo.gui.case.red_flags_section import RedFlagsSection
from lentigo.gui.case.sign_off_section import SignOffSection
from lentigo.gui.case.site_section import SiteSection
from lentigo.gui.case.sources_section import SourcesSection
from lentigo.gui.case.summary_card import SummaryCard
from lentigo.gui.kit.facts import facts
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.tab_order import follow_layout
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate
from lentigo.report.sections.banner import model_warnings
from lentigo.report.sections.provenance import answer_troubles, provenance_facts


class ReportPage(QWidget):
    """What it comes to first, then what that rests on; messages stand above, where scrolling cannot hide them."""

    revised = Signal(object)  # Revision
    opened = Signal(int)  # citation id

    def __init__(self) -> None:
        super().__init__()
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setAccessibleName(translate("Report"))
        self.message = MessageBar()
        self.stale = MessageBar()
        self.disclaimer = Disclaimer()
        self.summary = SummaryCard()
        self.red_flags = RedFlagsSection()
        self.site = SiteSection()
        self._photograph = Section(translate("Photograph"))
        self.findings = FindingsSection()
        self.differential = DifferentialSection()
        self.explanation = ExplanationSection()
        self.sources = SourcesSection()
        self._limits = Section(translate("Limits"), foldable=True)
        self.provenance = Section(translate("Provenance"), foldable=True)
        self.sign_off = SignOffSection()
        for section in (self.findings, self.differential):
            section.revised.connect(self.revised)
        self.differential.opened.connect(self.opened)
        self.explanation.opened.connect(self.opened)
        self.sources.opened.connect(self.opened)
        self._lay_out()
        self.begin()

    def begin(self, photographs: Sequence[CasePhotograph] = ()) -> None:
        """Make room for a report on these photographs that is about to grow."""
        self.message.hide()
        self.stale.hide()
        self.disclaimer.show_warnings(())
        for section in (self.red_flags, self.findings, self.differential, self.sources):
            section.wait()
        self._show_photographs([(each.quality, each.width, each.height, "") for each in photographs])
        self._photograph.setVisible(bool(photographs))
        for unknown in (self.summary, self.explanation, self.site, self._limits, self.provenance, self.sign_off):
            unknown.hide()
        self.scroller.verticalScrollBar().setValue(0)

    def grow(self, event: TextGrown) -> None:
        """Show a partial answer where it will stay."""
        self.findings.grow(event.field, event.text)

    def stop_growing(self) -> None:
        """Say of what was not reached that it was not."""
        self.red_flags.say(translate("not checked"))
        self.findings.stop_growing()
        self.differential.say(translate("not weighed"))
        self.sources.say(translate("not searched"))

    def show_report(self, report: Assessment) -> None:
        """Show a whole report."""
        self.message.hide()
        self._show_photographs(
            [(each.quality, each.width, each.height, _removed(each.metadata_removed)) for each in report.pictures]
        )
        self.show_findings(report)
        self.explanation.show_explanations(report.explanations)
        self._limits.empty()
        for limit in report.limits:
            self._limits.body.addWidget(Paragraph(limit_text(limit)))
        for trouble in answer_troubles(report.answer_flags):
            self._limits.body.addWidget(Paragraph(trouble))
        self.provenance.empty()
        self.provenance.body.addWidget(facts(_provenance(report)))
        for section in (self._photograph, self._limits, self.provenance):
            section.show()
        follow_layout(self.scroller, self._box)

    def show_findings(self, report: Assessment) -> None:
        """Show anew what an edit can change: the findings, and the summary, flags and reasons that follow from them."""
        signed = (status_text(report),) if report.sign_off.frozen else ()
        self.disclaimer.show_warnings((*signed, *model_warnings(report.provenance.model)))
        self.summary.show_report(report)
        self.site.show_site(report.encounter)
        self.red_flags.show_flags(report)
        self.sources.show_citations(report.cited)
        editable = not report.sign_off.frozen
        self.findings.show_report(report, editable=editable)
        self.differential.show_report(report, editable=editable)
        self.show_sign_off(report)
        follow_layout(self.scroller, self._box)

    def show_sign_off(self, report: Assessment) -> None:
        """Show anew what signing alone changes."""
        self.sign_off.show_report(report)
        self.sign_off.show()

    def _show_photographs(self, pictures: Sequence[tuple[ImageQuality, int, int, str]]) -> None:
        self._photograph.empty()
        for index, (quality, width, height, note) in enumerate(pictures):
            row = QualityRow()
            row.show_quality(quality, width, height, place(index, len(pictures)))
            self._photograph.body.addWidget(row)
            if note:
                self._photograph.body.addWidget(Paragraph(note, "note"))

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        box = self._box = QVBoxLayout(page)
        box.setContentsMargins(24, 8, 24, 24)
        box.setSpacing(20)
        sections = (
            self.differential,
            self.explanation,
            self.red_flags,
            self.findings,
            self.site,
            self.sources,
            self._photograph,
            self._limits,
        )
        for part in (self.disclaimer, self.summary, *sections, self.provenance, self.sign_off):
            box.addWidget(part)
        box.addStretch(1)
        self.scroller.setWidget(page)
        bars = QVBoxLayout()
        bars.setContentsMargins(24, 0, 24, 0)
        bars.setSpacing(8)
        for bar in (self.message, self.stale):
            bars.addWidget(bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(bars)
        whole.addWidget(self.scroller, 1)


def _removed(kinds: tuple[MetadataKind, ...]) -> str:
    removed = ", ".join(translate(METADATA_KINDS[kind]) for kind in kinds)
    if not removed:
        return translate("The file said nothing about the person.")
    return translate("Left out of the report: {removed}.", removed=removed)


def _provenance(report: Assessment) -> list[tuple[str, str]]:
    return [
        (translate("Report"), report.id),
        (translate("Made"), report.created),
        *provenance_facts(report.provenance),
        *[(translate("Photograph SHA-256"), picture.sha256) for picture in report.pictures],
    ]
