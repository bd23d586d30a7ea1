"""The switch for answering without the library, to see what a model says by itself; at each start it is on."""

from PySide6.QtWidgets import QWidget

from lentigo.gui.case.analyst import Analyst
from lentigo.gui.kit.action import Action
from lentigo.language import translate


def library_switch(page: QWidget, analyst: Analyst) -> Action:
    """A line of the menu with a tick; a report that was made without the library says so itself."""

    def choose() -> None:
        analyst.use_library = switch.isChecked()

    switch = Action(page, translate("Answer with the library"), "Ctrl+Shift+L", on=choose)
    switch.setCheckable(True)
    switch.setChecked(analyst.use_library)
    return switch
