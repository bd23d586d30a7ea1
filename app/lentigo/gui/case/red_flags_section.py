"""Red flags: what fired with its urgency, what could not be assessed (folded)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.red_flag import FlagState, RedFlag, pressing
from lentigo.domain.wording.red_flag import RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph, label


class RedFlagsSection(Section):
    """Nothing else in the window alarms."""

    def __init__(self) -> None:
        super().__init__("Red flags")
        self.wait()

    def wait(self) -> None:
        """Before there is a report."""
        self.empty()
        self.say("checked when the picture has been read")

    def show_flags(self, flags: tuple[RedFlag, ...]) -> None:
        """Show the rules' results."""
        self.empty()
        fired = [flag for flag in flags if flag.state is FlagState.FIRED]
        unknown = [flag for flag in flags if flag.state is FlagState.NOT_ASSESSED]
        self.say(f"{len(fired) or 'none'} of {len(flags)} rules fired · {len(unknown)} not assessed")
        for flag in sorted(fired, key=pressing):
            self.body.addWidget(_FiredFlag(flag))
        if not fired:
            self.body.addWidget(Paragraph("No rule fired. That does not make the lesion harmless.", "muted"))
        if unknown:
            self.body.addWidget(_not_assessed(unknown))


class _FiredFlag(QFrame):
    def __init__(self, flag: RedFlag) -> None:
        super().__init__()
        self.setProperty("role", "alarm")
        rule = Paragraph()
        rule.say("", strong=rule_text(flag))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(rule, 1)
        head.addWidget(label(URGENCIES[flag.urgency], "urgency", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(Paragraph(reason_text(flag.reason)))
        words.addWidget(Paragraph(RULE_SOURCES[flag.source], "note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 4)
        row.setSpacing(12)
        row.addWidget(Sign("flag", QPalette.ColorRole.BrightText), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


def _not_assessed(flags: list[RedFlag]) -> QWidget:
    section = Section(f"{len(flags)} not assessed", foldable=True)
    for flag in flags:
        line = Paragraph()
        line.say(reason_text(flag.reason), strong=f"{rule_text(flag)}:")
        section.body.addWidget(line)
    return section
