"""A clinic's records in a folder of the test's own, with keys that are quick to derive."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kept_cases import PASSPHRASE

from lentigo.domain.clinician import Clinician
from lentigo.records.backup import KEYS
from lentigo.records.keys import NewKeys, write_keys
from lentigo.records.vault import Vault, create_records

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Clinic:
    """Records, and what opens them."""

    folder: Path
    keys: NewKeys

    @property
    def clinician(self) -> Clinician:
        return self.keys.ring.clinicians[0]

    def open(self, clock: Callable[[], datetime] | None = None) -> Vault:
        return Vault(self.folder, self.keys.data_key, self.clinician, clock or Clock())


class Clock:
    """A second passes at each look."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


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
