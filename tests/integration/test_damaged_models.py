"""Damaged model files against the real worker: it may die, the program may not, and each job ends with a sentence.

LENTIGO_MUTANTS says how many, LENTIGO_FIRST_MUTANT at which seed they begin; the promise was tried with 2,000.
With `-s`, the table of docs/reliability.md is printed; with `--log-file=FILE --log-file-level=INFO`, all are listed.
"""

import logging
import os
import queue
import random
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psutil
import pytest
from mutator import Header, mutate
from PIL import Image

from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.paths import Paths, default_paths
from lentigo.worker.client import WorkerClient, start_worker
from lentigo.worker.messages.case import Analyze, OpenPhotograph, PhotographSource
from lentigo.worker.messages.message import (
    Cancelled,
    Completed,
    Ending,
    Failed,
    FailureKind,
    Progressed,
    Reply,
    Request,
)
from lentigo.worker.messages.models import WarmUp

MUTANTS = int(os.environ.get("LENTIGO_MUTANTS", "60"))
FIRST = int(os.environ.get("LENTIGO_FIRST_MUTANT", "0"))
PATIENCE_S = 10.0  # then the user stops the job
LONGEST_END_S = 2.0  # to the job's end, from Stop or from the worker's death
LARGEST = 5e9  # bytes of the worker's memory: what limit_memory allows so small a model, and Python
TINY = Path(__file__).parents[1] / "data" / "tiny"
MINI = default_paths().resources / "models" / "mini"
PARTS = {
    "gemma": (TINY / "gemma.gguf", TINY / "gemma-mmproj.gguf"),
    "qwen2.5": (TINY / "qwen2.5.gguf", TINY / "qwen2.5-mmproj.gguf"),
    "qwen3": (TINY / "qwen3.gguf", TINY / "qwen3-mmproj.gguf"),
    "lentigo-mini": (MINI / "lentigo-mini.gguf", MINI / "lentigo-mini-mmproj.gguf"),
}

log = logging.getLogger(__name__)
pytestmark = [
    pytest.mark.timeout(120 + 8 * MUTANTS),
    pytest.mark.skipif(sys.platform != "linux", reason="A WORKER'S DEATH IS TIMED BY ITS PIDFD, WHICH ONLY LINUX HAS"),
]


class Watch:
    """A worker seen from outside: its greatest memory (bytes) since `largest` was last set, and when it died."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.largest = 0
        self.died = threading.Event()
        self.died_at = 0.0
        self._ended = os.pidfd_open(process.pid)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        seen = psutil.Process(self.process.pid)
        poll = select.poll()
        poll.register(self._ended, select.POLLIN)
        while not poll.poll(10):  # milliseconds
            with suppress(psutil.Error):
                self.largest = max(self.largest, seen.memory_info().rss)
        self.died_at = time.monotonic()
        os.close(self._ended)
        self.died.set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A job's end; `after` are the seconds since Stop or since the worker's death, where there was either."""

    reply: Ending[Any]
    seconds: float
    after: float
    largest: int

    @property
    def kind(self) -> str:
        match self.reply:
            case Completed():
                return "answered"
            case Cancelled():
                return "stopped"
            case Failed(kind=FailureKind.WORKER_DIED):
                return "died"
        return "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a mutant, and whether the good model then answered as before."""

    seed: int
    file: str
    what: str
    end: Ended
    good: bool

    def __str__(self) -> str:
        end = self.end
        told = f"{end.reply.message} [{end.reply.kind}]" if isinstance(end.reply, Failed) else ""
        figures = f"{end.seconds:.2f} s, {end.after:.3f} s, {end.largest / 1e6:.0f} MB"
        return f"{self.seed} {end.kind} ({figures}, good {self.good}) {self.file}: {self.what}: {told}"


class Clinic:
    """A client on a real worker, and a catalogue in which damaged files are just what they should be."""

    def __init__(self, folder: Path, photograph: Path) -> None:
        self.paths = Paths(resources=folder / "resources", data=folder / "data")
        self.endings: Counter[int] = Counter()
        self.jobs = 0
        self.patience = PATIENCE_S
        self.watches: list[Watch] = []
        self._photograph = photograph
        self._replies: queue.Queue[Reply[Any]] = queue.Queue()
        self.client = WorkerClient(paths=self.paths, start=self._start)
        shutil.copytree(MINI.parent / "catalogue", self.paths.catalogue)
        shutil.copytree(MINI, self.paths.resources / "models" / "mini", ignore=shutil.ignore_patterns("*.p*"))
        for file in TINY.iterdir():
            shutil.copy(file, self.paths.resources)

    def meet(self, model: str) -> Ended:
        """Warm the model up and, where that works, ask it everything."""
        warm = self.run(WarmUp(model=model))
        return self.analyze(model) if warm.kind == "answered" else warm

    def analyze(self, model: str) -> Ended:
        data = self._photograph.read_bytes()
        return self.run(
            Analyze(photographs=(data,), encounter=Encounter(), model=model, protocol="standard", use_library=False)
        )

    def run(self, request: Request[Any]) -> Ended:
        """The job's end; it is stopped when the user's patience ends."""
        for watch in self.watches[-1:]:
            watch.largest = 0
        start = since = time.monotonic()
        job = self.client.submit(request, self._note)
        self.jobs += 1
        if (reply := self._ending(job, self.patience)) is None:
            since = time.monotonic()
            self.client.cancel(job)
            reply = self._ending(job, 60.0)
        end, watch = time.monotonic(), self.watches[-1]
        assert reply, "the job did not end"
        if isinstance(reply, Failed) and reply.kind is FailureKind.WORKER_DIED:
            assert watch.died.wait(1)
            since = watch.died_at
        return Ended(reply=reply, seconds=end - start, after=end - since, largest=watch.largest)

    def damaged(self, seed: int) -> tuple[str, str, str]:
        """A model of which the seed damages one file; its id, the file's name, and what was done."""
        chance = random.Random(seed)
        family = chance.choice(list(PARTS))
        path = chance.choice(PARTS[family])
        mutant = mutate(header(path), chance)
        return self.enter(family, path, mutant.data, f"mutant-{seed}"), path.name, mutant.what

    def enter(self, family: str, path: Path, data: bytes, model: str) -> str:
        """Put the model into the catalogue, with this content in place of one of its files; returns its id."""
        whole = path.read_bytes()
        (self.paths.resources / "mutant.gguf").write_bytes(data)
        folder = self.paths.catalogue if family == "lentigo-mini" else self.paths.resources
        text = (folder / f"{family}.toml").read_text(encoding="utf-8")
        named = next(line for line in text.splitlines() if line.startswith("file") and path.name in line)
        changes = {
            f'id = "{family}"': f'id = "{model}"',
            named: 'file = "mutant.gguf"',
            sha256(whole).hexdigest(): sha256(data).hexdigest(),
            f"bytes = {len(whole)}": f"bytes = {len(data)}",
        }
        for old, new in changes.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        for mutant in self.paths.catalogue.glob("mutant-*.toml"):
            mutant.unlink()
        (self.paths.catalogue / f"{model}.toml").write_text(text, encoding="utf-8")
        return model

    def _ending(self, job: int, patience: float) -> Ending[Any] | None:
        end = time.monotonic() + patience
        with suppress(queue.Empty):
            while True:
                reply = self._replies.get(timeout=max(0.0, end - time.monotonic()))
                if reply.job == job and not isinstance(reply, Progressed):
                    return reply
        return None

    def _note(self, reply: Reply[Any]) -> None:
        if not isinstance(reply, Progressed):
            self.endings[reply.job] += 1
        self._replies.put(reply)

    def _start(self, paths: Paths) -> subprocess.Popen[bytes]:
        """On one core: two threads of so small a model wait for each other as long as a third program lets them."""
        process = start_worker(paths)
        os.sched_setaffinity(process.pid, {random.choice(sorted(os.sched_getaffinity(0)))})
        self.watches.append(Watch(process))
        return process


@cache
def header(path: Path) -> Header:
    """Read once: reading one takes longer than damaging it."""
    return Header(path)


def said(end: Ended) -> tuple[object, ...]:
    """What the good model says of the photograph."""
    assert isinstance(end.reply, Completed), end
    assessment: Assessment = end.reply.result
    return assessment.description, assessment.findings, assessment.differential


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, phantoms: Path) -> Iterator[Clinic]:
    clinic = Clinic(tmp_path_factory.mktemp("clinic"), phantoms / "phantom-pigmented.jpg")
    yield clinic
    clinic.client.close()


@pytest.fixture(scope="module")
def outcomes(clinic: Clinic) -> list[Outcome]:
    """All mutants, one after the other in one worker while it lives; after each death the good model is asked."""
    expected = said(clinic.analyze("lentigo-mini"))
    found: list[Outcome] = []
    for seed in range(FIRST, FIRST + MUTANTS):
        model, file, what = clinic.damaged(seed)
        end = clinic.meet(model)
        good = end.kind not in ("died", "stopped") or said(clinic.analyze("lentigo-mini")) == expected
        found.append(Outcome(seed=seed, file=file, what=what, end=end, good=good))
        log.info("%s", found[-1])
    sys.stdout.write(table(found))
    return found


def table(outcomes: list[Outcome]) -> str:
    """As in docs/reliability.md."""
    lines = ["", "| end | projectors | language models | longest, s | from death or Stop, s | memory, MB |"]
    lines.append("|---|---|---|---|---|---|")
    for kind in ("answered", "refused", "died", "stopped"):
        some = [outcome for outcome in outcomes if outcome.end.kind == kind]
        eyes = sum("mmproj" in outcome.file for outcome in some)
        seconds = max((outcome.end.seconds for outcome in some), default=0.0)
        after = max((outcome.end.after for outcome in some), default=0.0) if kind in ("died", "stopped") else None
        largest = max((outcome.end.largest for outcome in some), default=0) / 1e6
        shown = "" if after is None else f"{after:.2f}"
        lines.append(f"| {kind} | {eyes} | {len(some) - eyes} | {seconds:.2f} | {shown} | {largest:.0f} |")
    return "\n".join([*lines, ""])


def test_each_job_has_exactly_one_ending(clinic: Clinic, outcomes: list[Outcome]) -> None:
    assert len(outcomes) == MUTANTS
    assert clinic.endings == Counter(range(1, clinic.jobs + 1))


def test_each_failure_is_told_in_a_sentence(outcomes: list[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if isinstance(outcome.end.reply, Failed)]
    assert failed
    for outcome in failed:
        reply = outcome.end.reply
        assert isinstance(reply, Failed)
        assert reply.message.endswith("."), outcome
        assert ". " not in reply.message, outcome
        assert reply.hint, outcome
        assert "inside the program" not in reply.message, outcome


def test_the_end_follows_death_and_stop_at_once(outcomes: list[Outcome]) -> None:
    late = [outcome for outcome in outcomes if outcome.end.kind in ("died", "stopped")]
    assert not [outcome for outcome in late if outcome.end.after > LONGEST_END_S]


def test_a_damaged_file_costs_no_more_memory_than_there_is(outcomes: list[Outcome]) -> None:
    assert not [outcome for outcome in outcomes if outcome.end.largest > LARGEST]


def test_the_good_model_works_after_each_death(outcomes: list[Outcome]) -> None:
    assert not [outcome for outcome in outcomes if not outcome.good]


def test_the_good_model_works_at_the_end(clinic: Clinic, outcomes: list[Outcome]) -> None:
    assert outcomes
    assert said(clinic.analyze("lentigo-mini"))


def stated(clinic: Clinic, family: str, key: str, value: int) -> Ended:
    """What becomes of a projector that states another value."""
    path = PARTS[family][1]
    (slot,) = (slot for slot in header(path).slots["value"] if slot.of == key)
    new = value.to_bytes(slot.old.nbytes, "little")
    data = header(path).data[: slot.start] + new + header(path).data[slot.end :]
    return clinic.meet(clinic.enter(family, path, data, f"mutant-{key}"))


def test_an_abort_starts_no_debugger(clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left alone, ggml would look for gdb on the PATH and wait for it."""
    called = tmp_path / "called"
    for name in ("gdb", "lldb"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntouch {called}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    clinic.client.close()
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert stated(clinic, "qwen2.5", "clip.vision.n_wa_pattern", 1).kind == "died"
    assert clinic.watches[-1].process.returncode == -signal.SIGABRT
    assert not called.exists()


def test_a_wrong_count_does_not_fill_the_memory(clinic: Clinic) -> None:
    """Unlimited, this one takes more than 6 GB."""
    end = stated(clinic, "qwen3", "clip.vision.patch_size", 256)
    assert end.kind in ("refused", "died")
    assert end.largest < LARGEST


@pytest.mark.timed
def test_a_picture_that_is_far_too_large_can_be_stopped(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """65,536 patches: mtmd heeds no Stop within a layer, so the worker is killed."""
    monkeypatch.setattr(clinic, "patience", 1.0)
    end = stated(clinic, "lentigo-mini", "clip.vision.image_size", 4096)
    assert end.kind == "stopped"
    assert end.after <= LONGEST_END_S
    monkeypatch.undo()
    assert said(clinic.analyze("lentigo-mini"))


def test_memory_that_runs_out_is_told(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGB", (4000, 4000)).save(path)
    request = OpenPhotograph(photograph=PhotographSource(path=str(path)), longest_side=300)
    clinic.client.close()
    assert clinic.run(request).kind == "answered"
    worker = psutil.Process(clinic.client.process_id)
    _, hard = worker.rlimit(psutil.RLIMIT_DATA)
    worker.rlimit(psutil.RLIMIT_DATA, (worker.memory_info().data, hard))
    end = clinic.run(request)
    assert isinstance(end.reply, Failed)
    assert end.reply.kind is FailureKind.OUT_OF_MEMORY
