"""Files that are dropped on the window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData


@dataclass(frozen=True, slots=True, kw_only=True)
class DropKind:
    """Files that one page takes, and what another one says where they are dropped there."""

    holds: Callable[[str], bool]  # whether a path is one of them
    take: Callable[[Sequence[str]], None]  # turns to their page
    one: str
    several: str
    hint: str
    action: str  # the button's words, for `take`


def local_files(mime: QMimeData) -> tuple[str, ...]:
    """The files in a drop that lie on this computer."""
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
