"""The clinic's logo in the settings: what reports show, another one, or none."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.photograph import Raster
from lentigo.gui.kit.file_dialogs import FileDialogs
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.text import label
from lentigo.gui.kit.theme import scaled
from lentigo.gui.kit.worker_bridge import WorkerBridge, ignore
from lentigo.language import translate
from lentigo.worker.messages.letterhead import ForgetLogo, ReadLogo, SaveLogo
from lentigo.worker.messages.message import Failed

_HEIGHT, _WIDTH = 48, 200  # pixels, at most
_PICTURES = "*.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp"


class LogoRow(QWidget):
    """Shows it as soon as the worker has read it."""

    def __init__(self, desk: WorkerBridge) -> None:
        super().__init__()
        self._desk = desk
        self.message = MessageBar()
        self.picture = label(role="muted")
        self.choose = LineButton(translate("Choose a logo…"), on_click=self._choose)
        self.forget = LineButton(translate("No logo"), on_click=self._forget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.picture, self.choose, self.forget):
            row.addWidget(part)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.message)
        box.addLayout(row)
        self._show(None)
        desk.submit(ReadLogo(), on_result=self._show, on_failed=ignore)

    def save(self, file: str) -> None:
        """This picture from now on."""
        self.message.hide()
        self._desk.submit(SaveLogo(picture=Path(file)), on_result=self._show, on_failed=self._fail)

    def _choose(self) -> None:
        kinds = translate("Pictures ({endings})", endings=_PICTURES)
        FileDialogs().choose_files(self, translate("Choose a logo"), kinds, lambda files: self.save(files[0]))

    def _forget(self) -> None:
        self._desk.submit(ForgetLogo(), on_result=self._show, on_failed=self._fail)

    def _show(self, logo: Raster | None) -> None:
        self.forget.setVisible(logo is not None)
        self.picture.setVisible(logo is not None)
        if logo:
            image = QImage(logo.rgb, logo.width, logo.height, 3 * logo.width, QImage.Format.Format_RGB888)
            room = (scaled(_WIDTH), scaled(_HEIGHT))
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(QPixmap.fromImage(image).scaled(*room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
            self.picture.setAccessibleName(translate("The clinic’s logo"))

    def _fail(self, failed: Failed) -> None:
        self.message.tell(failed.message, failed.hint)
