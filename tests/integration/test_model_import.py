"""Models brought in, listed, verified and removed through the real worker and the command line."""

import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from model_places import FINGERPRINT, file_record, put_bare, put_converted, put_encoder, put_stick, sign, write

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.domain.encounter import Encounter
from lentigo.errors import EngineError, InputError, LentigoError
from lentigo.models.model_store import ModelRecord
from lentigo.paths import Paths
from lentigo.worker.client import WorkerClient
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.message import Cancelled, Progressed, Reply
from lentigo.worker.messages.models import (
    ExamineModels,
    ImportedModels,
    ImportModels,
    ListModels,
    RemoveModel,
    VerifyModel,
    WarmUp,
)
from lentigo.worker.synchronous import SynchronousWorker

KILLS = int(os.environ.get("LENTIGO_KILLED_IMPORTS", "20"))
BUNDLED = ["lentigo-mini", "all-minilm-l6-v2"]
LARGE = 80_000_000  # bytes: long enough for a stop, a kill or a pulled stick to meet a copy
STOPPED_WITHIN_S = 2.0
NAMES = {
    "spaces": "Мои модели – my models",
    "Cyrillic": "Модели для клиники",
    "Thai": "แบบจำลองผิวหนัง",
    "emoji": "🩺 skin 🔬",
    "200 characters": "long name " * 20,
}


@pytest.fixture
def worker(paths: Paths) -> Iterator[SynchronousWorker]:
    with SynchronousWorker(paths=paths) as worker:
        yield worker


def put_large(folder: Path, model: str = "large", size: int = LARGE) -> ModelRecord:
    """A signed stick with Lentigo Mini, followed by noise that llama.cpp never reads."""
    inside = folder / "models" / model
    record = put_converted(inside, "lentigo-mini", model)
    assert record.model
    path = inside / record.model.language.file
    with path.open("ab") as file:
        file.write(random.Random(1).randbytes(1_000_000) * (size // 1_000_000))
    profile = replace(record.model, language=file_record(path, inside))
    large = write(inside, replace(record, model=profile))
    sign(folder, inside)
    return large


def request(folder: Path, *ids: str) -> ImportModels:
    return ImportModels(paths=(str(folder),), ids=ids, trusted=FINGERPRINT)


def is_whole(worker: SynchronousWorker, model: str) -> bool:
    return not worker.run(VerifyModel(id=model)).trouble


def test_a_stick_through_the_worker(paths: Paths, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    told: list[AnalysisEvent] = []
    with SynchronousWorker(paths=paths, on_event=told.append) as worker:
        place = worker.run(ExamineModels(paths=(str(tmp_path / "stick"),)))
        assert [offer.facts.id for offer in place.offers] == ["gemma-copy"]
        assert not paths.models.exists()  # looking leaves no trace
        ending = worker.run(request(tmp_path / "stick", "gemma-copy"))
        assert [(model.facts.id, model.verified) for model in ending.models] == [("gemma-copy", True)]
        titles = [event.title for event in told if isinstance(event, StageStarted)]
        assert titles == ["copying Tiny Gemma 3", "checking Tiny Gemma 3"]
        assert told[-1] == StageProgressed(stage="models", share=1.0)
        again = worker.run(request(tmp_path / "stick", "gemma-copy"))
        assert again.notice == "gemma-copy was here already."


def test_the_installed_model_answers_and_says_whether_it_is_verified(
    worker: SynchronousWorker, phantoms: Path, tmp_path: Path
) -> None:
    """Without a protocol, the model's own first one is taken."""
    put_stick(tmp_path / "stick", "lentigo-mini", "signed")
    put_converted(tmp_path / "folder", "lentigo-mini", "unsigned")
    worker.run(request(tmp_path / "stick", "signed"))
    worker.run(ImportModels(paths=(str(tmp_path / "folder"),), ids=("unsigned",)))
    photograph = (phantoms / "phantom-pigmented.jpg").read_bytes()
    for model, verified in {"signed": True, "unsigned": False}.items():
        assessment = worker.run(
            Analyze(photographs=(photograph,), encounter=Encounter(), model=model, protocol="", use_library=False)
        )
        assert assessment.provenance.model.verified is verified
        assert assessment.provenance.protocol == "standard"


@pytest.mark.timed
def test_an_import_is_stopped_at_once(paths: Paths, tmp_path: Path) -> None:
    put_large(tmp_path / "stick", size=4 * LARGE)
    replies: queue.Queue[Reply[ImportedModels]] = queue.Queue()
    client = WorkerClient(paths=paths)
    try:
        job = client.submit(request(tmp_path / "stick", "large"), replies.put)
        while isinstance(reply := replies.get(timeout=60), Progressed) and not isinstance(reply.event, StageProgressed):
            pass
        assert isinstance(reply, Progressed), reply
        start = time.monotonic()
        client.cancel(job)
        while isinstance(reply := replies.get(timeout=60), Progressed):
            pass
        assert isinstance(reply, Cancelled)
        assert time.monotonic() - start < STOPPED_WITHIN_S
    finally:
        client.close()
    with SynchronousWorker(paths=paths) as worker:
        assert [model.facts.id for model in worker.run(ListModels())] == BUNDLED
        worker.run(request(tmp_path / "stick", "large"))
        assert is_whole(worker, "large")


def test_a_stick_pulled_from_under_the_worker(paths: Paths, tmp_path: Path) -> None:
    put_large(tmp_path / "stick")
    sources = {path: path.read_bytes() for path in (tmp_path / "stick").rglob("*.gguf")}

    def pull(event: AnalysisEvent) -> None:
        if isinstance(event, StageProgressed) and event.share > 0.1:
            for path in sources:
                os.truncate(path, 0)

    with SynchronousWorker(paths=paths, on_event=pull) as worker:
        with pytest.raises(InputError, match=r"pulled out.* are here already"):
            worker.run(request(tmp_path / "stick", "large"))
        assert [model.facts.id for model in worker.run(ListModels())] == BUNDLED
    for path, content in sources.items():
        path.write_bytes(content)
    with SynchronousWorker(paths=paths) as worker:
        worker.run(request(tmp_path / "stick", "large"))
        assert is_whole(worker, "large")


@pytest.mark.timeout(60 + 10 * KILLS)
def test_a_killed_import_leaves_nothing_half(paths: Paths, tmp_path: Path) -> None:
    """At random instants, of first imports and of such as replace another model."""
    put_large(tmp_path / "first", size=20_000_000)
    put_large(tmp_path / "second", size=30_000_000)
    chance, killed, seen = random.Random(7), 0, set()
    for number in range(KILLS):
        with SynchronousWorker(paths=paths) as worker:
            worker.run(ListModels())  # it runs
            process = worker.process_id
            assert process
            timer = threading.Timer(chance.uniform(0.0, 0.35), os.kill, (process, signal.SIGKILL))
            timer.start()
            with suppress(EngineError):
                worker.run(request(tmp_path / ("first", "second")[number % 2], "large"))
                killed -= 1
            killed += 1
            timer.join()
        with SynchronousWorker(paths=paths) as worker:
            for model in worker.run(ListModels()):
                assert not model.trouble
                assert is_whole(worker, model.facts.id)
                seen.add(model.facts.bytes)
    assert killed > KILLS / 4
    with SynchronousWorker(paths=paths) as worker:
        worker.run(request(tmp_path / "first", "large"))
        assert is_whole(worker, "large")
        assert sorted(path.name for path in paths.models.iterdir()) == [".lock", ".locks", "large"]
        assert len(list((paths.models / "large").iterdir())) == 3


def test_two_imports_at_once(paths: Paths, tmp_path: Path) -> None:
    put_large(tmp_path / "stick", size=4 * LARGE)
    put_stick(tmp_path / "other", "gemma")
    begun = threading.Event()
    with SynchronousWorker(paths=paths, on_event=lambda _event: begun.set()) as one:
        thread = threading.Thread(target=one.run, args=(request(tmp_path / "stick", "large"),))
        thread.start()
        assert begun.wait(60)
        with SynchronousWorker(paths=paths) as other, pytest.raises(InputError, match="already, in another window"):
            other.run(request(tmp_path / "other", "gemma-copy"))
        thread.join()
        other_ending = one.run(request(tmp_path / "other", "gemma-copy"))
    assert [model.facts.id for model in other_ending.models] == ["gemma-copy"]


def test_a_model_in_use_elsewhere_stays_until_its_user_is_gone(paths: Paths, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    with SynchronousWorker(paths=paths) as user, SynchronousWorker(paths=paths) as other:
        user.run(request(tmp_path / "stick", "gemma-copy"))
        user.run(WarmUp(model="gemma-copy"))
        used = {model.facts.id: model.in_use for model in other.run(ListModels())}
        assert used == {"gemma-copy": True} | dict.fromkeys(BUNDLED, False)
        for worker in (user, other):
            with pytest.raises(InputError, match="in use"):
                worker.run(RemoveModel(id="gemma-copy"))
        user.run(WarmUp(model="lentigo-mini"))  # takes its place in memory
        assert not any(model.in_use for model in other.run(ListModels()))
        user.run(WarmUp(model="gemma-copy"))
        assert user.process_id
        os.kill(user.process_id, signal.SIGKILL)
        assert removed_at_last(other) == "gemma-copy"
    with SynchronousWorker(paths=paths) as worker, pytest.raises(InputError, match="no model called"):
        worker.run(WarmUp(model="gemma-copy"))


def removed_at_last(worker: SynchronousWorker) -> str:
    """The kernel takes a moment to let go of a killed process's locks."""
    end = time.monotonic() + 5
    while True:
        try:
            return worker.run(RemoveModel(id="gemma-copy")).facts.id
        except InputError:
            if time.monotonic() > end:
                raise


def test_a_model_that_does_not_load_is_not_in_use(paths: Paths, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    with SynchronousWorker(paths=paths) as worker:
        worker.run(request(tmp_path / "stick", "gemma-copy"))
        path = next((paths.models / "gemma-copy").glob("*.gguf"))
        path.write_bytes(path.read_bytes()[:-1] + b"\1")
        with pytest.raises(LentigoError):
            worker.run(WarmUp(model="gemma-copy"))
        assert not is_whole(worker, "gemma-copy")
        worker.run(RemoveModel(id="gemma-copy"))


def test_an_encoder_that_was_brought_in_searches_the_library(paths: Paths, tmp_path: Path) -> None:
    put_encoder(tmp_path / "folder", "reader")
    with SynchronousWorker(paths=paths) as worker:
        ending = worker.run(ImportModels(paths=(str(tmp_path / "folder"),), ids=("reader",)))
        assert "next start" in ending.notice
    assert "reader-" in encoder_of(paths)
    path = next((paths.models / "reader").glob("*.gguf"))
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert "all-MiniLM-L6-v2" in encoder_of(paths)  # the bundled one steps in
    resources = tmp_path / "resources"
    shutil.copytree(paths.resources / "models" / "encoders", resources / "models" / "encoders")
    shutil.copytree(paths.catalogue, resources / "models" / "catalogue")
    path = next((resources / "models" / "encoders").glob("*.gguf"))
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert encoder_of(replace(paths, resources=resources)) == ""  # and where that is damaged, words remain


def encoder_of(paths: Paths) -> str:
    """The encoder that the worker would search with, or ""."""
    from lentigo.inference.stopping import StopFlag
    from lentigo.worker.parts import Parts

    encoder = Parts(paths=paths, stop=StopFlag()).load_encoder()
    if encoder is None:
        return ""
    try:
        return encoder.identity
    finally:
        encoder.close()


class Shell:
    """The command line as a user types it, with a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.models = home / "Lentigo" / "models"

    def run(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "lentigo", "models", *map(str, arguments)],
            env=os.environ | {"XDG_DATA_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )


linux_home = pytest.mark.skipif(sys.platform != "linux", reason="THE DATA FOLDER IS MOVED BY XDG_DATA_HOME, LINUX ONLY")


@linux_home
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_all_verbs_take_every_name(name: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path / name.strip() / "data")
    folder = tmp_path / name.strip() / "stick"
    language, projector = put_bare(folder, "gemma")
    called = name.strip()[:80]
    language = language.rename(folder / f"{called}.gguf")
    projector = projector.rename(folder / f"{called} mmproj.gguf")
    brought = shell.run("import", language, projector, "--yes")
    assert brought.returncode == 0, brought.stderr
    (listed,) = (model for model in json.loads(shell.run("list", "--json").stdout) if not model["bundled"])
    assert listed["facts"]["name"] == called
    assert not listed["trouble"]
    id_ = listed["facts"]["id"]
    assert shell.run("verify", id_).stdout == f"{id_}: as it was installed, byte for byte\n"
    with SynchronousWorker(paths=Paths(resources=default_resources(), data=shell.home / "Lentigo")) as worker:
        worker.run(WarmUp(model=id_))  # llama.cpp and mtmd open such paths, too
    removed = shell.run("remove", id_)
    assert removed.returncode == 0
    assert called in removed.stdout
    assert not [path for path in shell.models.iterdir() if not path.name.startswith(".")]


def default_resources() -> Path:
    from lentigo.paths import default_paths

    return default_paths().resources


@linux_home
def test_the_command_line_tells_notices_keys_and_damage(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "home")
    put_stick(tmp_path / "stick", "gemma")
    unattended = shell.run("import", tmp_path / "stick")
    assert unattended.returncode == 2
    assert FINGERPRINT in unattended.stdout
    assert "--yes" in unattended.stderr
    wrong = shell.run("import", tmp_path / "stick", "--yes", "--trust", "0000")
    assert wrong.returncode == 2
    assert "signed with another key" in wrong.stderr
    unverified = shell.run("import", tmp_path / "stick", "--yes")
    assert unverified.returncode == 0
    assert "Unverified." in unverified.stdout
    assert "Random weights for Lentigo's tests." in unverified.stdout  # the notice
    assert "- Its weights are random" in unverified.stdout  # the limits
    verified = shell.run("import", tmp_path / "stick", "--yes", "--trust", FINGERPRINT.replace(" ", "").lower())
    assert verified.returncode == 0
    assert "gemma-copy was here already." in verified.stdout
    assert "Unverified" not in shell.run("list").stdout
    path = next((shell.models / "gemma-copy").glob("*.gguf"))
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    checked = shell.run("verify")
    assert checked.returncode == 2
    assert "gemma-copy: A file of the model Tiny Gemma 3 is damaged" in checked.stdout
    assert "lentigo-mini: as it was installed" in checked.stdout
    assert shell.run("remove", "lentigo-mini").returncode == 2


@linux_home
def test_a_damaged_offer_beside_a_good_one(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "home")
    put_converted(tmp_path / "out" / "good", "gemma", "good")
    put_converted(tmp_path / "out" / "bad", "qwen3", "bad")
    (tmp_path / "out" / "bad" / "qwen3.gguf").write_bytes(b"<html>")
    brought = shell.run("import", tmp_path / "out", "--yes")
    assert "! Cannot be brought in: The file qwen3.gguf is a web page, not a model." in brought.stdout
    assert "Here now: Tiny Gemma 3" in brought.stdout
    (tmp_path / "out" / "good" / "gemma.gguf").write_bytes(b"<html>")
    assert shell.run("import", tmp_path / "out", "--yes").returncode == 2
