"""What this program is: its versions, its licence and those of its parts and models."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

import lentigo
from lentigo.domain.installation import Installation
from lentigo.gui.kit.app_icon import app_icon
from lentigo.gui.kit.facts import facts
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell.licences import PARTS, licences_in_full
from lentigo.gui.shell.licences_dialog import LicencesDialog
from lentigo.language import deferred, translate
from lentigo.paths import default_paths
from lentigo.worker.messages.installation import CheckInstallation
from lentigo.worker.messages.message import Failed

_ICON = 64  # pixels
_WHAT = deferred("Offline decision support for photographs of skin, for qualified clinicians.")
_NO_DEVICE = deferred(
    "Research software. Not a medical device: no authority has cleared, approved or certified it, and it carries no CE "
    "mark."
)
_LICENCE = deferred(
    "Free software under the GNU Affero General Public License, version 3 or later: you may use, study, share and "
    "change it under its terms. It comes without any warranty."
)


class AboutDialog(ReadingDialog):
    """The engine and the models are asked for, and shown when the worker has answered."""

    def __init__(self, *, bridge: WorkerBridge, parent: QWidget) -> None:
        super().__init__(translate("About Lentigo"), parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(_ICON, _ICON))
        self.content.addWidget(picture, 0, Qt.AlignmentFlag.AlignLeft)
        opening = translate("Lentigo {version}.", version=lentigo.__version__)
        words = Paragraph()
        words.say(translate(_WHAT), strong=opening)
        for part in (words, Paragraph(translate(_NO_DEVICE)), Paragraph(translate(_LICENCE))):
            self.content.addWidget(part)
        self.here = Section(translate("On this computer"))
        self.here.say(translate("being asked…"))
        parts = Section(translate("Parts and their licences"), foldable=True)
        parts.body.addWidget(facts((part.named, part.licence) for part in PARTS))
        self._licences = licences_in_full(default_paths().resources)
        self.licences_button = LineButton(
            translate("All parts and their licences in full"), on_click=self.show_licences
        )
        if self._licences:
            parts.body.addWidget(self.licences_button, 0, Qt.AlignmentFlag.AlignLeft)
        for section in (self.here, parts):
            self.content.addWidget(section)
        self.content.addStretch(1)
        bridge.submit(CheckInstallation(), on_result=self._show, on_failed=self._tell_failed)

    def show_licences(self) -> None:
        """Open them over this."""
        LicencesDialog(self._licences, self).open()

    def _show(self, found: Installation) -> None:
        if self.closed:
            return
        told = [(translate("Analysis engine"), found.engine.words or found.engine.trouble)]
        told += [(_named(each.facts.name, each.facts.version), _licence(each.facts.licence)) for each in found.models]
        self.here.say("")
        self.here.body.addWidget(facts(told))
        self.fit()

    def _tell_failed(self, failed: Failed) -> None:
        if not self.closed:
            self.here.say(f"{failed.message} {failed.hint}")


def _named(name: str, version: str) -> str:
    return f"{name} {version}".strip()


def _licence(licence: str) -> str:
    return translate("licence: {licence}", licence=licence) if licence else translate("licence unknown")
