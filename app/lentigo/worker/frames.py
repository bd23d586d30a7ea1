"""Messages as length-prefixed msgpack frames: four bytes of length, big-endian, then the message.

No pickle: a worker that a hostile file took over must not own the window.

Paths cross as the bytes that the system knows them by: a name need not be text, and the two processes need not agree
on how names are read.
"""

import os
import struct
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar, Union, get_args

import msgspec

from lentigo.worker.messages.message import (
    Advanced,
    Cancel,
    Cancelled,
    Completed,
    Failed,
    Grown,
    Message,
    Request,
    Started,
)

LARGEST_FRAME = 256 * 1024 * 1024  # bytes

UNSENDABLE = (ValueError, OverflowError, TypeError)  # what writing raises where a value fits into no frame
MALFORMED = (ValueError, RecursionError, msgspec.MsgspecError)  # what reading a reply or a result raises

RequestKinds = tuple[type[Request[Any]], ...]
RawReply = Started | Advanced | Grown | Completed[msgspec.Raw] | Failed | Cancelled  # its result is not read yet
Result = TypeVar("Result")


def _path_bytes(value: object) -> bytes:
    if isinstance(value, Path):
        return os.fsencode(value)
    raise TypeError(f"a {type(value).__name__} does not cross")


def _path(_kind: type[Path], value: bytes) -> Path:
    return Path(os.fsdecode(value))


_encoder = msgspec.msgpack.Encoder(enc_hook=_path_bytes)
_reply_decoder: msgspec.msgpack.Decoder[RawReply] = msgspec.msgpack.Decoder(RawReply)


def write_frame(stream: IO[bytes], message: Message) -> None:
    """Send one message; an error of UNSENDABLE, and nothing sent, where it holds what is no text or is too large."""
    body = _encoder.encode(message)
    if len(body) > LARGEST_FRAME:
        raise ValueError(f"{len(body)} bytes are more than a frame takes")
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()


def read_request(stream: IO[bytes], kinds: RequestKinds) -> Request[Any] | Cancel | None:
    """The next request of one of these kinds, or None at the end of the stream."""
    body = _read_body(stream)
    return None if body is None else _request_decoder(kinds).decode(body)


def read_reply(stream: IO[bytes]) -> RawReply | None:
    """The next reply, or None at the end of the stream; an error of MALFORMED where it is not a reply."""
    body = _read_body(stream)
    return None if body is None else _reply_decoder.decode(body)


def read_result(kind: type[Request[Result]], raw: msgspec.Raw) -> Result:
    """The result that requests of this kind name; an error of MALFORMED where it is something else."""
    result: Result = _result_decoder(kind).decode(raw)
    return result


@cache
def _request_decoder(kinds: RequestKinds) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(Union[(*kinds, Cancel)], dec_hook=_path)


@cache
def _result_decoder(kind: type[Request[Any]]) -> msgspec.msgpack.Decoder[Any]:
    (named,) = get_args(vars(kind)["__orig_bases__"][0])
    return msgspec.msgpack.Decoder(named, dec_hook=_path)


def _read_body(stream: IO[bytes]) -> bytes | None:
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > LARGEST_FRAME:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
