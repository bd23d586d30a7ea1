"""Who the case is about, in one line that is always in sight."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from lentigo.domain.encounter import Encounter
from lentigo.domain.wording.encounter import identity_text
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label, tip
from lentigo.language import translate


class IdentityBar(QFrame):
    """Stands above the photograph and the report."""

    def __init__(self, *, on_edit: Callable[[], None], on_compare: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.words = label(role="heading")
        self.words.setMinimumWidth(1)  # a long name is cut, and does not widen the window
        edit = LineButton(
            role="small", icon="edit", name=translate("Say who the patient is"), tip="Ctrl+1", on_click=on_edit
        )
        self.compare = LineButton(
            translate("Compare"), role="small", icon="compare", name=translate("Compare with an earlier visit"),
            tip="Ctrl+Shift+D", on_click=on_compare,
        )  # fmt: skip
        self.compare.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.compare)
        row.addWidget(edit)

    def show_encounter(self, encounter: Encounter, *, follow_up: bool) -> None:
        """Say who it is; a follow-up can be compared with what it follows."""
        self.compare.setVisible(follow_up)
        told = identity_text(encounter)
        self.words.setText(told)
        self.words.setToolTip(tip(told))
        self.words.setAccessibleName(translate("Patient: {who}", who=told))
