"""`lentigo-packager models fetch` against a stub of the hub: what comes, breaks off, and is refused."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from small_disks import mounted
from stub_hub import COMMIT, FILES, FIRST, REPOSITORY, SECOND, SHORT, WEIGHTS, Stub, serving

from lentigo.errors import EngineError, InputError
from lentigo.models.catalogue import CheckpointSource
from lentigo_packager.fetching.checkpoints import is_wanted

MODEL = "medgemma-4b-it"
TOKEN = "hf_notARealTokenNorOneThatMayBePrinted"
WANTED = sorted([FIRST, SECOND, "config.json", "tokenizer.model"])


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as told:
        yield told


@pytest.fixture
def other_hosts() -> Iterator[tuple[int, list[str]]]:
    """A proxy for everything but the stub: what it hears was meant for somebody else."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle(self) -> None:
            heard.append(self.rfile.readline().decode("latin-1"))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    thread.join()
    server.server_close()


Start = Callable[..., "subprocess.Popen[str]"]
Fetch = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def start(stub: Stub, other_hosts: tuple[int, list[str]], tmp_path: Path) -> Start:
    """The verb, in a process of its own: the hub's client reads its settings once."""

    def begin(*arguments: str, **settings: str) -> "subprocess.Popen[str]":
        proxy = f"http://127.0.0.1:{other_hosts[0]}"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path / "home"),
            "HF_ENDPOINT": f"http://127.0.0.1:{stub.port}",
            "HF_TOKEN": TOKEN,
            "HTTP_PROXY": proxy,
            "HTTPS_PROXY": proxy,
            "NO_PROXY": "127.0.0.1,localhost",
        }
        command = [sys.executable, "-m", "lentigo_packager", "models", "fetch", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=environment | settings, stdout=pipe, stderr=pipe, text=True)

    return begin


@pytest.fixture
def fetch(start: Start, other_hosts: tuple[int, list[str]]) -> Fetch:
    """The verb to its end. Whatever happens, nobody else was asked, and the token was not shown."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        process = start(*arguments, **settings)
        out, err = process.communicate(timeout=60)
        assert TOKEN not in out + err
        assert other_hosts[1] == []
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_checkpoint_comes_whole_without_pickles_and_programs(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    done = fetch(MODEL, "--out", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "out" / MODEL
    assert names(folder) == WANTED
    assert all((folder / name).read_bytes() == FILES[name] for name in WANTED)
    assert f"Fetched: 4 files, 25 MB, in {folder}" in done.stdout
    assert COMMIT in done.stdout
    assert f"lentigo-packager models convert {MODEL} --checkpoint {folder} --out DIR" in done.stdout
    assert "Its terms must be accepted at the hub first" in done.stdout
    assert {path for path in stub.asked if path.startswith("/api")} == {
        f"/api/models/{REPOSITORY}/revision/main", f"/api/models/{REPOSITORY}/tree/{COMMIT}",
    }  # fmt: skip
    assert sorted(Path(path).name for path in stub.asked if "/resolve/" in path) == WANTED
    assert all(given == f"Bearer {TOKEN}" for _host, given in stub.tokens)
    assert not any("torch" in agent or "agent" in agent for agent in stub.agents)


def test_nothing_is_left_in_the_users_own_folders(fetch: Fetch, tmp_path: Path) -> None:
    fetch(MODEL, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "home").exists()


def test_the_token_stays_with_the_hub(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    stub.elsewhere = True
    assert fetch(MODEL, "--out", str(tmp_path)).returncode == 0
    assert {host.partition(":")[0]: given for host, given in stub.tokens} == {
        "127.0.0.1": f"Bearer {TOKEN}",
        "localhost": "",
    }


def test_what_is_there_is_checked_and_not_fetched_again(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    fetch(MODEL, "--out", str(tmp_path))
    damaged = bytearray(SHORT)
    damaged[5] ^= 1
    (tmp_path / MODEL / FIRST).write_bytes(damaged)
    stub.asked.clear()
    assert fetch(MODEL, "--out", str(tmp_path)).returncode == 0
    assert [Path(path).name for path in stub.asked if "/resolve/" in path] == [FIRST]
    assert (tmp_path / MODEL / FIRST).read_bytes() == SHORT


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_breaks_off_goes_on_where_it_stopped(fetch: Fetch, stub: Stub, tmp_path: Path, elsewhere: bool) -> None:
    stub.breaks_after, stub.elsewhere = 14_000_000, elsewhere
    broken = fetch(MODEL, "--out", str(tmp_path))
    assert broken.returncode == EngineError.exit_code
    assert "The hub answers 503" in broken.stderr
    assert "goes on where it stopped" in broken.stderr
    assert SECOND not in names(tmp_path / MODEL)
    (part,) = (tmp_path / MODEL).glob(f"{SECOND}.*.part")
    came = part.stat().st_size
    assert 0 < came <= 14_000_000
    stub.breaks_after, stub.status = 0, 200
    stub.ranges.clear()
    assert fetch(MODEL, "--out", str(tmp_path)).returncode == 0
    assert names(tmp_path / MODEL) == WANTED
    assert (tmp_path / MODEL / SECOND).read_bytes() == WEIGHTS
    assert f"bytes={came}-" in stub.ranges


def test_a_part_that_is_wrong_is_found_out(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    """What a resume found is hashed too, not only what came after it."""
    stub.breaks_after = 14_000_000
    fetch(MODEL, "--out", str(tmp_path))
    (part,) = (tmp_path / MODEL).glob("*.part")
    part.write_bytes(bytes(100) + part.read_bytes()[100:])
    stub.breaks_after, stub.status = 0, 200
    refused = fetch(MODEL, "--out", str(tmp_path))
    assert refused.returncode == EngineError.exit_code
    assert f"{SECOND} came from {REPOSITORY}, but is not what the hub lists" in refused.stderr
    assert not list((tmp_path / MODEL).glob(f"{SECOND}*"))
    assert fetch(MODEL, "--out", str(tmp_path)).returncode == 0


WRONG = [SHORT[:-1] + b"?", SHORT[:-1], SHORT + b"more", b"<html>Log in to this wireless network</html>"]


@pytest.mark.parametrize(("name", "sent"), [*((FIRST, wrong) for wrong in WRONG), ("config.json", b"{}")])
def test_wrong_bytes_are_refused(fetch: Fetch, stub: Stub, tmp_path: Path, name: str, sent: bytes) -> None:
    stub.sent[name] = sent
    refused = fetch(MODEL, "--out", str(tmp_path))
    assert refused.returncode == EngineError.exit_code
    assert f"{name} came from {REPOSITORY}, but is not what the hub lists" in refused.stderr
    assert not [there for there in names(tmp_path / MODEL) if there.startswith(name)]


@pytest.mark.parametrize("status", [401, 403])
def test_gated_access_is_explained(fetch: Fetch, stub: Stub, tmp_path: Path, status: int) -> None:
    stub.status, stub.code = status, "GatedRepo"
    refused = fetch(MODEL, "--out", str(tmp_path))
    assert refused.returncode == InputError.exit_code
    assert "only to people who have accepted its terms" in refused.stderr
    assert f"https://huggingface.co/{REPOSITORY}" in refused.stderr
    assert "hf auth login" in refused.stderr


@pytest.mark.parametrize(
    ("info", "code", "told"),
    [
        (404, "RepoNotFound", "knows no google/medgemma-4b-it"),
        (401, "RepoNotFound", "knows no google/medgemma-4b-it"),
        (404, "RevisionNotFound", "has no revision main"),
        (401, "", "refuses google/medgemma-4b-it to this computer"),
        (403, "", "refuses google/medgemma-4b-it to this computer"),
        (418, "", "The hub answers 418"),
    ],
)
def test_what_the_hub_refuses_is_told(
    fetch: Fetch, stub: Stub, tmp_path: Path, info: int, code: str, told: str
) -> None:
    stub.info, stub.code = info, code
    refused = fetch(MODEL, "--out", str(tmp_path / "out"))
    assert refused.returncode in (InputError.exit_code, EngineError.exit_code)
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.splitlines()) == 2
    assert not (tmp_path / "out").exists()


def test_another_revision_can_be_named(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    refused = fetch(MODEL, "--out", str(tmp_path), "--revision", "v9/x y")
    assert "has no revision v9/x y" in refused.stderr
    assert f"/api/models/{REPOSITORY}/revision/v9/x y" in stub.asked


def test_weights_as_pickles_alone_are_refused(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    stub.files = {name: content for name, content in FILES.items() if not name.endswith(".safetensors")}
    refused = fetch(MODEL, "--out", str(tmp_path / "out"))
    assert refused.returncode == InputError.exit_code
    assert "has no weights as safetensors at main" in refused.stderr
    assert "pickle" in refused.stderr.lower()


def test_too_little_room_is_told_before_anything_comes(fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    with mounted(tmp_path / "small", 2) as small_disk:
        refused = fetch(MODEL, "--out", str(small_disk))
    assert refused.returncode == InputError.exit_code
    assert "too little room: 26 MB are needed, 2 MB are free" in refused.stderr
    assert not any("/resolve/" in path for path in stub.asked)


def test_without_a_network_that_is_said(fetch: Fetch, tmp_path: Path) -> None:
    refused = fetch(MODEL, "--out", str(tmp_path / "out"), HF_ENDPOINT="http://127.0.0.1:9")
    assert refused.returncode == EngineError.exit_code
    assert "The connection to the hub failed" in refused.stderr
    assert "Check the network" in refused.stderr


def test_a_stop_keeps_what_has_come(start: Start, fetch: Fetch, stub: Stub, tmp_path: Path) -> None:
    stub.slow = 0.3
    process = start(MODEL, "--out", str(tmp_path))
    part = tmp_path / MODEL
    deadline = time.monotonic() + 30
    while not any(path.stat().st_size for path in part.glob(f"{SECOND}*.part")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, "lentigo: Stopped.\n")
    assert TOKEN not in out
    (kept,) = part.glob(f"{SECOND}*.part")
    came = kept.stat().st_size
    assert came >= 10_000_000
    stub.slow = 0.0
    stub.ranges.clear()
    assert fetch(MODEL, "--out", str(tmp_path)).returncode == 0
    assert f"bytes={came}-" in stub.ranges


@pytest.mark.parametrize("name", ["модели แบบจำลอง 🩺👩‍⚕️", "x" * 200])
def test_folders_of_all_names_work(fetch: Fetch, stub: Stub, tmp_path: Path, name: str) -> None:
    stub.files[SECOND] = b"short"
    assert fetch(MODEL, "--out", str(tmp_path / name)).returncode == 0
    assert names(tmp_path / name / MODEL) == WANTED


def test_what_can_be_fetched_is_listed(fetch: Fetch, stub: Stub) -> None:
    listed = fetch()
    assert listed.returncode == 0
    assert stub.asked == []
    entries = {match[1]: match[0] for match in re.finditer(r"^(\S+): .*\n(?:    .*\n)+", listed.stdout, re.MULTILINE)}
    assert {"medgemma-1.5-4b-it", "hikari-vega", "pubmedbert-base-embeddings"} <= entries.keys()
    assert "lentigo-mini" not in entries
    assert "google/medgemma-4b-it, about 8.60 GB, Health AI Developer Foundations" in entries[MODEL]
    assert "terms must be accepted" in entries[MODEL]
    assert "not public" in entries["skinspector-qwen2.5-vl-3b"]


def test_what_is_not_public_or_unknown_is_told_without_asking(fetch: Fetch, stub: Stub) -> None:
    refused = fetch("skinspector-qwen2.5-vl-3b")
    assert refused.returncode == InputError.exit_code
    assert "The weights of SKINspectoR are not public" in refused.stderr
    assert "its authors" in refused.stderr
    refused = fetch("lentigo-mini")
    assert refused.returncode == InputError.exit_code
    assert "Those that can: " in refused.stderr
    assert stub.asked == []


OFFERED = {
    "config.json": True,
    "1_Pooling/config.json": True,
    "1_Pooling/run.py": False,
    "1_Pooling/deep/config.json": False,
    "sub/config.json": False,
    "model.SAFETENSORS": False,
    "tokenizer.model": False,
    "pytorch_model.bin": False,
    "../config.json": False,
    "/config.json": False,
    "a\\config.json": False,
}


@pytest.mark.parametrize(("path", "wanted"), OFFERED.items())
def test_only_harmless_files_of_the_right_folder_are_wanted(path: str, wanted: bool) -> None:
    files = ("*.json", "*.safetensors", "1_Pooling/*", "pytorch_model.bin")
    source = CheckpointSource(repository="a/b", files=files, bytes=0)
    assert is_wanted(path, source) == wanted
