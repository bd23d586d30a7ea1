"""The ranked differential: words first, a bar second, and what speaks for and against."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.differential import Candidate
from lentigo.domain.evidence import Citation
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.finding import feature_text
from lentigo.gui.case.likelihood_bar import LikelihoodBar
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate


class DifferentialSection(Section):
    """One row a candidate; its links open the cited pages."""

    opened = Signal(int)  # citation id

    def __init__(self) -> None:
        super().__init__(translate("Differential"))
        self.body.setSpacing(0)
        self.wait()

    def wait(self) -> None:
        """Before there is a report."""
        self.empty()
        self.say(translate("weighed after the findings"))

    def show_candidates(self, candidates: tuple[Candidate, ...], citations: Mapping[int, Citation], basis: str) -> None:
        """Show the candidates in their order; `basis` says what the order and its numbers mean."""
        self.empty()
        calibrated = any(candidate.probability is not None for candidate in candidates)
        self.say(
            translate("calibrated, but not on this clinic's patients")
            if calibrated
            else translate("not calibrated: an order, no probabilities")
        )
        for candidate in candidates:
            rule = QFrame()
            rule.setProperty("role", "rule")
            self.body.addWidget(rule)
            self.body.addWidget(self._row(candidate, citations))
        if not candidates:
            told = translate("No usable answer: the model could not rank any diagnosis.")
            self.body.addWidget(Paragraph(told, "muted"))
            return
        meaning = Section(translate("What the order and the numbers mean"), foldable=True)
        meaning.body.addWidget(Paragraph(basis, "note"))
        self.body.addWidget(meaning)

    def _row(self, candidate: Candidate, citations: Mapping[int, Citation]) -> QFrame:
        row = QFrame()
        box = QVBoxLayout(row)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(4)
        box.addLayout(self._head(candidate, citations))
        for opening, reasons in ((translate("For:"), candidate.support), (translate("Against:"), candidate.against)):
            if reasons:
                line = Paragraph()
                line.setContentsMargins(24, 0, 0, 0)
                line.say(" · ".join(map(feature_text, reasons)), strong=opening)
                box.addWidget(line)
        return row

    def _head(self, candidate: Candidate, citations: Mapping[int, Citation]) -> QHBoxLayout:
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
        head.addSpacing(8)
        head.addWidget(LikelihoodBar(candidate.share))
        return head

    def _link(self, citation: Citation) -> LineButton:
        place = translate("{title}, page {label}", title=citation.title, label=citation.label)
        return LineButton(
            f"[{citation.id}]",
            role="link",
            name=translate("Source {number}: {place}", number=citation.id, place=place),
            tip=place,
            on_click=lambda: self.opened.emit(citation.id),
        )


def _words(candidate: Candidate) -> str:
    """Likelihood in words, and the calibrated probability where there is one."""
    likelihood = translate(LIKELIHOODS[candidate.likelihood])
    return likelihood if candidate.probability is None else f"{likelihood} · {candidate.probability:.0%}"
