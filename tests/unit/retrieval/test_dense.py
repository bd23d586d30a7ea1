"""Vectors in a real ChromaDB."""

from pathlib import Path

import numpy as np
import pytest

from lentigo.errors import EngineError
from lentigo.progress import QUIET
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.sealed import hash_files

NAMES = [f"page:{row}" for row in range(300)]


def always(_copy: Path) -> bool:
    return True


def unit_vectors(count: int) -> np.ndarray:
    values = np.random.default_rng(7).normal(size=(count, 24)).astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    DenseIndex.write(tmp_path / "vectors", names=NAMES, vectors=unit_vectors(300), progress=QUIET)
    return tmp_path / "vectors"


def test_nearest_rows_and_cosines_are_the_true_ones(folder: Path) -> None:
    vectors = unit_vectors(300)
    query = vectors[17]
    index = DenseIndex.open(folder, always, NAMES)
    truth = vectors @ query
    found = index.nearest(query, 10)
    assert set(found) == set(np.argsort(-truth)[:10].tolist())
    assert found[17] == pytest.approx(1.0, abs=1e-5)
    assert index.cosines(query, [3, 250]) == pytest.approx({3: truth[3], 250: truth[250]}, abs=1e-5)
    index.close()


def test_more_rows_than_there_are_and_no_rows_at_all(folder: Path) -> None:
    index = DenseIndex.open(folder, always, NAMES)
    assert len(index.nearest(unit_vectors(300)[17], 1000)) == 300
    assert index.cosines(unit_vectors(300)[17], []) == {}
    index.close()


def test_searching_leaves_the_files_as_they_were(folder: Path) -> None:
    before = hash_files(folder)
    index = DenseIndex.open(folder, always, NAMES)
    index.nearest(unit_vectors(300)[0], 5)
    index.close()
    assert hash_files(folder) == before


def test_a_copy_that_is_not_whole_never_reaches_chromadb(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"would be refused otherwise, or crash")
    with pytest.raises(EngineError, match="vectors are damaged"):
        DenseIndex.open(folder, lambda _copy: False, NAMES)


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_what_is_no_index_is_an_engine_error(tmp_path: Path, damage: bytes | None) -> None:
    (tmp_path / "vectors").mkdir()
    if damage is not None:
        (tmp_path / "vectors" / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(EngineError, match="vectors cannot be read"):
        DenseIndex.open(tmp_path / "vectors", always, NAMES)
