"""What the tests of the service share: one service with a real worker and Lentigo Mini, asked without a connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from asked_service import TOKEN, AskedService

from lentigo.paths import Paths, default_paths
from lentigo_serving.service import Choices


@pytest.fixture(scope="session")
def served_images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two photographs, and what is none."""
    folder, phantoms = tmp_path_factory.mktemp("images"), Path(__file__).parents[1] / "data"
    for name in ("phantom-ring.jpg", "phantom-pigmented.jpg"):
        (folder / name).write_bytes((phantoms / name).read_bytes())
    (folder / "broken.jpg").write_bytes((phantoms / "phantom-ring.jpg").read_bytes()[:2000])
    (folder / ".hidden.jpg").write_bytes(b"")
    (folder / "earlier.json").write_text("{}")
    return folder


@pytest.fixture(scope="session")
def served_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service's data folder."""
    return tmp_path_factory.mktemp("serving-data")


@pytest.fixture(scope="session")
def service(served_data: Path, served_images: Path) -> Iterator[AskedService]:
    choices = Choices(
        paths=Paths(resources=default_paths().resources, data=served_data),
        hosts=frozenset({"127.0.0.1:6565", "localhost:6565"}),
        token=TOKEN,
        model="lentigo-mini",
        images=served_images,
        most_waiting=8,
    )
    with AskedService(choices) as asked:
        yield asked
