"""Where MuPDF drew what: a story is one q … Q group at the top level of a page’s content stream, in drawing order."""

from collections.abc import Iterator


def groups(stream: bytes) -> Iterator[tuple[bool, bytes]]:
    """A content stream in order: (whether it is a q … Q group of the top level, its bytes)."""
    depth = 0
    part: list[bytes] = []
    for line in stream.split(b"\n"):
        if line == b"q" and depth == 0:
            yield False, b"\n".join(part)
            part = []
        part.append(line)
        depth += (line == b"q") - (line == b"Q")
        if line == b"Q" and depth == 0:
            yield True, b"\n".join(part)
            part = []
    yield False, b"\n".join(part)
