"""Says what lies in the data folder, and opens it."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate

_WHAT = (
    (
        "records",
        deferred("Cases, patients and photographs, encrypted, with their wrapped keys and the audit log’s end."),
    ),
    ("records-replaced-…", deferred("What stood here before a backup was restored, encrypted as it was.")),
    ("library", deferred("Documents that the clinic added, and the index of all that is searched.")),
    ("models", deferred("Models that came on a stick.")),
    ("engine", deferred("Which variant of the engine runs on this processor.")),
    ("settings.json", deferred("Language, size of text, the clinic’s name. Nothing about a patient.")),
    ("worker.log, window.log", deferred("Where something went wrong. Nothing about a patient.")),
)


class PlacesDialog(ReadingDialog):
    """One folder, and nothing anywhere else but what was exported."""

    def __init__(self, data: Path, parent: QWidget) -> None:
        super().__init__(translate("Where are my data?"), parent)
        words = Paragraph(translate("Everything lies in one folder on this computer. Nothing is sent anywhere."))
        self.place = label(str(data), "heading", wrap=True)
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (name, meaning) in enumerate(_WHAT):
            grid.addWidget(label(name, "heading"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Paragraph(translate(meaning)), line, 1, Qt.AlignmentFlag.AlignTop)
        self._data = data
        self.open_folder = LineButton(translate("Open the folder"), on_click=self._open_folder)
        self.buttons.insertWidget(0, self.open_folder)
        for part in (words, self.place, table):
            self.content.addWidget(part)
        self.content.addStretch(1)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data)))
