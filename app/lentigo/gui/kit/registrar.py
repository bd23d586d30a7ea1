"""The clinic's records as the window uses them: opened at the first need, and made where there are none."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.language import translate
from lentigo.worker.messages.message import Failed, FailureKind, Request
from lentigo.worker.messages.records import CreateRecords, DescribeRecords, OpenRecords, RecordsState

Result = TypeVar("Result")
OnFailed = Callable[[Failed], None]


class Registrar(QObject):
    """One worker holds the records open. Records with a passphrase stay closed to it."""

    made = Signal()  # there are records now, without a lock

    def __init__(self, bridge: WorkerBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._open = False

    def prepare(self) -> None:
        """Open records that are there, so that the first case need not wait for that."""

        def take(state: RecordsState) -> None:
            if state.present and not state.locked:
                self._unlock(state, lambda: None, ignore)

        self._bridge.submit(DescribeRecords(), on_result=take, on_failed=ignore)

    def submit(self, request: Request[Result], *, on_result: Callable[[Result], None], on_failed: OnFailed) -> None:
        """Send a request; where it fails, once more with the records opened anew, for their worker may have died."""

        def send() -> None:
            self._bridge.submit(request, on_result=on_result, on_failed=fail)

        def fail(failed: Failed) -> None:
            self._open = False
            on_failed(failed)

        def send_again(_failed: Failed) -> None:
            self._open = False
            self._describe(send, fail)

        if self._open:
            self._bridge.submit(request, on_result=on_result, on_failed=send_again)
        else:
            self._describe(send, fail)

    def _describe(self, then: Callable[[], None], fail: OnFailed) -> None:
        def take(state: RecordsState) -> None:
            if not state.present:
                self._make(then, fail)
            elif state.locked and not state.open:
                fail(_locked())
            else:
                self._unlock(state, then, fail)

        self._bridge.submit(DescribeRecords(), on_result=take, on_failed=fail)

    def _make(self, then: Callable[[], None], fail: OnFailed) -> None:
        def take(_recovery_key: str) -> None:  # of no use without a lock
            self.made.emit()
            self._describe(then, fail)

        self._bridge.submit(CreateRecords(passphrase="", name=""), on_result=take, on_failed=fail)

    def _unlock(self, state: RecordsState, then: Callable[[], None], fail: OnFailed) -> None:
        def take(_state: RecordsState) -> None:
            self._open = True
            then()

        self._bridge.submit(OpenRecords(clinician=state.clinicians[0].id), on_result=take, on_failed=fail)


def _locked() -> Failed:
    return Failed(
        kind=FailureKind.INPUT,
        message=translate("The records on this computer are locked: this case is not kept in them."),
        hint=translate("Export the report before you close Lentigo."),
    )
