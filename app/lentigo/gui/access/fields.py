"""Fields of a form under their captions, and those that take a secret."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.wording.clinician import ROLE_MEANINGS, ROLES, person_text
from lentigo.gui.kit.check import Check
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.text import label
from lentigo.language import translate

LONGEST = 256  # characters of a name or a secret


class Secret(LineEdit):
    """Shows dots. What was typed is taken once, and is then no longer here."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )

    def take(self) -> str:
        """What was typed; the field is empty then."""
        typed = self.text()
        self.setText("")
        return typed


class ShowSecrets(Check):
    """Shows what is typed, for whoever is alone and not sure of the keyboard."""

    def __init__(self, *secrets: Secret) -> None:
        super().__init__(translate("Show what I type"))
        self._secrets = secrets
        self.toggled.connect(self._show)

    def _show(self, on: bool) -> None:
        for secret in self._secrets:
            secret.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)


def captioned(caption: str, field: QWidget) -> QVBoxLayout:
    """A field under its caption, which a screen reader says too."""
    words = label(caption, "heading", wrap=True)
    words.setBuddy(field)
    field.setAccessibleName(caption)
    box = QVBoxLayout()
    box.setSpacing(4)
    box.addWidget(words)
    box.addWidget(field)
    return box


def name_field(name: str = "") -> LineEdit:
    """For a person's name."""
    field = LineEdit()
    field.setMaxLength(LONGEST)
    field.setText(name)
    field.setPlaceholderText(translate("for example Dr Sari Wijaya"))
    return field


def role_choice() -> Choice:
    """Which role a person has; its data is the Role."""
    choice = Choice()
    for role in Role:
        words = translate("{role}: {meaning}", role=translate(ROLES[role]), meaning=translate(ROLE_MEANINGS[role]))
        choice.addItem(words, role)
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(12)
    return choice


def person_choice(people: Sequence[Clinician]) -> Choice:
    """Who it is; its data is the id."""
    choice = Choice()
    for person in people:
        choice.addItem(person_text(person), person.id)
    choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(12)
    return choice
