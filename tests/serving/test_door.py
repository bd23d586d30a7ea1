"""Who is let in, how much may be sent, how many may wait; and no answer ever belongs to somebody else's photograph."""

import asyncio
import hashlib
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from asked_service import TOKEN, AskedService, problem_of, until

from lentigo.errors import InputError
from lentigo_serving.access import read_token
from lentigo_serving.kept import Kept
from lentigo_serving.openapi import openapi_document
from lentigo_serving.service import LARGEST_BODY, Choices

REQUESTS = int(os.environ.get("LENTIGO_SERVING_REQUESTS", "12"))  # 1000 for the long run
FAULTS = int(os.environ.get("LENTIGO_SERVING_FORMS", "40"))


def test_only_the_exact_name_is_answered(service: AskedService) -> None:
    for name in (
        "evil.example:6565",
        "127.0.0.1",
        "127.0.0.1:6566",
        "127.0.0.1:6565.evil.example",
        "localhost:6565@evil",
    ):
        problem_of(service.ask("GET", "/health", headers={"Host": name}), 421)
    assert service.ask("GET", "/health", headers={"Host": "LOCALHOST:6565"}).status_code == 200


def test_without_the_token_there_is_nothing_but_the_empty_page(service: AskedService) -> None:
    for given in ("", "Bearer ", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x"):
        refused = service.ask("GET", "/api/list-images", headers={"Authorization": given})
        problem_of(refused, 401)
        assert refused.headers["www-authenticate"] == "Bearer"
    for path in ("/", "/health", "/openapi.json", "/api/list-images", "/images/phantom-ring.jpg", "/nothing"):
        problem_of(service.ask("GET", path, headers={"Authorization": ""}), 401)
    page = service.ask("GET", "/page", headers={"Authorization": ""})
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<script src=" in page.text
    assert "style=" not in page.text
    assert " on" + "click" not in page.text


def test_no_foreign_page_is_let_in(service: AskedService) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST", "Authorization": ""}
    preflight = service.ask("OPTIONS", "/v1/cases", headers=asked)
    assert preflight.status_code == 401
    answer = service.ask("GET", "/health", headers={"Origin": "http://evil.example"})
    assert not [name for name in (*preflight.headers, *answer.headers) if name.startswith("access-control")]


def test_a_body_that_is_too_large_is_refused_told_or_not(service: AskedService) -> None:
    problem_of(service.ask("POST", "/v1/cases", headers={"Content-Length": str(LARGEST_BODY + 1)}), 413)

    async def endless() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="photograph"; filename="p"\r\n\r\n'
        for _ in range(LARGEST_BODY // 1_000_000 + 1):
            yield bytes(1_000_000)

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    problem_of(service.ask("POST", "/v1/cases", content=endless(), headers=kind), 413)


def test_damaged_forms_are_problems_and_never_bugs(
    service: AskedService, phantoms: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole = httpx.Request(
        "POST", "http://x", files={"photograph": ("p.jpg", b"no photograph")}, data={"encounter": '{"age": 5}'}
    )
    content, kind, chance = whole.read(), whole.headers["content-type"], random.Random(22)
    for _ in range(FAULTS):
        body, header = bytearray(content), kind
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(body))
            match chance.randrange(4):
                case 0:
                    body[at] = chance.randrange(256)
                case 1:
                    del body[at : at + chance.randint(1, 40)]
                    body = body or bytearray(b"-")
                case 2:
                    body[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
                case _:
                    header = header.replace(header[chance.randrange(19, len(header))], chance.choice('";=é\\'), 1)
        answer = service.ask("POST", "/v1/cases", content=bytes(body), headers={"Content-Type": header.encode()})
        assert answer.status_code in (400, 415, 422), (answer.status_code, header, bytes(body))
    assert "bug" not in caplog.text


def test_what_waits_beyond_the_queue_is_asked_to_come_again(service: AskedService, phantoms: Path) -> None:
    form = {"files": {"photograph": (phantoms / "phantom-ring.jpg").read_bytes()}}
    answers = service.ask_all([("POST", "/v1/cases?form=json", form)] * 14, at_once=14)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 14 - 9, "one runs, eight wait"
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert {answer.status_code for answer in answers} == {200, 429}


def test_many_at_once_never_get_each_others_answer(service: AskedService, phantoms: Path) -> None:
    names = ("ring", "pigmented", "ring")
    pictures = [(phantoms / f"phantom-{names[number % 3]}.jpg").read_bytes() for number in range(REQUESTS)]
    ages = [str(1 + number % 90) for number in range(REQUESTS)]
    asked = [
        ("POST", "/v1/cases?form=json", {"files": {"photograph": picture}, "data": {"encounter": f'{{"age": {age}}}'}})
        for picture, age in zip(pictures, ages, strict=True)
    ]
    before = len(psutil.Process().open_files()) + psutil.Process().num_threads()
    answers = [answer.json() for answer in service.ask_all(asked, at_once=8)]
    assert [each["photograph"]["sha256"] for each in answers] == [hashlib.sha256(p).hexdigest() for p in pictures]
    assert [str(each["encounter"]["age"]) for each in answers] == ages
    findings = {sha: json.dumps(each["findings"]) for each in answers if (sha := each["photograph"]["sha256"])}
    assert len(set(findings.values())) == 2
    assert all(json.dumps(each["findings"]) == findings[each["photograph"]["sha256"]] for each in answers)
    assert len(psutil.Process().open_files()) + psutil.Process().num_threads() <= before + 4
    assert not service.parts.engine.running


def test_what_nobody_asks_for_is_dropped() -> None:
    now = [0.0]
    dropped: list[str] = []
    kept: Kept[str] = Kept(idle_s=10, most=2, most_bytes=10, on_drop=dropped.append, clock=lambda: now[0])
    kept.put("a", "A", size=4)
    now[0] = 8
    kept.put("b", "B", size=4)
    with pytest.raises(Exception, match="Too many states"):
        kept.put("c", "C")
    with pytest.raises(Exception, match="Too many states"):
        kept.put("b", "B", size=7)
    kept.put("b", "B", size=4)
    now[0] = 11
    assert kept.find("a") is None
    assert kept.get("b") == "B"
    assert "A" in dropped
    for name in ("", "..", "a/b", "é", "x" * 101):
        with pytest.raises(Exception, match="An id is made of"):
            kept.put(name, "X")


def test_a_token_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "token"
    token = read_token(file)
    assert len(token) >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_token(file) == token
    file.chmod(0o640)
    with pytest.raises(InputError):
        read_token(file)


def test_the_document_names_what_is_answered_and_nothing_else(service: AskedService) -> None:
    document = service.ask("GET", "/openapi.json").json()
    assert document == json.loads(json.dumps(openapi_document()))
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    routes = service.application.routes
    answered = {(method, route.path) for route in routes for method in route.methods - {"HEAD"}}  # type: ignore[attr-defined]
    assert answered - told == {("GET", "/openapi.json")}
    assert told <= answered


@contextmanager
def started(folder: Path, *options: object) -> Iterator[tuple[str, str, "subprocess.Popen[str]"]]:
    """`lentigo-serve` as an administrator starts it: its first line, its token, and the process."""
    home = os.environ | {"XDG_DATA_HOME": str(folder), "LOCALAPPDATA": str(folder), "HOME": str(folder)}
    token = folder / "token"
    command = [sys.executable, "-m", "lentigo_serving", "--token-file", token, *options]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=home
    ) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().strip()
            assert process.stdout.readline()
            yield address, token.read_text(), process
        finally:
            process.terminate()


def test_on_the_loopback_a_client_that_goes_away_stops_its_analysis(phantoms: Path, tmp_path: Path) -> None:
    picture = (phantoms / "phantom-ring.jpg").read_bytes()
    with started(tmp_path) as (address, token, process):
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            until(lambda: client.get("/health").json()["model_loaded"])
            with pytest.raises(httpx.ReadTimeout):
                client.post("/v1/cases", files={"photograph": picture}, timeout=0.05)
            until(lambda: not client.get("/health").json()["running"], seconds=5)
            patient = client.post("/v1/upload/Somboon-1970", files={"file": picture}).json()["message"]
            assert patient == "Image uploaded successfully"
            with client.stream(
                "POST", "/diagnose/stream", files={"image": picture}, data={"text": "a note of Somboon’s"}
            ) as answer:
                lines = [line for line in answer.iter_lines() if line]
            assert '"final"' in lines[-1]
        process.terminate()
        said = process.communicate(timeout=20)[1]
    assert process.returncode in (0, -15)
    assert "POST /v1/upload/{state_id} 200" in said
    assert "Somboon" not in said
    assert token not in said


@pytest.mark.skipif(os.name == "nt", reason="NOT CHECKED: Windows has no Unix sockets for this")
def test_on_a_unix_socket_that_only_its_owner_can_use(tmp_path: Path) -> None:
    place = tmp_path / "s"
    with started(tmp_path, "--socket", place) as (address, token, _process):
        assert address == str(place)
        assert place.stat().st_mode & 0o777 == 0o600
        transport = httpx.HTTPTransport(uds=str(place))
        with httpx.Client(transport=transport, base_url="http://localhost") as client:
            assert client.get("/health").status_code == 401
            headers = {"Authorization": f"Bearer {token}"}
            assert client.get("/health", headers=headers).json()["model"] == "lentigo-mini"
            assert client.get("/health", headers=headers | {"Host": "evil.example"}).status_code == 421
    until(lambda: not place.exists(), seconds=5)


def test_the_service_ends_with_nothing_left_open(service: AskedService) -> None:
    choices = service.parts.choices
    fresh = Choices(paths=choices.paths, hosts=choices.hosts, token=TOKEN, model=choices.model)
    with AskedService(fresh) as asked:
        until(lambda: asked.wait(asyncio.sleep(0.05, asked.parts.engine.process_id)) is not None)
        process = psutil.Process(asked.parts.engine.process_id)
    until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    assert threading.active_count() < 40
