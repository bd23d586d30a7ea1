"""What stands before every request: whom it names, who sends it, how much of it there may be.

A page of a foreign site that had its own name point to 127.0.0.1 (DNS rebinding) is refused by the header Host,
compared whole; one that sends without that, by the missing token. Nothing here answers a preflight, so no foreign page
reads an answer.
"""

import hmac

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lentigo.language import translate
from lentigo_serving.errors import Refusal, too_large
from lentigo_serving.problems import problem
from lentigo_serving.service import LARGEST_BODY

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": PAGE_POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Security:
    """ASGI middleware. `unlocked` are paths that show nothing of a patient and take no token: the page's own files."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], token: str, unlocked: frozenset[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.encode().lower() for host in hosts)
        self._token = token.encode()
        self._unlocked = unlocked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the application where the request is refused."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(receive, send)
        refusal = self._refusal(scope)
        if refusal is None:
            try:
                await self._app(scope, guarded.receive, guarded.send)
            except Refusal as late:
                if guarded.answered:
                    raise
                refusal = late
        if refusal:
            answer = problem(refusal)
            if refusal.status == 413:
                answer.headers["Connection"] = "close"
            if refusal.status == 401:
                answer.headers["WWW-Authenticate"] = "Bearer"
            await answer(scope, receive, guarded.send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value.lower() for name, value in headers if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return Refusal(
                421,
                translate("This service does not answer under that name."),
                hint=translate("Use the address that it printed at its start."),
            )
        if scope["path"] not in self._unlocked and not self._authorised(headers):
            return Refusal(
                401,
                translate("The token is missing or wrong."),
                hint=translate("Send the header “Authorization: Bearer …” with what stands in the token’s file."),
            )
        if any(name == b"content-length" and int(value or b"0") > LARGEST_BODY for name, value in headers):
            return too_large(LARGEST_BODY // 1_000_000)
        return None

    def _authorised(self, headers: list[tuple[bytes, bytes]]) -> bool:
        given = [value for name, value in headers if name == b"authorization"]
        scheme, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        return scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token)


class _Guarded:
    """Counts what comes in, and puts the headers on what goes out."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._received = 0
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > LARGEST_BODY:
            raise too_large(LARGEST_BODY // 1_000_000)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.answered = True
            MutableHeaders(scope=message).update(HEADERS)
        await self._send(message)
