"""Annotations of every kind that PyMuPDF makes, and boxes and lines, over a dose: it is left out with its sentence.

Where they leave the dose to be read, it stays. Real pages, painted here.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pymupdf
import pytest
from painted_pages import pages

from lentigo.retrieval.extraction import Extracted

BEFORE = "Apply fusidic acid to a few sores."
DOSE = "For widespread impetigo of the skin give flucloxacillin 500 mg by mouth, every six hours."
AFTER = "Wash the hands of all contacts."
LINES = (BEFORE, "For widespread impetigo of the skin give flucloxacillin 500 mg by", "mouth, every six hours.", AFTER)
YELLOW, BLACK = (1.0, 1.0, 0.0), (0.0, 0.0, 0.0)

Cover = Callable[[pymupdf.Page, pymupdf.Rect], object]


def read(tmp_path: Path, cover: Cover, *, word: str = "500") -> Extracted:
    """A paragraph of four lines, with something on a word of the second one."""

    def paint(page: pymupdf.Page) -> None:
        for number, line in enumerate(LINES):
            page.insert_text((72, 100 + 13 * number), line, fontsize=11)
        place = next(pymupdf.Rect(found[:4]) for found in page.get_text("words") if found[4] == word)
        cover(page, place)

    return pages(tmp_path, paint)


def wider(place: pymupdf.Rect, x: float, y: float) -> pymupdf.Rect:
    return pymupdf.Rect(place.x0 - x, place.y0 - y, place.x1 + x, place.y1 + y)


def note(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_text_annot(pymupdf.Point(place.x0 - 3, place.y0 - 3), "out of stock")


def note_of_icon(icon: str, page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_text_annot(pymupdf.Point(place.x0 - 1, place.y0 - 2), "out of stock", icon=icon)


def attachment(icon: str, page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_file_annot(pymupdf.Point(place.x0, place.y0 - 2), b"a table", "table.csv", icon=icon)


def free_text(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_freetext_annot(place, "50", fontsize=9, fill_color=YELLOW)


def stamp(number: int, page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_stamp_annot(wider(place, 20, 2), stamp=number)


def picture_stamp(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 20, 10))
    pixels.clear_with(200)
    page.add_stamp_annot(place, stamp=pixels)


def filled(annotation: pymupdf.Annot) -> None:
    annotation.set_colors(stroke=YELLOW, fill=YELLOW)
    annotation.update()


def rectangle(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    filled(page.add_rect_annot(place))


def circle(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    filled(page.add_circle_annot(place))


def polygon(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    filled(page.add_polygon_annot([place.tl, place.tr, place.br, place.bl]))


def thick(annotation: pymupdf.Annot) -> None:
    annotation.set_border(width=8)
    annotation.set_colors(stroke=BLACK)
    annotation.update()


def line(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    middle = (place.y0 + place.y1) / 2
    thick(page.add_line_annot((place.x0, middle), (place.x1, middle)))


def polyline(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    middle = (place.y0 + place.y1) / 2
    thick(page.add_polyline_annot([(place.x0, middle), (place.x0 + 5, middle + 1), (place.x1, middle)]))


def ink(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    middle = (place.y0 + place.y1) / 2
    thick(page.add_ink_annot([[(place.x0, middle), (place.x0 + 5, middle + 1), (place.x1, middle)]]))


def opaque_highlight(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    annotation = page.add_highlight_annot(place)
    annotation.set_blendmode("Normal")
    annotation.set_opacity(1)
    annotation.update()


def struck_out(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_strikeout_annot(place)


def marked_for_redaction(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_redact_annot(place)


def caret(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    annotation = page.add_caret_annot(place.tl)
    annotation.set_rect(place)
    annotation.update()


def field(kind: int, page: pymupdf.Page, place: pymupdf.Rect) -> None:
    widget = pymupdf.Widget()
    widget.field_type, widget.field_name, widget.rect = kind, "dose", place
    widget.fill_color, widget.border_color = YELLOW, BLACK
    widget.choice_values = ["50", "5"]
    if kind == pymupdf.PDF_WIDGET_TYPE_TEXT:
        widget.field_value = "50"
    page.add_widget(widget)


def box_of_the_page(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.draw_rect(place, color=YELLOW, fill=YELLOW)


def half_a_digit(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.draw_rect((place.x0, place.y0, place.x0 + 3, place.y1), color=None, fill=(1, 1, 1))


def line_of_the_page(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    middle = (place.y0 + place.y1) / 2
    page.draw_line((place.x0, middle), (place.x1, middle), color=BLACK, width=7)


NOTES = [
    partial(note_of_icon, icon) for icon in ("Note", "Comment", "Help", "Insert", "Key", "NewParagraph", "Paragraph")
]
FILES = [partial(attachment, icon) for icon in ("PushPin", "Graph", "Paperclip", "Tag")]
STAMPS = [partial(stamp, number) for number in range(14)]
FIELDS = [
    partial(field, kind)
    for kind in (
        pymupdf.PDF_WIDGET_TYPE_TEXT,
        pymupdf.PDF_WIDGET_TYPE_CHECKBOX,
        pymupdf.PDF_WIDGET_TYPE_COMBOBOX,
        pymupdf.PDF_WIDGET_TYPE_LISTBOX,
    )
]
COVERS = [
    note, *NOTES, *FILES, free_text, *STAMPS, picture_stamp, rectangle, circle, polygon, line, polyline, ink,
    opaque_highlight, struck_out, marked_for_redaction, caret, *FIELDS, box_of_the_page, half_a_digit, line_of_the_page,
]  # fmt: skip


def named(cover: Cover) -> str:
    return f"{cover.func.__name__}-{cover.args[0]}" if isinstance(cover, partial) else cover.__name__


@pytest.mark.parametrize("cover", COVERS, ids=named)
def test_a_dose_that_is_covered_is_left_out_with_its_whole_sentence(tmp_path: Path, cover: Cover) -> None:
    found = read(tmp_path, cover)
    passages = "\n".join(passage.text for passage in found.passages)
    for text in (found.pages[0].text, passages):
        assert "flucloxacillin" not in text
        assert "six hours" not in text
        assert "widespread" not in text
    assert BEFORE in passages
    assert AFTER in passages
    assert found.hidden == (1,)


def highlight(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_highlight_annot(place)


def underline(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_underline_annot(place)


def squiggly(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_squiggly_annot(place)


def frame(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_rect_annot(wider(place, 2, 1))


def ring(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_circle_annot(wider(place, 4, 4))


def glass(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    annotation = page.add_rect_annot(place)
    annotation.set_colors(fill=YELLOW)
    annotation.update(opacity=0.4)


def note_in_the_margin(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.add_text_annot(pymupdf.Point(30, place.y0), "out of stock")


def link(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.insert_link({"kind": pymupdf.LINK_URI, "from": place, "uri": "https://example.org"})


def frame_of_the_page(page: pymupdf.Page, place: pymupdf.Rect) -> None:
    page.draw_rect((60, 80, 400, 140), color=BLACK, width=3)


@pytest.mark.parametrize("word", ["500", "mg"])
@pytest.mark.parametrize(
    "mark",
    [highlight, underline, squiggly, frame, ring, glass, note_in_the_margin, link, frame_of_the_page],
    ids=named,
)
def test_a_dose_that_is_only_marked_stays(tmp_path: Path, mark: Cover, word: str) -> None:
    found = read(tmp_path, mark, word=word)
    assert DOSE in found.pages[0].text
    assert found.hidden == ()


def test_a_whole_line_under_a_stamp_parts_the_lines_around_it(tmp_path: Path) -> None:
    found = read(tmp_path, lambda page, place: rectangle(page, pymupdf.Rect(60, place.y0, 400, place.y1)))
    assert found.pages[0].text.splitlines() == [BEFORE, AFTER]


def test_a_heading_and_a_row_of_a_table_are_left_out_whole(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        page.insert_text((72, 80), "Dose in children of 15 kg", fontsize=18)
        for row, cells in enumerate(
            (("Drug", "Dose", "Days"), ("Ivermectin", "3 mg", "1"), ("Terbinafine", "125 mg", "28"))
        ):
            for column, cell in enumerate(cells):
                page.insert_text((72 + 120 * column, 120 + 16 * row), cell, fontsize=11)
        page.insert_text((72, 220), "Weigh the child before each course of treatment.", fontsize=11)
        for word in ("15", "125"):
            rectangle(page, next(pymupdf.Rect(found[:4]) for found in page.get_text("words") if found[4] == word))

    text = pages(tmp_path, paint).pages[0].text
    assert text.splitlines() == [
        "Drug Dose Days",
        "Ivermectin 3 mg 1",
        "Weigh the child before each course of treatment.",
    ]


def test_a_page_s_own_noncharacters_are_no_holes(tmp_path: Path) -> None:
    from lentigo.retrieval.legibility import cleaned
    from lentigo.retrieval.lines import HOLE

    assert cleaned(f"500{HOLE} mg") == "500 mg"
