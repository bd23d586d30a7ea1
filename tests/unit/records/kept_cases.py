"""A clinic's records, and cases with words and a photograph that a search of the disk would find."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.clinician import Clinician
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus
from lentigo.records.keys import NewKeys
from lentigo.records.vault import Vault

PASSPHRASE = "correct horse battery"
NOTE = "CANARY-NOTE-7391"
SHOWN = b"CANARY-PHOTOGRAPH-5512" * 200
SHA256 = hashlib.sha256(SHOWN).hexdigest()
CREATED = datetime(2026, 3, 1, 9, tzinfo=UTC)


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

    def __init__(self, start: datetime = CREATED) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def kept(id: str = "case-1", *, note: str = NOTE, site: str = "left forearm", patient: str = "") -> CaseRecord:
    """A case with one photograph and no report."""
    photograph = CasePhotograph(
        sha256=SHA256, name="a.png", bytes=len(SHOWN), width=9, height=9, quality=ImageQuality(issues=())
    )
    encounter = Encounter(
        patient_id=patient, age=51, sex=Sex.FEMALE, site=site, note=note, history={History.ITCH: True}
    )
    case = Case(photographs=(photograph,), encounter=encounter)
    return CaseRecord(id=id, status=CaseStatus.DRAFT, created=CREATED, changed=CREATED, case=case)
