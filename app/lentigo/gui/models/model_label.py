"""The model in use, in a line: at the head of the window, whatever is looked at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from lentigo.gui.models.loader import Loader
from lentigo.gui.models.model_words import named
from lentigo.gui.models.models import Models
from lentigo.language import translate


class ModelLabel(QLabel):
    """Its name, whether it is ready, and that nothing leaves this computer."""

    def __init__(self, *, models: Models, loader: Loader) -> None:
        super().__init__()
        self._models = models
        self._loader = loader
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "note")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for change in (loader.model_changed, models.listed):
            change.connect(self._update_text)
        self._update_text()

    def _update_text(self) -> None:
        model = self._models.find(self._loader.wanted)
        name = named(model.facts) if model else translate("model")
        if model and not model.verified:
            name = translate("{model} (unverified)", model=name)
        self.setText(translate("{model} {state} · offline", model=name, state=self._loader.state_words))
