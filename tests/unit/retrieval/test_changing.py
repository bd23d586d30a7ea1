"""One document beside many: only it is counted and put into the graph, and the answers are those of a new index."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from kept_library import LetterEncoder, must_not_work, write_leaflet

from lentigo.progress import QUIET
from lentigo.retrieval import readings
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.opening import LibraryKeeper
from lentigo.retrieval.stems import StemCounts, count_stems

COLOURS = ("red", "brown", "violet", "pale", "yellow", "black", "blue", "pink")
SHAPES = ("ring", "plaque", "nodule", "wheal", "blister", "ulcer", "scale", "fissure")
PLACES = ("elbow", "knee", "scalp", "neck", "palm", "ankle", "eyelid", "flank")
QUERIES = [f"{colour} {shape} on the {place}" for colour, shape, place in zip(COLOURS, SHAPES, PLACES, strict=True)]


def write_volume(path: Path, colour: str) -> Path:
    """64 pages, each of a shape at a place."""
    with pymupdf.open() as volume:
        for number, (shape, place) in enumerate((shape, place) for shape in SHAPES for place in PLACES):
            text = f"A {colour} {shape} of the {place} was seen {number} times and healed in {number * 7} quiet days."
            volume.new_page().insert_text((72, 72), text)
        volume.save(path)
    return path


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """A library of eight volumes, 512 passages."""
    (tmp_path / "pdf").mkdir()
    for colour in COLOURS:
        write_volume(tmp_path / "pdf" / f"{colour}.pdf", colour)
    return tmp_path


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many passages were counted, and how many rows put into a graph or taken out of it."""
    done = {"counted": 0, "changed": 0}
    write = DenseIndex.write

    def counting(texts: tuple[str, ...], language: str) -> StemCounts:
        done["counted"] += len(texts)
        return count_stems(texts, language)

    def writing(folder: Path, **values: object) -> None:
        done["changed"] += len(values["names"]) + len(values["gone"])  # type: ignore[arg-type]
        write(folder, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(readings, "count_stems", counting)
    monkeypatch.setattr(DenseIndex, "write", writing)
    return done


@pytest.fixture
def keeper(volumes: Path) -> Iterator[LibraryKeeper]:
    keeper = library_of(volumes, volumes / "own")
    keeper.build(QUIET)
    yield keeper
    keeper.close()


def library_of(volumes: Path, own: Path) -> LibraryKeeper:
    encoder = LetterEncoder()
    return LibraryKeeper(bundled=volumes, own=own, load_encoder=lambda: encoder)


def test_one_document_beside_many_costs_what_it_costs(
    keeper: LibraryKeeper, tmp_path: Path, work: dict[str, int]
) -> None:
    document, _new = keeper.add(write_leaflet(tmp_path / "one.pdf", "Quinine is for zebras."), "", QUIET)
    assert work == {"counted": 1, "changed": 1}
    keeper.remove(document.id, QUIET)
    assert work == {"counted": 1, "changed": 2}


def test_after_documents_came_and_went_the_answers_are_those_of_a_new_index(
    keeper: LibraryKeeper, volumes: Path, tmp_path: Path
) -> None:
    for number in range(3):
        came = write_leaflet(
            tmp_path / f"{number}.pdf", f"A {COLOURS[number]} {SHAPES[number]} on a zebra's {number} knee."
        )
        document, _new = keeper.add(came, "", QUIET)
        if number == 1:
            keeper.remove(document.id, QUIET)
    anew = library_of(volumes, tmp_path / "anew")
    for number in (0, 2):
        anew.add(tmp_path / f"{number}.pdf", "", QUIET, index=False)
    anew.build(QUIET)
    changed, built = keeper.library(must_not_work), anew.library(must_not_work)
    assert changed.encoder == built.encoder == "letters"
    for query in [*QUERIES, "zebra", "healed in quiet days"]:
        found, wanted = (library.search(query, limit=20) for library in (changed, built))
        assert [hit.passage for hit in found] == [hit.passage for hit in wanted]
        assert [hit.scores.hybrid for hit in found] == pytest.approx([hit.scores.hybrid for hit in wanted], abs=1e-5)
    anew.close()


def test_of_a_damaged_folder_nothing_is_made(keeper: LibraryKeeper, tmp_path: Path, work: dict[str, int]) -> None:
    (folder,) = (tmp_path / "own" / "index").glob("vectors-*")
    database = folder / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:-4096] + bytes(4096))
    keeper.add(write_leaflet(tmp_path / "one.pdf", "Quinine is for zebras."), "", QUIET)
    assert work["changed"] == 513
    assert keeper.library(must_not_work).search("quinine", limit=1)[0].scores.dense > 0


def test_where_much_was_removed_the_graph_is_made_anew(volumes: Path, tmp_path: Path, work: dict[str, int]) -> None:
    """Removed rows stay in ChromaDB's graph."""
    keeper = library_of(tmp_path / "none", tmp_path / "own")
    ids = [keeper.add(path, "", QUIET, index=False)[0].id for path in sorted((volumes / "pdf").glob("*.pdf"))[:4]]
    keeper.build(QUIET, anew=False)
    keeper.remove(ids[0], QUIET)
    assert work["changed"] == 4 * 64 + 3 * 64, "a third of what is left would be removed rows"
    assert len(keeper.library(must_not_work).search("healed", limit=200)) > 50
    keeper.close()
