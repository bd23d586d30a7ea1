"""The photograph, its quality, and the other photographs of the case."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lentigo.domain.case import Case
from lentigo.domain.photograph import PictureKind
from lentigo.domain.wording.photograph import PICTURE_KINDS
from lentigo.gui.case.open_case import OpenCase
from lentigo.gui.case.quality_row import QualityRow, place
from lentigo.gui.case.thumbnail_strip import ThumbnailStrip
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.picture_view import PictureView
from lentigo.language import translate

_KINDS: tuple[PictureKind | None, ...] = (None, *PictureKind)


class PhotographPage(QWidget):
    """Shows the chosen photograph of the case."""

    def __init__(self, case: OpenCase, *, on_add: Callable[[], None]) -> None:
        super().__init__()
        self._case = case
        self._shown = 0
        self.message = MessageBar()
        self.view = PictureView(
            translate("Photograph. Wheel or plus and minus zoom, space fits, 1 shows it pixel for pixel.")
        )
        self.strip = ThumbnailStrip()
        self.strip.chosen.connect(self._choose)
        self.strip.removed.connect(case.remove)
        self.strip.made_main.connect(case.make_main)
        self.kind = Choice()
        self.kind.setAccessibleName(translate("How the photograph was taken"))
        self.kind.setToolTip(translate("How the photograph was taken: percentages hold for some kinds only"))
        self.kind.activated.connect(self._tell_kind)
        self._quality = QualityRow(self._buttons(on_add))
        case.changed.connect(self._on_case_changed)
        self._lay_out()

    def _lay_out(self) -> None:
        under = QVBoxLayout()
        under.setContentsMargins(16, 8, 16, 8)
        under.setSpacing(8)
        under.addWidget(self._quality)
        under.addWidget(self.kind)
        under.addWidget(self.message)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.view, 1)
        box.addWidget(self.strip)
        box.addLayout(under)

    def _buttons(self, on_add: Callable[[], None]) -> list[LineButton]:
        table = (
            ("zoom out", translate("Zoom out"), "−", lambda: self.view.zoom(-1)),
            ("zoom in", translate("Zoom in"), "+", lambda: self.view.zoom(1)),
            ("fit", translate("Show the whole photograph"), translate("space"), self.view.fit),
        )
        zooms = [
            LineButton(role="small", icon=icon, name=name, tip=f"{name} ({key})", on_click=action)
            for icon, name, key, action in table
        ]
        name = translate("Add a photograph")
        return [*zooms, LineButton(translate("Add…"), role="quiet", icon="new", name=name, on_click=on_add)]

    def _on_case_changed(self, before: Case) -> None:
        photographs = self._case.state.photographs
        if photographs == before.photographs:
            return
        if [each.sha256 for each in photographs] == [each.sha256 for each in before.photographs]:
            self._show_kind()
            return
        added = len(photographs) > len(before.photographs) > 0
        self._shown = len(photographs) - 1 if added else 0
        self.strip.show_photographs(photographs, [self._case.preview(each) for each in photographs], self._shown)
        self._show()

    def _choose(self, index: int) -> None:
        self._shown = index
        self._show()

    def _tell_kind(self, place: int) -> None:
        self._case.tell_kind(self._shown, _KINDS[place])

    def _show_kind(self) -> None:
        """What the user said, or what the program sees."""
        shown = self._case.state.photographs[self._shown]
        seen = translate("How was it taken?")
        if shown.recognised:
            seen = translate("seems {kind}", kind=translate(PICTURE_KINDS[shown.recognised]))
        self.kind.clear()
        self.kind.addItems([seen if each is None else translate(PICTURE_KINDS[each]) for each in _KINDS])
        self.kind.setCurrentIndex(_KINDS.index(shown.told))

    def _show(self) -> None:
        photographs = self._case.state.photographs
        if not photographs:
            self.view.show_raster(None)
            return
        shown = photographs[self._shown]
        self.view.show_raster(self._case.preview(shown))
        self._show_kind()
        where = place(self._shown, len(photographs))
        self._quality.show_quality(shown.quality, shown.width, shown.height, where)
