"""Where on the body the lesion is, as the pin shows it."""

from PySide6.QtWidgets import QHBoxLayout

from lentigo.domain.encounter import Encounter
from lentigo.gui.body.pin_thumbnail import PinThumbnail
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.language import translate


class SiteSection(Section):
    """Hidden where there is no pin."""

    def __init__(self) -> None:
        super().__init__(translate("Body site"))
        self.hide()

    def show_site(self, encounter: Encounter) -> None:
        """Show the drawing and what the site is called."""
        self.empty()
        self.setVisible(encounter.pin is not None)
        if encounter.pin:
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(PinThumbnail(encounter.pin, encounter.age))
            row.addWidget(Paragraph(encounter.site), 1)
            self.body.addLayout(row)
