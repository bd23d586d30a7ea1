"""A picture that can be zoomed with the wheel and moved by dragging."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from lentigo.domain.photograph import Raster

_STEP = 1.25
_LARGEST = 12.0  # screen pixels a picture pixel


def pixmap_of(raster: Raster) -> QPixmap:
    """The raster as Qt shows it."""
    picture = QImage(raster.rgb, raster.width, raster.height, 3 * raster.width, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(picture)


class PictureView(QGraphicsView):
    """Fits the picture until the user zooms. Space fits, 1 shows it pixel for pixel, + and − zoom, arrows move."""

    def __init__(self, name: str, *, fit_width: bool = False) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self._fit_width = fit_width
        self._fitted = True
        self.setScene(self._scene)
        self.setAccessibleName(name)
        self.viewport().setAcceptDrops(False)  # photographs are dropped on the window
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)

    @property
    def scale_now(self) -> float:
        """Screen pixels a picture pixel."""
        return self.transform().m11()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def show_raster(self, raster: Raster | None) -> None:
        """Show a picture, fitted, or nothing."""
        self._item.setPixmap(pixmap_of(raster) if raster else QPixmap())
        self._scene.setSceneRect(QRectF(self._item.boundingRect()))
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, or its whole width."""
        self._fitted = True
        area, room = self._scene.sceneRect(), self.viewport().size()
        if area.isEmpty():
            return
        across = (room.width() - 2) / area.width()
        scale = across if self._fit_width else min(across, (room.height() - 2) / area.height())
        self._zoom_to(scale)
        self._fitted = True

    def show_pixels(self) -> None:
        """One screen pixel for each picture pixel."""
        self._zoom_to(1 / self.devicePixelRatio())

    def zoom(self, steps: float) -> None:
        """Enlarge by so many steps, or reduce by a negative number."""
        self._zoom_to(self.scale_now * _STEP**steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._fit_width and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)  # a page is read by scrolling
        else:
            self.zoom(event.angleDelta().y() / 120)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space:
                self.fit()
            case Qt.Key.Key_1:
                self.show_pixels()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1)
            case Qt.Key.Key_Minus:
                self.zoom(-1)
            case _:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def scroll_to_top(self) -> None:
        """Show the upper end, as when a page is turned."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def _zoom_to(self, scale: float) -> None:
        self._fitted = False
        bounded = min(max(scale, 0.02), _LARGEST)
        self.resetTransform()
        self.scale(bounded, bounded)
