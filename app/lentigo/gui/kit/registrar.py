"""The clinic's records as the window uses them: whoever asks for something need not know whether they are open."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.worker.messages.message import Failed, FailureKind, Request
from lentigo.worker.messages.records import DescribeRecords, OpenRecords, RecordsState

Result = TypeVar("Result")
OnFailed = Callable[[Failed], None]


class Registrar(QObject):
    """One worker holds the records open. While a secret is needed for that, requests wait."""

    shut = Signal()  # a secret is needed: what was asked for waits for `resume`

    def __init__(self, bridge: WorkerBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._open = False
        self._refusal: Failed | None = None
        self._waiting: list[Callable[[], None]] = []
        self.held = False  # whether requests wait

    def hold(self) -> None:
        """The records are locked, or about to be asked for: requests wait."""
        self.held, self._open, self._refusal = True, False, None

    def resume(self) -> None:
        """They are open: what waited is sent."""
        self.held, self._open, self._refusal = False, True, None
        self._send_waiting()

    def refuse(self, reason: Failed) -> None:
        """The window works without records: each request fails for this reason, and what waited too."""
        self.held, self._open, self._refusal = False, False, reason
        self._send_waiting()

    def submit(self, request: Request[Result], *, on_result: Callable[[Result], None], on_failed: OnFailed) -> None:
        """Send a request; where it fails, once more with the records opened anew, for their worker may have died."""
        if self.held:
            self._waiting.append(partial(self.submit, request, on_result=on_result, on_failed=on_failed))
            return
        if self._refusal:
            on_failed(self._refusal)
            return

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
                fail(_absent())
            elif state.locked and not state.open:
                self._wait(then)
            else:
                self._unlock(state, then, fail)

        self._bridge.submit(DescribeRecords(), on_result=take, on_failed=fail)

    def _wait(self, then: Callable[[], None]) -> None:
        self._waiting.append(then)
        if not self.held:
            self.hold()
            self.shut.emit()

    def _unlock(self, state: RecordsState, then: Callable[[], None], fail: OnFailed) -> None:
        def take(_state: RecordsState) -> None:
            self._open = True
            then()

        self._bridge.submit(OpenRecords(clinician=state.clinicians[0].id), on_result=take, on_failed=fail)

    def _send_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for send in waiting:
            send()


def _absent() -> Failed:
    return Failed(
        kind=FailureKind.INPUT,
        message=translate("Cases are not kept on this computer."),
        hint=translate("Export the report before you close Lentigo."),
    )
