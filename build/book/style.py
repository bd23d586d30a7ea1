"""How the handbook looks: paper, font, colours and the style sheet of its text."""

import pymupdf
from book.layout import Sheet, Style

SHEET = Sheet(width=595, height=842, side=84, top=92, bottom=84)  # A4, points
WIDTH = SHEET.text_width
ACCENT, INK, GREY, RULE, TINT = "#1a5c66", "#21262b", "#6b7379", "#ccd6d9", "#eef4f4"
REGULAR, BOLD = "figo", "figbo"  # FiraGO, as pymupdf-fonts names it
BODY_SIZE = 10.5  # points

CSS = f"""
@font-face {{ font-family: firago; src: url({REGULAR}); }}
@font-face {{ font-family: firago; src: url({BOLD}); font-weight: bold; }}
body, p, h1, h2 {{ margin: 0; padding: 0; }}
body {{ font-family: firago; font-size: {BODY_SIZE}px; line-height: 1.5; color: {INK}; }}
h1 {{ font-size: 25px; line-height: 1.15; color: {ACCENT}; font-weight: bold; }}
h2 {{ font-size: 13.5px; line-height: 1.2; color: {ACCENT}; font-weight: bold; }}
b, strong {{ font-weight: bold; }}
.book {{ font-size: 38px; line-height: 1.15; color: {ACCENT}; font-weight: bold; }}
.subtitle {{ font-size: 15.5px; line-height: 1.3; }}
.quiet {{ font-size: 11px; color: {GREY}; }}
.fact {{ font-size: 9.8px; line-height: 1.4; }}
.head {{ font-size: 9.5px; line-height: 1.4; color: {ACCENT}; font-weight: bold; }}
.cell {{ font-size: 9.8px; line-height: 1.4; }}
.caption {{ font-size: 9px; line-height: 1.4; color: {GREY}; }}
.reference {{ font-size: 8.8px; line-height: 1.4; color: #4a5157; }}
.running {{ font-size: 9px; line-height: 1.2; color: {GREY}; }}
.entry {{ font-size: 8.8px; line-height: 1.35; }}
.letter {{ font-size: 11px; line-height: 1.3; color: {ACCENT}; font-weight: bold; }}
.right {{ text-align: right; }}
.centre {{ text-align: center; }}
"""


def fonts() -> pymupdf.Archive:
    """FiraGO for the style sheet, without its table of ligatures: "ft" and "ff" would be extracted as other letters."""
    archive = pymupdf.Archive()
    for name in (REGULAR, BOLD):
        archive.add(pymupdf.Font(name).buffer.replace(b"GSUB", b"none", 1), name)
    return archive


STYLE = Style(css=CSS, archive=fonts())
