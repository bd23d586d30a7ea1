"""What the window's menu offers for the records as a whole."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from lentigo.gui.access.access import Access
from lentigo.gui.access.change_forms import PassphraseForm
from lentigo.gui.access.people_dialog import PeopleDialog
from lentigo.gui.access.safekeeping import Safekeeping
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.page import Menu, MenuGroups
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate


class RecordsMenu(QObject):
    """Its actions belong to the window; what needs open records can be chosen only while they are."""

    def __init__(self, *, window: QMainWindow, access: Access, safekeeping: Safekeeping, bridge: WorkerBridge) -> None:
        super().__init__(safekeeping)
        self._window = window
        self._access = access
        self._bridge = bridge
        self.lock = Action(window, translate("Lock now"), "Ctrl+L", on=self._lock)
        self.people = Action(window, translate("People and passphrases…"), on=self.show_people)
        self.back_up = Action(window, translate("Back up…"), on=safekeeping.back_up)
        self.check = Action(window, translate("Check the records"), on=safekeeping.check)
        self.restore = Action(window, translate("Restore a backup…"), on=safekeeping.restore)
        self.places = Action(window, translate("Where are my data?"), on=safekeeping.show_places)
        access.opened.connect(lambda _state: self._refresh())
        self._refresh()

    @property
    def groups(self) -> MenuGroups:
        """For the menu of the records."""
        keeping = (self.back_up, self.check, self.restore)
        return {Menu.RECORDS: ((self.lock, self.people), keeping, (self.places,))}

    def show_people(self) -> PeopleDialog | None:
        """Who opens the records."""
        if not self._access.state:
            return None
        dialog = PeopleDialog(
            self._access.state,
            bridge=self._bridge,
            parent=self._window,
            on_changed=self._access.refresh,
            on_recovery=self._access.show_recovery,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _lock(self) -> None:
        """Without a lock, the way to one."""
        if self._access.lockable:
            self._access.lock()
        elif dialog := self.show_people():
            dialog.open_form(PassphraseForm(locked=False))

    def _refresh(self) -> None:
        for action in (self.lock, self.people, self.back_up, self.check):
            action.setEnabled(self._access.state is not None)
