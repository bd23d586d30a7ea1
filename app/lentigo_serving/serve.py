"""`lentigo-serve`: listen on the loopback or on a Unix socket until somebody ends it."""

import argparse
import signal
import socket

import uvicorn

from lentigo.cli.parsing import Parser, place, whole_number
from lentigo.cli.terminal import say
from lentigo.language import translate
from lentigo.paths import default_paths
from lentigo.settings import load_settings
from lentigo_serving.access import loopback, read_token, unix_socket
from lentigo_serving.application import create_application
from lentigo_serving.log import prepare_log
from lentigo_serving.service import Choices

MOST_CONNECTIONS = 64
SHUTDOWN_S = 3


def make_parser() -> Parser:
    """The options of the service."""
    paths = default_paths()
    parser = Parser(
        prog="lentigo-serve",
        description=translate("Answers programs on this computer: on 127.0.0.1, or on a Unix socket."),
    )
    parser.add_argument(
        "--port", type=whole_number, default=0, metavar="N", help=translate("any free one when left out")
    )
    parser.add_argument(
        "--socket", type=place, metavar=translate("FILE"), help=translate("a Unix socket instead of a port")
    )
    parser.add_argument(
        "--host",
        action="append",
        default=[],
        metavar=translate("NAME"),
        help=translate("answer under this name too, which a reverse proxy sends as Host"),
    )
    parser.add_argument(
        "--token-file",
        type=place,
        default=paths.data / "serving-token",
        metavar=translate("FILE"),
        help=translate("holds the token; made where it is not there"),
    )
    parser.add_argument("--images", type=place, metavar=translate("FOLDER"), help=translate("photographs for the page"))
    parser.add_argument("--model", default=load_settings(paths.settings).model, metavar="ID")
    parser.add_argument("--queue", type=whole_number, default=8, metavar="N", help=translate("how many may wait"))
    parser.add_argument(
        "--idle", type=whole_number, default=900, metavar="SECONDS", help=translate("after which a state is dropped")
    )
    parser.set_defaults(run=run)
    return parser


def run(options: argparse.Namespace) -> int:
    """Serve; 0 once it was asked to end."""
    token = read_token(options.token_file)
    prepare_log()
    with unix_socket(options.socket) if options.socket else loopback(options.port) as listening:
        hosts = _hosts(listening, options)
        choices = Choices(
            paths=default_paths(),
            hosts=frozenset(hosts) | frozenset(options.host),
            token=token,
            model=options.model,
            images=options.images,
            most_waiting=options.queue,
            idle_s=float(options.idle),
        )
        listening.listen()
        say(options.socket.as_posix() if options.socket else f"http://{hosts[0]}")
        say(translate("The token is in {path}.", path=options.token_file))
        signal.signal(signal.SIGTERM, _end)
        uvicorn.Server(_configured(choices)).run(sockets=[listening])
    return 0


def _end(_signal: int, _frame: object) -> None:
    """Uvicorn sends itself the signal once more when it has shut down, which would end the process in mid-air."""
    raise SystemExit(0)


def _hosts(listening: socket.socket, options: argparse.Namespace) -> tuple[str, ...]:
    """What a client on this computer sends as Host, whole."""
    if options.socket:
        return ("localhost",)
    port = listening.getsockname()[1]
    return (f"127.0.0.1:{port}", f"localhost:{port}")


def _configured(choices: Choices) -> uvicorn.Config:
    return uvicorn.Config(
        create_application(choices),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
