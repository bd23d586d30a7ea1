"""PDFs whose lines run from right to left, painted as programs paint them: letters where they are seen, left to right.

The letters come from Courier, and a map says which ones they stand for, so that no font for them is needed.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bidi import get_display

SIZE, WIDTH = 11, 6.6  # points of the type and of each letter
RIGHT = 540  # the edge at which lines begin
FIRST_CODE = 33  # of a letter that Courier shows

Paint = Callable[[str], Iterator[tuple[float, str]]]


def in_one_piece(shown: str) -> Iterator[tuple[float, str]]:
    """The whole line as it looks."""
    yield RIGHT - len(shown) * WIDTH, shown


def word_by_word(shown: str) -> Iterator[tuple[float, str]]:
    """Each word in its place, the rightmost first, without spaces."""
    place = RIGHT - len(shown) * WIDTH
    words: list[tuple[float, str]] = []
    for word in shown.split(" "):
        words.append((place, word))
        place += (len(word) + 1) * WIDTH
    yield from reversed([entry for entry in words if entry[1]])


def run_by_run(shown: str) -> Iterator[tuple[float, str]]:
    """Runs of one direction, those from left to right last: MuPDF glues numbers to the wrong words then."""
    foreign = [(place, piece) for place, piece in word_by_word(shown) if piece.isascii()]
    yield from ((place, piece) for place, piece in word_by_word(shown) if not piece.isascii())
    yield from foreign


def write_leftwards(path: Path, lines: Sequence[str], paint: Paint) -> Path:
    """A page with these lines, given as they are read."""
    shown = [get_display(line, base_dir="R") for line in lines]
    letters = sorted({letter for line in shown for letter in line if letter != " "})
    codes = {letter: FIRST_CODE + number for number, letter in enumerate(letters)} | {" ": 32}
    assert max(codes.values()) < 127
    content = "".join(
        f"BT /F {SIZE} Tf {x} {720 - 16 * number} Td <{''.join(f'{codes[letter]:02x}' for letter in piece)}> Tj ET\n"
        for number, line in enumerate(shown)
        for x, piece in paint(line)
    )
    path.write_bytes(_pdf(content.encode(), _to_unicode(codes).encode()))
    return path


def _to_unicode(codes: dict[str, int]) -> str:
    mapped = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}\nendbfchar\nendcmap end end"
    )


def _pdf(content: bytes, to_unicode: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode),
    )
    numbered = (b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>\n"
