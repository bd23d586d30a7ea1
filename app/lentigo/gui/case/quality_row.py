"""What the quality check says about a photograph: short words when it is good, sentences when it is not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.quality import ImageQuality, QualityProblem
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import deferred, translate

_ASPECTS = (
    (deferred("sharp"), {QualityProblem.BLURRED}),
    (deferred("exposure ok"), {QualityProblem.DARK, QualityProblem.BRIGHT, QualityProblem.FLAT}),
)


class QualityRow(QWidget):
    """Chips in a row, issues under them."""

    def __init__(self, beside: Sequence[QWidget] = ()) -> None:
        """`beside` stands at the right end of the chips."""
        super().__init__()
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addLayout(self._chips)
        head.addStretch(1)
        for widget in beside:
            head.addWidget(widget)
        self._issues = QVBoxLayout()
        self._issues.setSpacing(4)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addLayout(self._issues)

    def show_quality(self, quality: ImageQuality, width: int, height: int, extra: tuple[str, ...] = ()) -> None:
        """`width` and `height` are the original's, in pixels."""
        empty_layout(self._chips)
        empty_layout(self._issues)
        for words in (*praise(quality), megapixels(width, height), *extra):
            self._chips.addWidget(label(words, "chip"), 0, Qt.AlignmentFlag.AlignVCenter)
        for issue in quality.issues:
            paragraph = Paragraph()
            paragraph.say(translate(QUALITY_ISSUES[issue]), strong=translate("Photograph:"))
            self._issues.addWidget(paragraph)


def praise(quality: ImageQuality) -> tuple[str, ...]:
    """The aspects without an issue; none where the photograph cannot be used at all."""
    if not quality.usable:
        return ()
    problems = {issue.problem for issue in quality.issues}
    return tuple(translate(words) for words, spoilers in _ASPECTS if not problems & spoilers)


def megapixels(width: int, height: int) -> str:
    """The size, as cameras give it."""
    return translate("{size:.1f} MP", size=max(width * height / 1e6, 0.1))


def place(index: int, count: int) -> tuple[str, ...]:
    """Which of the photographs it is; nothing where there is only one."""
    if count == 1:
        return ()
    if index == 0:
        return (translate("{number} of {count}, main", number=1, count=count),)
    return (translate("{number} of {count}", number=index + 1, count=count),)
