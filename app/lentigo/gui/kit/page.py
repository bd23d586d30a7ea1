"""A page as the window knows it: all that the window asks of one, and all that one asks of the window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QFrame, QSplitter

from lentigo.gui.kit.action import Action
from lentigo.gui.kit.drop import DropKind


class Menu(StrEnum):
    """The menus of the window's bar, in their order."""

    FILE = "file"
    EDIT = "edit"
    CASE = "case"
    RECORDS = "records"
    VIEW = "view"
    HELP = "help"


MenuGroups = Mapping[Menu, Sequence[Sequence[Action]]]  # groups of actions, with a line between two


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How the user comes to a page: a button's title and icon, its key, and what it does."""

    title: str
    icon: str
    key: str = ""
    words: str


class Page(QFrame):
    """A page adds its actions to itself, in the order of the list of keys; the window gives them their places.

    The first of the window's pages is shown at the start, and where the user goes back.
    """

    wanted = Signal()  # this page is to be shown
    toggled = Signal()  # the same, or the first page where this one is shown already
    busy_changed = Signal()  # `busy` or `working` is another now

    stop: Action  # ends what makes the page busy
    begin: tuple[Action, ...] = ()  # buttons at the left of the window's head
    end: tuple[Action, ...] = ()  # buttons at its right
    menus: MenuGroups = MappingProxyType({})  # in the window's menus; the way to the page stands there by itself
    keys_in_place: tuple[tuple[str, str], ...] = ()  # keys of parts of the page that are no actions, and their meaning
    drop_kind: DropKind | None = None  # what the page takes wherever it is dropped
    columns: QSplitter | None = None  # remembered from start to start

    def __init__(self, entrance: Entrance) -> None:
        super().__init__()
        self.entrance = entrance
        keys = (entrance.key,) if entrance.key else ()
        self.turn = Action(self, entrance.words, *keys, on=self.toggled.emit, brief=entrance.title, icon=entrance.icon)

    @property
    def busy(self) -> bool:
        """Whether something runs here that Esc stops."""
        return False

    @property
    def working(self) -> bool:
        """Whether something long runs here, so that the page's button says so."""
        return False

    @property
    def at_rest(self) -> bool:
        """Whether nothing would be lost where the page were made anew: nothing runs here, and nothing is open."""
        return not (self.busy or self.working)

    def enter(self) -> None:
        """The user comes to the page."""

    def leave(self) -> None:
        """The user goes elsewhere."""

    def takes(self, mime: QMimeData) -> bool:
        """Whether the page has a use for a drop of this kind now."""
        return mime.hasUrls()

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        """Take what was dropped on the page, or say why not; `others` are the kinds of the other pages."""
        raise NotImplementedError

    def mark(self, over: bool) -> None:
        """Show that something hovers over the page."""

    def may_close(self, again: Callable[[], object]) -> bool:
        """Whether nothing is lost where the window closes now; where the page sees to that first, `again` follows."""
        return True

    def close_down(self) -> None:
        """The window closes."""
