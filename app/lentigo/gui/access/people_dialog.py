"""Who opens the records: the people, and what each of them can change."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.clinician import Role
from lentigo.domain.wording.clinician import person_text
from lentigo.gui.access.change_forms import AddForm, ChangeForm, PassphraseForm, PinForm, RecoveryForm, RemoveForm
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.message import Failed, Request
from lentigo.worker.messages.records import DescribeRecords, RecordsState, RecoveryKey

_WIDTH = 560  # pixels


class PeopleDialog(ReadingDialog):
    """One form at a time. `on_recovery` takes a new recovery key, which is to be shown at once."""

    def __init__(
        self,
        state: RecordsState,
        *,
        bridge: WorkerBridge,
        parent: QWidget,
        on_changed: Callable[[RecordsState], object],
        on_recovery: Callable[[str], object],
    ) -> None:
        super().__init__(translate("People and passphrases"), parent, width=_WIDTH)
        self._bridge = bridge
        self._on_changed = on_changed
        self._on_recovery = on_recovery
        self.state = state
        self.form: ChangeForm | None = None
        self.message = MessageBar()
        self.offers: dict[str, LineButton] = {}
        self._people = QVBoxLayout()
        self._people.setSpacing(8)
        self._place = QVBoxLayout()
        self.content.addWidget(self.message)
        self.content.addLayout(self._people)
        self.content.addLayout(self._place)
        self.content.addStretch(1)
        self._show(state)

    def open_form(self, form: ChangeForm) -> None:
        """In place of the one before."""
        self._close_form()
        self.message.hide()
        self.form = form
        self._turn(form_shown=True)
        form.left.connect(self._close_form)
        form.asked.connect(self._send)
        self._place.addWidget(form)
        form.setFocus()
        self.fit()

    def _show(self, state: RecordsState) -> None:
        self.state = state
        empty_layout(self._people)
        self.offers = {}
        if not state.locked:
            words = translate("There is no lock on this computer: whoever can use it can read every case.")
            self._people.addWidget(Paragraph(words))
        for person in state.clinicians:
            here = state.who is not None and person.id == state.who.id
            text = person_text(person)
            self._people.addWidget(label(translate("{person} (you)", person=text) if here else text, "heading"))
        for words, make in self._offers(state):
            button = LineButton(words, role="choice", on_click=lambda make=make: self.open_form(make()))  # type: ignore[misc]
            self.offers[words] = button
            self._people.addWidget(button)
        self.fit()

    def _offers(self, state: RecordsState) -> list[tuple[str, Callable[[], ChangeForm]]]:
        """What can be changed now, and by whom."""
        if not state.locked:
            return [(translate("Give these records a passphrase"), lambda: PassphraseForm(locked=False))]
        offers: list[tuple[str, Callable[[], ChangeForm]]] = [
            (translate("Change your passphrase"), lambda: PassphraseForm(locked=True)),
            (translate("Change your PIN") if state.pin else translate("Choose a PIN"), PinForm),
        ]
        if state.who and state.who.role is Role.CLINICIAN:
            offers += [(translate("Make a new recovery key"), RecoveryForm), (translate("Add a person"), AddForm)]
            others = [person for person in state.clinicians if person.id != state.who.id]
            if others:
                offers.append((translate("Remove a person"), lambda: RemoveForm(others)))
        return offers

    def _send(self, request: Request[RecordsState | RecoveryKey]) -> None:
        self._bridge.submit(request, on_result=self._take, on_failed=self._fail)

    def _take(self, result: RecordsState | RecoveryKey) -> None:
        if isinstance(result, RecordsState):
            self._show_done(result)
            return
        if result.text:
            self._on_recovery(result.text)
        else:
            self._bridge.submit(DescribeRecords(), on_result=self._show_done, on_failed=self._fail)

    def _show_done(self, state: RecordsState) -> None:
        self._on_changed(state)
        if self.closed:
            return
        self._close_form()
        self._show(state)
        self.message.tell(translate("Done."))
        self.fit()

    def _fail(self, failed: Failed) -> None:
        if self.form and not self.closed:
            self.form.fail(failed)
            self.fit()

    def _close_form(self) -> None:
        empty_layout(self._place)
        self.form = None
        self._turn(form_shown=False)
        self.fit()

    def _turn(self, *, form_shown: bool) -> None:
        """What else can be changed waits until the form is done with."""
        for offer in self.offers.values():
            offer.setHidden(form_shown)
