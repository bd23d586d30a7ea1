"""Ask about this photograph: what the window shows of a conversation, and what a model says that cannot have one."""

import pytest
from desk import Desk, Opener
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lentigo.domain.answer_flag import AnswerFlaw
from lentigo.domain.conversation import Turn
from lentigo.domain.evidence import Citation, Scores
from lentigo.domain.explanation import CitedSentence, Explanation, Support
from lentigo.gui.case.explanation_section import ExplanationSection
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.page_viewer import PageViewer

PAGE = Citation(
    id=1,
    document="lentigo-handbook.pdf",
    title="Lentigo handbook",
    page=2,
    label="2",
    quote="Melanoma is a cancer",
    scores=Scores(lexical=1, dense=1, hybrid=1),
    supported=True,
)
SENTENCES = (
    CitedSentence(text="The border is irregular.", support=Support.SUPPORTED, citation=1),
    CitedSentence(text="Ask about growth.", support=Support.NOT_IN_LIBRARY),
    CitedSentence(text="It is blue.", support=Support.UNSUPPORTED),
)
TURN = Turn(
    question="What speaks against a mole?",
    answer=SENTENCES,
    citations=(PAGE,),
    model="m",
    flaws=(AnswerFlaw.OVERCONFIDENT,),
    forgotten=1,
)


@pytest.fixture
def desk(open_desk: Opener, phantoms) -> Desk:  # type: ignore[no-untyped-def]
    desk = open_desk()
    desk.add(str(phantoms / "phantom-ring.jpg"))
    desk.case_page.show_conversation.trigger()
    return desk


def seen(widget) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.accessibleName() or each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def test_a_turn_is_shown_with_its_sources_and_what_no_page_supports_is_folded_away(desk: Desk) -> None:
    desk.case.take_turn(TURN)
    page = desk.column.conversation
    desk.bot.waitUntil(lambda: TURN.question in seen(page))
    texts = " ".join(seen(page))
    assert "The border is irregular." in texts
    assert "Ask about growth. (not in the library)" in texts
    assert "It is blue." not in texts
    assert "surer than a photograph allows" in texts
    assert "no longer has the first question" in texts
    link = next(each for each in page.findChildren(LineButton) if each.text() == "[1]")
    link.click()
    viewer = desk.window.findChild(PageViewer)
    assert viewer is not None
    viewer.close()
    desk.case.history.undo()
    desk.bot.waitUntil(lambda: TURN.question not in seen(page))


def test_a_model_that_cannot_converse_says_so_and_the_case_goes_on(desk: Desk) -> None:
    page = desk.column.conversation
    desk.bot.waitUntil(page.line.isEnabled, timeout=30_000)
    page.line.setText("What is it?")
    page.ask.click()
    desk.bot.waitUntil(page.message.isVisible, timeout=60_000)
    assert "cannot converse" in page.message.text.accessibleName()
    assert not desk.case.state.conversation
    assert page.line.isEnabled()
    desk.analyse()
    assert desk.case.state.report


def test_an_explanation_stands_in_the_report_with_its_sources(qtbot: QtBot) -> None:
    section = ExplanationSection()
    qtbot.addWidget(section)
    section.show_explanations((Explanation(label="melanoma", supporting=SENTENCES),))
    qtbot.waitUntil(lambda: "The border is irregular." in seen(section))
    texts = " ".join(seen(section))
    assert "nothing usable" in texts
    assert "It is blue." not in texts
    opened: list[int] = []
    section.opened.connect(opened.append)
    next(each for each in section.findChildren(LineButton) if each.text() == "[1]").click()
    assert opened == [1]
    section.show_explanations(())
    assert section.isHidden()
