"""Who may come in: the socket that is listened on, and the token's file."""

import os
import secrets
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lentigo.errors import InputError
from lentigo.files import write_whole
from lentigo.language import translate

OWN = 0o600
TOKEN_BYTES = 32


def read_token(path: Path) -> str:
    """The token in the file; a new one where there is no file. InputError where others can read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write_whole(path, secrets.token_urlsafe(TOKEN_BYTES), mode=OWN)
        mode, token = path.stat().st_mode, path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise InputError(
            translate("The token’s file {path} cannot be used.", path=path), hint=translate("Name another file.")
        ) from error
    if os.name != "nt" and stat.S_IMODE(mode) & 0o077:
        raise InputError(
            translate("Others can read the token’s file {path}.", path=path),
            hint=translate("Remove it: a new one is made, which only you can read."),
        )
    if len(token) < TOKEN_BYTES:
        raise InputError(
            translate("The token in {path} is too short.", path=path), hint=translate("Remove it: a new one is made.")
        )
    return token


@contextmanager
def loopback(port: int) -> Iterator[socket.socket]:
    """A socket on 127.0.0.1; port 0 is any that is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            raise InputError(
                translate("Port {port} cannot be used.", port=port), hint=translate("Name another one, or none.")
            ) from error
        yield listening


@contextmanager
def unix_socket(path: Path) -> Iterator[socket.socket]:
    """A socket that only its owner can connect to; a stale one is replaced, and it goes at the end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        before = os.umask(0o777 ^ OWN)
        try:
            if path.is_socket() and not _answers(path):
                path.unlink()
            listening.bind(os.fspath(path))
        except OSError as error:
            raise InputError(
                translate("The socket {path} cannot be made.", path=path),
                hint=translate("Name another place, or end the service that listens there."),
            ) from error
        finally:
            os.umask(before)
        try:
            yield listening
        finally:
            path.unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        return asking.connect_ex(os.fspath(path)) == 0
