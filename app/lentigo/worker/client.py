"""The window's and the command line's side of the worker: send requests, get replies, survive its death."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, BinaryIO, Generic, TypeVar

import msgspec

from lentigo.inference.variant_record import VariantRecord
from lentigo.language import language_in_use
from lentigo.paths import Paths
from lentigo.worker.failures import DIED, UNFIT, UNSENT, told
from lentigo.worker.frames import MALFORMED, UNSENDABLE, RawReply, read_reply, read_result, write_frame
from lentigo.worker.messages.message import Cancel, Cancelled, Completed, Failed, Progressed, Reply, Request

LARGEST_LOG = 1_000_000  # bytes
GRACE_S = 1.5  # after a cancel, before the worker is killed
ILLEGAL_INSTRUCTION = (-4, 0xC000001D)  # SIGILL; as Windows calls it

ENVIRONMENT = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "PYTHONUTF8": "1",
    "GGML_NO_BACKTRACE": "1",  # on an abort, ggml would look for gdb on the PATH and wait for it
}

StartWorker = Callable[[Paths], subprocess.Popen[bytes]]
Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class Child:
    """A worker process, and the requests on their way to it: a full pipe must not hold up whoever sends."""

    process: subprocess.Popen[bytes]
    outbox: SimpleQueue[Request[Any] | Cancel | None] = field(default_factory=SimpleQueue)


@dataclass(slots=True)
class OpenJob(Generic[Result]):
    """A job that has not ended, the process that runs it, and who hears of it."""

    child: Child
    kind: type[Request[Result]]
    on_reply: Callable[[Reply[Result]], None]
    cancelled: bool = False

    def read(self, reply: RawReply) -> Reply[Result]:
        """The reply with its result; an error of MALFORMED where that is not what the request names."""
        if isinstance(reply, Completed):
            return Completed(job=reply.job, result=read_result(self.kind, reply.result))
        return reply


class WorkerClient:
    """Owns one worker process, started at the first request and again after its death.

    Each submitted job ends with exactly one Completed, Failed or Cancelled.
    """

    def __init__(self, *, paths: Paths, start: StartWorker | None = None) -> None:
        self._paths = paths
        self._start = start or start_worker
        self._lock = threading.RLock()
        self._child: Child | None = None
        self._open_jobs: dict[int, OpenJob[Any]] = {}
        self._last_job = 0

    @property
    def process_id(self) -> int | None:
        """The worker's process id while it runs."""
        child = self._child
        return child.process.pid if child and child.process.poll() is None else None

    def submit(self, request: Request[Result], on_reply: Callable[[Reply[Result]], None]) -> int:
        """Send a request; returns its job number, which all its replies bear.

        `on_reply` is called from a reader thread, perhaps before this returns.
        """
        with self._lock:
            self._last_job += 1
            child = self._running_child()
            self._open_jobs[self._last_job] = OpenJob(child, type(request), on_reply)
            child.outbox.put(msgspec.structs.replace(request, job=self._last_job))
            return self._last_job

    def cancel(self, job: int) -> None:
        """Ask the job to stop; the worker is killed if it has not within the grace."""
        with self._lock:
            open_job = self._open_jobs.get(job)
            if open_job is None:
                return
            open_job.cancelled = True
            open_job.child.outbox.put(Cancel(job=job))
        timer = threading.Timer(GRACE_S, self._kill_if_open, (job,))
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """End the worker; open jobs end as cancelled."""
        with self._lock:
            for open_job in self._open_jobs.values():
                open_job.cancelled = True
            child, self._child = self._child, None
        if child:
            child.process.kill()
            child.process.wait()

    def _running_child(self) -> Child:
        if self._child is None or self._child.process.poll() is not None:
            self._child = Child(self._start(self._paths))
            for work in (self._write_requests, self._read_replies):
                threading.Thread(target=work, args=(self._child,), daemon=True).start()
        return self._child

    def _write_requests(self, child: Child) -> None:
        stream = child.process.stdin
        assert stream
        try:
            while (request := child.outbox.get()) is not None:
                self._send(stream, request)
        except OSError:  # it died; the reader thread reports that for every open job
            child.process.kill()
        with suppress(OSError):
            stream.close()

    def _send(self, stream: IO[bytes], request: Request[Any] | Cancel) -> None:
        try:
            write_frame(stream, request)
        except UNSENDABLE:
            self._deliver(msgspec.structs.replace(told(UNSENT), job=request.job))

    def _read_replies(self, child: Child) -> None:
        stream = child.process.stdout
        assert stream
        try:
            while (reply := read_reply(stream)) is not None:
                self._deliver(reply)
        except (OSError, *MALFORMED):
            pass  # a closed pipe, or not what was asked for: the process is of no more use
        child.process.kill()
        child.process.wait()
        child.outbox.put(None)
        stream.close()
        self._end_jobs_of(child)

    def _deliver(self, reply: RawReply) -> None:
        open_job = self._open_jobs.get(reply.job)
        if open_job is None:
            return
        told = open_job.read(reply)
        if not isinstance(told, Progressed):
            with self._lock:
                del self._open_jobs[reply.job]
        open_job.on_reply(told)

    def _end_jobs_of(self, child: Child) -> None:
        death = self._death(child)
        with self._lock:
            jobs = {job: entry.cancelled for job, entry in self._open_jobs.items() if entry.child is child}
        for job, cancelled in jobs.items():
            self._deliver(Cancelled(job=job) if cancelled else msgspec.structs.replace(death, job=job))

    def _death(self, child: Child) -> Failed:
        """Why it died; a variant of the engine that used an instruction which the processor lacks is left out."""
        record = VariantRecord(self._paths.data)
        variant = record.end_of(child.process.pid)
        if variant and child.process.returncode in ILLEGAL_INSTRUCTION:
            record.leave_out(variant)
            return told(UNFIT)
        return told(DIED)

    def _kill_if_open(self, job: int) -> None:
        with self._lock:
            if open_job := self._open_jobs.get(job):
                open_job.child.process.kill()


def start_worker(paths: Paths) -> subprocess.Popen[bytes]:
    """Start the child process; its standard error goes to a log that holds no patient data."""
    log = open_log(paths.data)
    executable = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "lentigo"]
    command = [*executable, "worker", "--resources", str(paths.resources), "--data", str(paths.data)]
    command += ["--language", language_in_use()]
    with log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | ENVIRONMENT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )


def open_log(data: Path) -> BinaryIO:
    """The worker's log, begun anew when it has grown past one megabyte; no log where the folder cannot be written."""
    path = data / "worker.log"
    try:
        data.mkdir(parents=True, exist_ok=True)
        large = path.exists() and path.stat().st_size > LARGEST_LOG
        return path.open("wb" if large else "ab")
    except OSError:
        return open(os.devnull, "wb")
