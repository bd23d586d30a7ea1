"""What the parts of the models' page that follow one kind of work each have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.work_row import WorkRow
from lentigo.gui.models.model_failures import AnyRequest, next_step, sentences
from lentigo.gui.models.model_lists import ModelLists
from lentigo.gui.models.model_words import named
from lentigo.gui.models.models import Models
from lentigo.gui.models.place_panel import PlacePanel
from lentigo.worker.messages.message import Cancelled, Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageParts:
    """`update_actions` enables what can be done with each model now; `show_work` shows that a row's work runs."""

    page: QWidget
    models: Models
    lists: ModelLists
    place: PlacePanel
    message: MessageBar
    back: LineButton
    update_actions: Callable[[], None]
    show_work: Callable[[WorkRow, str], None]

    def name(self, model: str) -> str:
        """A model's name by its id."""
        found = self.models.find(model)
        return named(found.facts) if found else model

    def say(self, sentence: str, hint: str = "") -> None:
        """Tell what went well; a hint stays on the page."""
        announce(self.page, f"{sentence} {hint}")
        if hint:
            self.message.tell(sentence, hint)

    def tell(self, request: AnyRequest, ending: Failed | Cancelled, again: Callable[[], None]) -> None:
        """Tell what could not be done; the button does it `again`."""
        sentence, hint = sentences(request, ending)
        self.message.tell(sentence, hint, next_step(request, ending), again)
        announce(self.page, self.message.text.accessibleName())
