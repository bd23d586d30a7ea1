"""What the window can do, each with its words and its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from lentigo.gui.case.report_export import action_name
from lentigo.gui.kit import theme
from lentigo.report.formats import FILE_FORMATS

if TYPE_CHECKING:
    from lentigo.gui.shell.main_window import MainWindow


_EXPORT_KEYS = {"pdf": "Ctrl+E", "json": "Ctrl+Shift+E"}


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """The window's actions by name; the keys work wherever the focus is."""
    export = window.report_export.export
    table: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
        ("new", "New case", "Ctrl+N", window.new_case),
        ("open", "Open photographs", "Ctrl+O", window.open_files),
        ("paste", "Paste a photograph", "Ctrl+V", window.paste),
        ("analyse", "Analyse", "Ctrl+Return", window.analyse),
        ("stop", "Stop the analysis", "Esc", window.analyst.stop),
        ("undo", "Undo", "Ctrl+Z", window.case.history.undo),
        ("redo", "Redo", "Ctrl+Shift+Z", window.case.history.redo),
        ("patient", "Show the patient", "Ctrl+1", window.show_patient),
        ("report", "Show the report", "Ctrl+2", window.show_report),
        *(
            (action_name(each), f"Export as {each.title}", _EXPORT_KEYS.get(each.id, ""), partial(export, each))
            for each in FILE_FORMATS
        ),
        ("library", "Show the library, or go back to the case", "Ctrl+L", window.turn_library),
        ("find", "Search the library", "Ctrl+F", window.find_in_library),
        ("add documents", "Add documents to the library", "Ctrl+Shift+O", window.add_documents),
        ("stop adding", "Stop adding documents", "", window.librarian.stop),
        ("models", "Show the models, or go back to the case", "Ctrl+M", window.turn_models),
        ("bring in", "Bring in a model", "Ctrl+Shift+M", window.bring_in_models),
        ("stop models", "Stop what is done with models", "", window.models_page.stop),
        ("back", "Back to the case", "", window.show_case),
        ("larger text", "Larger text", "Ctrl++", lambda: theme.step_text(1)),
        ("smaller text", "Smaller text", "Ctrl+-", lambda: theme.step_text(-1)),
        ("shortcuts", "Keyboard shortcuts", "F1", window.show_shortcuts),
        ("quit", "Close Lentigo", "Ctrl+Q", window.close),
    )
    actions = {name: _make_action(window, text, key, slot) for name, text, key, slot in table}
    actions["analyse"].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
    actions["larger text"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    return actions


def _make_action(window: MainWindow, text: str, key: str, slot: Callable[[], object]) -> QAction:
    action = QAction(text, window, shortcut=QKeySequence(key))
    action.triggered.connect(lambda: slot())
    window.addAction(action)
    return action
