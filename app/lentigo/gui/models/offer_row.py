"""A model that could be brought in: its facts, its terms, and the box that accepts them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from lentigo.domain.model import ModelOffer
from lentigo.gui.kit.check import Check
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.models.model_terms import add_terms
from lentigo.gui.models.model_words import Memory, Verdict, fit, offer_trust, summary
from lentigo.gui.models.verdict_row import VerdictRow
from lentigo.language import translate


class OfferRow(QFrame):
    """One that has trouble, or is here already, says so and has no box."""

    changed = Signal()

    def __init__(self, offer: ModelOffer, memory: Memory, *, signed_by: str) -> None:
        super().__init__()
        self.offer = offer
        name = f"{offer.facts.name} {offer.facts.version}".strip()
        accept = translate("I accept these terms: bring it in") if offer.facts.notice else translate("Bring it in")
        self.accept = Check(accept)
        self.accept.setAccessibleName(f"{accept}: {name}")
        self.accept.toggled.connect(lambda _: self.changed.emit())
        title = Paragraph()
        title.say(offer.facts.version, strong=offer.facts.name)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 8, 0, 8)
        self.box.setSpacing(4)
        self.box.addWidget(title)
        self.box.addWidget(Paragraph(summary(offer.facts), "muted"))
        if self.is_open:
            self._offer(memory, signed_by)
        else:
            self.box.addWidget(VerdictRow(_closed(offer)))

    @property
    def is_open(self) -> bool:
        """Whether it can be brought in."""
        return not self.offer.trouble and not self.offer.installed

    @property
    def is_chosen(self) -> bool:
        """Whether the user wants it, and accepted its terms."""
        return self.is_open and self.accept.isChecked()

    def _offer(self, memory: Memory, signed_by: str) -> None:
        for verdict in (fit(self.offer.facts, memory), offer_trust(self.offer, signed_by=signed_by)):
            if verdict:
                self.box.addWidget(VerdictRow(verdict))
        add_terms(self.box, self.offer.facts)
        self.box.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)


def _closed(offer: ModelOffer) -> Verdict:
    if offer.trouble:
        return Verdict(strong=offer.trouble, sentence=offer.remedy, warns=True)
    return Verdict(strong=translate("Is on this computer already."), sentence="", warns=False)
