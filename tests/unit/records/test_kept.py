"""Reports that are kept beside the records: nobody reads them who has not opened these."""

import os
from pathlib import Path

import pytest

from lentigo.errors import Damaged
from lentigo.records.kept import keep_report, kept_reports, read_report
from lentigo.records.keys import NewKeys

REPORT = b"%PDF CANARY-REPORT"


def test_what_is_kept_is_read_with_the_data_key_alone(keys: NewKeys, tmp_path: Path) -> None:
    keep_report(tmp_path, keys.ring.public, "report.pdf", REPORT)
    (kept,) = kept_reports(tmp_path)
    assert b"CANARY" not in kept.read_bytes()
    assert read_report(kept, keys.data_key) == ("report.pdf", REPORT)
    with pytest.raises(Damaged):
        read_report(kept, os.urandom(32))


def test_a_changed_byte_or_name_is_noticed(keys: NewKeys, tmp_path: Path) -> None:
    keep_report(tmp_path, keys.ring.public, "report.pdf", REPORT)
    (kept,) = kept_reports(tmp_path)
    sound = kept.read_bytes()
    for place in range(0, len(sound), 7):
        kept.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        with pytest.raises(Damaged):
            read_report(kept, keys.data_key)
    kept.write_bytes(sound)
    with pytest.raises(Damaged):
        read_report(kept.rename(kept.with_name("other.pdf.sealed")), keys.data_key)
