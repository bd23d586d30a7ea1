"""The request about sticks that are plugged in."""

from lentigo.worker.messages.message import Request


class FindSticks(Request[tuple[str, ...]], frozen=True, kw_only=True):
    """The folders with a packager's signed list on the drives that are plugged in; nothing of it is checked yet."""
