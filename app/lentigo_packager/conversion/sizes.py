"""How many bytes a conversion's files will have, from the checkpoint's headers."""

from collections.abc import Callable, Iterable
from pathlib import Path

from lentigo.models.disk import check_room, disk_trouble, size_words
from lentigo.progress import Progress
from lentigo_packager.conversion.adapter import Adapter
from lentigo_packager.conversion.checkpoint import Checkpoint, StoredTensor
from lentigo_packager.conversion.merging import needs_writing

F16, F32 = 2, 4  # bytes a number
SUPERBLOCK = 256  # numbers; Q4_K takes rows of whole ones
SHARE_OF_F16, SHARE_OF_NARROW = 0.36, 0.6  # that quantising leaves at most; narrow rows get types of 5 to 8 bits


def f16_bytes(checkpoint: Checkpoint, *, vision: bool) -> int:
    """Of the projector's file, or of the language model's with its vocabulary."""
    vocabulary = 0 if vision else sum(path.stat().st_size for path in checkpoint.carried)
    kept = [tensor for tensor in checkpoint.tensors if tensor.is_vision == vision and not tensor.is_aid]
    return vocabulary + sum(tensor.values * (F16 if len(tensor.shape) > 1 else F32) for tensor in kept)


def quantized_bytes(checkpoint: Checkpoint) -> int:
    """Of the quantised language model, at most."""
    matrices = [tensor for tensor in checkpoint.tensors if not tensor.is_vision and len(tensor.shape) > 1]
    share = SHARE_OF_NARROW if any(map(_is_narrow, matrices)) else SHARE_OF_F16
    return int(f16_bytes(checkpoint, vision=False) * share)


def require_room(out: Path, checkpoint: Checkpoint, adapter: Adapter | None) -> None:
    """InputError, with the numbers, where the disk cannot hold all that lies on it at the same time."""
    language, projector = (f16_bytes(checkpoint, vision=vision) for vision in (False, True))
    merged = checkpoint.bytes if needs_writing(checkpoint, adapter) else 0
    check_room(made(out), merged + language + projector + quantized_bytes(checkpoint), max(language, projector))


def made(folder: Path) -> Path:
    """A folder that is there afterwards; InputError where it cannot be."""
    with disk_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def watching(progress: Progress, growing: Path, expected: int) -> Callable[[], None]:
    """Tells how far a file has grown."""
    return lambda: progress.share((growing.stat().st_size if growing.exists() else 0) / max(1, expected))


def total_bytes(paths: Iterable[Path]) -> int:
    """Of files that are there."""
    return sum(path.stat().st_size for path in paths)


def told(path: Path) -> str:
    """A file's size, for a packager."""
    return size_words(path.stat().st_size)


def _is_narrow(tensor: StoredTensor) -> bool:
    return bool(tensor.shape[-1] % SUPERBLOCK)
