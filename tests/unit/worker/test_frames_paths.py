"""Paths of any bytes cross; what cannot cross ends its job in a sentence, on both sides."""

import io
import os
import queue
from pathlib import Path

import pytest

from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.frames import LARGEST_FRAME, UNSENDABLE, read_request, write_frame
from lentigo.worker.messages.case import OpenPhotograph, PhotographSource
from lentigo.worker.messages.library import AddDocument, SearchLibrary
from lentigo.worker.messages.message import Failed, FailureKind, Progressed, Reply
from lentigo.worker.messages.models import ListModels


def test_a_path_crosses_as_the_bytes_that_the_system_knows_it_by() -> None:
    sent = AddDocument(path=Path(os.fsdecode(b"/clinic/caf\xe9/\xff.pdf")))
    stream = io.BytesIO()
    write_frame(stream, sent)
    assert b"/clinic/caf\xe9/\xff.pdf" in stream.getvalue()
    stream.seek(0)
    assert read_request(stream, (AddDocument,)) == sent


@pytest.mark.parametrize(
    "request_",
    [
        SearchLibrary(query="\udce9", limit=1),
        SearchLibrary(query="melanoma", limit=2**70),
        OpenPhotograph(photograph=PhotographSource(data=bytes(LARGEST_FRAME + 1)), longest_side=1),
    ],
    ids=["text", "number", "size"],
)
def test_what_fits_into_no_frame_is_refused_and_the_worker_goes_on(
    paths: Paths, request_: SearchLibrary | OpenPhotograph
) -> None:
    with pytest.raises(UNSENDABLE):
        write_frame(io.BytesIO(), request_)
    client = WorkerClient(paths=paths)
    replies: queue.Queue[Reply[object]] = queue.Queue()
    try:
        client.submit(request_, replies.put)  # type: ignore[arg-type]
        failed = replies.get(timeout=20)
        assert isinstance(failed, Failed)
        assert failed.kind is FailureKind.INPUT
        process = client.process_id
        client.submit(ListModels(), replies.put)  # type: ignore[arg-type]
        while isinstance(reply := replies.get(timeout=60), Progressed):
            pass
        assert not isinstance(reply, Failed)
        assert client.process_id == process is not None
    finally:
        client.close()
