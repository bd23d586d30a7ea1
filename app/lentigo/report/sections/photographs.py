"""The photographs, with what is known of each and what its quality limits."""

from lentigo.domain.assessment import PictureRecord
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.photograph import METADATA_KINDS, PICTURE_KINDS
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.language import translate, translate_count
from lentigo.report.section import Picture, Row, Section, Table, Tone, given_row


def photographs(pictures: tuple[PictureRecord, ...]) -> Section:
    """The main one, with what limits what can be seen in it."""
    shown = _picture(0, len(pictures), (_kind_row(pictures[0]), *_quality_rows(pictures[0])))
    return Section(id="photographs", title=translate("Photograph"), blocks=(shown,))


def photograph_details(pictures: tuple[PictureRecord, ...]) -> Section:
    """The further ones, and what is known of each."""
    first, *others = pictures
    # TRANSLATORS: the heads of a table with two columns
    columns = (translate("Property"), translate("Value"))
    further = (
        _picture(index, len(pictures), (_kind_row(each), *_quality_rows(each), *_facts(each)))
        for index, each in enumerate(others, start=1)
    )
    title = translate_count("Photograph in detail", "Photographs in detail", len(pictures))
    return Section(
        id="photograph-details",
        title=title,
        blocks=(Table(rows=_facts(first), columns=columns), *further),
        annex=True,
    )


def _picture(index: int, total: int, rows: tuple[Row, ...]) -> Picture:
    caption = translate(
        "Photograph {number} of {total}. It bears no scale: do not measure in it.", number=index + 1, total=total
    )
    return Picture(index=index, caption=caption, rows=rows)


def _facts(picture: PictureRecord) -> tuple[Row, ...]:
    captured = format_time(picture.captured) if picture.captured else ""
    size = translate(
        "{width} × {height} pixels, {format}", width=picture.width, height=picture.height, format=picture.format
    )
    return (
        Row(label=translate("Size"), value=size),
        given_row(translate("Captured"), captured),
        Row(label=translate("Metadata removed"), value=_removed(picture) or translate("none found")),
        Row(label=translate("SHA-256 of the file"), value=picture.sha256),
    )


def _kind_row(picture: PictureRecord) -> Row:
    return Row(label=translate("Kind of picture"), value=_kind(picture))


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
