"""The findings of two reports beside each other, and in words what only one of them names."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from lentigo.domain.case import CasePhotograph
from lentigo.domain.comparison import ComparedFinding, compare_findings
from lentigo.domain.record import CaseRecord
from lentigo.domain.wording.comparison import cautions, difference_text, found_text
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.finding import FIELDS
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate, translate_count


class CompareFindings(QScrollArea):
    """Scrolls with the arrow and page keys; each row is one sentence for a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("The findings of the two reports"))
        self.rows: tuple[QLabel, ...] = ()  # what each row says of the difference
        self.forget()

    def show_visits(
        self, before: CaseRecord, now: CaseRecord, photographs: tuple[CasePhotograph, CasePhotograph]
    ) -> None:
        """What two visits' reports say."""
        page, box = _page()
        compared = compare_findings(before, now)
        box.addWidget(label(translate("Findings"), "heading"))
        missing = [_day(record) for record in (before, now) if record.case.report is None]
        box.addWidget(label(_summary(compared, missing), role="muted", wrap=True))
        for sentence in cautions(before, now, photographs):
            box.addWidget(Paragraph(sentence, "note"))
        rows = [_Row(each, (_day(before), _day(now))) for each in compared]
        for row in rows:
            box.addWidget(row)
        box.addStretch(1)
        self.rows = tuple(row.difference for row in rows)
        self.setWidget(page)

    def forget(self) -> None:
        """Hold nothing of anybody."""
        self.rows = ()
        page, _box = _page()
        self.setWidget(page)


class _Row(QFrame):
    def __init__(self, compared: ComparedFinding, days: tuple[str, str]) -> None:
        super().__init__()
        field, told = translate(FIELDS[compared.field]), difference_text(compared)
        self.difference = label(told, "difference" if compared.differs else "muted", wrap=True)
        said = [found_text(finding) for finding in (compared.before, compared.now)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(label(field, "heading", wrap=True), 0, 0, 1, 2)
        for column, (day, words) in enumerate(zip(days, said, strict=True)):
            grid.addWidget(label(day, "note", wrap=True), 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), 2, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.difference, 3, 0, 1, 2)
        self.difference.setAccessibleName(
            translate(
                "{field}: {earlier_day} {earlier}; {later_day} {later}. {difference}",
                field=field, earlier_day=days[0], earlier=said[0], later_day=days[1], later=said[1], difference=told,
            )
        )  # fmt: skip


def _summary(compared: Sequence[ComparedFinding], missing: Sequence[str]) -> str:
    """How much the reports name otherwise, nothing on the lesion; or the days whose visits have no report."""
    if len(missing) > 1:
        return translate("Neither visit has a report: only the photographs can be compared.")
    if missing:
        return translate("There is no report of {day}.", day=missing[0])
    differing = sum(each.differs for each in compared)
    if not differing:
        return translate("No words of the two reports differ, which does not say that the lesion is as it was.")
    return translate_count(
        "The two reports name different things in {count} field.",
        "The two reports name different things in {count} fields.",
        differing,
    )


def _day(record: CaseRecord) -> str:
    return format_day(record.created.astimezone().date().isoformat())


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    page.setProperty("role", "page")
    box = QVBoxLayout(page)
    box.setContentsMargins(16, 12, 16, 16)
    box.setSpacing(8)
    return page, box
