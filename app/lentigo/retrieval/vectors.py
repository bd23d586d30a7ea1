"""The folder of vectors: made out of the one before it, with what came and without what went.

Beside ChromaDB's files it holds content.json, which says the vectors of which parts (readings.py) are in it. Building
ChromaDB's graph anew takes forty seconds for 20,000 passages; changing a copy of it takes what was changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree

import msgspec
import numpy as np

from lentigo.files import write_whole
from lentigo.progress import Progress
from lentigo.retrieval.dense import DenseIndex
from lentigo.retrieval.encoder import Vectors
from lentigo.retrieval.sealed import MANIFEST, is_whole

CONTENT = "content.json"
MOST_REMOVED = 0.25  # of the rows: removed ones stay in the graph, unseen, and are waded through


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder holds: the rows of each part, by its name, and how many were removed from its graph."""

    made_by: str
    parts: dict[str, int]
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A folder that a new one may be made of."""

    folder: Path
    content: Content

    def kept(self, wanted: Mapping[str, int]) -> int:
        """How many rows of it are wanted."""
        return sum(count for part, count in self.content.parts.items() if part in wanted)

    def removed(self, wanted: Mapping[str, int]) -> int:
        """How many removed rows its graph would hold in the end."""
        return self.content.removed + sum(self.content.parts.values()) - self.kept(wanted)


def bases(places: Iterable[Path], made_by: str, wanted: Mapping[str, int]) -> tuple[Base, ...]:
    """The folders from which little has to be removed, the one with most of the wanted rows first."""
    found = (
        Base(folder=folder, content=content)
        for place in places
        for folder in sorted(place.glob("vectors-*"))
        if (content := _content(folder)) and content.made_by == made_by
    )
    good = [base for base in found if 0 <= base.removed(wanted) <= MOST_REMOVED * base.kept(wanted)]
    return tuple(sorted(good, key=lambda base: (-base.kept(wanted), base.removed(wanted))))


def row_names(parts: Mapping[str, int]) -> tuple[str, ...]:
    """What ChromaDB calls each row: it stays the same whatever other documents come and go."""
    return tuple(f"{part}:{row}" for part, count in parts.items() for row in range(count))


def fill(
    building: Path,
    *,
    made_of: Sequence[Base],
    wanted: Mapping[str, int],
    made_by: str,
    vectors_of: Callable[[str], Vectors],
    progress: Progress,
) -> None:
    """Write the wanted parts' vectors into a new folder: a changed copy of the first base that is whole, or anew."""
    base = next((base for base in made_of if _copied(base.folder, building)), None)
    held = base.content.parts if base else {}
    gone = row_names({part: count for part, count in held.items() if part not in wanted})
    new = {part: count for part, count in wanted.items() if part not in held}
    vectors = np.concatenate([vectors_of(part) for part in new]) if new else np.zeros((0, 0), dtype=np.float32)
    DenseIndex.write(building, gone=gone, names=row_names(new), vectors=vectors, progress=progress)
    content = Content(made_by=made_by, parts=dict(wanted), removed=base.removed(wanted) if base else 0)
    write_whole(building / CONTENT, msgspec.json.encode(content))


def _copied(folder: Path, building: Path) -> bool:
    """Whether the copy is whole; it is looked at, for ChromaDB's native code crashes on damaged files."""
    with suppress(OSError):  # another process has just removed it
        copytree(folder, building, dirs_exist_ok=True)
        if is_whole(building, folder.name):
            (building / MANIFEST).unlink()
            return True
    for path in tuple(building.iterdir()):
        rmtree(path) if path.is_dir() else path.unlink()
    return False


def _content(folder: Path) -> Content | None:
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode((folder / CONTENT).read_bytes(), type=Content)
    return None
