"""The end of the report: to be reviewed and signed, signed, or under correction."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinician import Clinician
from lentigo.domain.sign_off import fired
from lentigo.gui.case.review_form import ReviewForm
from lentigo.gui.case.signed_card import SignedCard
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate


class SignOffSection(Section):
    """Shows the form or the card."""

    original_asked = Signal()
    given_up = Signal()  # a correction that is not needed after all

    def __init__(self) -> None:
        super().__init__(translate("Sign-off"))
        self.form = ReviewForm()
        self.card = SignedCard()
        self.correcting = Paragraph()
        self.original = LineButton(
            translate("Show the original"), role="link", on_click=lambda: self.original_asked.emit()
        )
        self.give_up = LineButton(
            translate("Give the correction up"), role="link", on_click=lambda: self.given_up.emit()
        )
        self._links = QWidget()
        row = QHBoxLayout(self._links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for link in (self.original, self.give_up):
            row.addWidget(link)
        row.addStretch(1)
        for part in (self.correcting, self.card, self._links, self.form):
            self.body.addWidget(part)

    def bind(self, who: Clinician | None) -> None:
        """Whoever unlocked the records signs, adds and withdraws; None where nobody is known."""
        self.form.bind(who)
        self.card.bind(who)

    def show_report(self, report: Assessment) -> None:
        """Show where the report stands."""
        known = report.sign_off
        self.say("" if known.frozen else translate("nothing is answered here by the program"))
        self.form.setVisible(not known.frozen)
        self.card.setVisible(known.frozen)
        self.correcting.setVisible(bool(known.correcting))
        self.correcting.say(known.correcting, strong=translate("You are correcting a signed report:"))
        self._links.setVisible(bool(known.correcting) or len(known.signatures) > 1)
        self.give_up.setVisible(bool(known.correcting))
        if known.frozen:
            self.card.show_report(report)
        else:
            self.form.show_review(known.review, fired(report.red_flags))
