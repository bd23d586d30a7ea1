"""The handbook as its recipe prints it: a book that can be read, navigated, listened to and searched."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "knowledge" / "handbook"
NAME = "lentigo-handbook.pdf"
GENERAL = 7  # chapters that are not about one condition
PAINTS = re.compile(rb"(?:^|[\s\]>])(?:TJ|Tj|Do|f\*?|S)(?=\s|$)")
REFERENCE = re.compile(r"(\d+) 0 R")


def print_handbook(sources: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "build" / "handbook.py", sources, out]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("printed")
    printed = print_handbook(SOURCES, out)
    assert printed.returncode == 0, printed.stderr
    return out


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[pymupdf.Document]:
    with pymupdf.open(folder / NAME) as opened:
        yield opened


@pytest.fixture
def chapters(tmp_path: Path) -> Path:
    """A folder of three chapters, quick to print."""
    small = tmp_path / "chapters"
    small.mkdir()
    for name in ("red-flags", "describing-a-lesion", "scabies"):
        shutil.copy(SOURCES / f"{name}.md", small)
    return small


def words(book: pymupdf.Document, number: int) -> str:
    return " ".join(book[number].get_text().split())


def test_title_language_and_labels(book: pymupdf.Document) -> None:
    assert book.metadata["title"] == "Lentigo Handbook"
    assert "No dermatologist has reviewed this edition yet." in words(book, 0)
    assert not book.metadata["creationDate"]
    catalog = book.pdf_catalog()
    assert book.xref_get_key(catalog, "Lang")[1] == "en-GB"
    assert book.xref_get_key(catalog, "ViewerPreferences/DisplayDocTitle")[1] == "true"
    first = next(number for level, title, number in book.get_toc() if level == 2) - 1
    assert [book[0].get_label(), book[1].get_label(), book[first].get_label()] == ["i", "ii", "1"]
    for number in range(first, len(book)):
        assert book[number].get_label() in book[number].get_textbox((84, 780, 511, 842)).split()


def test_bookmarks_lead_to_parts_chapters_and_sections(book: pymupdf.Document) -> None:
    contents = book.get_toc(simple=False)
    tops = [title for level, title, *_ in contents if level == 1]
    assert tops[:3] == ["Contents", "For every patient", "Skin cancers"]
    assert tops[-1] == "Index"
    titles = [title for level, title, *_ in contents if level == 2]
    assert len(titles) == len(list(SOURCES.glob("*.md")))
    assert titles[0] == "Red flags and same-day emergencies"
    for _level, title, number, target in contents:
        assert title in words(book, number - 1)
        assert 0 <= target["to"].y < book[0].rect.height


def test_contents_and_index_link_to_the_pages_they_name(book: pymupdf.Document) -> None:
    tops = {title: number - 1 for level, title, number in book.get_toc() if level == 1}
    chapters = {number - 1: title for level, title, number in book.get_toc() if level == 2}
    listed, indexed = links(book, range(tops["Contents"], min(chapters))), links(book, range(tops["Index"], len(book)))
    assert {target: title for title, target in listed if target != tops["Index"]} == chapters
    assert set(chapters.items()) <= {(target, name.rpartition(" ")[0]) for name, target in indexed}
    for name, target in indexed:
        assert name.rpartition(" ")[2] == book[target].get_label()
    assert ("mite", "Scabies") in {(name.split()[1], chapters[target]) for name, target in indexed if "itch " in name}


def links(book: pymupdf.Document, numbers: range) -> list[tuple[str, int]]:
    """The words under each link and the page it leads to."""
    return [
        (" ".join(book[number].get_textbox(link["from"]).split()), link["page"])
        for number in numbers
        for link in book[number].get_links()
    ]


def test_every_condition_stands_on_the_page_that_the_list_names(folder: Path, book: pymupdf.Document) -> None:
    entries = json.loads((folder / "conditions.json").read_text(encoding="utf-8"))
    assert len(entries) == len(list(SOURCES.glob("*.md"))) - GENERAL
    for entry in entries:
        page = words(book, entry["page"] - 1)
        assert page.startswith(entry["title"])
        codes = f"ICD-10 {entry['icd10']}" + (f" · ICD-11 {entry['icd11']}" if "icd11" in entry else "")
        assert codes in page
    assert sum("icd11" in entry for entry in entries) >= 20


def test_all_fonts_are_embedded_subsets_of_firago(book: pymupdf.Document) -> None:
    fonts = {font for number in range(len(book)) for font in book.get_page_fonts(number)}
    assert fonts
    for _xref, extension, _kind, name, *_ in fonts:
        assert extension == "ttf"
        assert name.partition("+")[2].startswith("FiraGO")


def test_text_comes_back_as_it_was_written(book: pymupdf.Document) -> None:
    text = " ".join(words(book, number) for number in range(len(book)))
    assert "Stevens-Johnson syndrome" in text
    assert re.search(r"\bsoft-tissue infection", text)
    assert re.search(r"\bdiffer", text)
    assert not re.search("[\ufb00-\ufb06\ufffd]|&amp;|&#|\\*\\*", text)


def test_a_table_that_goes_on_names_its_columns_again(book: pymupdf.Document) -> None:
    """A "No" means nothing where nobody can see what it is said of."""
    told = [
        text for page in book if "By a specialist" in (text := page.get_text()) and "Medicines in this book" in text
    ]
    assert len(told) > 3
    assert all("Pregnancy" in text and "Children" in text for text in told)


def test_the_same_sources_print_the_same_bytes(chapters: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert print_handbook(chapters, tmp_path / out).returncode == 0
    for name in (NAME, "conditions.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_book_is_small(folder: Path) -> None:
    assert (folder / NAME).stat().st_size < 4_000_000


def test_all_content_is_tagged_or_furniture(book: pymupdf.Document) -> None:
    assert book.xref_get_key(book.pdf_catalog(), "MarkInfo/Marked")[1] == "true"
    for page in book:
        depth = painted = 0
        for line in page.read_contents().split(b"\n"):
            depth += line.rstrip().endswith((b"BDC", b"BMC"))
            depth -= line.strip() == b"EMC"
            assert 0 <= depth <= 1
            if PAINTS.search(line):
                painted += 1
                assert depth == 1, (page.number, line)
        assert depth == 0
        assert painted


def test_the_structure_tree_is_a_book(book: pymupdf.Document) -> None:
    elements = dict(structure(book))
    tags = [tag for tag, _ in elements.values()]
    pictures = sum(path.read_text(encoding="utf-8").count("\n![") for path in SOURCES.glob("*.md"))
    assert tags.count("H1") == len(list(SOURCES.glob("*.md"))) + 2  # contents and index
    assert tags.count("H2") == sum(level == 3 for level, *_ in book.get_toc())
    assert tags.count("Figure") == tags.count("Caption") == pictures >= 5
    inside = {"Table": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI"}}
    for xref, (tag, kids) in elements.items():
        assert {elements[kid][0] for kid in kids} <= inside.get(tag, set(tags))
        assert kids or tag not in inside
        assert (tag == "Figure") == (len(book.xref_get_key(xref, "Alt")[1]) > 40)


def structure(book: pymupdf.Document) -> Iterator[tuple[int, tuple[str, list[int]]]]:
    """All elements: reference, tag, and the references of the elements below."""
    root = reference(book, book.pdf_catalog(), "StructTreeRoot")
    waiting = [reference(book, root, "K")]
    while waiting:
        xref = waiting.pop()
        kids = re.sub("<<.*?>>", "", book.xref_get_key(xref, "K")[1])
        below = [int(number) for number in REFERENCE.findall(kids)]
        waiting += below
        yield xref, (book.xref_get_key(xref, "S")[1].removeprefix("/"), below)


def reference(book: pymupdf.Document, xref: int, key: str) -> int:
    return int(book.xref_get_key(xref, key)[1].split()[0])


def test_marked_content_and_structure_name_each_other(book: pymupdf.Document) -> None:
    tree = reference(book, reference(book, book.pdf_catalog(), "StructTreeRoot"), "ParentTree")
    rows = re.findall(r"(\d+) ?\[([^]]*)\]", book.xref_get_key(tree, "Nums")[1].removeprefix("["))
    parents = {int(number): [int(xref) for xref in REFERENCE.findall(row)] for number, row in rows}
    for page in book:
        opened = re.findall(rb"/(\w+) <</MCID (\d+)>> BDC", page.read_contents())
        marked = [(tag.decode(), int(number)) for tag, number in opened]
        row = parents[int(book.xref_get_key(page.xref, "StructParents")[1])]
        assert sorted(number for _, number in marked) == list(range(len(row)))
        for tag, number in marked:
            assert book.xref_get_key(row[number], "S")[1] == f"/{tag}"
            kids = book.xref_get_key(row[number], "K")[1].replace(" ", "")
            assert re.search(rf"/Pg{page.xref}0R/MCID{number}>>", kids)


def test_figures_stand_above_their_captions(book: pymupdf.Document) -> None:
    captions = [(page, block) for page in book for block in page.get_text("blocks") if block[4].startswith("Figure ")]
    assert len(captions) >= 5
    for page, (left, top, right, *_) in captions:
        above = pymupdf.Rect(left, top - 90, right, top - 12)
        picture = page.get_pixmap(clip=above, colorspace=pymupdf.csGRAY)
        assert len(set(picture.samples)) > 8  # drawn
        assert not page.get_textbox(above).strip()  # its labels are outlines, so that a search finds the caption


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('group = "infestation"', 'group = "parasites"', "scabies.md: needs names, urgency and a group"),
        ('urgency = "soon"', 'urgency = "now"', "scabies.md: wrong urgency"),
        ('id = "scabies"', 'id = "itch"', "scabies.md: wrong id"),
        ("# Scabies", "# The itch", "scabies.md: wrong id (the file's name) or title"),
        ('icd10 = "B86"', "", "scabies.md: neither a condition (icd10) nor a general chapter (order)"),
        ("## How it looks", "![A mite.](mite)", "No drawing is called mite"),
        ("## How it looks", "> quoted", "scabies.md: the recipe cannot set a blockquote"),
    ],
)
def test_a_wrong_chapter_is_refused(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    source = (SOURCES / "scabies.md").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "scabies.md").write_text(source.replace(old, new, 1), encoding="utf-8")
    printed = print_handbook(tmp_path, tmp_path / "out")
    assert printed.returncode == 1
    assert complaint in printed.stderr
    assert not (tmp_path / "out").exists()
