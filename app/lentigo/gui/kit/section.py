"""A part of a page under a heading, perhaps folded."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from lentigo.gui.kit.line_button import LineButton
from lentigo.gui.kit.text import label
from lentigo.language import translate


class Section(QWidget):
    """`body` takes the content; `say` sets the words beside the heading."""

    def __init__(self, title: str, *, foldable: bool = False) -> None:
        super().__init__()
        self._title = title
        self._summary = label(role="muted", wrap=True)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self._fold: LineButton | None = None
        head = QHBoxLayout()
        head.setSpacing(12)
        if foldable:
            self._fold = LineButton(title, role="fold", icon="folded", on_click=self._toggle)
            head.addWidget(self._fold)
            self._content.hide()
        else:
            head.addWidget(label(title, "heading"))
        head.addWidget(self._summary, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._content)
        self._show_fold()

    @property
    def folded(self) -> bool:
        """Whether the content is hidden."""
        return self._content.isHidden()

    def say(self, summary: str) -> None:
        """Set the words beside the heading."""
        self._summary.setText(summary)

    def empty(self) -> None:
        """Take the content out."""
        empty_layout(self.body)

    def _toggle(self) -> None:
        self._content.setVisible(self.folded)
        self._show_fold()

    def _show_fold(self) -> None:
        if self._fold:
            self._fold.set_icon("folded" if self.folded else "unfolded")
            title, folded = self._title, self.folded
            told = translate("{title}, folded", title=title) if folded else translate("{title}, unfolded", title=title)
            self._fold.setAccessibleName(told)


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if inner := item.layout():
            empty_layout(inner)
        elif widget := item.widget():
            widget.hide()
            widget.deleteLater()
