"""Cases with words and a photograph that a search of the disk would find."""

import hashlib
from datetime import UTC, datetime

from lentigo.domain.case import Case, CasePhotograph
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.quality import ImageQuality
from lentigo.domain.record import CaseRecord, CaseStatus

PASSPHRASE = "correct horse battery"
NOTE = "CANARY-NOTE-7391"
SHOWN = b"CANARY-PHOTOGRAPH-5512" * 200
SHA256 = hashlib.sha256(SHOWN).hexdigest()
CREATED = datetime(2026, 3, 1, 9, tzinfo=UTC)


def kept(id: str = "case-1", *, note: str = NOTE, site: str = "left forearm", patient: str | None = None) -> CaseRecord:
    """A case with one photograph and no report."""
    photograph = CasePhotograph(
        sha256=SHA256, name="a.png", bytes=len(SHOWN), width=9, height=9, quality=ImageQuality(issues=())
    )
    encounter = Encounter(age=51, sex=Sex.FEMALE, site=site, note=note, history={History.ITCH: True})
    case = Case(photographs=(photograph,), encounter=encounter)
    return CaseRecord(id=id, patient=patient, status=CaseStatus.DRAFT, created=CREATED, changed=CREATED, case=case)
