"""The batch: where a folder or a list is chosen, how far it is, and the table of what came of each case."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from lentigo.domain.batch import BatchRow, BatchState
from lentigo.gui.batch.batch_run import BatchRun
from lentigo.gui.batch.batch_table import ORDERS, BatchTable, RowOrder
from lentigo.gui.batch.batch_words import explanation, progress_text
from lentigo.gui.kit.action import Action
from lentigo.gui.kit.announcing import announce
from lentigo.gui.kit.bar_stack import BarStack
from lentigo.gui.kit.choice import Choice
from lentigo.gui.kit.drop import DropKind, local_files
from lentigo.gui.kit.file_dialogs import FileDialogs, choose_target, standard_folder
from lentigo.gui.kit.message_bar import MessageBar
from lentigo.gui.kit.page import Entrance, Menu, Page
from lentigo.gui.kit.text import Paragraph, label
from lentigo.gui.kit.worker_bridge import WorkerBridge
from lentigo.language import translate
from lentigo.report.case_table import ENDING
from lentigo.worker.messages.batch import PlanBatch, SaveTable
from lentigo.worker.messages.message import Failed


class BatchPage(Page):
    """Shows nothing of a case while the records are locked, though the batch goes on."""

    open_asked = Signal(str)  # the id of a case

    def __init__(self, *, run: BatchRun, desk: WorkerBridge, dialogs: FileDialogs) -> None:
        super().__init__(
            Entrance(
                title=translate("Batch"),
                icon="batch",
                key="Ctrl+Shift+A",
                words=translate("Show the batch, or go back to the case"),
            )
        )
        self.run = run
        run.setParent(self)
        self._desk, self._dialogs = desk, dialogs
        self._shut = self._busy = False
        self._make_actions()
        self.message = MessageBar()
        self.progress = Paragraph(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("How far the batch is"))
        self.order = Choice()
        self.order.setAccessibleName(translate("Order of the cases"))
        self.order.addItems([translate(words) for words in ORDERS.values()])
        self.table = BatchTable()
        self.words = Paragraph(explanation())
        self._lay_out()
        self.order.currentIndexChanged.connect(self._sort)
        self.table.opened.connect(self._open)
        run.changed.connect(self._refresh)
        run.told.connect(self._tell)
        self._refresh()

    # What the window asks for

    @property
    def busy(self) -> bool:
        return self.run.running

    @property
    def working(self) -> bool:
        return self.run.running

    def enter(self) -> None:
        self.run.read()  # a case may have been erased since
        (self.table if self.run.rows else self.buttons[0]).setFocus()

    def leave(self) -> None:
        self.message.hide()

    def takes(self, mime: QMimeData) -> bool:
        return mime.hasUrls()

    def take_drop(self, mime: QMimeData, others: Sequence[DropKind]) -> None:
        if files := local_files(mime):
            self.plan(files[0])

    def close_down(self) -> None:
        self.run.close()

    # What happens to the records

    def forget(self) -> None:
        """They are being locked: the table shows nothing until they are open."""
        self._shut = True
        self.message.hide()
        self._refresh()

    def come_back(self) -> None:
        """They are open: the batch that they know is shown, and goes on."""
        self._shut = False
        self.run.read()

    # What the user asks for

    def plan(self, source: str) -> None:
        """Begin with a folder, or a list of cases, in place of the batch before."""
        self.wanted.emit()
        self.message.hide()
        if self.run.running:
            self._tell(translate("A batch is running."), translate("Stop it before you begin another one."))
            return
        self._dialogs.note(source)
        self._desk.submit(PlanBatch(source=Path(source)), on_result=self.run.begin, on_failed=self._fail)

    def _choose_folder(self) -> None:
        self.wanted.emit()
        self._dialogs.choose_folder(self, translate("Analyse a folder of photographs"), self.plan)

    def _choose_list(self) -> None:
        self.wanted.emit()
        kinds = translate("Lists of cases ({endings})", endings=f"*{ENDING}")
        self._dialogs.choose_files(self, translate("Analyse a list of cases"), kinds, lambda files: self.plan(files[0]))

    def _pause(self) -> None:
        if self.run.running:
            self.run.pause()
        else:
            self.run.go_on()

    def _save(self) -> None:
        choose_target(
            self,
            translate("Save the table"),
            standard_folder(QStandardPaths.StandardLocation.DocumentsLocation)
            / f"lentigo-batch-{date.today().isoformat()}{ENDING}",
            kind=translate("Tables ({endings})", endings=f"*{ENDING}"),
            ending=ENDING,
            on_chosen=self.write,
            on_cancelled=lambda: None,
        )

    def write(self, chosen: str) -> None:
        """Write the table as it is shown into this file."""
        path = Path(chosen)

        def tell(_nothing: object) -> None:
            self._tell(
                translate("Saved: {file}", file=path.name),
                translate("It is not encrypted, and names the photographs."),
            )

        self._desk.submit(SaveTable(rows=self.table.lines.rows, path=path), on_result=tell, on_failed=self._fail)

    def _open(self, row: BatchRow) -> None:
        if row.state is BatchState.DONE:
            self.open_asked.emit(row.case)
        else:
            self._tell(translate("There is no report of this case."), row.trouble and f"{row.trouble} {row.hint}")

    # How it is put together

    def _make_actions(self) -> None:
        self.folder = Action(
            self, translate("Analyse a folder of photographs"), on=self._choose_folder, brief=translate("Folder…")
        )
        self.list = Action(self, translate("Analyse a list of cases"), on=self._choose_list, brief=translate("List…"))
        self.pause = Action(self, translate("Pause the batch, or go on"), on=self._pause, brief=translate("Pause"))
        self.stop = Action(self, translate("Stop the batch"), on=self.run.stop, brief=translate("Stop"), icon="stop")
        self.again = Action(
            self,
            translate("Analyse what failed or was left out"),
            on=self.run.try_again,
            brief=translate("Try the rest again"),
        )
        self.save = Action(
            self, translate("Save the table of the batch"), on=self._save, brief=translate("Save table…"), icon="export"
        )
        shown = (self.folder, self.list, self.pause, self.stop, self.again, self.save)
        self.buttons = tuple(action.button() for action in shown)
        self.menus = {
            Menu.FILE: ((self.folder, self.list),),
            Menu.RECORDS: ((self.pause, self.stop, self.again, self.save),),
        }
        self.addActions(shown)
        self.keys_in_place = ((translate("Enter"), translate("Open the report of the chosen case of a batch")),)

    def _lay_out(self) -> None:
        head, row, foot = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        head.addWidget(label(translate("Batch"), "title"))
        head.addStretch(1)
        head.addWidget(self.order)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        foot.addWidget(self.progress)
        foot.addWidget(self.bar)
        foot.addWidget(self.words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(BarStack((self.message,)))
        for layout in (head, row, foot):
            layout.setContentsMargins(24, 8, 24, 8)
            layout.setSpacing(8)
            whole.addLayout(layout)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)  # has the room where there is no table

    # What is shown

    def _refresh(self) -> None:
        run, rows = self.run, () if self._shut else self.run.rows
        waiting, total = run.count(BatchState.WAITING), len(run.rows)
        left_out = run.count(BatchState.FAILED) + run.count(BatchState.STOPPED)
        self.table.lines.show_rows(rows, run.current)
        for widget in (self.table, self.order, self.progress, self.bar):
            widget.setVisible(bool(rows))
        self.words.setVisible(not rows)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(total - waiting)
        self.progress.say(progress_text(run))
        for action in (self.folder, self.list):
            action.setEnabled(not run.running)
        self.pause.setEnabled(run.running or bool(waiting))
        self._name_pause()
        self.stop.setEnabled(run.running or bool(waiting))
        self.again.setEnabled(not run.running and not waiting and bool(left_out))
        self.save.setEnabled(bool(rows))
        if self._busy != run.running:
            self._busy = run.running
            self.busy_changed.emit()

    def _name_pause(self) -> None:
        waits = not self.run.running and self.run.count(BatchState.WAITING)
        button = self.buttons[2]
        button.setText(translate("Go on") if waits else translate("Pause"))
        button.setAccessibleName(translate("Go on with the batch") if waits else translate("Pause the batch"))

    def _sort(self) -> None:
        self.table.lines.order = tuple(RowOrder)[self.order.currentIndex()]
        self._refresh()

    def _tell(self, sentence: str, hint: str = "") -> None:
        if not self._shut:
            self.message.tell(sentence, hint)
            announce(self, sentence)

    def _fail(self, failed: Failed) -> None:
        self._tell(failed.message, failed.hint)
