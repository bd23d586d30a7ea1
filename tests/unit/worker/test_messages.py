"""Frames carry what they were given, and nothing else gets through."""

import io
import struct

import msgspec
import pytest

from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.worker.messages import (
    LARGEST_FRAME,
    Analyze,
    Cancelled,
    PhotographSource,
    read_reply,
    read_request,
    write_frame,
)

REQUEST = Analyze(
    job=7,
    photographs=(PhotographSource(path="Клиника 皮肤 é/😀.jpg"), PhotographSource(data=b"\x00\xff")),
    encounter=Encounter(age=40, sex=Sex.FEMALE, history={History.ITCH: True, History.FEVER: False}),
    model="lentigo-mini",
    protocol="standard",
)


def test_a_request_comes_back_as_it_went() -> None:
    stream = io.BytesIO()
    write_frame(stream, REQUEST)
    write_frame(stream, REQUEST)
    stream.seek(0)
    assert read_request(stream) == REQUEST == read_request(stream)
    assert read_request(stream) is None


def test_a_cut_or_oversized_frame_ends_the_stream() -> None:
    stream = io.BytesIO()
    write_frame(stream, REQUEST)
    assert read_request(io.BytesIO(stream.getvalue()[:-1])) is None
    assert read_request(io.BytesIO(struct.pack(">I", LARGEST_FRAME + 1) + b"x")) is None


def test_a_reply_of_another_shape_is_refused() -> None:
    stream = io.BytesIO()
    write_frame(stream, REQUEST)
    stream.seek(0)
    with pytest.raises(msgspec.ValidationError):
        read_reply(stream)


def test_endings_bear_their_job() -> None:
    stream = io.BytesIO()
    write_frame(stream, Cancelled(job=9))
    stream.seek(0)
    assert read_reply(stream) == Cancelled(job=9)
