"""Aligning two photographs by hand: which point to mark next, what came of it, and the buttons for both."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.alignment import MOST, Point, align
from lentigo.errors import InputError
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label
from lentigo.gui.records.compare_frame import Side
from lentigo.gui.records.landmarks import Landmarks
from lentigo.language import deferred, translate, translate_count

_NOT_ALIGNED = deferred("Not aligned: the two lie middle on middle.")
_PROMPTS = {
    Side.BEFORE: deferred(
        "Point {number} of {most}, earlier photograph: click something that is in both, such as another mole or a "
        "scar; or move the cross with the arrow keys, and press Enter."
    ),
    Side.NOW: deferred("Point {number} of {most}, later photograph: the same thing there."),
}


class Aligning(QWidget):
    """`landmarks` is None while nothing is being marked."""

    changed = Signal()  # another point is to be marked, or none any more
    laid = Signal(object)  # Similarity; None: as without landmarks

    def __init__(self) -> None:
        super().__init__()
        self.landmarks: Landmarks | None = None
        self._aligned_by = 0
        self._sides = (0.0, 0.0)
        self.told = label(role="muted", wrap=True)
        self.begin = LineButton(translate("Align by hand…"), on_click=self.start)
        self.loosen = LineButton(translate("Undo alignment"), on_click=self._loosen)
        self.use = LineButton(translate("Align"), role="primary", on_click=self._use)
        self.back = LineButton(
            translate("Take back"), name=translate("Take back the last point"), tip=translate("Backspace"),
            on_click=self.take_back,
        )  # fmt: skip
        self.cancel = LineButton(translate("Cancel"), name=translate("Mark no points"), tip="Esc", on_click=self.stop)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.begin, self.loosen, self.use, self.back, self.cancel):
            row.addWidget(button)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.told)
        box.addLayout(row)
        self._show()

    def reset(self, sides: tuple[float, float] | None) -> None:
        """For other photographs, of these shorter sides; None while they are not both there."""
        self.landmarks, self._aligned_by = None, 0
        self._sides = sides or (0.0, 0.0)
        self.begin.setEnabled(sides is not None)
        self._show()

    def start(self) -> None:
        """Ask for the first point."""
        self.landmarks = Landmarks()
        self._go_on()

    def mark(self, side: Side, point: Point) -> None:
        """A point was marked; with the last one, the photographs are aligned."""
        if self.landmarks:
            self.landmarks = self.landmarks.mark(side, point)
            self._use() if self.landmarks.full else self._go_on()

    def take_back(self) -> None:
        """The last point that was marked."""
        if self.landmarks:
            self.landmarks = self.landmarks.take_back()
            self._go_on()

    def stop(self) -> None:
        """Mark nothing any more; an alignment that was there stays."""
        if self.landmarks:
            self.landmarks = None
            self._show()
            self.begin.setFocus()
            self.changed.emit()

    def _use(self) -> None:
        marked = self.landmarks
        assert marked
        try:
            similarity = align(marked.before[: len(marked.now)], marked.now, sides=self._sides)
        except InputError as refused:
            self.landmarks = Landmarks()
            self._go_on(f"{refused} {refused.hint}")
            return
        self.landmarks, self._aligned_by = None, len(marked.now)
        self._show()
        announce(self, self.told.text())
        self.laid.emit(similarity)
        self.changed.emit()
        self.loosen.setFocus()

    def _loosen(self) -> None:
        self._aligned_by = 0
        self._show()
        self.laid.emit(None)
        self.begin.setFocus()

    def _go_on(self, refusal: str = "") -> None:
        """Ask for the next point; `refusal` says why those before are not taken."""
        self._show(refusal)
        announce(self, self.told.text())
        self.changed.emit()

    def _show(self, refusal: str = "") -> None:
        marking, marked = self.landmarks is not None, self.landmarks or Landmarks()
        self.told.setText(refusal or (self._prompt(marked) if marking else self._state()))
        for button in (self.use, self.back, self.cancel):
            button.setVisible(marking)
        self.begin.setVisible(not marking)
        self.loosen.setVisible(not marking and bool(self._aligned_by))
        self.use.setEnabled(marked.enough)
        count = len(marked.now)
        words = translate_count("Align by {count} point", "Align by {count} points", count)
        self.use.setText(words if marked.enough else translate("Align"))
        self.use.setAccessibleName(self.use.text())
        self.back.setEnabled(bool(marked.before))

    def _prompt(self, marked: Landmarks) -> str:
        number = marked.number
        return translate(_PROMPTS[marked.next], number=number, most=MOST)

    def _state(self) -> str:
        if not self._aligned_by:
            return translate(_NOT_ALIGNED)
        return translate_count(
            "Aligned by {count} point, marked by hand.",
            "Aligned by {count} points, marked by hand.",
            self._aligned_by,
        )
