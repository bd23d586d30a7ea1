"""What the clinic chooses for the whole program. Each choice is used and kept at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lentigo.gui.kit import theme
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.line_edit import LineEdit
from lentigo.gui.kit.reading_dialog import ReadingDialog
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.gui.shell.language_choice import LanguageChoice
from lentigo.gui.shell.logo_row import LogoRow
from lentigo.language import deferred, translate, translate_count
from lentigo.settings import Settings

_NARROW = 440  # pixels
_LATER = deferred("The window speaks it from the next start: a case is open now, or something runs.")


_LOCK_MINUTES = (2, 5, 10, 15, 30, 60, 0)
_RETENTION_YEARS = (0, 5, 7, 10, 15, 20, 25, 30)
_BACKUP_DAYS = (1, 3, 7, 14, 30, 0)
_LONGEST_NAME = 120  # characters


class SettingsDialog(ReadingDialog):
    """`languages` are tags; "" is the system's. `settings` gives those in use, `keep` takes others."""

    language_chosen = Signal(str)

    def __init__(
        self,
        *,
        settings: Callable[[], Settings],
        languages: Sequence[str],
        keep: Callable[[Settings], None],
        desk: WorkerBridge,
        parent: QWidget,
    ) -> None:
        super().__init__(translate("Settings"), parent, width=_NARROW)
        self._settings = settings
        self._keep = keep
        self.language = LanguageChoice(languages, settings().language)
        self.language.activated.connect(lambda _: self.language_chosen.emit(self.language.currentData()))
        self.text_size = Choice()
        for size in theme.TEXT_SIZES:
            self.text_size.addItem(translate("{size} %", size=size), size)
        self.text_size.setCurrentIndex(self.text_size.findData(theme.text_size()))
        self.text_size.activated.connect(lambda _: self._resize())
        self._later = Paragraph(translate(_LATER), "muted")
        self._later.hide()
        self.clinic = self._clinic_field()
        self.logo = LogoRow(desk)
        self.auto_lock = self._lock_choice()
        self.backups = self._backup_choice()
        self.retention = self._retention_choice()
        for name, field in (
            (translate("Language"), self.language),
            (translate("Size of all text"), self.text_size),
            (translate("Name of the clinic, at the head of reports"), self.clinic),
            (translate("Lock the window without key or mouse after"), self.auto_lock),
            (translate("Ask for a backup where the last one is older than"), self.backups),
            (translate("Offer to erase patients whose last case is older than"), self.retention),
        ):
            caption = label(name, "heading", wrap=True)
            caption.setBuddy(field)
            field.setAccessibleName(name)
            self.content.addWidget(caption)
            self.content.addWidget(field)
            if field is self.clinic:
                self.content.addWidget(self.logo)
        self.content.insertWidget(2, self._later)
        self.content.addStretch(1)

    def done(self, result: int) -> None:
        self._choose(clinic_name=self.clinic.text().strip())
        super().done(result)

    def tell_later(self) -> None:
        """The language that was chosen cannot be spoken yet."""
        self._later.show()
        self.fit()

    def _choose(self, **chosen: object) -> None:
        before = self._settings()
        if (settings := replace(before, **chosen)) != before:  # type: ignore[arg-type]
            self._keep(settings)

    def _clinic_field(self) -> LineEdit:
        field = LineEdit()
        field.setMaxLength(_LONGEST_NAME)
        field.setText(self._settings().clinic_name)
        field.editingFinished.connect(lambda: self._choose(clinic_name=field.text().strip()))
        return field

    def _lock_choice(self) -> Choice:
        choice = Choice()
        for minutes in _LOCK_MINUTES:
            words = translate_count("{count} minute", "{count} minutes", minutes) if minutes else translate("never")
            choice.addItem(words, minutes)
        choice.setCurrentIndex(choice.findData(self._settings().auto_lock_minutes))
        choice.activated.connect(lambda _: self._choose(auto_lock_minutes=choice.currentData()))
        return choice

    def _backup_choice(self) -> Choice:
        choice = Choice()
        for days in _BACKUP_DAYS:
            choice.addItem(translate_count("{count} day", "{count} days", days) if days else translate("never"), days)
        choice.setCurrentIndex(choice.findData(self._settings().backup_days))
        choice.activated.connect(lambda _: self._choose(backup_days=choice.currentData()))
        return choice

    def _retention_choice(self) -> Choice:
        """Nothing is ever erased by itself; what the law asks for differs between countries."""
        choice = Choice()
        for years in _RETENTION_YEARS:
            words = translate_count("{count} year", "{count} years", years) if years else translate("never")
            choice.addItem(words, years)
        choice.setCurrentIndex(max(choice.findData(self._settings().retention_years), 0))
        choice.activated.connect(lambda _: self._choose(retention_years=choice.currentData()))
        return choice

    def _resize(self) -> None:
        theme.resize_text(self.text_size.currentData())
        self.fit()
