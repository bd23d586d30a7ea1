"""From the filled form to a signed case, and what can follow a signature."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.case import Case
from lentigo.domain.clinician import Clinician
from lentigo.domain.sign_off import SHORTEST_LOOK, Signature, Signer, fired
from lentigo.domain.wording.clinician import signer_of
from lentigo.gui.case.case_keeper import CaseKeeper
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.sign_off_section import SignOffSection
from lentigo.gui.case.statement_dialog import Statement, StatementDialog
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import label
from lentigo.language import translate, translate_count
from lentigo.report.text import render_text
from lentigo.worker.messages.message import Failed

_Doubt = tuple[str, str, str]  # a sentence, what follows from it, and the words that confirm the signing all the same
_COLUMNS = 76  # characters of a line of an original


class Signing(QObject):
    """Stands between the case, its records and the end of the report."""

    signed = Signal()

    def __init__(self, *, case: OpenCase, keeper: CaseKeeper, section: SignOffSection, page: QWidget) -> None:
        super().__init__(page)
        self._case = case
        self._keeper = keeper
        self._section = section
        self._page = page
        self._who: Clinician | None = None
        section.form.changed.connect(self._review)
        section.form.sign_asked.connect(self._consider)
        section.card.stated.connect(self._ask_statement)
        section.original_asked.connect(self._show_original)
        section.given_up.connect(self._give_up)

    def bind(self, who: Clinician | None) -> None:
        """Whoever has unlocked the records signs, and nobody else; None where they name nobody."""
        self._who = who if who and who.name else None
        self._section.bind(self._who)
        if report := self._case.state.report:
            self._section.show_report(report)

    def _review(self) -> None:
        self._case.edit_review(self._section.form.review)

    def _consider(self) -> None:
        """What speaks against signing at once is put to the clinician, one doubt after the other."""
        report, form = self._case.state.report, self._section.form
        if report and not form.signed_by(report.sign_off.review).missing(fired(report.red_flags)):
            self._confirm(tuple(_doubts(self._case.state)))

    def _confirm(self, doubts: tuple[_Doubt, ...]) -> None:
        if not doubts:
            self._sign()
            return
        sentence, hint, confirmation = doubts[0]
        bar = self._section.form.bar
        bar.tell(sentence, hint, confirmation, partial(self._confirm, doubts[1:]))
        bar.button.setFocus()

    def _sign(self) -> None:
        form = self._section.form
        form.bar.hide()
        self._case.edit_review(form.signed_by(form.review))
        form.setEnabled(False)
        state = self._case.state
        self._keeper.sign(on_signed=partial(self._freeze, state), on_failed=self._show_failure)

    def _freeze(self, state: Case, signature: Signature) -> None:
        self._section.form.setEnabled(True)
        self._case.settle(state.sign(signature))
        self._section.card.buttons[Statement.ADDENDUM].setFocus()
        self.signed.emit()

    def _show_failure(self, failed: Failed) -> None:
        self._section.form.setEnabled(True)
        self._section.form.bar.tell(failed.message, failed.hint, translate("Try again"), self._sign)

    # After the signature

    def _ask_statement(self, statement: Statement) -> None:
        author = signer_of(self._who) if self._who else None
        dialog = StatementDialog(self._page.window(), statement, author)
        dialog.stated.connect(partial(self._state, statement))
        dialog.open()

    def _state(self, statement: Statement, author: Signer, text: str) -> None:
        state, now = self._case.state, datetime.now(UTC).isoformat(timespec="seconds")
        if not state.frozen:
            return
        match statement:
            case Statement.ADDENDUM:
                self._case.settle(state.add_to(author, now, text))
            case Statement.CORRECTION:
                self._case.settle(state.correct(text))
            case Statement.WITHDRAWAL:
                self._case.settle(state.withdraw(author, now, text))
        self._keeper.save_now()

    def _give_up(self) -> None:
        state = self._case.state
        *earlier, original = state.originals
        self._case.settle(replace(state, report=original, originals=tuple(earlier), encounter=original.encounter))
        self._keeper.save_now()

    def _show_original(self) -> None:
        """Whole, as text, the latest one first: nothing of it can be edited."""
        dialog = ReadingDialog(translate("The report before its correction"), self._page.window(), width=760)
        for original in reversed(self._case.state.originals):
            words = label(render_text(original, _COLUMNS), "fixed")
            dialog.content.addWidget(words)
        dialog.open()


def _doubts(state: Case) -> Iterator[_Doubt]:
    if state.stale:
        yield (
            translate("The photographs or the patient’s details have changed since the model read them."),
            translate("Analyse again to have the report follow them."),
            translate("Sign it as it stands"),
        )
    if state.seconds < SHORTEST_LOOK:
        yield (
            translate_count(
                "Have you looked? This draft has been in sight for {count} second.",
                "Have you looked? This draft has been in sight for {count} seconds.",
                state.seconds,
            ),
            translate("Your signature says that you have checked all of it."),
            translate("I have looked: sign"),
        )
