"""The worker: one process that owns native memory, runs one job at a time, and dies alone."""

import argparse
import os
import queue
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from lentigo.errors import Cancelled as StopAsked
from lentigo.inference.stopping import StopFlag
from lentigo.language import use_language
from lentigo.paths import Paths
from lentigo.worker.failures import UNSENT, failure_of, told
from lentigo.worker.frames import UNSENDABLE, read_request, write_frame
from lentigo.worker.jobs import REQUESTS, Jobs
from lentigo.worker.limits import leave_no_core
from lentigo.worker.messages.message import Cancel, Cancelled, Completed, Ending, FailureKind, Reply, Request


class Worker:
    """Takes requests from one stream, answers on another. Each job ends with exactly one ending."""

    def __init__(self, *, paths: Paths, requests: BinaryIO, replies: BinaryIO) -> None:
        self._requests = requests
        self._replies = replies
        self._queue: queue.Queue[Request[Any]] = queue.Queue()
        self._lock = threading.Lock()
        self._cancelled: set[int] = set()
        self._job = 0
        self._stop = StopFlag()
        self._jobs = Jobs(paths=paths, reply=self._reply, stop=self._stop)

    def run(self) -> None:
        """Work until the requests end."""
        threading.Thread(target=self._take_requests, daemon=True).start()
        while True:
            request = self._queue.get()
            if self._claim(request.job):
                self._run(request)

    def _claim(self, job: int) -> bool:
        """Whether the job still wants to be done; one that was cancelled while it waited has had its ending."""
        with self._lock:
            self._job = job
            self._stop.clear()
            return job not in self._cancelled

    def _take_requests(self) -> None:
        """A closed stream means the window is gone, and whatever runs is not wanted any more."""
        try:
            while (request := read_request(self._requests, REQUESTS)) is not None:
                if isinstance(request, Cancel):
                    self._cancel(request.job)
                else:
                    self._queue.put(request)
        finally:
            os._exit(0)

    def _cancel(self, job: int) -> None:
        """A running job stops at its next chance; a waiting one has its ending at once."""
        with self._lock:
            self._cancelled.add(job)
            waiting = job != self._job
            if not waiting:
                self._stop.set()
        if waiting:
            self._reply(Cancelled(job=job))

    def _reply(self, reply: Reply[Any]) -> None:
        with self._lock:
            write_frame(self._replies, reply)

    def _run(self, request: Request[Any]) -> None:
        try:
            self._reply(self._ending(request))
        except UNSENDABLE as problem:
            log_bug(problem)
            self._reply(msgspec.structs.replace(told(UNSENT), job=request.job))

    def _ending(self, request: Request[Any]) -> Ending[Any]:
        try:
            return Completed(job=request.job, result=self._jobs.run(request))
        except StopAsked:
            return Cancelled(job=request.job)
        except Exception as error:
            failed = failure_of(error)
            if failed.kind is FailureKind.BUG:
                log_bug(error)
            return msgspec.structs.replace(failed, job=request.job)


def log_bug(bug: BaseException) -> None:
    """Where it happened and what kind it was. Not its text, which could hold a file name or a note."""
    frames = traceback.extract_tb(bug.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n" for frame in frames)
    sys.stderr.write(f"{type(bug).__name__}\n{places}")
    sys.stderr.flush()


def claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """The frames' streams, moved away from 0 and 1 before a native library can read or print there."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return requests, replies


def harden_process() -> None:
    """No core files; Ctrl-C is for the parent, which then sends a Cancel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_no_core()


def main(arguments: list[str]) -> int:
    """Run as `lentigo worker --resources DIR --data DIR --language TAG`."""
    parser = argparse.ArgumentParser(prog="lentigo worker")
    parser.add_argument("--resources", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--language", required=True)
    options = parser.parse_args(arguments)
    use_language(options.language)
    harden_process()
    requests, replies = claim_streams()
    Worker(paths=Paths(resources=options.resources, data=options.data), requests=requests, replies=replies).run()
    return 0
