"""The recovery key: shown once, for paper, and checked by typing four of its groups."""

import secrets

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lentigo.gui.access.fields import captioned
from lentigo.gui.access.gate import Gate, row
from lentigo.gui.access.recovery_paper import print_key, save_key
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import label
from lentigo.language import deferred, translate

CHECKED = 4  # groups
_WHY = deferred(
    "If a passphrase is forgotten, this key opens the records, and nothing else does. It is shown only now. Print it, "
    "or write it down, and keep it where only the clinic finds it: not in this computer, and not on a note beside it."
)
_CHECK = deferred("Type these groups from the paper. Capital and small letters are the same.")


class RecoveryPage(Gate):
    """`checked` once the groups are right."""

    checked = Signal()

    def __init__(self, key: str) -> None:
        super().__init__(translate("The recovery key"))
        self._key = key
        self.words = label("\n".join(_lines(key)), "fingerprint")
        self.words.setAccessibleName(translate("The recovery key: {key}", key=" ".join(key.split("-"))))
        self.print = LineButton(translate("Print…"), on_click=lambda: print_key(key, self))
        self.save = LineButton(translate("Save as a file…"), on_click=lambda: save_key(key, self))
        self.first = self.next = LineButton(
            translate("I have it on paper"), role="primary", on_click=self._ask_for_groups
        )
        self.say(translate(_WHY))
        self._shown = (self.words, self.print, self.save, self.next)
        self.add(self.words, row(self.print, self.save), row(self.next))
        self._lay_out_check()

    def _lay_out_check(self) -> None:
        self.check = QWidget()
        grid = QGridLayout(self.check)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        groups = self._key.split("-")
        asked = sorted(secrets.SystemRandom().sample(range(len(groups)), CHECKED))
        self.fields = {number: LineEdit() for number in asked}
        for place, (number, field) in enumerate(self.fields.items()):
            field.setMaxLength(len(groups[number]))
            field.returnPressed.connect(self._compare)
            box = captioned(translate("Group {number} of {total}", number=number + 1, total=len(groups)), field)
            grid.addLayout(box, place // 2, place % 2)
        self.finish = LineButton(translate("Go on"), role="primary", on_click=self._compare)
        self.back = LineButton(translate("Show the key again"), on_click=self._show)
        self.how = label(translate(_CHECK), wrap=True)
        self._asked = (self.how, self.check, self.finish, self.back)
        self.add(self.how, self.check, row(self.finish, self.back))
        self._show()

    def _show(self) -> None:
        self._turn(asking=False)
        self.next.setFocus()

    def _ask_for_groups(self) -> None:
        for field in self.fields.values():
            field.clear()
        self._turn(asking=True)
        next(iter(self.fields.values())).setFocus()

    def _turn(self, *, asking: bool) -> None:
        for shown in self._shown:
            shown.setVisible(not asking)
        for asked in self._asked:
            asked.setVisible(asking)

    def _compare(self) -> None:
        groups = self._key.split("-")
        wrong = [number for number, field in self.fields.items() if _plain(field.text()) != _plain(groups[number])]
        if not wrong:
            self.checked.emit()
            return
        sentence = translate("Group {number} is not what stands in the key.", number=wrong[0] + 1)
        self.message.tell(sentence, translate("Compare it with the paper, or look at the key again."))
        self.fields[wrong[0]].setFocus()


def _plain(group: str) -> str:
    """As it is compared: letters that look alike are the same."""
    return group.strip().upper().translate(str.maketrans("OIL", "011"))


def _lines(key: str) -> tuple[str, str]:
    """Four groups a line."""
    groups = key.split("-")
    half = len(groups) // 2
    return "  ".join(groups[:half]), "  ".join(groups[half:])
