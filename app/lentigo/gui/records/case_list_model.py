"""A list of cases of which only the stretches that are looked at are in memory."""

from collections import OrderedDict
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from lentigo.domain.photograph import Raster
from lentigo.domain.record import CaseLines, CaseQuery, CaseSummary
from lentigo.domain.wording.record import line_text, person_text
from lentigo.gui.kit.picture_view import pixmap_of
from lentigo.gui.kit.registrar import Registrar
from lentigo.gui.kit.worker_bridge import ignore
from lentigo.worker.messages.clinic import ListCases, ReadThumbnails
from lentigo.worker.messages.message import Failed

STRETCH = 100  # lines that are fetched together
_MOST_STRETCHES = 8  # in memory
_MOST_THUMBNAILS = 150  # in memory, 50 kB each
_TYPING_MS = 60  # letters that come quickly are one search

SUMMARY = Qt.ItemDataRole.UserRole  # of a line: CaseSummary, None while it is fetched

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CaseListModel(QAbstractListModel):
    """Answers to an earlier query are dropped; the lines before it stay until the new ones are there."""

    listed = Signal()  # what the query asks for is there
    failed = Signal(str, str)  # what is wrong, what to do

    def __init__(self, registrar: Registrar) -> None:
        super().__init__()
        self._registrar = registrar
        self.query = CaseQuery()
        self.total = 0
        self._round = 0
        self._stretches: OrderedDict[int, tuple[CaseSummary, ...]] = OrderedDict()
        self._awaited: set[int] = set()
        self._thumbnails: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._unseen: set[str] = set()  # SHA-256 of what is to be fetched
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.read)
        self._looking = QTimer(self, singleShot=True, interval=0)
        self._looking.timeout.connect(self._fetch_thumbnails)

    # What is asked for

    def search(self, text: str) -> None:
        """List what holds all words of a text, once no further letter follows at once."""
        self.query = replace(self.query, text=text)
        self._typing.start()

    def ask(self, query: CaseQuery) -> None:
        """List what a query asks for."""
        self.query = query
        self.read()

    def read(self) -> None:
        """List it anew."""
        self._typing.stop()
        self._round += 1
        self._awaited = {0}
        self._submit(0)

    def forget(self) -> None:
        """Hold nothing of any case."""
        self._round += 1
        self.beginResetModel()
        self.total = 0
        self.query = CaseQuery()
        self._stretches.clear()
        self._thumbnails.clear()
        self._unseen.clear()
        self.endResetModel()

    # What Qt asks for

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if role == SUMMARY:
            return line
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return person_text(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line_text(line)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(line.photograph)
        return None

    def line(self, row: int) -> CaseSummary | None:
        """A line; None while it is fetched."""
        stretch, place = divmod(row, STRETCH)
        lines = self._stretches.get(stretch)
        if lines is None:
            if stretch not in self._awaited:
                self._awaited.add(stretch)
                self._submit(stretch)
            return None
        self._stretches.move_to_end(stretch)
        return lines[place] if place < len(lines) else None

    # And how it comes

    def _submit(self, stretch: int) -> None:
        self._registrar.submit(
            ListCases(query=self.query, first=stretch * STRETCH, count=STRETCH),
            on_result=partial(self._take, self._round, stretch),
            on_failed=self._emit_failure,
        )

    def _take(self, asked_in: int, stretch: int, told: CaseLines) -> None:
        if asked_in != self._round:
            return
        self._awaited.discard(stretch)
        if stretch == 0 and (0 not in self._stretches or told.total != self.total or self._fresh(told)):
            self.beginResetModel()
            self.total = told.total
            self._stretches = OrderedDict({0: told.lines})
            self.endResetModel()
        else:
            self._stretches[stretch] = told.lines
            while len(self._stretches) > _MOST_STRETCHES:
                self._stretches.popitem(last=False)
            first = stretch * STRETCH
            self.dataChanged.emit(self.index(first), self.index(min(first + STRETCH, self.total) - 1))
        if stretch == 0:
            self.listed.emit()

    def _fresh(self, told: CaseLines) -> bool:
        return self._stretches.get(0) != told.lines

    def _thumbnail(self, photograph: str | None) -> QPixmap | None:
        if photograph is None:
            return None
        if photograph in self._thumbnails:
            self._thumbnails.move_to_end(photograph)
            return self._thumbnails[photograph]
        self._unseen.add(photograph)
        self._looking.start()
        return None

    def _fetch_thumbnails(self) -> None:
        hashes, self._unseen = tuple(self._unseen), set()
        take = partial(self._take_thumbnails, hashes)
        self._registrar.submit(ReadThumbnails(hashes=hashes), on_result=take, on_failed=ignore)

    def _take_thumbnails(self, hashes: tuple[str, ...], told: dict[str, Raster]) -> None:
        for sha256 in hashes:
            picture = told.get(sha256)
            self._thumbnails[sha256] = pixmap_of(picture) if picture else None
        while len(self._thumbnails) > _MOST_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        if self.total:
            self.dataChanged.emit(self.index(0), self.index(self.total - 1), [Qt.ItemDataRole.DecorationRole])

    def _emit_failure(self, failed: Failed) -> None:
        self.failed.emit(failed.message, failed.hint)
