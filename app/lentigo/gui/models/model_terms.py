"""What a model's makers ask of its users, and what it cannot do."""

from PySide6.QtWidgets import QVBoxLayout

from lentigo.domain.model import ModelFacts
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate


def add_terms(box: QVBoxLayout, facts: ModelFacts) -> None:
    """Put the notice and the limits into a layout."""
    if facts.notice:
        notice = Paragraph()
        notice.say(facts.notice, strong=translate("Terms."))
        box.addWidget(notice)
    if facts.limits:
        box.addWidget(label(translate("Known limits"), "heading"))
    for limit in facts.limits:
        box.addWidget(Paragraph(f"•  {limit}"))
