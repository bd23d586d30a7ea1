"""The models on this computer of one kind."""

from PySide6.QtCore import Signal

from lentigo.domain.model import InstalledModel
from lentigo.gui.kit.section import Section, empty_layout
from lentigo.gui.models.model_row import ModelRow
from lentigo.gui.models.model_words import Memory


class ModelsSection(Section):
    """Rows of models that stay the same are kept, with the question that may stand in them."""

    use_asked = Signal(str)  # model id
    check_asked = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.rows: dict[str, ModelRow] = {}
        self.body.setSpacing(0)

    def show_models(self, models: tuple[InstalledModel, ...], memory: Memory) -> None:
        """Show the list as it is now."""
        kept = {key: row for key, row in self.rows.items() if row.model in models}
        for row in kept.values():
            self.body.removeWidget(row)
        empty_layout(self.body)
        self.rows = {each.facts.id: kept.get(each.facts.id) or self._make_row(each, memory) for each in models}
        for row in self.rows.values():
            self.body.addWidget(row)

    def _make_row(self, model: InstalledModel, memory: Memory) -> ModelRow:
        row, key = ModelRow(model, memory), model.facts.id
        row.use_asked.connect(lambda: self.use_asked.emit(key))
        row.check_asked.connect(lambda: self.check_asked.emit(key))
        row.removal_asked.connect(lambda: self.removal_asked.emit(key))
        return row
