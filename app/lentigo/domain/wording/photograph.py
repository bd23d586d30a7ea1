"""Kinds of picture in words."""

from lentigo.domain.photograph import PictureKind
from lentigo.language import deferred

PICTURE_KINDS = {
    PictureKind.DERMOSCOPIC: deferred("dermoscopic"),
    PictureKind.CLOSE_UP: deferred("close-up"),
    PictureKind.OVERVIEW: deferred("overview"),
}
