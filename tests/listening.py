"""A listener to work that takes long."""

from collections.abc import Callable


class Listener:
    """A Progress that remembers what it hears, and does something at each share: stops the work, or harms it."""

    def __init__(self, act: Callable[[str, float], object] = lambda _title, _done: None) -> None:
        self.act = act
        self.stages: list[tuple[str, int, int]] = []
        self.sizes: list[int] = []
        self.shares: list[float] = []
        self._title = ""

    def begin(self, title: str, index: int, total: int, *, size: int = 0) -> None:
        if title != self._title:
            self._title = title
            self.stages.append((title, index, total))
            self.sizes.append(size)

    def share(self, done: float) -> None:
        self.shares.append(done)
        self.act(self._title, done)
