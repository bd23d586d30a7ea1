"""What lies in a place that the user named, and what of it is to be brought in."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lentigo.domain.model import ModelPlace
from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.section import empty_layout
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.models.key_question import KeyQuestion
from lentigo.gui.models.model_words import Memory, Verdict
from lentigo.gui.models.offer_row import OfferRow
from lentigo.gui.models.verdict_row import VerdictRow
from lentigo.gui.models.which_model import WhichModel
from lentigo.language import translate, translate_count
from lentigo.models.disk import size_words


class PlacePanel(QFrame):
    """Hidden until a place was looked at."""

    import_asked = Signal()
    documents_asked = Signal(object)  # tuple of paths
    described = Signal(str)  # which model of the catalogue the files are, or ""
    changed = Signal()  # what can be reached with the tab key

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.paths: tuple[str, ...] = ()
        self.trusted = ""  # a fingerprint that the user compared
        self.question: KeyQuestion | None = None
        self.which: WhichModel | None = None
        self.rows: tuple[OfferRow, ...] = ()
        self._place = ModelPlace(offers=(), signed_by="", key_known=False, documents=(), needed=0, free=0)
        self._memory = Memory(free=0, total=0)
        self._differs = self._busy = False
        self._heading = label("", "heading", wrap=True)
        self.close_button = LineButton(
            translate("Leave it"), role="small", name=translate("Leave what lies there"), on_click=self.leave
        )
        self.documents_button = LineButton(translate("Add them"), on_click=self._ask_documents)
        self._documents_words = Paragraph()
        self.room = Paragraph(role="muted")
        self.bring_button = LineButton(role="primary", on_click=self.import_asked.emit)
        self._head = QVBoxLayout()
        self._offers = QVBoxLayout()
        self._offers.setSpacing(4)
        self._lay_out()
        self.hide()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the models to bring in."""
        return tuple(row.offer.facts.id for row in self.rows if row.is_chosen)

    @property
    def title(self) -> str:
        """What was found, and where."""
        return self._heading.text()

    @property
    def described_as(self) -> str:
        """Which model of the catalogue the files are, as far as the user said."""
        return self._place.described_as

    def show_place(self, paths: Sequence[str], place: ModelPlace, memory: Memory) -> None:
        """Show what lies there."""
        self.paths, self._place, self._memory = tuple(paths), place, memory
        self.trusted, self._differs, self.question, self.which = "", False, None, None
        self._heading.setText(_title(len(place.offers), paths))
        empty_layout(self._head)
        empty_layout(self._offers)
        self._head.addWidget(self._signature())
        self.rows = tuple(OfferRow(offer, memory, signed_by=place.signed_by) for offer in place.offers)
        for row in self.rows:
            row.changed.connect(self._update_controls)
            self._offers.addWidget(row)
        if place.could_be and any(row.is_open for row in self.rows):
            self.which = WhichModel(place.could_be, place.described_as)
            self.which.answered.connect(self.described)
            self._head.addWidget(self.which)
        self.show()
        self._update_controls()

    def focus_first(self) -> None:
        """Focus the question about the key, else which model it is, else the first box, else the close button."""
        first: QWidget = self.close_button
        if self.question:
            first = self.question.fingerprint
        elif self.which:
            first = self.which.choice
        elif boxes := [row.accept for row in self.rows if row.accept.isEnabledTo(self) and row.is_open]:
            first = boxes[0]
        first.setFocus()

    def note_brought_in(self) -> None:
        """What was chosen is on this computer now; put the panel away where nothing else is left."""
        place, chosen = self._place, self.chosen
        here = tuple(replace(each, installed=each.installed or each.facts.id in chosen) for each in place.offers)
        taken = sum(each.facts.bytes for each in here if each.facts.id in chosen)
        known = place.key_known or bool(self.trusted)
        left = replace(place, offers=here, key_known=known, free=max(place.free - taken, 0))
        self.show_place(self.paths, left, self._memory)
        if not place.documents and not any(row.is_open for row in self.rows):
            self.leave()

    def set_busy(self, busy: bool) -> None:
        """While something is done with models, nothing here can be changed."""
        self._busy = busy
        self._update_controls()

    def leave(self) -> None:
        """Hide the panel."""
        self.hide()
        self.changed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.close_button)
        self._documents = QFrame()
        documents = QHBoxLayout(self._documents)
        documents.setContentsMargins(0, 0, 0, 0)
        documents.setSpacing(8)
        documents.addWidget(self._documents_words, 1)
        documents.addWidget(self.documents_button)
        self._foot = QFrame()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.room, 1)
        foot.addWidget(self.bring_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 12)
        box.setSpacing(8)
        for layout in (head, self._head, self._offers):
            box.addLayout(layout)
        box.addWidget(self._foot)
        box.addWidget(self._documents)

    def _signature(self) -> QWidget:
        place = self._place
        if not place.signed_by:
            return VerdictRow(_unsigned())
        if place.key_known:
            return VerdictRow(_signed(translate("You compared its key before: {key}", key=place.signed_by)))
        self.question = KeyQuestion(place.signed_by)
        self.question.answered.connect(self._take_answer)
        return self.question

    def _take_answer(self, same: bool) -> None:
        self.trusted, self._differs, self.question = self._place.signed_by if same else "", not same, None
        empty_layout(self._head)
        known = _signed(translate("You compared its key: {key}", key=self._place.signed_by))
        self._head.addWidget(VerdictRow(known if same else _differ()))
        self._update_controls()
        self.changed.emit()
        self.focus_first()

    def _update_controls(self) -> None:
        """What can be done follows from the answer about the key, the boxes, the room, and what runs."""
        place, open_rows = self._place, [row for row in self.rows if row.is_open]
        answered = not self.question and not self._differs
        for row in self.rows:
            row.setVisible(not self._differs)
            row.accept.setEnabled(answered and not self._busy)
        if self.which:
            self.which.setEnabled(not self._busy)
        self._foot.setVisible(bool(open_rows) and not self._differs)
        wanted = sum(row.offer.facts.bytes for row in open_rows if row.is_chosen)
        fits = min(wanted, place.needed or wanted) <= place.free
        self.room.say(_room(wanted, place.free, fits=fits))
        count = len(self.chosen)
        several = translate_count("Bring in {count} model", "Bring in {count} models", count)
        self.bring_button.setText(several if count > 1 else translate("Bring it in"))
        self.bring_button.setAccessibleName(translate("Bring in what is accepted"))
        self.bring_button.setEnabled(answered and fits and count > 0 and not self._busy)
        self._documents.setVisible(bool(place.documents) and answered)
        documents = translate_count("{count} document", "{count} documents", len(place.documents))
        self._documents_words.say(translate("for the library, in the same place."), strong=documents)
        self.close_button.setEnabled(not self._busy)

    def _ask_documents(self) -> None:
        self.documents_asked.emit(tuple(map(str, self._place.documents)))


def _title(count: int, paths: Sequence[str]) -> str:
    first = Path(paths[0])
    place = translate("these files") if len(paths) > 1 else first.name or first
    if not count:
        return translate("No model in {place}", place=place)
    return translate_count("{count} model in {place}", "{count} models in {place}", count, place=place)


def _signed(sentence: str) -> Verdict:
    return Verdict(strong=translate("Signed."), sentence=sentence, warns=False)


def _unsigned() -> Verdict:
    told = translate("Nobody put a signature beside this. Whoever gave it to you must be somebody you trust.")
    return Verdict(strong=translate("Not signed."), sentence=told, warns=True)


def _differ() -> Verdict:
    told = translate("Nothing can be brought in from here. Keep the stick as it is, and tell the packager.")
    return Verdict(strong=translate("Then somebody else signed this."), sentence=told, warns=True)


def _room(wanted: int, free: int, *, fits: bool) -> str:
    """How much room is needed and free."""
    needed, left = size_words(wanted), size_words(free)
    if not wanted:
        return translate("{free} are free on this computer’s disk.", free=left)
    if fits:
        return translate("Needs {needed} on this computer’s disk; {free} are free.", needed=needed, free=left)
    return translate(
        "Too little room on this computer’s disk: {needed} are needed, {free} are free. "
        "Free some space, or leave a model out.",
        needed=needed,
        free=left,
    )
