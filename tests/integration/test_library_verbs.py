"""`lentigo library …` as a user types it: real command line, real worker, real encoder."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
import pytest

import lentigo.cli.library as lentigo_cli
from lentigo.cli import command_worker
from lentigo.cli import run as run_verb
from lentigo.cli.command_worker import CommandWorker
from lentigo.errors import PasswordNeeded
from lentigo.paths import Paths, default_paths
from lentigo.worker.messages.library import AddDocument, ListLibrary, SearchLibrary
from lentigo.worker.messages.message import Request
from lentigo.worker.synchronous import SynchronousWorker
from lentigo_packager.cli import run as run_packager

COMMAND = """
import sys
from pathlib import Path
import lentigo.cli.command_worker
from lentigo.cli import run
from lentigo.paths import Paths
paths = Paths(resources=Path(sys.argv[1]), data=Path(sys.argv[2]))
lentigo.cli.command_worker.default_paths = lambda: paths
sys.exit(run(["library", *sys.argv[3:]]))
"""
ZEBRA = "Made-up fever of zebras is treated with quinine at dawn, and again at dusk, by mouth."
LONGEST_STOP_S = 1.0

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The encoder, and a handbook of one page."""
    folder = tmp_path_factory.mktemp("resources")
    shutil.copytree(default_paths().resources / "models" / "encoders", folder / "models" / "encoders")
    shutil.copytree(default_paths().catalogue, folder / "models" / "catalogue")
    (folder / "knowledge" / "pdf").mkdir(parents=True)
    write_pdf(
        folder / "knowledge" / "pdf" / "book.pdf", ["Scabies is an infestation with a mite that itches at night."]
    )
    return folder


@pytest.fixture
def own_paths(resources: Path, tmp_path: Path) -> Paths:
    return Paths(resources=resources, data=tmp_path / "data")


class LastingWorker(CommandWorker):
    """Lives as long as its test: a start takes seconds, and each verb would need one."""

    def __exit__(self, *_raised: object) -> None:
        """Not yet."""


@pytest.fixture
def lentigo(own_paths: Paths, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """The command line, in this process, with a worker that lasts."""
    monkeypatch.setattr(command_worker, "default_paths", lambda: own_paths)
    worker = LastingWorker()
    monkeypatch.setattr(lentigo_cli, "CommandWorker", lambda: worker)

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        capfd.readouterr()
        code = run_verb(["library", *map(str, arguments)])
        return subprocess.CompletedProcess(arguments, code, *capfd.readouterr())

    yield run
    CommandWorker.__exit__(worker, None, None, None)


@pytest.fixture
def lentigo_process(own_paths: Paths) -> Run:
    """The command line as a process, with a worker of its own."""

    def run(*arguments: object, before: Sequence[object] = ()) -> subprocess.CompletedProcess[str]:
        words = [*before, *command(own_paths), *arguments]
        return subprocess.run(list(map(str, words)), capture_output=True, text=True, stdin=subprocess.DEVNULL)

    return run


def command(paths: Paths) -> list[object]:
    return [sys.executable, "-c", COMMAND, paths.resources, paths.data]


def write_pdf(path: Path, pages: Sequence[str], **options: object) -> Path:
    with pymupdf.open() as document:
        for text in pages:
            document.new_page().insert_textbox((72, 72, 500, 700), text)
        document.save(path, **options)
    return path


@pytest.fixture
def zebra(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "zebra.pdf", [ZEBRA])


def test_a_document_is_added_listed_found_and_removed(lentigo: Run, zebra: Path) -> None:
    added = lentigo("add", zebra)
    assert (added.returncode, added.stderr) == (0, "")
    assert added.stdout.startswith("Added: zebra\n")
    assert "is in the library already, as “zebra”" in lentigo("add", zebra).stdout
    listed = json.loads(lentigo("list", "--json").stdout)
    assert [(entry["bundled"], entry["pages"], entry["trouble"]) for entry in listed] == [(True, 1, ""), (False, 1, "")]
    assert listed[1]["id"] in lentigo("list").stdout
    found = lentigo("search", "fever of zebras", "--limit", "1")
    assert found.stderr == ""
    assert found.stdout.startswith("zebra · page 1")
    assert re.search(r"together 1\.00, by words 1\.00, by meaning 1\.00", found.stdout)
    assert "quinine at dawn" in " ".join(found.stdout.split())
    (hit,) = json.loads(lentigo("search", "fever of zebras", "--limit", "1", "--json").stdout)
    assert hit["passage"]["document"] == listed[1]["file"]
    assert lentigo("remove", listed[1]["id"]).stdout == "Removed: zebra\n"
    assert "quinine" not in lentigo("search", "fever of zebras").stdout
    gone = lentigo("remove", listed[1]["id"])
    assert gone.returncode == 2
    assert "no document" in gone.stderr


def test_what_is_refused_does_not_keep_the_others_out(lentigo: Run, zebra: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"PK\x03\x04 a letter")
    added = lentigo("add", tmp_path / "letter.pdf", tmp_path / "missing.pdf", zebra)
    assert added.returncode == 2
    assert added.stderr.count(": not added\n") == 2
    assert added.stderr.endswith(f"2 of 3 files not added: {tmp_path / 'letter.pdf'}, {tmp_path / 'missing.pdf'}\n")
    assert "Traceback" not in added.stderr
    assert "Added: zebra" in added.stdout
    assert "by meaning 1.00" in lentigo("search", "fever of zebras").stdout


def test_many_files_make_one_index(lentigo: Run, own_paths: Paths, tmp_path: Path) -> None:
    names = ("zebra", "okapi", "quagga")
    files = [write_pdf(tmp_path / f"{name}.pdf", [ZEBRA.replace("zebra", name)]) for name in names]
    assert lentigo("build").returncode == 0
    before = parts_of_index(own_paths)
    added = lentigo("add", *files)
    assert (added.returncode, added.stderr, added.stdout.count("Added: ")) == (0, "", 3)
    assert len(parts_of_index(own_paths)) == len(before) == 2  # the older one is gone
    assert parts_of_index(own_paths).isdisjoint(before)
    assert lentigo("search", "fever of the okapi", "--limit", "1").stdout.startswith("okapi · page 1")
    again = lentigo("add", *files)
    assert (again.returncode, again.stdout.count("is in the library already")) == (0, 3)


def parts_of_index(paths: Paths) -> set[str]:
    return {path.name for path in (paths.own_library / "index").glob("*-*")}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGSTOP")
def test_a_file_that_kills_the_worker_does_not_keep_the_others_out(
    lentigo: Run, zebra: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is killed while it has the file: no file is known that makes today's MuPDF abort."""
    deadly = write_pdf(tmp_path / "deadly.pdf", [ZEBRA])
    run_request = LastingWorker.run

    def killed(worker: CommandWorker, request: Request[Any]) -> object:
        if isinstance(request, AddDocument) and request.path == deadly:
            worker.run(ListLibrary())
            assert worker.process_id
            os.kill(worker.process_id, signal.SIGSTOP)
            threading.Timer(0.2, os.kill, (worker.process_id, signal.SIGKILL)).start()
        return run_request(worker, request)

    monkeypatch.setattr(LastingWorker, "run", killed)
    added = lentigo("add", deadly, zebra)
    assert added.returncode == 3
    assert f"{deadly}: not added\nlentigo: The analysis engine stopped unexpectedly." in added.stderr
    assert "leave it out" in added.stderr
    assert "Added: zebra" in added.stdout
    assert "quinine" in lentigo("search", "fever of zebras").stdout


def test_a_search_that_finds_nothing_says_so(lentigo: Run) -> None:
    assert "Nothing found." in lentigo("search", "the of and").stdout
    assert lentigo("search", "mite", "--limit", "0").returncode == 2


def test_a_search_without_vectors_says_that_it_goes_by_words(lentigo: Run) -> None:
    found = lentigo("search", "mite at night")
    assert found.stderr == (
        "Search by meaning: not in use: the search index is being built again; "
        "until then the library is searched by words only.\n"
    )
    assert "Scabies" in found.stdout
    assert lentigo("build").returncode == 0
    assert lentigo("search", "mite at night").stderr == ""


def test_a_password_comes_from_a_file_and_never_from_the_arguments(lentigo: Run, tmp_path: Path) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", [ZEBRA], encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="æøå")
    refused = lentigo("add", locked)
    assert refused.returncode == 2
    assert "opens with a password only" in refused.stderr
    assert "--password-file" in refused.stderr
    (tmp_path / "password.txt").write_text("æøå\n", encoding="utf-8")
    assert lentigo("add", locked, "--password-file", tmp_path / "password.txt").returncode == 0
    assert "quinine" in lentigo("search", "zebras").stdout
    assert lentigo("add", locked, "--password-file", tmp_path / "none.txt").returncode == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_password_file_may_be_written_by_notepad(lentigo: Run, tmp_path: Path, encoding: str) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", [ZEBRA], encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="æøå")
    (tmp_path / "password.txt").write_bytes("æøå\r\n".encode(encoding))
    assert lentigo("add", locked, "--password-file", tmp_path / "password.txt").returncode == 0


def test_the_window_learns_that_a_password_is_needed(own_paths: Paths, tmp_path: Path) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", [ZEBRA], encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="one")
    with SynchronousWorker(paths=own_paths) as worker:
        for password in ("", "two"):
            with pytest.raises(PasswordNeeded):
                worker.run(AddDocument(path=str(locked), password=password))
        assert worker.run(AddDocument(path=str(locked), password="one")).document.pages == 1


def test_a_damaged_handbook_is_told_of(own_paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(own_paths.resources, resources)
    book = resources / "knowledge" / "pdf" / "book.pdf"
    paths = Paths(resources=resources, data=own_paths.data)
    monkeypatch.setattr("lentigo_packager.cli.library.default_paths", lambda: paths)
    assert run_packager(["library", "build"]) == 0
    with SynchronousWorker(paths=paths) as worker:
        assert worker.run(SearchLibrary(query="mite", limit=1)).notice == ""
        book.write_bytes(book.read_bytes()[:-20] + b"?" * 20)
        found = worker.run(SearchLibrary(query="mite", limit=1))
        assert found.notice == "In the library, file damaged: book."
        assert "itches at night" in " ".join(found.hits[0].passage.text.split())
        (listed,) = worker.run(ListLibrary())
    assert "! the file is damaged or gone" in lentigo_cli._described(listed)


def test_two_workers_see_what_the_other_adds(own_paths: Paths, zebra: Path) -> None:
    search = SearchLibrary(query="quinine", limit=1)
    with SynchronousWorker(paths=own_paths) as analyst, SynchronousWorker(paths=own_paths) as desk:
        assert analyst.run(search).hits == ()
        desk.run(AddDocument(path=str(zebra)))
        assert len(analyst.run(search).hits) == 1
        assert len(desk.run(search).hits) == 1


@pytest.mark.timed
@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to consoles, not to processes")
@pytest.mark.parametrize("wait_s", [0.2, 1.5])
def test_ctrl_c_stops_within_a_second_and_adds_nothing(
    lentigo: Run, own_paths: Paths, long: Path, wait_s: float
) -> None:
    assert lentigo("build").returncode == 0
    with subprocess.Popen([*map(str, command(own_paths)), "add", long], stderr=subprocess.PIPE, text=True) as adding:
        assert wait_for(lambda: any(own_paths.own_library.glob("documents/.lentigo-*/*.pdf")))
        time.sleep(wait_s)
        assert adding.poll() is None, "it was done too soon: nothing was tried"
        _out, errors = interrupted(adding)
    assert (adding.returncode, errors) == (130, "lentigo: Stopped.\n")
    assert not any((own_paths.own_library / "documents").glob("*.*"))
    assert [entry["bundled"] for entry in json.loads(lentigo("list", "--json").stdout)] == [True]
    assert lentigo("search", "mite at night").stderr == ""  # the index is whole


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to consoles, not to processes")
def test_ctrl_c_keeps_the_files_that_were_added(lentigo: Run, own_paths: Paths, zebra: Path, long: Path) -> None:
    words = [*map(str, command(own_paths)), "add", zebra, long, "other.pdf"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as adding:
        assert wait_for(lambda: any(own_paths.own_library.glob("documents/*.json")))
        assert wait_for(lambda: any(own_paths.own_library.glob("documents/.lentigo-*/*.pdf")))
        time.sleep(0.2)
        out, errors = interrupted(adding)
    assert (adding.returncode, out.count("Added: ")) == (130, 1)
    assert errors.startswith(f"Not added: {long}, {Path('other.pdf').absolute()}\nWhat was added before stays.")
    assert errors.endswith("lentigo: Stopped.\n")
    assert [entry["title"] for entry in json.loads(lentigo("list", "--json").stdout)] == ["book", "zebra"]
    assert "quinine at dawn" in " ".join(lentigo("search", "fever of zebras").stdout.split())


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A document that keeps the worker busy for many seconds."""
    return write_pdf(tmp_path / "long.pdf", [f"{ZEBRA} Page {number}. {ZEBRA * 8}" for number in range(200)])


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it says after Ctrl-C, which must end it soon."""
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    ending = process.communicate(timeout=30)
    assert time.monotonic() - start <= LONGEST_STOP_S
    return ending


def wait_for(condition: Callable[[], bool]) -> bool:
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="STRACE IS ABSENT: nothing shows here that no socket is opened"
)
def test_no_verb_opens_a_socket_to_a_network(
    lentigo_process: Run, zebra: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)  # some telemetry is silent where CI is set
    verbs = {"build": ["build"], "add": ["add", zebra], "search": ["search", "fever of zebras"]}
    for name, verb in verbs.items():
        trace = tmp_path / f"{name}.trace"
        ended = lentigo_process(*verb, before=["strace", "-f", "-e", "trace=socket,connect,execve", "-o", trace])
        if "ptrace" in ended.stderr:
            pytest.skip(f"STRACE MAY NOT TRACE HERE, so nothing shows that no socket is opened: {ended.stderr.strip()}")
        assert ended.returncode == 0, ended.stderr
        calls = trace.read_text()
        assert '"worker"' in calls  # the worker was traced, too
        assert not re.findall(r".*AF_INET.*", calls)
