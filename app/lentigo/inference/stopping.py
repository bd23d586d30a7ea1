"""A stop that llama.cpp asks for at each step of its work, without a call into Python."""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass

from lentigo.errors import Cancelled

OnShare = Callable[[float], None]  # hears a share from within llama.cpp, whose C code no exception could cross


class StopFlag:
    """Whether the running job shall end.

    llama.cpp calls its abort callback hundreds of times a token. The C library's `strlen` serves as that callback, with
    `data` as its argument: of an empty text it says 0, go on; once the flag has written a letter, 1, stop.
    """

    def __init__(self) -> None:
        library = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        self._letter = ctypes.create_string_buffer(2)
        self.callback = ctypes.cast(library.strlen, ctypes.c_void_p).value or 0
        self.data = ctypes.cast(self._letter, ctypes.c_void_p)

    def __call__(self) -> bool:
        """True from `set` to `clear`."""
        return bool(self._letter.value)

    def set(self) -> None:
        """Ask to stop; from any thread."""
        self._letter[0] = b"s"

    def clear(self) -> None:
        """Unset it, before the next job."""
        self._letter[0] = b"\0"


@dataclass(frozen=True, slots=True)
class Polled:
    """A Progress for what the engine does in Python, made of what it has for C: a share to tell and a flag to ask."""

    should_stop: Callable[[], bool]
    on_share: OnShare

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        """The engine's stages are named by whoever uses it."""

    def share(self, done: float) -> None:
        """Cancelled where the flag is set."""
        self.on_share(done)
        if self.should_stop():
            raise Cancelled
