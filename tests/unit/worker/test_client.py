"""A worker that a hostile file took over ends like one that died: killed, told, and replaced."""

import queue
from pathlib import Path

import pytest
from fakes.start_scripted import scripted

from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.message import Completed, Ending, Failed, FailureKind, Progressed, Reply

REQUEST = Analyze(photographs=(b"a.jpg",), encounter=Encounter(), model="mini", protocol="")


def ending(client: WorkerClient) -> Ending[Assessment]:
    replies: queue.Queue[Reply[Assessment]] = queue.Queue()
    job = client.submit(REQUEST, replies.put)
    while isinstance(reply := replies.get(timeout=20), Progressed):
        assert reply.job == job
    assert reply.job == job
    assert replies.empty()
    return reply


@pytest.mark.parametrize("mode", ["garble", "mistype"])
def test_what_was_not_asked_for_ends_the_worker(paths: Paths, tmp_path: Path, mode: str) -> None:
    client = WorkerClient(paths=paths, start=scripted(mode, tmp_path / "failed"))
    try:
        refused = ending(client)
        assert isinstance(refused, Failed)
        assert refused.kind is FailureKind.WORKER_DIED
        assert client.process_id is None  # it was killed
        again = ending(client)
        assert isinstance(again, Completed)
        assert isinstance(again.result, Assessment)
    finally:
        client.close()
