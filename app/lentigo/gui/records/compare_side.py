"""Which visit, and which of its photographs, stands on one side of a comparison."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from lentigo.domain.case import CasePhotograph
from lentigo.domain.record import CaseSummary
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.domain.wording.record import day_text, status_text
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.text import label
from lentigo.language import translate
from lentigo.untrusted import one_line


class CompareSide(QWidget):
    """`title` stands above the choices."""

    visit_chosen = Signal()
    photograph_chosen = Signal()

    def __init__(self, title: str, visit: str, photograph: str) -> None:
        """`visit` and `photograph` are what a screen reader calls the choices."""
        super().__init__()
        self.visit = _choice(visit)
        self.photograph = _choice(photograph)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(label(title, "note"))
        box.addWidget(self.visit)
        box.addWidget(self.photograph)
        self.visit.activated.connect(lambda _place: self.visit_chosen.emit())
        self.photograph.activated.connect(lambda _place: self.photograph_chosen.emit())
        self.photograph.hide()

    def show_visits(self, visits: Sequence[CaseSummary], chosen: int) -> None:
        """Those to choose from."""
        self.visit.clear()
        self.visit.addItems([_visit_text(visit) for visit in visits])
        self.visit.setCurrentIndex(chosen)

    def show_photographs(self, photographs: Sequence[CasePhotograph]) -> None:
        """Those of the visit, the main one chosen; a single one is no choice."""
        self.photograph.clear()
        self.photograph.addItems([_photograph_text(n, each, photographs) for n, each in enumerate(photographs, 1)])
        self.photograph.setVisible(len(photographs) > 1)

    def clear(self) -> None:
        """Name nothing."""
        self.visit.clear()
        self.show_photographs(())


def _visit_text(visit: CaseSummary) -> str:
    site = one_line(visit.site) or translate("body site not given")
    return " · ".join((day_text(visit), site, status_text(visit)))


def _photograph_text(number: int, photograph: CasePhotograph, photographs: Sequence[CasePhotograph]) -> str:
    told = translate("photograph {number} of {count}", number=number, count=len(photographs))
    kind = photograph.kind
    return f"{told} · {translate(PICTURE_KINDS[kind])}" if kind else told


def _choice(name: str) -> Choice:
    made = Choice()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made
