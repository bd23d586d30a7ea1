"""A model on this computer: what it is, whether it fits and whom to trust for it, and what can be done with it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lentigo.domain.model import InstalledModel, ModelKind
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.removal_question import RemovalQuestion
from lentigo.gui.kit.section import Section, empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.models.model_terms import add_terms
from lentigo.gui.models.model_words import Memory, Verdict, fit, standing, summary, trust
from lentigo.gui.models.verdict_row import VerdictRow
from lentigo.language import deferred, translate

_TOP = Qt.AlignmentFlag.AlignTop
_CONSEQUENCE = deferred("To use it again, you need the stick or folder that it came from. Reports that it wrote stay.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is so at the moment: whether the model is the one used, and what may be done with models at all."""

    chosen: bool
    choosable: bool
    workable: bool


class ModelRow(QFrame):
    """Removing is asked for once more, in the row itself."""

    use_asked = Signal()
    check_asked = Signal()
    removal_asked = Signal()

    def __init__(self, model: InstalledModel, memory: Memory) -> None:
        super().__init__()
        self.model = model
        name = f"{model.facts.name} {model.facts.version}".strip()
        title = Paragraph()
        title.say(model.facts.version, strong=model.facts.name)
        self.used = label(translate("in use"), "chip")
        self.question = RemovalQuestion(name, translate(_CONSEQUENCE))
        self._make_buttons(name)
        self._standing = Paragraph(role="note")
        self._result = QVBoxLayout()
        self.terms = Section(translate("Terms and limits"), foldable=True)
        add_terms(self.terms.body, model.facts)
        self._lay_out(title, memory)
        self.question.confirmed.connect(self._confirm)
        self.question.kept.connect(self.remove.setFocus)

    def show_standing(self, now: Standing) -> None:
        """Show whether it is used, and what can be done with it now."""
        model = self.model
        self.used.setVisible(now.chosen)
        self.use.setVisible(model.facts.kind is ModelKind.VISION and not now.chosen and not model.trouble)
        self.use.setEnabled(now.choosable)
        self.check.setEnabled(now.workable)
        removable = not (model.bundled or now.chosen or model.in_use)
        self.remove.setVisible(removable)
        self.question.setVisible(removable and self.question.isVisibleTo(self))
        self.remove.setEnabled(now.workable)
        words = standing(model, chosen=now.chosen)
        self._standing.say(words)
        self._standing.setVisible(bool(words))

    def tell(self, verdict: Verdict) -> None:
        """Show what came of the last check."""
        empty_layout(self._result)
        self._result.addWidget(VerdictRow(verdict))

    def _make_buttons(self, name: str) -> None:
        use, check = (
            translate("Use {model} for photographs", model=name),
            translate("Check that {model} is whole", model=name),
        )
        remove = translate("Remove {model}", model=name)
        self.use = LineButton(translate("Use this model"), role="link", name=use, on_click=self.use_asked.emit)
        self.check = LineButton(translate("Check"), role="link", name=check, on_click=self.check_asked.emit)
        self.remove = LineButton(translate("Remove"), role="link", name=remove, on_click=self.question.ask)

    def _lay_out(self, title: Paragraph, memory: Memory) -> None:
        model = self.model
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 0, _TOP)
        head.addWidget(self.used, 0, _TOP)
        head.addStretch(1)
        for button in (self.use, self.check, self.remove):
            head.addWidget(button, 0, _TOP)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(Paragraph(summary(model.facts), "muted"))
        if model.trouble:
            box.addWidget(VerdictRow(Verdict(strong=translate("Cannot be used."), sentence=model.trouble, warns=True)))
        for verdict in (fit(model.facts, memory), trust(model)):
            if verdict:
                box.addWidget(VerdictRow(verdict))
        box.addLayout(self._result)
        box.addWidget(self._standing)
        box.addWidget(self.terms)
        self.terms.setVisible(self.terms.body.count() > 0)
        box.addWidget(self.question)

    def _confirm(self) -> None:
        self.remove.setEnabled(False)
        self.removal_asked.emit()
