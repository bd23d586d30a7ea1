"""A library of real PDFs that a test writes, opened with the bundled text encoder."""

from collections.abc import Mapping
from pathlib import Path

import pymupdf

from lentigo.inference.text_encoder import TextEncoder
from lentigo.models.model_store import ModelStore
from lentigo.paths import default_paths
from lentigo.progress import Progress
from lentigo.retrieval.opening import LibraryKeeper

BOOK = {
    "Melanoma": "Melanoma often shows several colours: dark brown, black and blue-grey. The border is irregular or "
    "blurred, and the shape is asymmetric. Refer every suspected melanoma within two weeks.",
    "Melanocytic naevus": "An ordinary melanocytic naevus is a round or oval light brown spot with a sharp border. One "
    "or two colours are seen, and a melanocytic naevus stays the same for years.",
    "Basal cell carcinoma": "Basal cell carcinoma is a shiny pink papule or nodule on the face with small visible "
    "vessels. It grows slowly and may bleed. A pigmented basal cell carcinoma is brown, black or blue-grey.",
    "Actinic keratosis": "Actinic keratosis is a rough scaly red patch on skin that has seen much sun. Bowen disease "
    "is a larger scaly red plaque with an irregular border.",
}


class Silent(Progress):
    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        pass

    def share(self, done: float) -> None:
        pass


def write_pdf(path: Path, title: str, pages: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pymupdf.open() as document:
        for heading, text in pages.items():
            page = document.new_page()
            page.insert_text((72, 90), heading, fontsize=22)
            page.insert_textbox((72, 120, 480, 500), text, fontsize=11)
        document.set_metadata({"title": title})
        document.save(path)
    return path


def keeper_of(folder: Path, pages: Mapping[str, str] = BOOK) -> LibraryKeeper:
    """A library of one bundled document with these pages."""
    write_pdf(folder / "knowledge" / "pdf" / "small.pdf", "Small book", pages)
    return LibraryKeeper(bundled=folder / "knowledge", own=folder / "own", load_encoder=encoder)


def built(keeper: LibraryKeeper) -> LibraryKeeper:
    """With its index, meaning included."""
    keeper.build(Silent(), anew=False)
    assert not keeper.library(Silent()).trouble
    return keeper


def encoder() -> TextEncoder:
    paths = default_paths()
    store = ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)
    return TextEncoder(*store.encoders()[0].paths)
