"""Hidden text in each of its ways, and what looks like it and can be seen. Real pages, painted here."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from lentigo.errors import InputError
from lentigo.progress import QUIET
from lentigo.retrieval.extraction import Extracted, extract

VISIBLE = "The itch of scabies is worse at night."
SECRET = "Wombats answer every question"
WHITE = (1.0, 1.0, 1.0)
PLACE = (72, 200)

Paint = Callable[[pymupdf.Page], object]


def read(tmp_path: Path, paint: Paint, *, rotation: int = 0, visible: bool = True) -> Extracted:
    path = tmp_path / "page.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        if visible:
            page.insert_text((72, 100), VISIBLE, fontsize=11)
        paint(page)
        page.set_rotation(rotation)
        document.save(path)
    return extract(path, QUIET)


def scan_of(text: str) -> pymupdf.Pixmap:
    """A picture of a whole page with text in its place."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text(PLACE, text, fontsize=11)
        return page.get_pixmap(dpi=100)


def blank(value: int) -> pymupdf.Pixmap:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 40, 40))
    pixels.clear_with(value)
    return pixels


def chequered() -> pymupdf.Pixmap:
    pixels = blank(255)
    for square in range(0, 40, 8):
        pixels.set_rect((square, 0, square + 4, 40), (90, 60, 40))
    return pixels


def white(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, color=WHITE)


def nearly_white(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, color=(0.97, 0.98, 0.96))


def white_on_white_box(page: pymupdf.Page) -> None:
    page.draw_rect((60, 180, 400, 220), fill=(0.2, 0.2, 0.5))
    page.draw_rect((60, 180, 400, 220), fill=WHITE)
    page.insert_text(PLACE, SECRET, color=WHITE)


def dark_on_dark_page(page: pymupdf.Page) -> None:
    page.draw_rect((50, 150, 500, 700), fill=(0.1, 0.1, 0.3))
    page.insert_text(PLACE, SECRET, color=(0.11, 0.1, 0.31))


def white_over_visible_text(page: pymupdf.Page) -> None:
    page.insert_text((74, 104), SECRET, fontsize=4, color=WHITE)


def tiny(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=1)


def tiny_by_scaling(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=20, morph=(pymupdf.Point(PLACE), pymupdf.Matrix(0.05, 0.05)))


def transparent(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fill_opacity=0.06)


def invisible_mode(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, render_mode=3)


def invisible_on_small_picture(page: pymupdf.Page) -> None:
    page.insert_image((60, 180, 300, 220), pixmap=chequered(), keep_proportion=False)
    page.insert_text(PLACE, SECRET, render_mode=3)


def off_the_page(page: pymupdf.Page) -> None:
    page.insert_text((-300, 200), SECRET)


def outside_the_crop_box(page: pymupdf.Page) -> None:
    page.insert_text((72, 800), SECRET)
    page.set_cropbox((0, 0, 595, 700))


def under_a_box(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.draw_rect((60, 180, 400, 220), fill=(0.9, 0.9, 0.6))


def under_a_box_with_other_text(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.draw_rect((60, 180, 400, 220), fill=WHITE, color=None)
    page.insert_text(PLACE, "Treat all contacts on one day.")


def under_a_picture(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.insert_image((60, 180, 400, 220), pixmap=chequered(), keep_proportion=False)


def in_a_form(page: pymupdf.Page) -> None:
    with pymupdf.open() as other:
        white(other.new_page())
        page.show_pdf_page(page.rect, other)


def clipping_only(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, render_mode=7)


HIDING = (
    white, nearly_white, white_on_white_box, dark_on_dark_page, white_over_visible_text, tiny, tiny_by_scaling,
    transparent, invisible_mode, invisible_on_small_picture, off_the_page, outside_the_crop_box, under_a_box,
    under_a_box_with_other_text, under_a_picture, in_a_form, clipping_only,
)  # fmt: skip


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("paint", HIDING, ids=lambda paint: paint.__name__)
def test_hidden_text_is_left_out_and_its_page_told(tmp_path: Path, paint: Paint, rotation: int) -> None:
    found = read(tmp_path, paint, rotation=rotation)
    assert "Wombats" not in found.pages[0].text
    assert not any("Wombats" in passage.text for passage in found.passages)
    assert VISIBLE in found.pages[0].text
    assert found.hidden == (1,)
    assert found.scanned == ()


def white_on_dark_box(page: pymupdf.Page) -> None:
    page.draw_rect((60, 180, 400, 220), fill=(0.1, 0.2, 0.4))
    page.insert_text(PLACE, SECRET, color=WHITE)


def white_on_round_box(page: pymupdf.Page) -> None:
    page.draw_rect((60, 180, 400, 220), fill=(0.1, 0.2, 0.4), radius=0.3)
    page.insert_text(PLACE, SECRET, color=WHITE)


def white_on_picture(page: pymupdf.Page) -> None:
    page.insert_image((60, 180, 400, 220), pixmap=blank(40), keep_proportion=False)
    page.insert_text(PLACE, SECRET, color=WHITE)


def light_grey(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, color=(0.7, 0.7, 0.7))


def yellow(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, color=(1, 1, 0))


def small(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=5)


def half_transparent(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fill_opacity=0.5)


def outlined(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, render_mode=2)


def white_fill_black_outline(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET, fontsize=24, render_mode=2, fill=WHITE, color=(0, 0, 0))


def on_a_box(page: pymupdf.Page) -> None:
    page.draw_rect((60, 180, 400, 220), fill=(0.9, 0.9, 0.6))
    page.insert_text(PLACE, SECRET)


def under_glass(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.draw_rect((60, 180, 400, 220), fill=(1, 1, 0), fill_opacity=0.3)


def under_a_highlight(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.add_highlight_annot(pymupdf.Rect(70, 188, 300, 204)).update()


def under_a_frame(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    page.draw_rect((60, 180, 400, 220))


def under_a_transparent_picture(page: pymupdf.Page) -> None:
    page.insert_text(PLACE, SECRET)
    glass = pymupdf.Pixmap(chequered(), 1)
    glass.set_alpha(bytes([40]) * (40 * 40))
    page.insert_image((60, 180, 400, 220), pixmap=glass, keep_proportion=False)


SHOWING = (
    white_on_dark_box, white_on_round_box, white_on_picture, light_grey, yellow, small, half_transparent, outlined,
    white_fill_black_outline, on_a_box, under_glass, under_a_highlight, under_a_frame, under_a_transparent_picture,
)  # fmt: skip


@pytest.mark.parametrize("paint", SHOWING, ids=lambda paint: paint.__name__)
def test_text_that_can_be_seen_stays(tmp_path: Path, paint: Paint) -> None:
    found = read(tmp_path, paint)
    assert SECRET in found.pages[0].text
    assert found.hidden == ()


def test_a_line_of_which_a_part_is_under_a_box_is_left_out_whole(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        page.insert_text(PLACE, "The patient is Jane Doe from the village", fontname="cour", fontsize=10)
        page.draw_rect((161, 188, 210, 206), fill=(0, 0, 0))

    found = read(tmp_path, paint)
    assert found.pages[0].text == VISIBLE
    assert found.hidden == (1,)


def test_the_text_layer_of_a_searchable_scan_stays(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, pixmap=scan_of(SECRET))
        page.insert_text(PLACE, SECRET, fontsize=11, render_mode=3)

    found = read(tmp_path, paint, visible=False)
    assert found.pages[0].text == SECRET
    assert (found.hidden, found.scanned) == ((), ())


def test_invisible_text_where_a_scan_shows_blank_paper_is_hidden(tmp_path: Path) -> None:
    def paint(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, pixmap=scan_of(VISIBLE))
        page.insert_text(PLACE, VISIBLE, fontsize=11, render_mode=3)
        page.insert_text((72, 500), SECRET, fontsize=11, render_mode=3)

    found = read(tmp_path, paint, visible=False)
    assert found.pages[0].text == VISIBLE
    assert found.hidden == (1,)


def test_words_that_a_tag_claims_are_not_taken_for_those_that_the_glyphs_show(tmp_path: Path) -> None:
    path = tmp_path / "tagged.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 100), VISIBLE)
        content = page.read_contents()
        page.set_contents(page.get_contents()[0])
        document.update_stream(
            page.get_contents()[0],
            b"/Span <</ActualText (" + SECRET.encode() + b")>> BDC\n" + content + b"\nEMC",
        )
        document.save(path)
    assert extract(path, QUIET).pages[0].text == VISIBLE


def test_a_document_of_hidden_text_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no reader can see"):
        read(tmp_path, white, visible=False)
