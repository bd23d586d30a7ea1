"""The bar of menus, made of the actions that the pages and the window have."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QToolButton

from lentigo.gui.kit.action import Action
from lentigo.gui.kit.page import Menu, MenuGroups, Page
from lentigo.language import deferred, translate

_TITLES = {
    Menu.FILE: deferred("&File"),
    Menu.EDIT: deferred("&Edit"),
    Menu.CASE: deferred("&Case"),
    Menu.RECORDS: deferred("&Records"),
    Menu.VIEW: deferred("&View"),
    Menu.HELP: deferred("&Help"),
}


class MenuBar(QMenuBar):
    """A menu holds what each page has for it, then what the window has; the ways to the pages begin the view's."""

    def __init__(self, pages: Sequence[Page], own: MenuGroups) -> None:
        super().__init__()
        self.setAccessibleName(translate("Menus"))
        for overflow in self.findChildren(QToolButton):  # Qt's own, where the window is narrow
            overflow.setAccessibleName(translate("More menus"))
        turns = {Menu.VIEW: (tuple(page.turn for page in pages),)}
        for menu, title in _TITLES.items():
            groups = [group for part in (turns, *(page.menus for page in pages), own) for group in part.get(menu, ())]
            if groups:
                self._add(translate(title), groups)

    def _add(self, title: str, groups: Iterable[Sequence[Action]]) -> None:
        menu = self.addMenu(title)
        for group in groups:
            menu.addSeparator()
            for action in group:
                action.setMenuRole(QAction.MenuRole.NoRole)  # where the other systems have it, on macOS too
                menu.addAction(action)
