"""The photographs, with what is known of each and what its quality limits."""

from lentigo.domain.assessment import PictureRecord
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.photograph import METADATA_KINDS, PICTURE_KINDS
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.language import translate, translate_count
from lentigo.report.section import Picture, Row, Section, Tone, given_row


def photographs(pictures: tuple[PictureRecord, ...]) -> Section:
    """The main one first."""
    blocks = tuple(_picture(index, picture, len(pictures)) for index, picture in enumerate(pictures))
    return Section(id="photographs", title=translate_count("Photograph", "Photographs", len(pictures)), blocks=blocks)


def _picture(index: int, picture: PictureRecord, total: int) -> Picture:
    captured = format_time(picture.captured) if picture.captured else ""
    size = translate(
        "{width} × {height} pixels, {format}", width=picture.width, height=picture.height, format=picture.format
    )
    removed = _removed(picture) or translate("none found")
    return Picture(
        index=index,
        caption=translate(
            "Photograph {number} of {total}. It bears no scale: do not measure in it.", number=index + 1, total=total
        ),
        rows=(
            Row(label=translate("Size"), value=size),
            Row(label=translate("Kind of picture"), value=_kind(picture)),
            given_row(translate("Captured"), captured),
            *_quality_rows(picture),
            Row(label=translate("Metadata removed"), value=removed),
            Row(label=translate("SHA-256 of the file"), value=picture.sha256),
        ),
    )


def _kind(picture: PictureRecord) -> str:
    if picture.kind is None:
        return translate("not known")
    kind = translate(PICTURE_KINDS[picture.kind])
    return kind if picture.kind_told else translate("{kind}, as the program recognised it", kind=kind)


def _removed(picture: PictureRecord) -> str:
    return ", ".join(translate(METADATA_KINDS[kind]) for kind in picture.metadata_removed)


def _quality_rows(picture: PictureRecord) -> tuple[Row, ...]:
    label = translate("Quality")
    if picture.quality.acceptable:
        return (Row(label=label, value=translate("Sharp and well lit: no defect found.")),)
    issues = picture.quality.issues
    return tuple(Row(label=label, value=translate(QUALITY_ISSUES[issue]), tone=Tone.STRONG) for issue in issues)
