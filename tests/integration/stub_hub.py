"""A stub of the Hugging Face hub: one repository's description, list and files, and what can go wrong with them."""

import hashlib
import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

REPOSITORY = "google/medgemma-4b-it"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = random.Random(4).randbytes(25_000_000)  # the hub's client takes ten million bytes at once
SHORT = random.Random(5).randbytes(70_000)
FIRST, SECOND = "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"
FILES = {
    FIRST: SHORT,
    SECOND: WEIGHTS,
    "config.json": b'{"architectures": ["Gemma3ForConditionalGeneration"]}',
    "tokenizer.model": random.Random(6).randbytes(4_000),
    "pytorch_model.bin": b"a pickle",
    "modeling_own.py": b"a program",
    "onnx/config.json": b"{}",
    "README.md": b"a card",
}


@dataclass(slots=True)
class Stub:
    """What the hub does, and what it was asked."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    sent: dict[str, bytes] = field(default_factory=dict)  # where that is something else than what it lists
    status: int = 200  # of files
    code: str = ""  # the hub's word for an error
    info: int = 200  # the status of what is asked about the repository
    elsewhere: bool = False  # large files come from another host
    breaks_after: int = 0  # bytes of a large file, and then no more connection
    slow: float = 0.0  # seconds between megabytes
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)  # hosts and what they were given
    agents: set[str] = field(default_factory=set)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub

    def do_GET(self) -> None:
        stub, path = self.stub, unquote(urlsplit(self.path).path)
        stub.asked.append(path)
        stub.tokens.append((self.headers["Host"], self.headers.get("Authorization", "")))
        stub.agents.add(self.headers["User-Agent"])
        if path == f"/api/models/{REPOSITORY}/revision/main":
            self.answer(stub.info, json.dumps({"id": REPOSITORY, "sha": COMMIT}).encode())
        elif path == f"/api/models/{REPOSITORY}/tree/{COMMIT}":
            self.answer(200, json.dumps([listed(*file) for file in stub.files.items()]).encode())
        elif path.startswith(f"/{REPOSITORY}/resolve/{COMMIT}/"):
            self.give(path.removeprefix(f"/{REPOSITORY}/resolve/{COMMIT}/"))
        elif path.startswith("/elsewhere/"):
            self.send(path.removeprefix("/elsewhere/"))
        else:
            stub.code = "RevisionNotFound" if "/revision/" in path else "RepoNotFound"
            self.answer(404, b"{}")

    def answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        if status != 200:
            self.send_header("X-Error-Code", self.stub.code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def give(self, name: str) -> None:
        if self.stub.status != 200:
            self.answer(self.stub.status, b"{}")
        elif self.stub.elsewhere and is_large(name):
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.stub.port}/elsewhere/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send(name)

    def send(self, name: str) -> None:
        """All of a file, or what is asked for; or a part of that, and then nothing ever again."""
        stub, content = self.stub, self.stub.sent.get(name, self.stub.files[name])
        asked = self.headers.get("Range", "")
        if is_large(name):
            stub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        end = stub.breaks_after if stub.breaks_after and is_large(name) else len(content)
        for place in range(start, end, 1_000_000):
            self.wfile.write(content[place : min(place + 1_000_000, end)])
            time.sleep(stub.slow)
        if end < len(content):
            stub.status, stub.code = 503, ""
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


def is_large(name: str) -> bool:
    return name.endswith((".safetensors", ".model"))


def listed(path: str, content: bytes) -> dict[str, object]:
    blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    entry: dict[str, object] = {"type": "file", "path": path, "size": len(content), "oid": blob}
    if is_large(path):
        digest = hashlib.sha256(content).hexdigest()
        entry |= {"oid": "f" * 40, "lfs": {"oid": digest, "size": len(content), "pointerSize": 134}}
    return entry


@contextmanager
def serving() -> Iterator[Stub]:
    """A stub that answers at its port."""
    told = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (Handler,), {"stub": told}))
    server.handle_error = lambda *_where: None  # type: ignore[method-assign]  # a client that goes away
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    told.port = server.server_port
    yield told
    server.shutdown()
    thread.join()
    server.server_close()
