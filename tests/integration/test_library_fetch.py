"""`lentigo-packager library fetch` against a server of the tests' own: what comes, breaks off, and is refused."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from listening import Listener

import lentigo_packager.cli.library_fetch
from lentigo.errors import EngineError, InputError
from lentigo.paths import Paths, default_paths
from lentigo.progress import QUIET
from lentigo_packager.cli import run
from lentigo_packager.fetching.documents import OpenDocument, fetch, load_open_documents, version_file

DOCUMENT = b"%PDF-1.7\n" + bytes(range(256)) * 2_000  # half a megabyte
NEWER = DOCUMENT.replace(b"1.7", b"2.0")
HASH = hashlib.sha256(DOCUMENT).hexdigest()
PAGE = b"<!doctype html><title>Choose your language</title>" * 20


@dataclass(slots=True)
class Stub:
    """What the server does, and what it was asked."""

    address: str = ""
    content: bytes = DOCUMENT
    kind: str = "application/pdf"
    tag: str = '"one"'
    status: int = 200
    ranges: bool = True
    misplaced: int = 0  # bytes between what was asked for and what is given
    announced: bool = True  # the length of the content
    breaks_after: int = len(DOCUMENT)  # bytes of an answer
    asked: list[str] = field(default_factory=list)  # the ranges


@pytest.fixture
def stub() -> Iterator[Stub]:
    told = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, told)

        def log_message(self, *_arguments: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_port}/guide.pdf"
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def answer(handler: BaseHTTPRequestHandler, told: Stub) -> None:
    wanted = handler.headers.get("Range", "")
    told.asked.append(wanted)
    start = 0
    if told.ranges and wanted and handler.headers.get("If-Range") in (None, told.tag):
        start = int(wanted.removeprefix("bytes=").rstrip("-")) + told.misplaced
    if start >= len(told.content) or told.status != 200:
        handler.send_error(416 if told.status == 200 else told.status)
        return
    handler.send_response(206 if start else 200)
    handler.send_header("Content-Type", told.kind)
    handler.send_header("ETag", told.tag)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(told.content) - 1}/{len(told.content)}")
    if told.announced:
        handler.send_header("Content-Length", str(len(told.content) - start))
    handler.end_headers()
    handler.wfile.write(told.content[start:][: told.breaks_after])


def source(stub: Stub, **facts: object) -> OpenDocument:
    known = {"title": "Guide", "publisher": "P", "year": "2020", "licence": "CC BY 4.0", "conditions": "Credit."}
    return OpenDocument(
        **known | {"id": "guide", "ask_first": False, "certainty": "read", "address": stub.address} | facts
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("announced", [True, False])
def test_a_document_comes_whole_with_its_hash(stub: Stub, tmp_path: Path, announced: bool) -> None:
    stub.announced = announced
    told = Listener()
    fetched = fetch(source(stub), tmp_path / "out", told)
    assert (fetched.path, fetched.sha256) == (tmp_path / "out" / "guide.pdf", HASH)
    assert fetched.path.read_bytes() == DOCUMENT
    assert names(tmp_path / "out") == ["guide.pdf"]
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == (1.0 if announced else 0.0)
    assert fetch(source(stub, sha256=HASH.upper()), tmp_path / "out", QUIET) == fetched
    assert len(stub.asked) == 1  # what is there is not fetched again


def test_what_breaks_off_goes_on_where_it_stopped(stub: Stub, tmp_path: Path) -> None:
    stub.breaks_after = 200_000
    with pytest.raises(EngineError, match="it ended before the document did") as raised:
        fetch(source(stub, sha256=HASH), tmp_path, QUIET)
    assert "goes on where it stopped" in raised.value.hint
    assert "guide.pdf" not in names(tmp_path)
    got = (tmp_path / "guide.part").stat().st_size
    assert 0 < got <= 200_000
    stub.breaks_after = len(DOCUMENT)
    assert fetch(source(stub, sha256=HASH), tmp_path, QUIET).path.read_bytes() == DOCUMENT
    assert stub.asked == ["", f"bytes={got}-"]
    assert names(tmp_path) == ["guide.pdf"]


@pytest.mark.parametrize(
    "change", [{"content": NEWER, "tag": '"two"'}, {"ranges": False}, {"misplaced": 100}, {"tag": 'W/"one"'}]
)
def test_what_cannot_go_on_begins_again(stub: Stub, tmp_path: Path, change: dict[str, object]) -> None:
    """The document has changed meanwhile, or the server gives no parts, or wrong ones, or does not name its version."""
    if "tag" in change and "content" not in change:
        stub.tag = str(change["tag"])
    stub.breaks_after = 200_000
    with pytest.raises(EngineError):
        fetch(source(stub), tmp_path, QUIET)
    stub.breaks_after = len(DOCUMENT)
    for name, value in change.items():
        setattr(stub, name, value)
    assert fetch(source(stub), tmp_path, QUIET).path.read_bytes() == stub.content
    assert stub.asked[-1] == "" or not stub.ranges or stub.tag == '"two"'


def test_a_part_that_the_server_does_not_know_begins_again(stub: Stub, tmp_path: Path) -> None:
    part = tmp_path / "guide.part"
    part.write_bytes(DOCUMENT + b"more")
    version_file(part).write_text(stub.tag, encoding="latin-1")
    assert fetch(source(stub), tmp_path, QUIET).path.read_bytes() == DOCUMENT


def test_a_stop_keeps_what_has_come(stub: Stub, tmp_path: Path) -> None:
    def stop(_title: str, done: float) -> None:
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(source(stub), tmp_path, Listener(stop))
    assert (tmp_path / "guide.part").stat().st_size > len(DOCUMENT) / 2
    told = Listener()
    assert fetch(source(stub), tmp_path, told).path.read_bytes() == DOCUMENT
    assert len(told.shares) < 5  # the rest alone


@pytest.mark.parametrize("resumed", [False, True])
def test_another_document_than_the_recorded_one_is_refused(stub: Stub, tmp_path: Path, resumed: bool) -> None:
    if resumed:
        stub.breaks_after = 200_000
        with pytest.raises(EngineError):
            fetch(source(stub, sha256=HASH), tmp_path, QUIET)
        stub.breaks_after = len(DOCUMENT)
    stub.content = NEWER if not resumed else DOCUMENT[:-1] + b"?"
    with pytest.raises(EngineError, match="is not the document that was recorded"):
        fetch(source(stub, sha256=HASH), tmp_path, QUIET)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"content": PAGE, "kind": "text/html"},
        {"content": PAGE},
        {"content": b"PK\x03\x04" + bytes(5_000)},
        {"content": b" " * 2_000 + DOCUMENT},
    ],
)
def test_what_is_no_pdf_is_refused(stub: Stub, tmp_path: Path, facts: dict[str, object]) -> None:
    for name, value in facts.items():
        setattr(stub, name, value)
    with pytest.raises(EngineError, match="is not the PDF of guide, but something else"):
        fetch(source(stub), tmp_path, QUIET)
    assert names(tmp_path) == []


@pytest.mark.parametrize(("status", "told"), [(404, "answers 404"), (403, "answers 403"), (503, "answers 503")])
def test_an_address_that_leads_nowhere_is_told(stub: Stub, tmp_path: Path, status: int, told: str) -> None:
    stub.status = status
    with pytest.raises(EngineError, match=told):
        fetch(source(stub), tmp_path, QUIET)
    assert names(tmp_path) == []


def test_without_a_connection_that_is_said(stub: Stub, tmp_path: Path) -> None:
    address = "http://127.0.0.1:9/guide.pdf"  # the port that discards; nobody listens there
    with pytest.raises(EngineError, match=r"The connection to .* failed") as raised:
        fetch(source(stub, address=address), tmp_path, QUIET)
    assert "Check the network" in raised.value.hint


@pytest.mark.parametrize("address", ["", "file:///etc/hostname", "ftp://host/guide.pdf"])
def test_only_the_web_is_asked(stub: Stub, tmp_path: Path, address: str) -> None:
    with pytest.raises(InputError, match="No address"):
        fetch(source(stub, address=address), tmp_path, QUIET)


def test_a_folder_that_cannot_be_written_is_told(stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be used"):
        fetch(source(stub), tmp_path / "file", QUIET)


Lentigo = Callable[..., int]


@pytest.fixture
def lentigo_fetch(stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lentigo:
    """The verb, with a list of two documents on the test's server."""
    entries = [
        f'[[source]]\nid = "{key}"\ntitle = "Guide"\npublisher = "P"\nyear = "2020"\nlicence = "CC BY 4.0"\n'
        f'conditions = "Credit."\nask_first = {asked}\ncertainty = "licence read"\naddress = "{address}"\n'
        for key, asked, address in (("guide", "false", stub.address), ("other", "true", ""))
    ]
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
    monkeypatch.setattr(
        lentigo_packager.cli.library_fetch, "default_paths", lambda: Paths(resources=tmp_path, data=tmp_path)
    )

    def fetch(*arguments: str) -> int:
        return run(["library", "fetch", *arguments, "--out", str(tmp_path / "out")])

    return fetch


def test_the_verb_lists_fetches_and_prints_the_hash(
    lentigo_fetch: Lentigo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lentigo_fetch() == 0
    listed = capsys.readouterr().out
    assert "guide, P, 2020, CC BY 4.0" in listed
    assert "! Ask the publisher before you pass it on." in listed
    assert lentigo_fetch("other", "guide") == InputError.exit_code
    told = capsys.readouterr()
    assert "other: not fetched\nlentigo: No address of other is known." in told.err
    assert f'sha256 = "{HASH}"' in told.out
    assert names(tmp_path / "out") == ["guide.pdf"]
    assert lentigo_fetch("nothing") == InputError.exit_code
    assert "No document is called nothing" in capsys.readouterr().err


def test_the_verb_ends_well_on_ctrl_c(
    lentigo_fetch: Lentigo, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_self: object, share: float) -> None:
        if share:
            raise KeyboardInterrupt

    monkeypatch.setattr("lentigo.cli.progress.ProgressLine.share", interrupted)
    assert lentigo_fetch("guide") == 130
    assert capsys.readouterr().err == "lentigo: Stopped.\n"
    assert "guide.part" in names(tmp_path / "out")


def test_the_list_that_ships_is_complete_and_cautious() -> None:
    sources = load_open_documents(default_paths().bundled_library)
    assert len(sources) >= 30
    for entry in sources.values():
        facts = (entry.id, entry.title, entry.publisher, entry.year, entry.licence, entry.conditions, entry.certainty)
        assert all(facts), entry.id
        assert entry.address.startswith("https://") or not entry.address
        assert entry.ask_first or not any(word in entry.licence for word in ("reserved", "unknown"))
    assert sum(entry.ask_first for entry in sources.values()) >= 10


@pytest.mark.parametrize("content", ["[[source]]\nid = 3", "no toml", "", '[[source]]\nid = "a"'])
def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "sources.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"sources\.toml cannot be read"):
        load_open_documents(tmp_path)
