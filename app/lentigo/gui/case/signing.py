"""From the filled form to a signed case, and what can follow a signature."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lentigo.domain.case import Case
from lentigo.domain.sign_off import SHORTEST_LOOK, Signature, Signer, fired
from lentigo.gui.case.case_keeper import CaseKeeper
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.sign_off_section import SignOffSection
from lentigo.gui.case.statement_dialog import Statement, StatementDialog
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import label
from lentigo.language import translate, translate_count
from lentigo.report.text import render_text
from lentigo.worker.messages.message import Failed

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
        section.form.changed.connect(self._review)
        section.form.sign_asked.connect(self._confirm_looked)
        section.card.stated.connect(self._ask_statement)
        section.original_asked.connect(self._show_original)
        section.given_up.connect(self._give_up)

    def _review(self) -> None:
        self._case.edit_review(self._section.form.review)

    def _confirm_looked(self) -> None:
        """Whoever signs a draft that was hardly in sight is asked whether they looked."""
        state = self._case.state
        report = state.report
        if report is None or report.sign_off.review.missing(fired(report.red_flags)):
            return
        if state.seconds >= SHORTEST_LOOK:
            self._sign()
            return
        sentence = translate_count(
            "Have you looked? This draft has been in sight for {count} second.",
            "Have you looked? This draft has been in sight for {count} seconds.",
            state.seconds,
        )
        hint = translate("Your signature says that you have checked all of it.")
        self._section.form.bar.tell(sentence, hint, translate("I have looked: sign"), self._sign)
        self._section.form.bar.button.setFocus()

    def _sign(self) -> None:
        self._section.form.bar.hide()
        self._section.form.setEnabled(False)
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
        dialog = StatementDialog(self._page.window(), statement)
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
