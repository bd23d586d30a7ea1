"""The models on this computer, by what they are for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from lentigo.domain.model import AbsentModel, InstalledModel, ModelKind
from lentigo.gui.models.absent_section import AbsentSection
from lentigo.gui.models.loader import Loader
from lentigo.gui.models.model_row import ModelRow, Standing
from lentigo.gui.models.model_words import memory_now
from lentigo.gui.models.models_section import ModelsSection
from lentigo.language import deferred, translate

_NOT_NOW = deferred("An analysis is running. Another model can be chosen when it is done.")


class ModelLists(QWidget):
    """Those for photographs, and under them those for the search, where there are any."""

    use_asked = Signal(str)  # model id
    check_asked = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, loader: Loader) -> None:
        super().__init__()
        self._loader = loader
        self._used = 0  # bytes of memory that the model in use holds
        self.vision = ModelsSection(translate("For photographs"))
        self.encoders = ModelsSection(translate("For the search in the library"))
        self.vision.say(translate("being listed…"))
        self.encoders.hide()
        self.absent = AbsentSection()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        for section in (self.vision, self.encoders):
            box.addWidget(section)
            section.use_asked.connect(self.use_asked)
            section.check_asked.connect(self.check_asked)
            section.removal_asked.connect(self.removal_asked)
        box.addWidget(self.absent)

    @property
    def rows(self) -> dict[str, ModelRow]:
        """All rows by their model's id."""
        return self.vision.rows | self.encoders.rows

    @property
    def focused(self) -> str:
        """The id of the model whose row has the focus, or ""."""
        now = QApplication.focusWidget()
        return next((key for key, row in self.rows.items() if now and row.isAncestorOf(now)), "")

    def show_models(self, models: tuple[InstalledModel, ...]) -> None:
        """Show the list as it is now."""
        self._used = next((each.facts.memory for each in models if each.facts.id == self._loader.model), 0)
        memory = memory_now(self._used)
        kinds = {kind: tuple(each for each in models if each.facts.kind is kind) for kind in ModelKind}
        self.vision.show_models(kinds[ModelKind.VISION], memory)
        self.encoders.show_models(kinds[ModelKind.ENCODER], memory)
        self.encoders.setVisible(bool(kinds[ModelKind.ENCODER]))

    def show_absent(self, models: tuple[AbsentModel, ...]) -> None:
        """Show the catalogue's models that are not installed."""
        self.absent.show_models(models, memory_now(self._used))

    def update_actions(self, *, workable: bool) -> None:
        """Enable what can be done with each model now; `workable` is whether work on models may begin."""
        loader = self._loader
        choosable = not loader.running and not loader.changing
        for key, row in self.vision.rows.items():
            row.show_standing(Standing(chosen=key == loader.model, choosable=choosable, workable=workable))
        for row in self.encoders.rows.values():
            row.show_standing(Standing(chosen=row.model.in_use, choosable=False, workable=workable))
        self.vision.say(translate(_NOT_NOW) if loader.running else "")

    def focus(self, model: str) -> bool:
        """Give the focus to what can be done with a model; False where it is not listed."""
        row = self.rows.get(model)
        if row:
            (row.check if row.use.isHidden() else row.use).setFocus()
        return row is not None
