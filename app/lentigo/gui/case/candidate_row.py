"""One diagnosis of the differential: how likely, why, where that stands, and what the clinician does with it."""

from collections.abc import Mapping
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.differential import Candidate
from lentigo.domain.evidence import Citation
from lentigo.domain.finding import FindingSource
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import feature_text
from lentigo.gui.case.likelihood_bar import LikelihoodBar
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate


class Step(Enum):
    """What the clinician does with a diagnosis; its icon and its words."""

    ACCEPT = ("check", deferred("Accept {diagnosis}"))
    UP = ("up", deferred("Move {diagnosis} up"))
    DOWN = ("down", deferred("Move {diagnosis} down"))
    REMOVE = ("close", deferred("Take out {diagnosis}"))


class CandidateRow(QFrame):
    """Its links open the cited pages; `of` is how many candidates there are."""

    opened = Signal(int)  # citation id
    stepped = Signal(str, object)  # the candidate's label, Step

    def __init__(self, candidate: Candidate, citations: Mapping[int, Citation], *, of: int, editable: bool) -> None:
        super().__init__()
        self.candidate = candidate
        self.buttons: dict[Step, LineButton] = {}
        told = _marks(candidate)
        self.setProperty("role", "words")
        self.setProperty("edited", "true" if told else "false")
        words = QVBoxLayout()
        words.setContentsMargins(24, 0, 0, 0)
        words.setSpacing(4)
        for line in (*_reasons(candidate), *([label(told, "note", wrap=True)] if told else [])):
            words.addWidget(line)
        under = QHBoxLayout()
        under.setSpacing(0)
        under.addLayout(words, 1)
        if editable:
            for step in Step:
                under.addWidget(self._button(step, of), 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(5, 8, 0, 8)
        box.setSpacing(4)
        box.addLayout(self._head(citations))
        box.addLayout(under)

    def _head(self, citations: Mapping[int, Citation]) -> QHBoxLayout:
        candidate = self.candidate
        head = QHBoxLayout()
        head.setSpacing(4)
        rank = label(str(candidate.rank), "heading")
        rank.setMinimumWidth(20)
        name = label(candidate.label[:1].upper() + candidate.label[1:], "heading", wrap=True)
        words = label(_words(candidate), "words")
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(rank)
        head.addWidget(name, 1)
        for number in candidate.citations:
            if number in citations:
                head.addWidget(self._link(citations[number]))
        head.addWidget(words)
        if candidate.source is FindingSource.MODEL:
            head.addSpacing(8)
            head.addWidget(LikelihoodBar(candidate.share))
        return head

    def _button(self, step: Step, of: int) -> LineButton:
        icon, words = step.value
        name = translate(words, diagnosis=self.candidate.label)
        button = LineButton(role="small", icon=icon, name=name, tip=name, on_click=partial(self._step, step))
        if step is Step.ACCEPT:
            button.setCheckable(True)
            button.setChecked(self.candidate.accepted)
            button.setEnabled(self.candidate.source is FindingSource.MODEL)
        button.setDisabled({Step.UP: 1, Step.DOWN: of}.get(step) == self.candidate.rank or not button.isEnabled())
        self.buttons[step] = button
        return button

    def _step(self, step: Step) -> None:
        self.stepped.emit(self.candidate.label, step)

    def _link(self, citation: Citation) -> LineButton:
        place = translate("{title}, page {label}", title=citation.title, label=citation.label)
        return LineButton(
            f"[{citation.id}]",
            role="link",
            name=translate("Source {number}: {place}", number=citation.id, place=place),
            tip=place,
            on_click=lambda: self.opened.emit(citation.id),
        )


def _reasons(candidate: Candidate) -> list[QWidget]:
    lines: list[QWidget] = []
    for opening, reasons in ((translate("For:"), candidate.support), (translate("Against:"), candidate.against)):
        if reasons:
            line = Paragraph()
            line.say(" · ".join(map(feature_text, reasons)), strong=opening)
            lines.append(line)
    return lines


def _marks(candidate: Candidate) -> str:
    """What the clinician did to it; "" where nothing."""
    rank = candidate.drafted_rank
    marks = (
        translate("accepted by you") if candidate.accepted else "",
        translate("moved by you; the draft said: {rank}", rank=rank) if rank else "",
        translate("added by you") if candidate.source is FindingSource.CLINICIAN else "",
    )
    return " · ".join(filter(None, marks))


def _words(candidate: Candidate) -> str:
    """Likelihood in words, and the calibrated probability where there is one; the clinician's own has none."""
    if candidate.source is FindingSource.CLINICIAN:
        return candidate.code
    likelihood = translate(LIKELIHOODS[candidate.likelihood])
    return likelihood if candidate.probability is None else f"{likelihood} · {candidate.probability:.0%}"
