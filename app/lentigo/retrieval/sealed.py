"""Files and folders that show damage: each bears the hashes of what was written, and its own name."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from lentigo.files import UNFINISHED, remove_abandoned, swap_in, unfinished, write_whole

SEAL_BYTES = 32  # SHA-256
MANIFEST = "manifest.json"


def write_sealed(path: Path, payload: bytes) -> None:
    """Write a file behind the hash of its name and content; it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _seal(path.name, payload) + payload)


def read_sealed(path: Path) -> bytes | None:
    """What `write_sealed` wrote; None where the file is missing, damaged or another one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    payload = content[SEAL_BYTES:]
    return payload if content[:SEAL_BYTES] == _seal(path.name, payload) else None


def _seal(name: str, payload: bytes) -> bytes:
    seal = hashlib.sha256(name.encode())
    seal.update(payload)
    return seal.digest()


def write_sealed_folder(folder: Path, fill: Callable[[Path], None], *, anew: bool) -> None:
    """Let `fill` write into a new folder, seal it, and rename it. Whatever `fill` raises leaves no trace.

    A whole one of that name, which another process may have made meanwhile, stays unless it is wanted `anew`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_abandoned(folder.parent.glob(f"{UNFINISHED}*"))
    with unfinished(folder.parent) as building:
        building.mkdir()
        fill(building)
        manifest = {"name": folder.name, "files": hash_files(building)}
        write_whole(building / MANIFEST, json.dumps(manifest, indent=1))
        if anew or not is_whole(folder, folder.name):
            _put_in_place(building, folder)


def _put_in_place(building: Path, folder: Path) -> None:
    """Where another process was faster, its folder is as good."""
    try:
        swap_in(building, folder)
    except OSError:
        if not is_whole(folder, folder.name):
            raise


def is_whole(folder: Path, name: str) -> bool:
    """Whether a folder, or its copy, was sealed under that name, every file is there, unchanged, and none besides."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return bool(manifest == {"name": name, "files": hash_files(folder)})
    except (OSError, ValueError, RecursionError):
        return False


def hash_files(folder: Path) -> dict[str, str]:
    """SHA-256 of all files below a folder but its manifest, by path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in paths}


def hash_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
