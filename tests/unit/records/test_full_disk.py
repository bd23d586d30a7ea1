"""The disk fills at any moment: what was said to be saved is there. LENTIGO_FULL_DISKS sets how often."""

import os
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from kept_cases import Clinic, kept
from small_disks import mounted

from lentigo.domain.case import CasePhotograph
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord
from lentigo.errors import LentigoError
from lentigo.records.backup import KEYS
from lentigo.records.keys import NewKeys, write_keys

RUNS = int(os.environ.get("LENTIGO_FULL_DISKS", "6"))
MEGABYTES = 16
SEVERAL = 100  # cases, each with a photograph of its own, more than there is room for


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", MEGABYTES) as place:
        yield place


def pictured(number: int, chance: random.Random) -> tuple[CaseRecord, dict[str, bytes]]:
    """A case whose photograph no other one shows."""
    file = chance.randbytes(chance.randrange(20_000, 300_000))
    photograph = CasePhotograph(
        sha256=sha256(file).hexdigest(),
        name="a.png",
        bytes=len(file),
        width=9,
        height=9,
        quality=ImageQuality(issues=()),
    )
    record = kept(f"case-{number}", note=str(number))
    return replace(record, case=replace(record.case, photographs=(photograph,))), {photograph.sha256: file}


@pytest.mark.parametrize("run", range(RUNS))
def test_a_full_disk_loses_no_case_and_saving_goes_on(keys: NewKeys, disk: Path, run: int) -> None:
    chance, saved, refused = random.Random(run), list[CaseRecord](), list[str]()
    folder = disk / "records"
    folder.mkdir()
    write_keys(keys.ring, folder / KEYS)
    (disk / "other").write_bytes(bytes(chance.randrange(8, 12) * 1_000_000))
    clinic = Clinic(folder=folder, keys=keys)
    with closing(clinic.open()) as vault:
        for number in range(SEVERAL):
            record, files = pictured(number, chance)
            try:
                vault.save(record, files)
            except LentigoError as problem:
                refused.append(problem.message)
            else:
                saved.append(record)
    assert {*refused} == {"The disk is full: the records could not be written."}
    (disk / "other").unlink()
    with closing(clinic.open()) as vault:
        vault.verify()
        assert not vault.older
        for each in saved:
            assert vault.read(each.id) == each
        record, files = pictured(SEVERAL, random.Random(run))
        vault.save(record, files)
        assert vault.read(record.id) == record
