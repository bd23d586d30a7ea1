"""What the tests of a window with a lock do: records with people, and the pages over the window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from desk import Desk
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from lentigo.domain.clinician import Clinician, Role
from lentigo.gui.access.gate import Gate
from lentigo.gui.access.unlock_page import UnlockPage
from lentigo.paths import Paths
from lentigo.records.backup import KEYS
from lentigo.records.keys import NewKeys, add_clinician, write_keys
from lentigo.records.vault import Vault, create_records

OWN, SECOND, PIN = "kura-kura besar", "penyu hijau laut", "2947"
PATIENT = "Ny. Sari binti Canary"
Part = TypeVar("Part", bound=QWidget)
SLOW_MS = 30_000


def locked_records(paths: Paths, *, second: bool = False) -> NewKeys:
    """Records with a lock, of one person or two."""
    keys = create_records(paths.records, OWN, name="Dr Sari")
    if second:
        ring = add_clinician(keys.ring, keys.data_key, SECOND, name="Ibu Wati", role=Role.ASSISTANT)
        write_keys(ring, paths.records / KEYS)
    return keys


@contextmanager
def vault(paths: Paths, keys: NewKeys) -> Iterator[Vault]:
    """The records, open in the test's own process."""
    opened = Vault(paths.records, keys.data_key, keys.ring.clinicians[0])
    try:
        yield opened
    finally:
        opened.close()


def page(desk: Desk, kind: type[Part]) -> Part:
    """The page over the window, once it is of this kind."""
    desk.bot.waitUntil(lambda: isinstance(desk.opened.access.page, kind), timeout=SLOW_MS)
    shown = desk.opened.access.page
    assert isinstance(shown, kind)
    assert shown.isVisible()
    return shown


def wait_open(desk: Desk) -> Clinician:
    """Who has opened the records."""
    desk.bot.waitUntil(lambda: desk.opened.access.state is not None, timeout=SLOW_MS)
    assert not desk.window.cover.closed
    who = desk.opened.access.clinician
    assert who
    return who


def type_in(desk: Desk, field: QLineEdit, text: str) -> None:
    """With the keyboard."""
    field.setFocus()
    desk.bot.keyClicks(field, text)


def open_with(desk: Desk, passphrase: str) -> None:
    """Type the passphrase, and press Open."""
    shown = page(desk, UnlockPage)
    type_in(desk, shown.passphrase, passphrase)
    shown.open.click()


def told(shown: Gate, desk: Desk) -> str:
    """What its message says, once it says something."""
    desk.bot.waitUntil(lambda: not shown.message.isHidden(), timeout=SLOW_MS)
    return shown.message.text.accessibleName()


def seen(desk: Desk) -> str:
    """All words that are seen, in all windows, with their titles."""
    words: list[str] = []
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        words.append(window.windowTitle())
        for kind in (QLabel, QLineEdit, QPlainTextEdit, QAbstractButton):
            for part in window.findChildren(kind):
                if part.isVisible():
                    text = part.toPlainText() if isinstance(part, QPlainTextEdit) else part.text()
                    words += [text, part.accessibleName(), part.toolTip()]
    return "\n".join(words)


def dialog(desk: Desk, kind: type[Part]) -> Part:
    """The dialog that is open, once one of this kind is."""

    def shown() -> list[Part]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    desk.bot.waitUntil(lambda: bool(shown()), timeout=SLOW_MS)
    assert isinstance(shown()[0], QDialog)
    return shown()[0]


def lies_open(folder: Path, *words: str) -> list[str]:
    """Files below a folder that hold one of the words in the open."""
    wanted = [word.encode() for word in words] + [word.encode("utf-16-le") for word in words]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(word in path.read_bytes() for word in wanted)]
