"""Where on the body: pictures to click, and beside them the same places as a list for the keyboard."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lentigo.domain.body import Pin, View
from lentigo.domain.encounter import Sex
from lentigo.domain.wording.body import site_text
from lentigo.figures.views import GENITALS, places
from lentigo.gui.body.body_picture import BodyPicture
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.language import deferred, translate

_LIST_WIDTH = 260  # pixels, at the usual size of text
_LARGEST = (940, 660)  # pixels
_AROUND = 16  # pixels that the window is seen around the dialog
_ASK = deferred("Click the place, or choose it from the list.")
_GROUPS: tuple[tuple[str, tuple[View, ...]], ...] = (
    (deferred("Body"), (View.FRONT, View.BACK)),
    (deferred("Head"), (View.HEAD_FRONT, View.HEAD_BACK, View.HEAD_RIGHT, View.HEAD_LEFT)),
    (deferred("Hands"), (View.PALMS, View.HAND_BACKS)),
    (deferred("Feet"), (View.FOOT_TOPS, View.SOLES)),
)
_GENITALS = {Sex.FEMALE: (View.GENITALS_FEMALE,), Sex.MALE: (View.GENITALS_MALE,)}


class BodyDialog(QDialog):
    """`chosen` tells a pin, or None where it was taken away; Esc changes nothing."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, *, pin: Pin | None, age: int | None, sex: Sex | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(translate("Where on the body?"))
        self._pin = pin
        known = sex in _GENITALS and (pin is None or pin.view not in GENITALS or pin.view in _GENITALS[sex])
        self._groups = (*(views for _, views in _GROUPS), _GENITALS[sex] if sex and known else GENITALS)
        self.tabs = QButtonGroup(self)
        self.picture = BodyPicture(age)
        self.search = LineEdit()
        self.search.setPlaceholderText(translate("Find a part of the body"))
        self.search.setAccessibleName(translate("Find a part of the body"))
        self.places = QListWidget()
        self.places.setAccessibleName(translate("Parts of the body"))
        self.places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.said = label(role="heading", wrap=True)
        self.use = LineButton(translate("Use this place"), role="primary", on_click=self._use)
        self.remove = LineButton(translate("Remove the pin"), on_click=self._remove)
        self.remove.setVisible(pin is not None)
        self._fill()
        self._lay_out()
        self._listen()
        self._show(pin)
        self._turn_to(self._group_of(pin.view) if pin else 0)
        room = parent.window().size()
        self.resize(min(_LARGEST[0], room.width() - _AROUND), min(_LARGEST[1], room.height() - _AROUND))
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the line into the list with the arrow or Enter, out of the list with Enter."""
        key = Qt.Key(event.key())
        if self.search.hasFocus() and key is Qt.Key.Key_Down:
            self._enter_list()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        for pin in places(self._groups[-1]):
            item = QListWidgetItem(site_text(pin))
            item.setData(Qt.ItemDataRole.UserRole, pin)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
            self.places.addItem(item)
            if self._pin and (pin.region, pin.side) == (self._pin.region, self._pin.side):
                self.places.setCurrentItem(item)

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setProperty("role", "rule")
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        right.setSpacing(8)
        left.addLayout(self._tabs())
        left.addWidget(rule)
        left.addWidget(self.picture, 1)
        self.places.setFixedWidth(scaled(_LIST_WIDTH))
        self.search.setFixedWidth(scaled(_LIST_WIDTH))
        right.addWidget(self.search)
        right.addWidget(self.places, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 1)
        middle.addLayout(right)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(label(translate("Where on the body?"), "title"))
        box.addLayout(middle, 1)
        box.addLayout(self._foot())

    def _tabs(self) -> QHBoxLayout:
        """A tab for each group of drawings; the genital area's stands apart, so that nobody comes upon it by chance."""
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        titles = (*(title for title, _ in _GROUPS), deferred("Genital area"))
        for index, title in enumerate(titles):
            words = translate(title)
            tab = LineButton(words, role="tab", name=translate("Show the drawings: {title}", title=words))
            tab.setCheckable(True)
            self.tabs.addButton(tab, index)
            if index == len(_GROUPS):
                tabs.addStretch(1)
            tabs.addWidget(tab)
        return tabs

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.remove)
        foot.addWidget(LineButton(translate("Cancel"), tip="Esc", on_click=self.reject))
        foot.addWidget(self.use)
        return foot

    def _listen(self) -> None:
        self.tabs.idClicked.connect(self._turn_to)
        self.picture.pinned.connect(self._take)
        self.picture.pointed.connect(self._say)
        self.places.currentItemChanged.connect(self._choose)
        self.places.itemActivated.connect(lambda _item: self._use())
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._enter_list)

    def _turn_to(self, group: int) -> None:
        self.tabs.button(group).setChecked(True)
        self.picture.show_views(self._groups[group])

    def _group_of(self, view: View) -> int:
        """The tab that shows a view."""
        return next(index for index, views in enumerate(self._groups) if view in views)

    def _choose(self, item: QListWidgetItem | None) -> None:
        """From the list."""
        if item:
            pin: Pin = item.data(Qt.ItemDataRole.UserRole)
            self._turn_to(self._group_of(pin.view))
            self._show(pin)

    def _take(self, pin: Pin) -> None:
        """From the picture; the list follows."""
        self.places.blockSignals(True)
        for index in range(self.places.count()):
            listed: Pin = self.places.item(index).data(Qt.ItemDataRole.UserRole)
            if (listed.region, listed.side) == (pin.region, pin.side):
                self.places.setCurrentRow(index)
        self.places.blockSignals(False)
        self._show(pin)
        announce(self, site_text(pin))

    def _show(self, pin: Pin | None) -> None:
        self._pin = pin
        self.picture.show_pin(pin)
        self.use.setEnabled(pin is not None)
        self._say(None)

    def _say(self, pointed: Pin | None) -> None:
        """What the mouse points at, else where the pin is."""
        pin = pointed or self._pin
        self.said.setText(site_text(pin) if pin else translate(_ASK))

    def _narrow(self, text: str) -> None:
        """Leave in the list what holds all words."""
        words = text.casefold().split()
        for index in range(self.places.count()):
            item = self.places.item(index)
            item.setHidden(not all(word in item.text().casefold() for word in words))

    def _enter_list(self) -> None:
        rows = [index for index in range(self.places.count()) if not self.places.item(index).isHidden()]
        if rows:
            self.places.setFocus()
            if self.places.currentRow() not in rows:
                self.places.setCurrentRow(rows[0])

    def _use(self) -> None:
        pin = self._pin
        self.accept()
        self.chosen.emit(pin)

    def _remove(self) -> None:
        self.accept()
        self.chosen.emit(None)
