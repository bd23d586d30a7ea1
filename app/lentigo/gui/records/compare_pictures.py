"""The two photographs with what belongs to looking at them: the manner, zoom, and alignment by hand."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from lentigo.domain.alignment import Similarity
from lentigo.domain.photograph import Raster
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.check import Check
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.segments import Segments
from lentigo.gui.records.aligning import Aligning
from lentigo.gui.records.compare_canvas import CompareCanvas
from lentigo.gui.records.compare_frame import Manner, Side
from lentigo.language import deferred, translate

_TURN_MS = 900  # slower than what could hurt somebody: https://www.w3.org/TR/WCAG22/#three-flashes
_HALF = 50  # per cent
_MANNERS = {
    Manner.BESIDE: deferred("Side by side"),
    Manner.WIPE: deferred("Slider"),
    # TRANSLATORS: the two photographs are shown in turns
    Manner.BLINK: deferred("Blink"),
    Manner.OVERLAY: deferred("Overlay"),
}
_SHARES = {
    Manner.WIPE: deferred("Where the earlier photograph ends and the later one begins"),
    Manner.OVERLAY: deferred("How much of the later photograph is seen"),
}
_HOW = deferred(
    "Two photographs, {manner}: {before}, and {now}. Wheel or plus and minus zoom both, dragging or the arrow keys "
    "move both, space fits, 1 shows them pixel for pixel."
)


class ComparePictures(QWidget):
    """Blinking stops wherever the user stops it, and is slow."""

    marking_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._captions = ["", ""]
        self.canvas = CompareCanvas()
        self.manners = Segments(
            translate("How the two are shown"), [(manner, translate(words)) for manner, words in _MANNERS.items()]
        )
        self.manners.answer(Manner.BESIDE)
        self.share = QSlider(Qt.Orientation.Horizontal)
        self.share.setRange(0, 100)
        self.share.setPageStep(10)
        self.share.setValue(_HALF)
        self.flip = LineButton(
            translate("Show the other one"), name=translate("Show the other one of the two photographs"),
            on_click=self._flip,
        )  # fmt: skip
        self.by_itself = Check(translate("in turns, by itself"))
        self.by_itself.setAccessibleName(translate("Show the two in turns, by itself"))
        self.aligning = Aligning()
        self._timer = QTimer(self, interval=_TURN_MS)
        self._lay_out()
        self._listen()
        self._show_manner()

    @property
    def marking(self) -> bool:
        """Whether points are being marked."""
        return self.aligning.landmarks is not None

    def show_picture(self, side: Side, raster: Raster | None, caption: str = "") -> None:
        """One of the two, or nothing."""
        self._captions[side] = caption
        self.canvas.show_picture(side, raster, caption)
        sizes = [min(size.width(), size.height()) for size in self.canvas.frame.sizes]
        self.aligning.reset((sizes[0], sizes[1]) if all(sizes) else None)
        self._follow_marks()
        self._name_canvas()

    def close_down(self) -> None:
        """Hold nothing of anybody."""
        for side in Side:
            self.show_picture(side, None)
        self.by_itself.setChecked(False)
        self.manners.answer(Manner.BESIDE)
        self.share.setValue(_HALF)
        self._show_manner()

    def _show_manner(self) -> None:
        manner = self.manners.value or Manner.BESIDE
        if self.marking and manner is not Manner.BESIDE:
            self.aligning.stop()
        self.canvas.show_as(manner)
        self.share.setVisible(manner in _SHARES)
        if manner in _SHARES:
            self.share.setAccessibleName(translate(_SHARES[manner]))
            self.share.setToolTip(translate(_SHARES[manner]))
        for part in (self.flip, self.by_itself):
            part.setVisible(manner is Manner.BLINK)
        self._run(manner is Manner.BLINK and self.by_itself.isChecked())
        self._name_canvas()

    def _name_canvas(self) -> None:
        before, now = (caption or translate("no photograph yet") for caption in self._captions)
        manner = translate(_MANNERS[self.canvas.manner])
        self.canvas.setAccessibleName(translate(_HOW, manner=manner, before=before, now=now))

    def _run(self, on: bool) -> None:
        self._timer.start() if on else self._timer.stop()

    def _turn_over(self) -> None:
        self.canvas.turn = Side.BEFORE if self.canvas.turn is Side.NOW else Side.NOW
        self.canvas.update()

    def _flip(self) -> None:
        self.by_itself.setChecked(False)
        self._turn_over()
        announce(self, self._captions[self.canvas.turn])

    def _divide(self) -> None:
        self.canvas.share = self.share.value()
        self.canvas.update()

    def _lay(self, similarity: Similarity | None) -> None:
        self.canvas.lay(similarity)

    def _follow_marks(self) -> None:
        """Points are marked where both photographs are seen."""
        marked = self.aligning.landmarks
        if marked and self.canvas.manner is not Manner.BESIDE:
            self.manners.answer(Manner.BESIDE)
            self._show_manner()
        self.canvas.show_marks((marked.before, marked.now) if marked else ((), ()), marked.next if marked else None)
        self.marking_changed.emit()

    def _begin_marking(self) -> None:
        self.canvas.setFocus()

    def _listen(self) -> None:
        self.manners.changed.connect(self._show_manner)
        self.share.valueChanged.connect(self._divide)
        self.canvas.divided.connect(self.share.setValue)
        self.canvas.marked.connect(self.aligning.mark)
        self.canvas.taken_back.connect(self.aligning.take_back)
        self.by_itself.toggled.connect(self._run)
        self._timer.timeout.connect(self._turn_over)
        self.aligning.changed.connect(self._follow_marks)
        self.aligning.laid.connect(self._lay)
        self.aligning.begin.clicked.connect(self._begin_marking)

    def _lay_out(self) -> None:
        head, own = QHBoxLayout(), QHBoxLayout()
        for row in (head, own):
            row.setSpacing(8)
        head.addWidget(self.manners, 1)
        for icon, name, key, action in (
            ("zoom out", translate("Zoom out"), "−", lambda: self.canvas.zoom(-1)),
            ("zoom in", translate("Zoom in"), "+", lambda: self.canvas.zoom(1)),
            ("fit", translate("Show the whole photographs"), translate("space"), self.canvas.fit),
        ):
            head.addWidget(LineButton(role="small", icon=icon, name=name, tip=f"{name} ({key})", on_click=action))
        own.addWidget(self.share, 1)
        for part in (self.flip, self.by_itself):
            own.addWidget(part)
        own.addStretch(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 0, 16, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.canvas, 1)
        box.addLayout(own)
        box.addWidget(self.aligning)
