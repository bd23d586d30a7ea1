"""Gets a model's checkpoint from the Hugging Face hub, for packagers on a connected machine.

Nothing is loaded and no code is fetched: files of weights, texts and tables alone, and each is hashed in the end.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from lentigo.errors import EngineError, InputError
from lentigo.files import settle
from lentigo.models.catalogue import CheckpointSource
from lentigo.models.disk import check_room, disk_trouble, has_size
from lentigo.models.hashing import blocks_of
from lentigo.progress import Progress, parts
from lentigo.untrusted import is_safe_path
from lentigo_packager.fetching import GO_ON

HARMLESS = frozenset({".safetensors", ".json", ".jinja", ".model", ".txt"})  # neither pickles nor code
WEIGHTS = ".safetensors"
HUB = "https://huggingface.co"
HASH_DIGITS = 12  # of a part's name
ENVIRONMENT = {
    "HF_HUB_OFFLINE": "0",  # the program itself sets 1
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_XET": "1",  # its chunks come from further hosts, and cannot be completed later
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_DEBUG": "0",  # prints requests
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFile:
    """A file as the hub lists it. `sha256` is "" for a small one, of which Git's own hash `blob` is known."""

    path: str
    bytes: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files that conversion needs, as they are at one commit."""

    repository: str
    commit: str
    files: tuple[HubFile, ...]

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(file.bytes for file in self.files)

    @property
    def checkpoint(self) -> str:
        """The folder of the weights inside the repository; "." for its top."""
        return next(str(PurePosixPath(file.path).parent) for file in self.files if file.path.endswith(WEIGHTS))


def list_files(source: CheckpointSource, revision: str) -> Listing:
    """Ask the hub what there is at a branch, tag or commit. InputError where conversion could not use it."""
    hub = _hub()
    with _web_trouble(source.repository, revision):
        commit = hub.HfApi().model_info(source.repository, revision=revision).sha
        tree = list(hub.HfApi().list_repo_tree(source.repository, recursive=True, revision=commit))
    listed = [_listed(entry) for entry in tree if isinstance(entry, hub.hf_api.RepoFile)]
    files = tuple(file for file in listed if is_wanted(file.path, source))
    if not any(file.path.endswith(WEIGHTS) for file in files):
        raise InputError(
            f"{source.repository} has no weights as safetensors at {revision}.",
            hint="Pickled weights can hold programs and are never fetched. Name another revision with --revision.",
        )
    return Listing(repository=source.repository, commit=commit, files=files)


def is_wanted(path: str, source: CheckpointSource) -> bool:
    """Whether conversion needs a file of the hub, and it can be fetched without harm."""
    harmless = is_safe_path(path) and PurePosixPath(path).suffix.lower() in HARMLESS
    return harmless and any(_fits(path, pattern) for pattern in source.files)


def _fits(path: str, pattern: str) -> bool:
    """A star stays within its folder: beside the checkpoint, other folders hold it in other forms."""
    parts, patterns = path.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


def fetch_files(listing: Listing, folder: Path, progress: Progress) -> None:
    """Bring all files into a folder and check each, also those that are there already.

    A stop and a broken connection leave what has come, to go on with.
    """
    with disk_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(listing, folder)
    progress.begin("fetching", 0, 1, size=listing.bytes)
    for file, part in zip(listing.files, parts(progress, [file.bytes for file in listing.files]), strict=True):
        part.share(0.0)
        if not _is_there(folder / file.path, file):
            _fetch(listing, file, folder, part)


def _check_room(listing: Listing, folder: Path) -> None:
    missing = [file for file in listing.files if not has_size(folder / file.path, file.bytes)]
    kept = sum(part.stat().st_size for file in missing if (part := _part(folder, file)).exists())
    needed = sum(file.bytes for file in missing) - kept
    check_room(folder, needed, max(file.bytes for file in listing.files))


def _fetch(listing: Listing, file: HubFile, folder: Path, progress: Progress) -> None:
    hub, part, target = _hub(), _part(folder, file), folder / file.path
    address = hub.hf_hub_url(listing.repository, file.path, revision=listing.commit)
    headers = hub.utils.build_hf_headers() | {"Accept-Encoding": "identity"}
    with disk_trouble(folder):
        part.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with part.open("ab") as writing, _web_trouble(listing.repository, listing.commit):
            if (came := writing.tell()) < file.bytes:
                taker = _Taker(writing, file.bytes, progress)
                hub.file_download.http_get(address, taker, resume_size=came, headers=headers)
        if not _is_there(part, file):
            part.unlink()
            raise _wrong(listing.repository, file)
        settle(part, target)


class _Taker:
    """A file being written that tells how long it is."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress) -> None:
        self._file = file
        self._size = size
        self._progress = progress
        self.seek, self.tell, self.truncate = file.seek, file.tell, file.truncate

    def write(self, content: bytes) -> int:
        """Take what came."""
        written = self._file.write(content)
        self._progress.share(self._file.tell() / max(1, self._size))
        return written


def _is_there(path: Path, file: HubFile) -> bool:
    """Whether a file has the hub's content: each byte is read. For a small one, the hub knows Git's own hash alone."""
    if not has_size(path, file.bytes):
        return False
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(f"blob {file.bytes}\0".encode(), usedforsecurity=False)
    with path.open("rb") as content:
        for block in blocks_of(content):
            digest.update(block)
    return digest.hexdigest() == (file.sha256 or file.blob)


def _part(folder: Path, file: HubFile) -> Path:
    """What has come of a file. It is named by the content too: after a new commit, another one begins."""
    target = folder / file.path
    return target.with_name(f"{target.name}.{(file.sha256 or file.blob)[:HASH_DIGITS]}.part")


def _listed(entry: Any) -> HubFile:
    sha256 = entry.lfs.sha256 if entry.lfs else ""
    return HubFile(path=entry.path, bytes=entry.size, sha256=sha256, blob=entry.blob_id)


def _hub() -> Any:
    """The hub's client. It reads its settings at its first import, and finds the user's token itself."""
    os.environ.update(ENVIRONMENT)
    try:
        import huggingface_hub
        import huggingface_hub.errors
        import huggingface_hub.file_download
    except ImportError as problem:
        raise InputError(
            "What fetches models is not installed here.", hint="In a checkout: pip install -e app/lentigo_packager."
        ) from problem
    huggingface_hub.utils.logging.set_verbosity_error()  # its warnings hold addresses with signatures in them
    return huggingface_hub


@contextmanager
def _web_trouble(repository: str, revision: str) -> Iterator[None]:
    """Errors of the hub and on the way to it. Those of the disk pass."""
    import httpx2
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as problem:
        raise InputError(
            f"The hub gives {repository} only to people who have accepted its terms.",
            hint=f"Accept them at {HUB}/{repository}, log in here with “hf auth login”, then give this command again. "
            "Some authors look at each request, which can take days.",
        ) from problem
    except errors.RepositoryNotFoundError as problem:
        raise InputError(
            f"The hub knows no {repository}, or shows it to its owners alone.",
            hint="If you have a right to it, log in with “hf auth login”. Else it may have been renamed or withdrawn.",
        ) from problem
    except errors.RevisionNotFoundError as problem:
        raise InputError(f"{repository} has no revision {revision}.", hint=f"See {HUB}/{repository}.") from problem
    except errors.HfHubHTTPError as problem:
        raise _answered(repository, problem.response.status_code) from problem
    except (httpx2.HTTPError, ConnectionError) as problem:
        raise EngineError(
            f"The connection to the hub failed: {problem or type(problem).__name__}.", hint=GO_ON
        ) from problem


def _answered(repository: str, status: int) -> EngineError:
    if status in (401, 403):
        hint = "The login on this computer may have run out, or not be allowed to read: “hf auth login”."
        return EngineError(f"The hub refuses {repository} to this computer ({status}).", hint=hint)
    return EngineError(f"The hub answers {status} when asked for {repository}.", hint=f"Later may do. {GO_ON}")


def _wrong(repository: str, file: HubFile) -> EngineError:
    return EngineError(
        f"{file.path} came from {repository}, but is not what the hub lists: its size or its hash differs. "
        "It was removed.",
        hint="Give the same command again. If it happens twice, something on the way changes what comes.",
    )
