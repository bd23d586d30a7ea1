"""The real worker: it stops when told, dies alone, and forgets the patient before."""

import os
import queue
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from lentigo.analysis.events import StageStarted
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.errors import EngineError, InputError
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages.case import Analyze, OpenPhotograph, PhotographSource, WriteReport
from lentigo.worker.messages.message import Cancelled, Completed, Ending, Failed, FailureKind, Progressed, Reply
from lentigo.worker.messages.models import WarmUp
from lentigo.worker.synchronous import SynchronousWorker

LONGEST_STOP_S = 2.0


def request(photograph: Path, *, library: bool = False) -> Analyze:
    return Analyze(
        photographs=(photograph.read_bytes(),),
        encounter=Encounter(note="Ny. Sari binti Canary"),
        model="lentigo-mini",
        protocol="standard",
        use_library=library,
    )


class Desk:
    """A client whose replies can be waited for."""

    def __init__(self, paths: Paths) -> None:
        self.replies: queue.Queue[Reply[Assessment]] = queue.Queue()
        self.client = WorkerClient(paths=paths)

    def submit(self, photograph: Path) -> int:
        """Begin an analysis."""
        return self.client.submit(request(photograph), self.replies.put)

    def stage(self, name: str) -> None:
        """Wait until that stage begins."""
        while True:
            reply = self.replies.get(timeout=60)
            assert isinstance(reply, Progressed), reply
            if isinstance(reply.event, StageStarted) and reply.event.stage == name:
                return

    def ending(self) -> Ending[Assessment]:
        """Wait for the job's end."""
        while isinstance(reply := self.replies.get(timeout=60), Progressed):
            pass
        return reply


@pytest.fixture
def desk(paths: Paths) -> Iterator[Desk]:
    desk = Desk(paths)
    yield desk
    desk.client.close()


def comparable(assessment: Assessment) -> Assessment:
    """Without what differs from run to run."""
    provenance = replace(assessment.provenance, timings={})
    return replace(assessment, id="", created="", provenance=provenance)


@pytest.mark.timed
@pytest.mark.parametrize("stage", ["model", "picture", "question"])
def test_stop_ends_the_job_in_time_and_the_next_one_works(desk: Desk, phantoms: Path, stage: str) -> None:
    job = desk.submit(phantoms / "phantom-pigmented.jpg")
    desk.stage(stage)
    process = desk.client.process_id
    start = time.monotonic()
    desk.client.cancel(job)
    assert desk.ending() == Cancelled(job=job)
    assert time.monotonic() - start <= LONGEST_STOP_S
    desk.submit(phantoms / "phantom-pigmented.jpg")
    assert isinstance(desk.ending(), Completed)
    assert desk.client.process_id == process  # it stopped by itself: nobody had to kill it


def test_a_waiting_job_is_cancelled_at_once_and_the_running_one_goes_on(desk: Desk, phantoms: Path) -> None:
    running = desk.submit(phantoms / "phantom-pigmented.jpg")
    waiting = desk.submit(phantoms / "phantom-ring.jpg")
    desk.stage("model")
    desk.client.cancel(waiting)
    endings = [desk.ending(), desk.ending()]
    assert {ending.job: type(ending) for ending in endings} == {running: Completed, waiting: Cancelled}


def test_a_killed_worker_is_told_and_the_next_job_works(desk: Desk, phantoms: Path) -> None:
    job = desk.submit(phantoms / "phantom-pigmented.jpg")
    desk.stage("picture")
    assert desk.client.process_id
    os.kill(desk.client.process_id, signal.SIGKILL)
    ending = desk.ending()
    assert isinstance(ending, Failed)
    assert (ending.job, ending.kind) == (job, FailureKind.WORKER_DIED)
    assert ending.message
    assert ending.hint
    desk.submit(phantoms / "phantom-pigmented.jpg")
    assert isinstance(desk.ending(), Completed)


def test_nothing_of_one_patient_reaches_the_next(paths: Paths, phantoms: Path) -> None:
    names = ("phantom-pigmented.jpg", "phantom-red-scaly.jpg", "phantom-pigmented.jpg")
    with SynchronousWorker(paths=paths) as worker:
        first, other, again = (worker.run(request(phantoms / name, library=True)) for name in names)
    assert comparable(first) == comparable(again)
    assert comparable(first) != comparable(other)


def test_the_log_says_nothing_of_the_patient(paths: Paths, phantoms: Path, tmp_path: Path) -> None:
    photograph = tmp_path / "Sari-Canary.jpg"
    shutil.copy(phantoms / "phantom-ring.jpg", photograph)
    with SynchronousWorker(paths=paths) as worker:
        worker.run(request(photograph))
        for path in (photograph, tmp_path / "Missing-Canary.jpg"):
            opening = OpenPhotograph(photograph=PhotographSource(path=str(path)), longest_side=100)
            with nullcontext() if path.exists() else pytest.raises(InputError):
                worker.run(opening)
    assert "Canary" not in (paths.data / "worker.log").read_text(errors="replace")


@pytest.fixture
def damaged(paths: Paths, tmp_path: Path) -> Paths:
    """The program's resources with one flipped bit in the projector's weights."""
    resources = tmp_path / "resources"
    shutil.copytree(paths.resources / "models" / "catalogue", resources / "models" / "catalogue")
    shutil.copytree(paths.resources / "models" / "mini", resources / "models" / "mini")
    projector = resources / "models" / "mini" / "lentigo-mini-mmproj.gguf"
    data = bytearray(projector.read_bytes())
    data[len(data) // 2] ^= 1
    projector.write_bytes(data)
    return replace(paths, resources=resources)


def test_a_flipped_bit_in_the_model_is_refused_before_load(damaged: Paths) -> None:
    with SynchronousWorker(paths=damaged) as worker, pytest.raises(InputError, match="damaged"):
        worker.run(WarmUp(model="lentigo-mini"))


def test_a_missing_model_file_is_named(damaged: Paths) -> None:
    (damaged.resources / "models" / "mini" / "lentigo-mini.gguf").unlink()
    with SynchronousWorker(paths=damaged) as worker, pytest.raises(InputError, match="missing"):
        worker.run(WarmUp(model="lentigo-mini"))


def test_a_report_is_not_written_with_another_photograph(paths: Paths, phantoms: Path, tmp_path: Path) -> None:
    seen, other = ((phantoms / name).read_bytes() for name in ("phantom-pigmented.jpg", "phantom-ring.jpg"))
    with SynchronousWorker(paths=paths) as worker:
        assessment = worker.run(request(phantoms / "phantom-pigmented.jpg"))
        with pytest.raises(EngineError, match="Something went wrong inside the program"):
            worker.run(WriteReport(assessment=assessment, photographs=(other,), path=str(tmp_path / "wrong.pdf")))
        assert not (tmp_path / "wrong.pdf").exists()
        worker.run(WriteReport(assessment=assessment, photographs=(other, seen), path=str(tmp_path / "right.pdf")))
    assert (tmp_path / "right.pdf").read_bytes().startswith(b"%PDF")
