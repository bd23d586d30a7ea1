"""Who works with the records now: the way from a start, or from a lock, to the open window."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from lentigo.domain.clinician import Clinician, Role
from lentigo.gui.access.first_page import FirstPage
from lentigo.gui.access.gate import Gate
from lentigo.gui.access.idle import Idle
from lentigo.gui.access.recovery_page import RecoveryPage
from lentigo.gui.access.regain_page import RegainPage
from lentigo.gui.access.trouble_page import TroublePage
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.access import LockRecords, OpenWithPin, RegainRecords
from lentigo.worker.messages.message import Failed, FailureKind
from lentigo.worker.messages.records import CreateRecords, DescribeRecords, OpenRecords, RecordsState, RecoveryKey


class Access(QObject):
    """`show_page` puts a page over the window, `lift` takes it away."""

    locking = Signal()  # what is not in the records yet is brought there now
    opened = Signal(object)  # RecordsState: somebody has opened them
    restore_asked = Signal()
    leave_asked = Signal()

    def __init__(
        self,
        *,
        bridge: WorkerBridge,
        show_page: Callable[[Gate], None],
        lift: Callable[[], None],
        minutes: Callable[[], int],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._show_page = show_page
        self._lift = lift
        self._registrar: Registrar | None = None
        self.state: RecordsState | None = None  # None while they are not open
        self.page: Gate | None = None  # over the window
        self.idle = Idle(minutes)
        self.idle.idled.connect(self.lock)

    @property
    def clinician(self) -> Clinician | None:
        """Who works now; None while the records are locked, or where the window works without them."""
        return self.state.who if self.state else None

    def serve(self, registrar: Registrar) -> None:
        """The registrar of the window's pages, in place of that before."""
        self._registrar = registrar
        registrar.shut.connect(self.begin)
        if self.state:
            registrar.resume()

    def begin(self) -> None:
        """Find out what stands here, and ask for what is needed to open it."""
        self._hold()
        self._bridge.submit(DescribeRecords(), on_result=self._enter, on_failed=self._show_trouble)

    def lock(self) -> None:
        """Nothing of a patient is seen from now on. Where there is no lock, nothing happens: see `lockable`."""
        if not self.lockable:
            return
        waiting = Gate(translate("Lentigo is locked"))
        waiting.say(translate("One moment…"))
        self._show(waiting)
        self.locking.emit()
        self._hold()
        self._bridge.submit(LockRecords(), on_result=self._take_locked, on_failed=lambda _failed: self._forget())

    @property
    def lockable(self) -> bool:
        """Whether the records are open and there is a secret to open them again."""
        return self.state is not None and self.state.locked

    def refresh(self, state: RecordsState) -> None:
        """People, PIN or backup have changed."""
        self.state = state

    def show_recovery(self, key: str) -> None:
        """A new recovery key, over the window until it was checked."""
        page = RecoveryPage(key)
        page.checked.connect(self.begin)
        self._show(page)

    # What stands here

    def _enter(self, state: RecordsState) -> None:
        if state.open and not state.nameless:
            self._open(state)
        elif not state.present or (state.nameless and not state.locked):
            self._ask_first()
        elif not state.locked:
            self._submit_passphrase(self._show_trouble, state.clinicians[0].id, "")
        else:
            self._show_unlock(state)

    def _open(self, state: RecordsState) -> None:
        self.state, self.page = state, None
        self._lift()
        if self._registrar:
            self._registrar.resume()
        if state.locked:
            self.idle.start()
        self.opened.emit(state)

    def _hold(self) -> None:
        self.state = None
        self.idle.stop()
        if self._registrar:
            self._registrar.hold()

    def _take_locked(self, state: RecordsState) -> None:
        if state.pin:
            self._show_unlock(state)
        else:
            self._forget()

    def _forget(self) -> None:
        """The key is gone with the process that had it in its memory."""
        self._bridge.restart()
        self._bridge.submit(DescribeRecords(), on_result=self._show_unlock, on_failed=self._show_trouble)

    # Pages

    def _show(self, page: Gate) -> None:
        self.page = page
        self._show_page(page)

    def _ask_first(self) -> None:
        page = FirstPage()
        page.chosen.connect(partial(self._create, page))
        self._show(page)

    def _show_unlock(self, state: RecordsState, *, by_pin: bool = True) -> None:
        page = UnlockPage(state, by_pin=by_pin and state.pin)
        page.passphrase_given.connect(partial(self._submit_passphrase, partial(self._fail, page)))
        page.pin_given.connect(partial(self._submit_pin, page))
        page.other_asked.connect(lambda: self._show_unlock(state, by_pin=False))
        page.regain_asked.connect(lambda: self._regain(state))
        page.restore_asked.connect(self.restore_asked)
        page.leave_asked.connect(self.leave_asked)
        self._show(page)

    def _regain(self, state: RecordsState) -> None:
        page = RegainPage(state)
        page.back_asked.connect(lambda: self._show_unlock(state))
        page.given.connect(
            lambda who, key, passphrase: self._bridge.submit(
                RegainRecords(clinician=who, recovery_key=key, passphrase=passphrase),
                on_result=self._open,
                on_failed=partial(self._fail, page),
            )
        )
        self._show(page)

    def _show_trouble(self, failed: Failed) -> None:
        page = TroublePage(failed)
        page.again_asked.connect(self.begin)
        page.restore_asked.connect(self.restore_asked)
        page.without_asked.connect(lambda: self._go_without(failed))
        self._show(page)

    def _go_without(self, failed: Failed) -> None:
        self.page = None
        self._lift()
        if self._registrar:
            self._registrar.refuse(failed)

    def _fail(self, page: Gate, failed: Failed) -> None:
        """A wrong secret is told on its page; what no secret mends has a page of its own."""
        if failed.kind is FailureKind.PASSWORD_NEEDED and self.page is page:
            page.fail(failed)
        else:
            self._show_trouble(failed)

    # What the pages ask for

    def _create(self, page: FirstPage, name: str, role: Role, passphrase: str) -> None:
        def take(key: RecoveryKey) -> None:
            self._bridge.submit(DescribeRecords(), on_result=partial(open_first, key), on_failed=self._show_trouble)

        def open_first(key: RecoveryKey, state: RecordsState) -> None:
            request = OpenRecords(clinician=state.clinicians[0].id, passphrase=passphrase)
            self._bridge.submit(request, on_result=partial(self._hand_over, key), on_failed=self._show_trouble)

        request = CreateRecords(passphrase=passphrase, name=name, role=role)
        self._bridge.submit(request, on_result=take, on_failed=self._show_trouble)

    def _hand_over(self, key: RecoveryKey, state: RecordsState) -> None:
        """Show the recovery key, where there is one, before anything else."""
        if not key.text:
            self._open(state)
            return
        page = RecoveryPage(key.text)
        page.checked.connect(lambda: self._open(state))
        self._show(page)

    def _submit_passphrase(self, on_failed: Callable[[Failed], None], who: str, passphrase: str) -> None:
        request = OpenRecords(clinician=who, passphrase=passphrase)
        self._bridge.submit(request, on_result=self._open, on_failed=on_failed)

    def _submit_pin(self, page: UnlockPage, pin: str) -> None:
        def fail(failed: Failed) -> None:
            """After the last attempt, the passphrase is asked for on a page of its own, which says why."""

            def take(state: RecordsState) -> None:
                if not state.pin:
                    self._show_unlock(state)
                if self.page:
                    self.page.fail(failed)

            self._bridge.submit(DescribeRecords(), on_result=take, on_failed=self._show_trouble)

        self._bridge.submit(OpenWithPin(pin=pin), on_result=self._open, on_failed=fail)
