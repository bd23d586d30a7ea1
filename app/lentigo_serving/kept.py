"""What a service keeps in memory for those who will ask for it again, and drops when nobody does."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lentigo.language import translate
from lentigo.untrusted import is_plain_id
from lentigo_serving.errors import Refusal, absent, malformed

Value = TypeVar("Value")


@dataclass(slots=True)
class _Entry(Generic[Value]):
    value: Value
    size: int
    used: float


class Kept(Generic[Value]):
    """Values under ids that clients choose or get. Bounded in number and bytes; nothing of it is ever on a disk."""

    def __init__(
        self,
        *,
        idle_s: float,
        most: int,
        most_bytes: int,
        on_drop: Callable[[Value], None] = lambda _value: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle_s, self._most, self._most_bytes = idle_s, most, most_bytes
        self._on_drop, self._clock = on_drop, clock
        self._entries: dict[str, _Entry[Value]] = {}

    def __len__(self) -> int:
        self.sweep()
        return len(self._entries)

    def put(self, id: str, value: Value, *, size: int = 0) -> None:
        """In the place of what had this id; a Refusal where there is no more room, or the id is none."""
        if not is_plain_id(id):
            raise malformed(translate("An id is made of letters, digits, “.”, “-” and “_”, and at most 100 of them."))
        self.drop(id)
        self.sweep()
        if len(self._entries) >= self._most or size + sum(e.size for e in self._entries.values()) > self._most_bytes:
            raise Refusal(
                429,
                translate("Too many states are kept."),
                hint=translate("Reset those that are not needed any more, or wait."),
                retry_after=max(1, round(self._idle_s)),
            )
        self._entries[id] = _Entry(value, size, self._clock())

    def find(self, id: str) -> Value | None:
        """What has this id; asked for, it is not idle."""
        self.sweep()
        if entry := self._entries.get(id):
            entry.used = self._clock()
        return entry.value if entry else None

    def get(self, id: str) -> Value:
        """The same; a Refusal where there is none."""
        value = self.find(id)
        if value is None:
            raise absent(translate("There is nothing under this id."))
        return value

    def drop(self, id: str) -> None:
        """Forget it, if it is there."""
        if entry := self._entries.pop(id, None):
            self._on_drop(entry.value)

    def sweep(self) -> None:
        """Drop what has been idle for too long."""
        oldest = self._clock() - self._idle_s
        for id in [id for id, entry in self._entries.items() if entry.used < oldest]:
            self.drop(id)

    def clear(self) -> None:
        """Forget everything."""
        for id in tuple(self._entries):
            self.drop(id)
