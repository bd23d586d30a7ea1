"""Kinds of picture, and what a file carries besides it, in words."""

from lentigo.domain.photograph import MetadataKind, PictureKind
from lentigo.language import deferred

PICTURE_KINDS = {
    PictureKind.DERMOSCOPIC: deferred("dermoscopic"),
    PictureKind.CLOSE_UP: deferred("close-up"),
    PictureKind.OVERVIEW: deferred("overview"),
}
METADATA_KINDS = {
    MetadataKind.EXIF: deferred("EXIF"),
    MetadataKind.GPS_POSITION: deferred("GPS position"),
    MetadataKind.THUMBNAIL: deferred("thumbnail"),
    MetadataKind.CAMERA_SERIAL_NUMBER: deferred("camera serial number"),
    MetadataKind.OWNER_NAME: deferred("owner's name"),
    MetadataKind.MAKER_DATA: deferred("camera maker's data"),
    MetadataKind.COMMENT: deferred("comment"),
    MetadataKind.TEXT: deferred("text"),
    MetadataKind.XMP: deferred("XMP"),
    MetadataKind.IPTC: deferred("IPTC"),
    MetadataKind.COLOUR_PROFILE: deferred("ICC profile"),
    MetadataKind.TIME_OF_SAVING: deferred("time of saving"),
    MetadataKind.FURTHER_PICTURES: deferred("further pictures"),
    MetadataKind.OTHER: deferred("other application data"),
    MetadataKind.TRAILING_DATA: deferred("trailing data"),
    MetadataKind.PATIENT: deferred("patient's details"),
    MetadataKind.CLINIC: deferred("names of clinic and staff"),
    MetadataKind.PRIVATE: deferred("maker's private data"),
    MetadataKind.OVERLAY: deferred("overlaid drawing"),
}
