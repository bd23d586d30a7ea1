"""A small book of the tests' own: two columns of type sizes, a running head, a list, a table, broken words."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from kept_library import LetterEncoder, write_leaflet

from lentigo.retrieval.opening import LibraryKeeper

CHAPTERS = {
    "Melanoma": (
        "Melanoma often shows several colours: dark brown, black and blue-grey. The border is irregular. "
        "A nodule may bleed or ulcerate. Refer within two weeks.",
        "Change in size, shape or colour is the most important clue. Ask about new moles and relatives with melanoma.",
    ),
    "Scabies": (
        "Scabies is an infestation with a mite. The itch is worse at night. Look for burrows between the fingers.",
        "Treat all household contacts on the same day with permethrin cream, even without itch.",
    ),
    "Tinea corporis": (
        "Tinea corporis makes ring-shaped scaly patches with a raised red edge and a clear centre.",
        "A scraping with potassium hydroxide shows fungal threads. Use an antifungal cream for two weeks.",
    ),
}


def write_book(path: Path, chapters: dict[str, tuple[str, str]]) -> None:
    """One page a chapter, with head, number, labels from "i"."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pymupdf.open() as book:
        for number, (title, (looks, care)) in enumerate(chapters.items(), start=1):
            page = book.new_page()
            page.insert_text((72, 40), f"The small book of skin · {title}", fontsize=8)
            page.insert_text((72, 110), title, fontsize=24)
            page.insert_text((72, 150), "How it looks", fontsize=14)
            page.insert_textbox((72, 160, 300, 420), looks, fontsize=10)
            page.insert_text((72, 440), "What to do", fontsize=14)
            page.insert_textbox((72, 450, 300, 640), care, fontsize=10)
            page.insert_text((300, 810), str(number), fontsize=8)
        book.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 1}])
        book.set_metadata({"title": "Small book"})
        book.save(path)


@pytest.fixture
def library_folder(tmp_path: Path) -> Path:
    """A library folder with the small book in pdf/, without an index."""
    write_book(tmp_path / "knowledge" / "pdf" / "small.pdf", CHAPTERS)
    return tmp_path / "knowledge"


@pytest.fixture
def encoder() -> LetterEncoder:
    return LetterEncoder()


@pytest.fixture
def keeper(library_folder: Path, tmp_path: Path) -> Iterator[LibraryKeeper]:
    """A process that searches by words."""
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: None)
    yield keeper
    keeper.close()


@pytest.fixture
def hybrid(library_folder: Path, tmp_path: Path, encoder: LetterEncoder) -> Iterator[LibraryKeeper]:
    """A process that has an encoder, too."""
    keeper = LibraryKeeper(bundled=library_folder, own=tmp_path / "own", load_encoder=lambda: encoder)
    yield keeper
    keeper.close()


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    return write_leaflet(tmp_path / "leaflet.pdf", "Quinine is for zebras with made-up fever, at dawn and at dusk.")
