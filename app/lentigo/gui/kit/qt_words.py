"""The words of Qt's own buttons and dialogs, in the language that is spoken.

Qt brings its translation into many languages along (qtbase_LANGUAGE.qm). Where it has none, as for Indonesian and Thai,
the words of the dialogs that Lentigo opens stand here, and the catalogues translate them.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from lentigo.language import CONTEXT_END, SOURCE, deferred, language_spoken, translate

_WORDS = (
    deferred("OK", context="Qt"),
    deferred("Cancel", context="Qt"),
    deferred("Close", context="Qt"),
    deferred("Open", context="Qt"),
    deferred("Save", context="Qt"),
    deferred("&Yes", context="Qt"),
    deferred("&No", context="Qt"),
    deferred("Show Details...", context="Qt"),
    deferred("Hide Details...", context="Qt"),
    deferred("&Undo", context="Qt"),
    deferred("&Redo", context="Qt"),
    deferred("Cu&t", context="Qt"),
    deferred("&Copy", context="Qt"),
    deferred("&Paste", context="Qt"),
    deferred("Delete", context="Qt"),
    deferred("Select All", context="Qt"),
    deferred("&Look in:", context="Qt"),
    deferred("File &name:", context="Qt"),
    deferred("Files of &type:", context="Qt"),
    deferred("&Open", context="Qt"),
    deferred("&Save", context="Qt"),
    deferred("&Choose", context="Qt"),
    deferred("&Delete", context="Qt"),
    deferred("&Rename", context="Qt"),
    deferred("&New Folder", context="Qt"),
    deferred("Create New Folder", context="Qt"),
    deferred("Create a New Folder", context="Qt"),
    deferred("New Folder", context="Qt"),
    deferred("Show &hidden files", context="Qt"),
    deferred("Back", context="Qt"),
    deferred("Go back", context="Qt"),
    deferred("Forward", context="Qt"),
    deferred("Go forward", context="Qt"),
    deferred("Parent Directory", context="Qt"),
    deferred("Go to the parent directory", context="Qt"),
    deferred("List View", context="Qt"),
    deferred("Change to list view mode", context="Qt"),
    deferred("Detail View", context="Qt"),
    deferred("Change to detail view mode", context="Qt"),
    deferred("Directories", context="Qt"),
    deferred("Directory:", context="Qt"),
    deferred("Files", context="Qt"),
    deferred("Folder", context="Qt"),
    deferred("Drive", context="Qt"),
    deferred("Sidebar", context="Qt"),
    deferred("List of places and bookmarks", context="Qt"),
    deferred("Computer", context="Qt"),
    deferred("Name", context="Qt"),
    deferred("Size", context="Qt"),
    deferred("Type", context="Qt"),
    deferred("Date Modified", context="Qt"),
    deferred("All Files (*)", context="Qt"),
    deferred("%1 already exists.\nDo you want to replace it?", context="Qt"),
    deferred("%1\nFile not found.\nPlease verify the correct file name was given.", context="Qt"),
    deferred("%1\nDirectory not found.\nPlease verify the correct directory name was given.", context="Qt"),
    deferred("&Print", context="Qt"),
    deferred("Print", context="Qt"),
    deferred("Printer", context="Qt"),
    deferred("Copies", context="Qt"),
    deferred("Copies:", context="Qt"),
    deferred("Print range", context="Qt"),
    deferred("Print all", context="Qt"),
    deferred("Pages from", context="Qt"),
    deferred("to", context="Qt"),
    deferred("Current Page", context="Qt"),
    deferred("Collate", context="Qt"),
    deferred("Reverse", context="Qt"),
    deferred("Color", context="Qt"),
    deferred("Grayscale", context="Qt"),
    deferred("Color Mode", context="Qt"),
    deferred("Options", context="Qt"),
    deferred("&Options >>", context="Qt"),
    deferred("&Options <<", context="Qt"),
    deferred("P&roperties", context="Qt"),
    deferred("Preview", context="Qt"),
    deferred("&Name:", context="Qt"),
    deferred("Location:", context="Qt"),
    deferred("Type:", context="Qt"),
    deferred("Output &file:", context="Qt"),
    deferred("Print to File (PDF)", context="Qt"),
    deferred("Double Sided Printing", context="Qt"),
    deferred("Off", context="Qt"),
    deferred("Long side binding", context="Qt"),
    deferred("Short side binding", context="Qt"),
)
_MESSAGES = {message.rpartition(CONTEXT_END)[2]: message for message in _WORDS}


class _OwnWords(QTranslator):
    """The catalogues', for Qt; what is not among them stays as it is."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, count: int = -1) -> str | None:
        message = _MESSAGES.get(source)
        return translate(message) if message else None  # an empty one would be shown as such


def speak_in_dialogs() -> None:
    """Have Qt speak the language that is spoken, in place of the one before."""
    app = QCoreApplication.instance()
    assert app
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    language = language_spoken()
    if language == SOURCE:
        return
    app.installTranslator(_OwnWords(app))
    folder, qts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), QTranslator(app)
    if any(qts.load(f"qtbase_{name}", folder) for name in _names_of(language)):
        app.installTranslator(qts)  # the last one is asked first


def _names_of(tag: str) -> tuple[str, str]:
    """As Qt's files are named, the exact one first."""
    return tag.replace("-", "_"), tag.partition("-")[0]
