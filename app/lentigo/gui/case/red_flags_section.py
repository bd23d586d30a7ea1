"""Red flags: what fired with its urgency, what could not be assessed (folded)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.assessment import Assessment
from lentigo.domain.red_flag import FlagState, RedFlag, pressing
from lentigo.domain.wording.red_flag import BEFORE_EDITS, RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.gui.kit.section import Section
from lentigo.gui.kit.sign import Sign
from lentigo.gui.kit.text import Paragraph, label
from lentigo.language import translate, translate_count
from lentigo.report.sections.red_flags import flags_verdict


class RedFlagsSection(Section):
    """Nothing else in the window alarms."""

    def __init__(self) -> None:
        super().__init__(translate("Red flags"))
        self.wait()

    def wait(self) -> None:
        """Before there is a report."""
        self.empty()
        self.say(translate("checked when the picture has been read"))

    def show_flags(self, report: Assessment) -> None:
        """Show the rules' results, and how many questions are open: until they are answered, silence says nothing."""
        self.empty()
        flags = report.red_flags
        fired = [flag for flag in flags if flag.state is FlagState.FIRED]
        unknown = [flag for flag in flags if flag.state is FlagState.NOT_ASSESSED]
        self.say(f"{_fired_of(len(fired), len(flags))} · {_count_not_assessed(len(unknown))}")
        for flag in sorted(fired, key=pressing):
            self.body.addWidget(_FiredFlag(flag))
        self.body.addWidget(Paragraph(flags_verdict(report), "muted"))
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
        head.addWidget(label(translate(URGENCIES[flag.urgency]), "urgency", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(Paragraph(reason_text(flag.reason)))
        words.addWidget(Paragraph(translate(RULE_SOURCES[flag.source]), "note"))
        if flag.before_edits:
            words.addWidget(Paragraph(translate(BEFORE_EDITS), "note"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 4)
        row.setSpacing(12)
        row.addWidget(Sign("flag", QPalette.ColorRole.BrightText), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


def _fired_of(fired: int, count: int) -> str:
    if not fired:
        return translate_count("none of {count} rule fired", "none of {count} rules fired", count)
    return translate_count("{fired} of {count} rule fired", "{fired} of {count} rules fired", count, fired=fired)


def _count_not_assessed(count: int) -> str:
    return translate_count("{count} not assessed", "{count} not assessed", count)


def _not_assessed(flags: list[RedFlag]) -> QWidget:
    section = Section(_count_not_assessed(len(flags)), foldable=True)
    for flag in flags:
        line = Paragraph()
        line.say(reason_text(flag.reason), strong=f"{rule_text(flag)}:")
        section.body.addWidget(line)
    return section
