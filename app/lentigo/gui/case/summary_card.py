"""What a report comes to, at a glance: how urgent it is, what leads, what is not excluded, what to do next."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.red_flag import FlagState, Urgency
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.red_flag import URGENCIES
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.theme import scaled
from lentigo.language import translate
from lentigo.report.sections.next_steps import advised_first, general_steps
from lentigo.report.sections.red_flags import flags_verdict

_NAMES = 112  # pixels, the column of the names
_MOST_STEPS = 2  # all of them stand in the file


class SummaryCard(QFrame):
    """Follows from the report alone, and is shown anew with each change of it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 12, 6)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_report(self, report: Assessment) -> None:
        """Show what it comes to."""
        empty_layout(self._grid)
        self.setProperty("role", "alarm" if most_urgent(report) else "summary")
        self.style().polish(self)
        self._add_line(translate("Urgency"), _urgency(report))
        self._add_line(translate("Leading"), _paragraph(*_leading(report.differential)))
        if others := _not_excluded(report.differential):
            self._add_line(translate("Not excluded"), _paragraph(others))
        self._add_line(translate("Next"), *(_paragraph(step) for step in _next_steps(report)))
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_grid"):
            self._grid.setColumnMinimumWidth(0, scaled(_NAMES))

    def _add_line(self, name: str, *values: QWidget) -> None:
        row = self._grid.rowCount()
        caption = label(name, "muted", wrap=True)
        caption.setMinimumWidth(scaled(_NAMES))
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        for place, value in enumerate(values):
            self._grid.addWidget(value, row + place, 1)


def most_urgent(report: Assessment) -> Urgency | None:
    """The urgency of what fired, if anything did."""
    fired = (flag.urgency for flag in report.red_flags if flag.state is FlagState.FIRED)
    return min(fired, key=list(Urgency).index, default=None)


def _urgency(report: Assessment) -> QLabel:
    """While questions are open, that no rule fired says nothing."""
    if urgency := most_urgent(report):
        told = translate(URGENCIES[urgency])
        return label(told[:1].upper() + told[1:], "urgency", wrap=True)
    return _paragraph(flags_verdict(report))


def _leading(candidates: Sequence[Candidate]) -> tuple[str, str]:
    leading = [candidate for candidate in candidates if candidate.likelihood is Likelihood.LEADING]
    if leading:
        return "", ", ".join(_named(candidate) for candidate in leading)
    if candidates:
        first = translate(
            "{diagnosis} ({likelihood}) stands first.",
            diagnosis=_named(candidates[0]),
            likelihood=translate(LIKELIHOODS[candidates[0].likelihood]),
        )
        return first, translate("No leading diagnosis.")
    return translate("No usable answer: this is not a negative result."), ""


def _not_excluded(candidates: Sequence[Candidate]) -> str:
    return ", ".join(map(_named, (each for each in candidates if each.likelihood is Likelihood.CANNOT_EXCLUDE)))


def _named(candidate: Candidate) -> str:
    return candidate.label[:1].upper() + candidate.label[1:]


def _next_steps(report: Assessment) -> Iterator[str]:
    """The first of those that the report lists, the handbook's last."""
    yield from general_steps(report)[:_MOST_STEPS]
    yield from advised_first(report)


def _paragraph(text: str, strong: str = "") -> Paragraph:
    made = Paragraph()
    made.say(text, strong=strong)
    return made
