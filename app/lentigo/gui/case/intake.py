"""What a drop or the clipboard holds, as photographs for the worker, which decodes them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from lentigo.gui.kit.drop import local_files
from lentigo.language import translate
from lentigo.untrusted import one_line
from lentigo.worker.messages.case import PhotographSource

_PICTURE_TYPES = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/bmp",
)


def from_files(paths: Sequence[str]) -> tuple[PhotographSource, ...]:
    """Photographs that lie in files."""
    return tuple(PhotographSource(path=Path(path)) for path in paths if path)


def from_mime(mime: QMimeData) -> tuple[PhotographSource, ...]:
    """The photographs in a drop or on the clipboard: files first, then picture data; empty where there is none."""
    if files := from_files(local_files(mime)):
        return files
    for kind in _PICTURE_TYPES:
        if data := bytes(mime.data(kind).data()):
            return (PhotographSource(data=data),)
    picture = mime.imageData()
    return (PhotographSource(data=_as_png(picture)),) if isinstance(picture, QImage) else ()


def name_of(source: PhotographSource) -> str:
    """What the window calls the photograph."""
    return one_line(source.path.name) if source.path else translate("Pasted picture")


def _as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())
