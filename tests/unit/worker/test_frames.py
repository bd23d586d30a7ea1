"""Frames carry what they were given, and nothing else gets through."""

import io
import struct
from dataclasses import replace

import msgspec
import pytest

from lentigo.analysis.events import StageStarted, TextGrown
from lentigo.domain.case import LARGEST_CASE, MOST_PHOTOGRAPHS
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.gui.case.open_case import PREVIEW_SIDE
from lentigo.worker.frames import LARGEST_FRAME, MALFORMED, RawReply, read_reply, read_request, read_result, write_frame
from lentigo.worker.jobs import REQUESTS
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.library import FoundPassages, ListLibrary, SearchLibrary
from lentigo.worker.messages.message import Cancel, Cancelled, Completed, Message, progressed
from lentigo.worker.messages.models import WarmUp

REQUEST = Analyze(
    job=7,
    photographs=(b"\x00\xff", b"JPEG"),
    encounter=Encounter(
        age=40, site="Клиника 皮肤 é 😀", sex=Sex.FEMALE, history={History.ITCH: True, History.FEVER: False}
    ),
    model="lentigo-mini",
    protocol="standard",
)
DEEP = b"\x91" * 100_000  # lists in lists
MALFORMED_REPLIES = {
    "another shape": b"hello",
    "no msgpack": b"\xc1",
    "cut": b"\x82\xa4type",
    "without a result": b"\x81\xa4type\xa9Completed",
    "too deep": b"\x82\xa4type\xa9Completed\xa6result" + DEEP,
    "another kind of failure": msgspec.msgpack.encode({"type": "Failed", "kind": "luck", "message": "", "hint": ""}),
}


def stream_of(*messages: Message) -> io.BytesIO:
    stream = io.BytesIO()
    for message in messages:
        write_frame(stream, message)
    stream.seek(0)
    return stream


def reply_of(message: Message) -> RawReply | None:
    return read_reply(stream_of(message))


def completed(result: object) -> msgspec.Raw:
    """A result as it arrives."""
    reply = reply_of(Completed(job=3, result=result))
    assert isinstance(reply, Completed)
    assert reply.job == 3
    return reply.result


def test_a_request_comes_back_as_it_went() -> None:
    stream = stream_of(REQUEST, Cancel(job=7))
    assert read_request(stream, REQUESTS) == REQUEST
    assert read_request(stream, REQUESTS) == Cancel(job=7)
    assert read_request(stream, REQUESTS) is None


def test_a_frame_holds_the_largest_case_and_its_preview() -> None:
    """Photographs cross as they are, so only their number, the preview and the text around them come on top."""
    preview = PREVIEW_SIDE * PREVIEW_SIDE * 3
    text = replace(REQUEST.encounter, note="é" * 1_000_000)
    around = msgspec.structs.replace(REQUEST, encounter=text, photographs=(b"",) * MOST_PHOTOGRAPHS)
    length = len(stream_of(around).getvalue())
    assert LARGEST_CASE + preview + length < LARGEST_FRAME


def test_a_request_that_nobody_does_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_request(stream_of(REQUEST), (ListLibrary,))


def test_a_cut_or_oversized_frame_ends_the_stream() -> None:
    whole = stream_of(REQUEST).getvalue()
    assert read_request(io.BytesIO(whole[:-1]), REQUESTS) is None
    assert read_request(io.BytesIO(struct.pack(">I", LARGEST_FRAME + 1) + b"x"), REQUESTS) is None


@pytest.mark.parametrize("body", MALFORMED_REPLIES.values(), ids=MALFORMED_REPLIES)
def test_a_malformed_reply_is_refused(body: bytes) -> None:
    with pytest.raises(MALFORMED):
        read_reply(io.BytesIO(struct.pack(">I", len(body)) + body))


def test_a_request_is_no_reply() -> None:
    with pytest.raises(MALFORMED):
        reply_of(REQUEST)


def test_events_and_endings_bear_their_job() -> None:
    started = StageStarted(stage="describe", title="Looking", index=1, total=5)
    for event in (started, TextGrown(field=None, text="A spot")):
        assert reply_of(progressed(9, event)) == progressed(9, event)
    assert reply_of(Cancelled(job=9)) == Cancelled(job=9)


def test_a_result_is_what_its_request_names() -> None:
    found = FoundPassages(hits=(), notice="by words only")
    assert read_result(SearchLibrary, completed(found)) == found
    assert read_result(ListLibrary, completed(())) == ()
    assert read_result(WarmUp, completed(None)) is None


@pytest.mark.parametrize("result", [None, [1], "text", FoundPassages(hits=(), notice="")])
def test_a_result_of_another_type_is_refused(result: object) -> None:
    with pytest.raises(MALFORMED):
        read_result(ListLibrary, completed(result))
