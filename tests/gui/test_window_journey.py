"""With keys alone: from the first start through photograph, analysis and signature to a signed follow-up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import Desk, Opener
from gate_steps import OWN, page, wait_open
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from lentigo.application import show_notice
from lentigo.domain.encounter import History
from lentigo.domain.record import CaseStatus
from lentigo.domain.sign_off import fired
from lentigo.gui.access.first_page import FirstPage
from lentigo.gui.access.recovery_page import RecoveryPage
from lentigo.gui.case.review_form import ReviewForm
from lentigo.paths import Paths
from lentigo.records.backup import KEYS
from lentigo.records.keys import open_with_passphrase, read_keys
from lentigo.records.vault import Vault

LONG_MS = 120_000  # a cold worker on a busy computer
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.Drop)
MOST_STOPS = 90  # of the tab key, all the way round the window


class Keyboard(QObject):
    """The user's hands: keys go to whatever has the focus. Whatever else arrives is noted in `strayed`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.strayed: list[QEvent.Type] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in MOUSE:
            self.strayed.append(event.type())
        return False

    @property
    def focus(self) -> QWidget:
        window = QApplication.activeModalWidget() or self._desk.window
        if not window.isActiveWindow():  # a window manager does that once a dialog is gone
            window.activateWindow()
            self._desk.bot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self._desk.bot.keyClick(self.focus, key, modifiers)

    def write(self, text: str) -> None:
        assert isinstance(self.focus, QLineEdit | QPlainTextEdit), self.focus
        self._desk.bot.keyClicks(self.focus, text)

    def tab_to(self, part: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Go on until the part, or one in it, has the focus."""
        for _ in range(MOST_STOPS):
            if part is self.focus or part.isAncestorOf(self.focus):
                return
            self.press(key)
        raise AssertionError(f"the key does not reach {part.accessibleName() or part}")

    def fill(self, field: QWidget, text: str) -> None:
        """Go to a field, and write into it unless something stands there."""
        self.tab_to(field)
        standing = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
        if not standing:
            self.write(text)

    def wait(self, done: Callable[[], object]) -> None:
        self._desk.bot.waitUntil(lambda: bool(done()), timeout=LONG_MS)


@pytest.fixture
def desk(open_desk: Opener, paths: Paths) -> Desk:
    """A window on a computer on which Lentigo never ran."""
    paths.records.mkdir(parents=True)
    return open_desk()


@pytest.fixture
def keyboard(desk: Desk, qapp: QApplication) -> Iterator[Keyboard]:
    keyboard = Keyboard(desk)
    qapp.installEventFilter(keyboard)
    yield keyboard
    qapp.removeEventFilter(keyboard)
    assert not keyboard.strayed


def start(desk: Desk, keyboard: Keyboard) -> None:
    """Accept the notice, and set the records up."""
    show_notice(desk.window).accepted.connect(desk.opened.access.begin)
    keyboard.wait(QApplication.activeModalWidget)
    keyboard.press(Qt.Key.Key_Return)
    page(desk, FirstPage)
    keyboard.write("Dr Sari")
    for presses in (2, 1):  # past the role; to the second line
        for _ in range(presses):
            keyboard.press(Qt.Key.Key_Tab)
        keyboard.write(OWN)
    keyboard.press(Qt.Key.Key_Return)
    recovery = page(desk, RecoveryPage)
    groups = recovery.words.text().split()  # onto paper
    keyboard.press(Qt.Key.Key_Space)
    for number, field in recovery.fields.items():
        keyboard.tab_to(field)
        keyboard.write(groups[number])
    keyboard.press(Qt.Key.Key_Return)
    assert wait_open(desk).name == "Dr Sari"


def take_photograph(desk: Desk, keyboard: Keyboard, photograph: Path) -> None:
    """Choose a file in the dialog, by its path."""
    keyboard.press(Qt.Key.Key_O, CONTROL)
    keyboard.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    keyboard.write(str(photograph))
    keyboard.press(Qt.Key.Key_Return)
    keyboard.wait(lambda: desk.case.usable)
    keyboard.wait(lambda: not QApplication.activeModalWidget())


def say_who(desk: Desk, keyboard: Keyboard) -> None:
    """A new patient, their age, where it is, and an answer."""
    form = desk.column.encounter
    keyboard.press(Qt.Key.Key_1, CONTROL)
    keyboard.tab_to(form.patient, Qt.Key.Key_Backtab)
    keyboard.write("Nur Aini")
    keyboard.wait(lambda: form.choices.buttons and form.choices.buttons[-1].text().endswith("“Nur Aini”"))
    keyboard.tab_to(form.choices.buttons[-1])
    keyboard.press(Qt.Key.Key_Space)
    keyboard.fill(form.age, "54")
    keyboard.fill(form.site, "left shin")
    keyboard.tab_to(form.answers[History.SIZE_CHANGE])
    keyboard.press(Qt.Key.Key_Y)


def analyse(desk: Desk, keyboard: Keyboard) -> None:
    with desk.bot.waitSignal(desk.analyst.ended, timeout=LONG_MS):
        keyboard.press(Qt.Key.Key_Return, CONTROL)
    assert desk.case.state.report


def sign(desk: Desk, keyboard: Keyboard) -> None:
    """Answer for each red flag, fill in the rest, and sign, though it was hardly in sight."""
    form: ReviewForm = desk.column.report.sign_off.form
    keyboard.press(Qt.Key.Key_2, CONTROL)
    for row in form.replies:
        keyboard.tab_to(row.answer)
        keyboard.press(Qt.Key.Key_Space)
        keyboard.fill(row.words, "Referred to Padang")
    keyboard.fill(form.diagnosis, "Not certain: to be excised")
    keyboard.tab_to(form.agreement)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.fill(form.action, "Referral")
    keyboard.fill(form.name, "Dr Sari")
    keyboard.fill(form.role, "physician")
    keyboard.tab_to(form.sign)
    keyboard.press(Qt.Key.Key_Space)
    keyboard.wait(lambda: form.bar.isVisible() or desk.case.state.frozen)
    if form.bar.isVisible():
        assert form.bar.text.accessibleName().startswith("Have you looked?")
        keyboard.press(Qt.Key.Key_Space)
    keyboard.wait(lambda: desk.case.state.frozen)


def test_keys_alone_lead_from_the_first_start_to_a_signed_follow_up(
    desk: Desk, keyboard: Keyboard, paths: Paths, phantoms: Path
) -> None:
    keeper = desk.case_page.exchange.keeper
    start(desk, keyboard)
    take_photograph(desk, keyboard, phantoms / "phantom-pigmented.jpg")
    say_who(desk, keyboard)
    analyse(desk, keyboard)
    assert fired(desk.case.state.report.red_flags)
    sign(desk, keyboard)
    first = keeper.case_id
    keyboard.press(Qt.Key.Key_D, CONTROL)
    keyboard.wait(lambda: keeper.case_id != first and desk.case.state.encounter.patient)
    assert (desk.case.state.photographs, desk.case.state.encounter.site) == ((), "left shin")
    take_photograph(desk, keyboard, phantoms / "phantom-red-scaly.jpg")
    analyse(desk, keyboard)
    sign(desk, keyboard)
    second = keeper.case_id
    keyboard.press(Qt.Key.Key_D, CONTROL | SHIFT)
    comparison = desk.opened.pages.cases.comparison
    keyboard.wait(lambda: comparison.findings.rows)
    assert comparison.pictures.canvas.hasFocus()
    keyboard.press(Qt.Key.Key_Q, CONTROL)
    keyboard.wait(lambda: not desk.window.isVisible())
    assert_signed(desk, paths, first, second)


def assert_signed(desk: Desk, paths: Paths, first: str, second: str) -> None:
    """What the records hold of both visits."""
    desk.workers.registrar.close()
    ring = read_keys(paths.records / KEYS)
    vault = Vault(paths.records, open_with_passphrase(ring, ring.clinicians[0].id, OWN), ring.clinicians[0])
    earlier, later = vault.read(first), vault.read(second)
    assert earlier.status is later.status is CaseStatus.SIGNED
    assert later.follows == first
    assert later.case.encounter.patient_id == earlier.case.encounter.patient_id != ""
    assert [signed.case.report.sign_off.review.signer.name for signed in (earlier, later)] == ["Dr Sari"] * 2
    vault.close()
