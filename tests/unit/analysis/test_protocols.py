"""Protocols are data that the pipeline can run."""

import pytest

from lentigo.analysis.pipeline import STAGES
from lentigo.analysis.protocols import load_protocol
from lentigo.errors import InputError


def test_the_standard_protocol_asks_the_eleven_fields_in_stages_that_exist() -> None:
    protocol = load_protocol("standard")
    assert len(protocol.questions) == 11
    assert set(protocol.stages) <= set(STAGES)
    assert all(entry.words for entry in protocol.questions)


def test_an_unknown_protocol_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError) as refusal:
        load_protocol("../../../etc/passwd")
    assert "standard" in refusal.value.hint
