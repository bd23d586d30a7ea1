"""A clinic's records in a folder of the test's own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kept_cases import PASSPHRASE, Clinic

from lentigo.records.backup import KEYS
from lentigo.records.keys import NewKeys, write_keys
from lentigo.records.vault import Vault, create_records


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> NewKeys:
    """Derived once, at their real cost."""
    return create_records(tmp_path_factory.mktemp("keys"), PASSPHRASE, name="Dr Sari")


@pytest.fixture
def clinic(keys: NewKeys, tmp_path: Path) -> Clinic:
    folder = tmp_path / "records"
    folder.mkdir()
    write_keys(keys.ring, folder / KEYS)
    return Clinic(folder=folder, keys=keys)


@pytest.fixture
def vault(clinic: Clinic) -> Iterator[Vault]:
    with closing(clinic.open()) as opened:
        yield opened
