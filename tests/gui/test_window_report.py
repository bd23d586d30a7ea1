"""The report belongs to the clinician: edits are marked and undone, sources open, exports are written."""

from pathlib import Path

import pymupdf
import pytest
from desk import Desk, Opener, answer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from lentigo.domain.finding import FindingField, FindingSource
from lentigo.gui.case.finding_row import FindingRow
from lentigo.gui.case.report_export import suggested_name
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.page_viewer import PageViewer
from lentigo.paths import Paths
from lentigo.report.formats import FILE_FORMATS, USUAL_FORMAT, ReportFormat, format_of

DRAFT = "sharp, irregular"  # what Lentigo Mini says of the first phantom's border


@pytest.fixture
def desk(open_desk: Opener) -> Desk:
    desk = open_desk()
    desk.add("lesion.jpg")
    desk.analyse()
    return desk


def row_of(desk: Desk, field: FindingField) -> FindingRow:
    return desk.column.report.findings.rows[field]


def write_words(desk: Desk, field: FindingField, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    row = row_of(desk, field)
    row.pencil.setFocus()
    desk.bot.keyClick(row.pencil, Qt.Key.Key_F2)
    desk.bot.keyClicks(row.editor, words)
    desk.bot.keyClick(row.editor, end)
    assert not row.editing
    assert desk.window.focusWidget() is row.pencil


def value(desk: Desk, field: FindingField) -> tuple[str, FindingSource]:
    report = desk.case.state.report
    assert report
    finding = next(finding for finding in report.findings if finding.field is field)
    return finding.value, finding.source


def test_an_edit_is_marked_as_the_clinicians_and_can_be_undone(desk: Desk) -> None:
    write_words(desk, FindingField.BORDER, "blurred")
    assert value(desk, FindingField.BORDER) == ("blurred", FindingSource.CLINICIAN)
    assert row_of(desk, FindingField.BORDER)._words.property("edited") == "true"
    assert f"draft: {DRAFT}" in row_of(desk, FindingField.BORDER)._draft.text()
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(desk, FindingField.BORDER) == (DRAFT, FindingSource.MODEL)
    assert row_of(desk, FindingField.BORDER)._words.property("edited") == "false"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, both)
    assert value(desk, FindingField.BORDER) == ("blurred", FindingSource.CLINICIAN)


def test_an_edit_can_raise_the_urgency_and_its_undo_takes_that_back(desk: Desk) -> None:
    def shown() -> str:
        return " ".join(label.text() for label in desk.column.report.red_flags.findChildren(QLabel))

    write_words(desk, FindingField.LESION_TYPE, "blister")
    write_words(desk, FindingField.NUMBER, "many")
    assert value(desk, FindingField.LESION_TYPE) == ("blister", FindingSource.CLINICIAN)
    assert value(desk, FindingField.NUMBER) == ("many", FindingSource.CLINICIAN)
    assert "Present: lesion type: blister, number: many." in shown()
    desk.bot.keyClick(desk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: "Present: lesion type: blister" not in shown())


def test_the_summary_stands_first_and_follows_an_edit(desk: Desk) -> None:
    page = desk.column.report

    def told() -> str:
        shown = [part for part in page.summary.findChildren(QLabel) if not part.isHidden()]
        return " | ".join(part.accessibleName() or part.text() for part in shown)

    before = told()
    assert "Urgency | Within two weeks" in before
    assert "Leading | Melanoma" in before
    assert "Next | Consider a referral, to be seen within two weeks" in before
    assert page.scroller.verticalScrollBar().value() == 0
    end = page.summary.mapTo(page.scroller, page.summary.rect().bottomLeft()).y()
    assert end < page.scroller.viewport().height()
    assert page._limits.folded
    write_words(desk, FindingField.LESION_TYPE, "blister")
    write_words(desk, FindingField.NUMBER, "many")
    desk.bot.waitUntil(lambda: "Urgency | Same day" in told())
    for _ in range(2):
        desk.case_page.undo.trigger()
    desk.bot.waitUntil(lambda: told() == before)


def test_escape_drops_an_edit(desk: Desk) -> None:
    write_words(desk, FindingField.BORDER, "blurred", end=Qt.Key.Key_Escape)
    assert value(desk, FindingField.BORDER) == (DRAFT, FindingSource.MODEL)


def test_the_drafts_own_words_are_the_drafts_again(desk: Desk) -> None:
    write_words(desk, FindingField.BORDER, "blurred")
    write_words(desk, FindingField.BORDER, DRAFT)
    assert value(desk, FindingField.BORDER) == (DRAFT, FindingSource.MODEL)


def test_a_double_click_and_the_pencil_edit_too(desk: Desk) -> None:
    row = row_of(desk, FindingField.COLOUR)
    desk.bot.mouseDClick(row, Qt.MouseButton.LeftButton)
    assert row.editing
    desk.bot.keyClick(row.editor, Qt.Key.Key_Escape)
    row.pencil.click()
    assert row.editing


def test_markup_in_an_answer_is_shown_and_not_obeyed(desk: Desk) -> None:
    write_words(desk, FindingField.OTHER, "<b>hair</b>")
    assert row_of(desk, FindingField.OTHER)._value.textFormat() is Qt.TextFormat.PlainText
    assert row_of(desk, FindingField.OTHER)._value.text() == "<b>hair</b>"


def save_as(desk: Desk, path: Path) -> None:
    desk.case_page.exports[USUAL_FORMAT].trigger()
    choose(desk, path)


def choose(desk: Desk, path: Path) -> None:
    """As if the user had typed the path and pressed Save."""
    dialog = desk.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


def test_an_export_holds_the_edited_report(desk: Desk, tmp_path: Path) -> None:
    write_words(desk, FindingField.BORDER, "blurred")
    assert desk.case.unwritten
    save_as(desk, tmp_path / "report.pdf")
    desk.bot.waitUntil(lambda: not desk.case.unwritten, timeout=20_000)
    with pymupdf.open(tmp_path / "report.pdf") as written:
        assert "blurred" in "".join(page.get_text() for page in written)
    assert desk.strip.stage.text() == "Report saved: report.pdf"
    assert desk.strip.folder.isVisible()
    write_words(desk, FindingField.BORDER, "regular")
    assert desk.case.unwritten


@pytest.mark.parametrize("wanted", [each for each in FILE_FORMATS if not each.letter], ids=lambda wanted: wanted.id)
def test_each_format_has_its_action_and_its_files(desk: Desk, tmp_path: Path, wanted: ReportFormat) -> None:
    action = desk.case_page.exports[wanted]
    assert action.text() == f"Export as {wanted.title}"
    action.trigger()
    dialog = desk.window.findChild(QFileDialog)
    assert dialog.nameFilters() == [f"{wanted.title} (*{wanted.ending})"]
    choose(desk, tmp_path / "report")
    desk.bot.waitUntil(lambda: not desk.case.unwritten, timeout=20_000)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [f"report{wanted.ending}"]


def test_the_suggested_name_tells_nothing_about_the_patient(desk: Desk) -> None:
    report = desk.case.state.report
    assert report
    assert suggested_name(report, ".pdf") == f"lentigo-report-{report.id}-{report.created[:10]}.pdf"


def test_a_report_that_cannot_be_written_says_so(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "report.json"
    desk.case_page.exports[format_of(path)].trigger()
    choose(desk, path)
    desk.bot.waitUntil(lambda: desk.message() != "", timeout=20_000)
    assert desk.case.unwritten


def test_a_citation_opens_its_page_and_the_pages_can_be_turned(desk: Desk) -> None:
    assert desk.case.state.report
    links = desk.column.report.sources.findChildren(LineButton)
    desk.bot.keyClick(links[0], Qt.Key.Key_Space)
    viewer = desk.window.findChild(PageViewer)
    cited = desk.case.state.report.citations[0]
    front, page = int(cited.label), cited.page
    desk.bot.waitUntil(lambda: viewer.pages > page, timeout=20_000)
    assert viewer.place.text() == f"Lentigo Handbook, p. {front}  ({page} of {viewer.pages})"
    assert viewer._note.accessibleName() == "The words that the report quotes are marked."
    desk.bot.keyClick(viewer, Qt.Key.Key_Right)
    following = f"Lentigo Handbook, p. {front + 1}  ({page + 1} of {viewer.pages})"
    desk.bot.waitUntil(lambda: viewer.place.text() == following, timeout=20_000)
    assert viewer._note.accessibleName() == f"The report cites page {front}."
    viewer.turn(viewer.pages)
    assert viewer.page == viewer.pages
    desk.bot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.page == viewer.pages
    before = viewer.view.scale_now
    desk.bot.keyClick(viewer.view, Qt.Key.Key_Plus)
    assert viewer.view.scale_now > before
    viewer.accept()


@pytest.fixture
def unkeepable(paths: Paths) -> None:
    """The records cannot be made: a file stands where their folder would."""
    paths.data.mkdir(parents=True, exist_ok=True)
    paths.records.touch()


@pytest.mark.usefixtures("unkeepable")
def test_closing_asks_about_a_report_that_is_neither_kept_nor_exported(desk: Desk) -> None:
    asked = answer("Cancel")
    assert not desk.window.close()
    assert asked == ["Close Lentigo? The report has not been exported as it now stands."]
    answer("Go on without it")
    assert desk.window.close()


@pytest.mark.usefixtures("unkeepable")
def test_closing_with_an_exported_report_asks_nothing(desk: Desk, tmp_path: Path) -> None:
    save_as(desk, tmp_path / "report.pdf")
    desk.bot.waitUntil(lambda: not desk.case.unwritten, timeout=20_000)
    assert desk.window.close()


@pytest.mark.usefixtures("unkeepable")
def test_the_question_can_export_first_and_then_close(desk: Desk, tmp_path: Path) -> None:
    answer("Export PDF")
    assert not desk.window.close()
    choose(desk, tmp_path / "report.pdf")
    desk.bot.waitUntil(lambda: not desk.window.isVisible(), timeout=20_000)
    assert (tmp_path / "report.pdf").exists()


def test_a_new_report_over_an_edited_one_can_be_undone(desk: Desk) -> None:
    write_words(desk, FindingField.BORDER, "blurred")
    desk.analyse()
    assert value(desk, FindingField.BORDER) == (DRAFT, FindingSource.MODEL)
    desk.case_page.undo.trigger()
    assert value(desk, FindingField.BORDER) == ("blurred", FindingSource.CLINICIAN)


def test_the_report_itself_can_be_undone_and_done_again(desk: Desk) -> None:
    report = desk.case.state.report
    desk.case_page.undo.trigger()
    assert desk.case.state.report is None
    assert not desk.column.report.isVisible()
    assert not desk.case_page.show_report.isEnabled()
    assert len(desk.case.state.photographs) == 1
    desk.case_page.redo.trigger()
    assert desk.case.state.report is report
    assert desk.column.report.isVisible()
    assert desk.case_page.show_report.isEnabled()


def test_ctrl_z_in_an_open_edit_is_the_edits_own(desk: Desk) -> None:
    row = row_of(desk, FindingField.BORDER)
    row.edit()
    desk.bot.keyClicks(row.editor, "blurred")
    desk.bot.keyClick(row.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row.editor.text() == DRAFT
    assert row.editing
    assert desk.case.state.report
    assert desk.case.history.index() == desk.case.history.count()
