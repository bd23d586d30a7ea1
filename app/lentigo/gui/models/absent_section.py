"""The models of the catalogue that are not on this computer: what they need, and how they come here."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from lentigo.domain.model import AbsentModel
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.text import Paragraph
from lentigo.gui.models.model_words import Memory, fit, summary, way_here
from lentigo.gui.models.verdict_row import VerdictRow
from lentigo.language import translate, translate_count


class AbsentSection(Section):
    """Folded, for nothing can be done with them here."""

    def __init__(self) -> None:
        super().__init__(translate("Not on this computer"), foldable=True)
        self.body.setSpacing(0)
        self.hide()

    def show_models(self, models: tuple[AbsentModel, ...], memory: Memory) -> None:
        """Show the list as it is now; `memory` decides what fits."""
        self.empty()
        self.say(translate_count("{count} model that Lentigo knows", "{count} models that Lentigo knows", len(models)))
        for model in models:
            self.body.addWidget(AbsentRow(model, memory))
        self.setVisible(bool(models))


class AbsentRow(QFrame):
    """One of them."""

    def __init__(self, model: AbsentModel, memory: Memory) -> None:
        super().__init__()
        title = Paragraph()
        title.say(model.facts.version, strong=model.facts.name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addWidget(title)
        box.addWidget(Paragraph(summary(model.facts), "muted"))
        if verdict := fit(model.facts, memory):
            box.addWidget(VerdictRow(verdict))
        box.addWidget(Paragraph(way_here(model)))
