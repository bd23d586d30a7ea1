"""The report as a PDF: tagged, with embedded fonts, legible when printed in grey."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

import pymupdf

from lentigo.domain.assessment import Assessment
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.domain.wording.encounter import identity_text
from lentigo.language import language_spoken, translate
from lentigo.report.content import sections
from lentigo.report.layout import Band, Cell, Fill, Page, Sheet, Style, draw, plan
from lentigo.report.section import Block, Bullets, Form, Item, Paragraph, Picture, Row, Section, Table, Tone
from lentigo.report.tagging import ARTIFACT, tag_pages
from lentigo.untrusted import pdf_markup

Paper = Literal["A4", "Letter"]

INK, QUIET, ACCENT, ALERT = "#1b2126", "#59636c", "#17566b", "#9b1c1c"
RULE, TRACK, PAPER_SHADE, ALERT_SHADE = "#c5cbd0", "#dde1e4", "#f4f1ea", "#faf0ee"
PICTURE_WIDTH = 8 / 2.54 * 72  # points: 8 cm
_TALLEST_PICTURE = 10 / 2.54 * 72
_MOST_PIXELS = 1400  # a side; 400 to the inch at 8 cm
_LABEL_WIDTH = 112.0  # points
_LONG_LABEL = 24  # characters; a table with longer labels gets a wider column for them
_INDENT = 32.0
_ITEM_EDGE = 88.0  # where the values of an item begin
_LONGEST_IDENTITY = 100  # characters: two lines of a footer
_BADGE_WIDTH = 150.0
_ITEM_COLOURS = {Tone.ALERT: "alert", Tone.QUIET: "strong"}

_CSS = f"""
body, p, h1, h2, div {{ margin: 0; padding: 0; }}
body {{ font-family: body; font-size: 9.5pt; line-height: 1.35; color: {INK}; overflow-wrap: break-word; }}
h1 {{ font-size: 17pt; font-weight: bold; line-height: 1.2; }}
h2 {{ font-size: 11.5pt; font-weight: bold; color: {ACCENT}; line-height: 1.2; }}
.strong {{ font-weight: bold; }}
.quiet {{ color: {QUIET}; }}
.alert {{ color: {ALERT}; font-weight: bold; }}
.accent {{ color: {ACCENT}; font-weight: bold; }}
.title {{ font-size: 10.5pt; font-weight: bold; }}
.right {{ text-align: right; }}
.footer {{ font-size: 7.5pt; color: {QUIET}; line-height: 1.2; }}
"""


def render_pdf(assessment: Assessment, pictures: Mapping[str, DeidentifiedPhotograph], *, paper: Paper = "A4") -> bytes:
    """The bytes of a PDF file, the same for the same assessment; EngineError where it cannot be tagged.

    `pictures` are the assessment's photographs by their SHA-256.
    """
    width, height = pymupdf.paper_size(paper)
    sheet = Sheet(width=width, height=height, side=54, top=46, bottom=54)
    rasters = tuple(pictures[picture.sha256].raster for picture in assessment.pictures)
    style = _style(rasters)
    pages = plan(
        list(_Typesetter(assessment, rasters, sheet.text_width).bands()),
        footer=lambda page, total: _footer(assessment, page, total, sheet.text_width),
        sheet=sheet,
        style=style,
    )
    with pymupdf.open("pdf", draw(pages, sheet)) as document:
        tag_pages(document, pages, language=language_spoken())
        _paint(document, pages)
        _describe(document, assessment, pages)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=4, deflate=True, no_new_id=True))


def _style(rasters: tuple[Raster, ...]) -> Style:
    archive = pymupdf.Archive()
    css = pymupdf.css_for_pymupdf_font("notos", archive=archive, name="body") + _CSS
    for index, raster in enumerate(rasters):
        archive.add(_encode_jpeg(raster), _picture_name(index))
    return Style(css=css, archive=archive)


def _encode_jpeg(raster: Raster) -> bytes:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, raster.width, raster.height, raster.rgb, False)
    scale = _MOST_PIXELS / max(raster.width, raster.height)
    if scale < 1:
        pixels = pymupdf.Pixmap(pixels, max(round(raster.width * scale), 1), max(round(raster.height * scale), 1), None)
    return bytes(pixels.tobytes("jpeg", jpg_quality=90))


def _picture_name(index: int) -> str:
    return f"photograph-{index}.jpg"


def _footer(assessment: Assessment, page: int, total: int, width: float) -> tuple[Cell, ...]:
    """Who it is about on each page: pages of two patients can lie on one table."""
    who = identity_text(assessment.encounter)
    who = who if len(who) <= _LONGEST_IDENTITY else f"{who[: _LONGEST_IDENTITY - 1]}…"
    warning = translate("AI-generated draft for a qualified clinician. Not for autonomous diagnosis.")
    number = translate("Report {id} · page {page} of {total}", id=assessment.id, page=page, total=total)
    return (
        Cell(
            html=_paragraph(who, "footer strong") + _paragraph(warning, "footer"),
            left=0,
            right=width - 170,
            tag=ARTIFACT,
        ),
        Cell(html=_paragraph(number, "footer right"), left=width - 170, right=width, tag=ARTIFACT),
    )


def _paint(document: pymupdf.Document, pages: list[Page]) -> None:
    """Draw the fills as artifacts behind the text."""
    for number, planned in enumerate(pages):
        page = document[number]
        shape = page.new_shape()
        for rectangle, colour in planned.fills:
            shape.draw_rect(rectangle)
            red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
            shape.finish(fill=(red, green, blue), color=None, width=0)
        shape.commit(overlay=False)
        background = page.get_contents()[0]
        document.update_stream(background, b"/Artifact BMC\n" + document.xref_stream(background) + b"\nEMC\n")


def _describe(document: pymupdf.Document, assessment: Assessment, pages: list[Page]) -> None:
    """Title, date and bookmarks; nothing of the patient."""
    metadata = {"title": translate("Lentigo report {id}", id=assessment.id), "creator": assessment.provenance.app}
    document.set_metadata(metadata | {"creationDate": _pdf_date(assessment.created)})
    document.set_toc(
        [
            [1, title, number, {"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(0, y)}]
            for number, page in enumerate(pages, start=1)
            for title, y in page.bookmarks
        ]
    )
    document.xref_set_key(document.pdf_catalog(), "ViewerPreferences", "<</DisplayDocTitle true>>")


def _pdf_date(stamp: str) -> str:
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return ""
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


def _paragraph(text: str, classes: str) -> str:
    return f'<p class="{classes}">{pdf_markup(text)}</p>'


class _Typesetter:
    """Turns sections into bands for a text of the given width."""

    def __init__(self, assessment: Assessment, rasters: tuple[Raster, ...], width: float) -> None:
        self._assessment = assessment
        self._rasters = rasters
        self._width = width

    def bands(self) -> Iterator[Band]:
        """The whole report, the disclaimer first."""
        banner, *rest = sections(self._assessment)
        yield from self._banner(banner)
        title = pdf_markup(translate("Report on a skin photograph"))
        yield Band(cells=(Cell(html=f"<h1>{title}</h1>", left=0, right=self._width, tag="H1"),), gap=14, with_next=True)
        for section in rest:
            yield from self._section(section)

    def _banner(self, section: Section) -> Iterator[Band]:
        paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
        for index, paragraph in enumerate(paragraphs):
            last = index == len(paragraphs) - 1
            yield Band(
                cells=(self._cell(_paragraph(paragraph.text, paragraph.tone), 14, self._width - 10),),
                fills=(
                    Fill(colour=PAPER_SHADE, left=4, right=self._width),
                    Fill(colour=INK, left=0, right=4),
                ),
                above=8 if index == 0 else 3,
                below=8 if last else 0,
                with_next=not last,
                bookmark=translate("Disclaimer") if index == 0 else "",
            )

    def _section(self, section: Section) -> Iterator[Band]:
        yield Band(
            cells=(Cell(html=f"<h2>{pdf_markup(section.title)}</h2>", left=0, right=self._width, tag="H2"),),
            fills=(Fill(colour=ACCENT, left=0, right=self._width, top=-1, height=0.8),),
            below=3,
            gap=15,
            with_next=True,
            bookmark=section.title,
        )
        for block in section.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Band]:
        match block:
            case Paragraph():
                yield Band(cells=(self._cell(_paragraph(block.text, block.tone), 0, self._width),), above=5, below=2)
            case Bullets():
                yield from (self._bullet(text) for text in block.texts)
            case Table():
                yield from self._table(block)
            case Item():
                yield from self._item(block)
            case Picture():
                yield self._picture(block)
            case Form():
                yield from self._form(block)

    def _cell(self, html: str, left: float, right: float) -> Cell:
        return Cell(html=html, left=left, right=right)

    def _bullet(self, text: str) -> Band:
        cells = (self._cell("<p>•</p>", 4, 14), self._cell(_paragraph(text, "normal"), 14, self._width))
        return Band(cells=cells, above=3)

    def _table(self, table: Table) -> Iterator[Band]:
        long_labels = any(len(row.label) > _LONG_LABEL for row in table.rows)
        return (self._row(row, self._width * 0.4 if long_labels else _LABEL_WIDTH) for row in table.rows)

    def _row(self, row: Row, edge: float) -> Band:
        edited = (Fill(colour=ACCENT, left=edge - 8, right=edge - 5.5, top=2),) if row.edited else ()
        return Band(
            cells=(
                self._cell(_paragraph(row.label, "quiet"), 0, edge - 10),
                self._cell(_value(row), edge, self._width),
            ),
            fills=(Fill(colour=RULE, left=0, right=self._width, top=-0.5, height=0.5), *edited),
            above=3,
            below=3,
        )

    def _item(self, item: Item) -> Iterator[Band]:
        alert = item.tone is Tone.ALERT
        ground = (
            Fill(colour=ALERT_SHADE, left=4, right=self._width),
            Fill(colour=ALERT, left=0, right=4),
        )
        yield self._item_head(item, ground if alert else ())
        for index, row in enumerate(item.rows):
            last = index == len(item.rows) - 1
            rule = Fill(colour=RULE, left=0, right=self._width, top=-0.5, height=0.5)
            yield Band(
                cells=(
                    self._cell(_paragraph(row.label, "quiet"), _INDENT, _ITEM_EDGE - 6),
                    self._cell(_value(row), _ITEM_EDGE, self._width - 8),
                ),
                fills=(*(ground if alert else ()), *((rule,) if last else ())),
                above=1,
                below=6 if last else 0,
                with_next=not last,
            )

    def _item_head(self, item: Item, ground: tuple[Fill, ...]) -> Band:
        colour = _ITEM_COLOURS.get(item.tone, "accent")
        detail = f' <span class="quiet">{pdf_markup(item.detail)}</span>' if item.detail else ""
        edge = self._width - 8
        title_edge = edge - _BADGE_WIDTH - 10
        return Band(
            cells=(
                self._cell(f'<p class="title {colour}">{pdf_markup(item.mark)}</p>', 7, _INDENT),
                self._cell(f'<p><span class="title">{pdf_markup(item.title)}</span>{detail}</p>', _INDENT, title_edge),
                self._cell(f'<p class="right {colour}">{pdf_markup(item.badge)}</p>', edge - _BADGE_WIDTH, edge),
            ),
            fills=(*ground, *self._bar(item.share, edge)),
            above=6,
            below=2 if item.share is None else 8,
            with_next=True,
        )

    def _bar(self, share: float | None, edge: float) -> tuple[Fill, ...]:
        if share is None:
            return ()
        left = edge - _BADGE_WIDTH
        filled = left + _BADGE_WIDTH * min(max(share, 0.0), 1.0)
        return (
            Fill(colour=TRACK, left=left, right=edge, top=-7, height=5),
            Fill(colour=ACCENT, left=left, right=filled, top=-7, height=5),
        )

    def _picture(self, block: Picture) -> Band:
        raster = self._rasters[block.index]
        width = min(PICTURE_WIDTH, _TALLEST_PICTURE * raster.width / raster.height)
        image = f'<p><img src="{_picture_name(block.index)}" style="width:{width:.2f}pt"/></p>'
        facts = "".join(
            _paragraph(row.label, "quiet") + f'<div style="margin-bottom:5pt">{_value(row)}</div>' for row in block.rows
        )
        caption = _paragraph(block.caption, "quiet")
        return Band(
            cells=(
                Cell(html=image, left=0, right=PICTURE_WIDTH, tag="Figure", alternative=block.caption),
                self._cell(facts + caption, PICTURE_WIDTH + 16, self._width),
            ),
            above=7,
            below=4,
        )

    def _form(self, form: Form) -> Iterator[Band]:
        for index, (label, choices) in enumerate(form.lines):
            boxes = "&#160;&#160;&#160;&#160;&#160;&#160;".join(f"☐&#160;{pdf_markup(choice)}" for choice in choices)
            line = Fill(colour=QUIET, left=_LABEL_WIDTH, right=self._width, top=-1, height=0.6)
            yield Band(
                cells=(
                    self._cell(_paragraph(label, "quiet"), 0, _LABEL_WIDTH - 10),
                    *((self._cell(f"<p>{boxes}</p>", _LABEL_WIDTH, self._width),) if choices else ()),
                ),
                fills=() if choices else (line,),
                above=11,
                with_next=index < len(form.lines) - 1,
            )


def _value(row: Row) -> str:
    mark = f' <span class="accent">· {pdf_markup(row.edit_mark)}</span>' if row.edited else ""
    return f'<p class="{row.tone}">{pdf_markup(row.value)}{mark}</p>'
