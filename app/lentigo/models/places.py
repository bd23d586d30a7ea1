"""What lies in a place that the user named: a stick, a converted folder, a folder with a pair of files, the files."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lentigo.errors import InputError
from lentigo.models.checks import (
    BOTH_FILES,
    check_encoder,
    check_language,
    check_pair,
    check_projector,
    check_whole,
    family_of,
    is_encoder,
    is_projector,
)
from lentigo.models.headers import Header, cut_off, read_header
from lentigo.models.manifest import MANIFEST, SIGNATURE, SignedManifest, read_manifest
from lentigo.models.names import is_plain_id
from lentigo.models.profile import EncoderProfile, ModelFile, ModelProfile
from lentigo.models.store import RECORD, ModelRecord, read_record

UPWARDS = 3  # folders above the named one that may hold a stick's list
PLUGGED = "Is the stick plugged in? Choose the folder on it that holds the models."
LONGEST_ID = 60
ENDING = ".gguf"

DescribeModel = Callable[[Header, Header, ModelFile, ModelFile], ModelProfile]
DescribeEncoder = Callable[[Header, ModelFile], EncoderProfile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Describers:
    """Make profiles for files that nobody described, from their headers; InputError where they cannot.

    `told` says that the user named the catalogue's model that they are.
    """

    model: DescribeModel
    encoder: DescribeEncoder
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A model that lies in a place. Its record names its files relative to `folder`; hashes may be "" where unknown."""

    record: ModelRecord
    folder: Path
    trouble: InputError | None = None

    @property
    def id(self) -> str:
        """As it would be installed."""
        return self.record.profile.id

    @property
    def is_recorded(self) -> bool:
        """Whether somebody described it, and the files' hashes are known."""
        return all(file.sha256 for file in self.record.profile.files)

    @property
    def sources(self) -> tuple[Path, ...]:
        """Its files."""
        return tuple(self.folder / file.file for file in self.record.profile.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What lies there. `signed_by` is a fingerprint or ""; `documents` are signed files for the library.

    `told` says that the user named the catalogue's model that it is.
    """

    candidates: tuple[Candidate, ...]
    signed_by: str = ""
    documents: tuple[Path, ...] = ()
    told: bool = False


def look(paths: Sequence[Path], describe: Describers) -> Place:
    """What lies there, by names and headers alone; nothing is copied. InputError where it is nothing of use."""
    if not paths:
        raise InputError("Nothing was named to bring a model in from.", hint=PLUGGED)
    with _reading(paths[0]):
        for path in paths:
            if not path.exists():
                raise InputError(f"There is nothing at {path}.", hint=PLUGGED)
        folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
        if root := _stick(paths[0]):
            return _signed(root, paths)
        if folder and (below := _stick_below(folder)):
            return _signed(below, (below,))
        if folder and (records := _recorded(folder)):
            return Place(candidates=tuple(_checked(Candidate(record=read_record(at), folder=at)) for at in records))
        return Place(candidates=(_bare(_files(paths), describe),), told=describe.told)


def check_headers(record: ModelRecord, folder: Path) -> None:
    """InputError where the files in a folder cannot be the model that a record describes."""
    paths = [folder / file.file for file in record.profile.files]
    headers = [_header(path) for path in paths]
    if record.model and is_projector(headers[0]) and not is_projector(headers[1]):
        raise InputError(
            f"The two files of {record.profile.name} are exchanged: {paths[0].name} is the projector.",
            hint="Ask whoever made the folder to make it again.",
        )
    for path, file in zip(paths, record.profile.files, strict=True):
        _check_size(path, file.bytes)
    if record.encoder:
        check_encoder(headers[0])
        return
    language, projector = headers
    _require_projector(projector)
    check_language(language)
    check_projector(projector)
    check_pair(language, projector)
    assert record.model is not None
    _check_described(record.model, language, projector)


def plain_id(path: Path) -> str:
    """An id from a file's name: plain letters and digits; where others were lost, with a part of the name's hash."""
    stem = unicodedata.normalize("NFC", path.stem)
    plain = re.sub(r"[^a-z0-9.]+", "-", stem.lower()).strip("-.")
    if plain == stem.lower().replace("_", "-") and len(plain) <= LONGEST_ID and is_plain_id(plain):
        return plain
    digest = hashlib.sha256(stem.encode(errors="surrogatepass")).hexdigest()[:6]
    return f"{plain[:LONGEST_ID].strip('-.') or 'model'}-{digest}"


def check_signed(document: Path) -> None:
    """InputError where a signed list that lies beside a document names it with another content."""
    with _reading(document):
        root = _stick(document)
        signed = read_manifest(root) if root else None
        if root is None or signed is None:
            return
        hashes = {(root / entry.file).resolve(): entry.sha256 for entry in signed.manifest.documents}
        if (expected := hashes.get(document.resolve())) is None:
            return
        with document.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise InputError(
                    f"The document {document.name} is not what was signed: it was changed, or is damaged.",
                    hint="Do not use it. Ask whoever made the stick for a new one.",
                )


def _stick(path: Path) -> Path | None:
    """The folder with the signed list that a path lies in."""
    above = (path, *path.absolute().parents[:UPWARDS])
    return next((at for at in above if (at / MANIFEST).exists() or (at / SIGNATURE).exists()), None)


def _stick_below(folder: Path) -> Path | None:
    """The signed folder inside the named one, which may be the whole drive; InputError where there are several."""
    lists = sorted(folder.glob(f"*/{MANIFEST}"))
    if len(lists) > 1:
        names = ", ".join(path.parent.name for path in lists)
        raise InputError(f"Several signed folders lie there: {names}.", hint="Choose one of them.")
    return lists[0].parent if lists else None


def _signed(root: Path, paths: Sequence[Path]) -> Place:
    """The part of a stick that was named; all of it where its folder was."""
    signed = read_manifest(root)
    assert signed is not None
    found = [_on_stick(record, root, signed) for record in signed.manifest.models]
    below = [path.resolve() for path in paths]
    named = [candidate for candidate in found if _is_named(candidate, below)]
    if root.resolve() not in below and not named and not {MANIFEST, SIGNATURE} & {path.name for path in paths}:
        raise InputError(
            f"{paths[0].name} lies on a signed stick, but is no model on its list.", hint=f"Choose {root} itself."
        )
    documents = tuple(root / entry.file for entry in signed.manifest.documents)
    return Place(
        candidates=tuple(named or found),
        signed_by=signed.fingerprint,
        documents=tuple(path for path in documents if _is_inside(path, root)),
    )


def _is_named(candidate: Candidate, paths: Sequence[Path]) -> bool:
    return any(path == source or path in source.parents for path in paths for source in _resolved(candidate))


def _resolved(candidate: Candidate) -> tuple[Path, ...]:
    return tuple(source.resolve() for source in candidate.sources)


def _on_stick(record: ModelRecord, root: Path, signed: SignedManifest) -> Candidate:
    vouched = record.vouched(signed.fingerprint, verified=False)
    candidate = Candidate(record=vouched, folder=root)
    if not all(_is_inside(source, root) for source in candidate.sources):
        trouble = InputError(
            f"A file of {record.profile.name} is not on the stick itself: its name leads elsewhere.",
            hint="Do not use this stick.",
        )
        return replace(candidate, trouble=trouble)
    return _checked(candidate)


def _is_inside(path: Path, root: Path) -> bool:
    """Whether a path stays below a folder when links are followed."""
    return path.resolve().is_relative_to(root.resolve())


def _recorded(folder: Path) -> tuple[Path, ...]:
    """The folder itself, or those in it, that hold a record."""
    inside = sorted(at.parent for at in folder.glob(f"*/{RECORD}") if not at.parent.name.startswith("."))
    return (folder,) if (folder / RECORD).exists() else tuple(inside)


def _checked(candidate: Candidate) -> Candidate:
    try:
        with _reading(candidate.folder):
            check_headers(candidate.record, candidate.folder)
    except InputError as trouble:
        return replace(candidate, trouble=trouble)
    return candidate


def _files(paths: Sequence[Path]) -> list[Path]:
    """The named files, or those of the named folder that could be a model's."""
    if len(paths) > 1 or paths[0].is_file():
        if folders := [path for path in paths if not path.is_file()]:
            raise InputError(f"{folders[0]} is not a file.", hint="Give one folder, or a model's two files.")
        return list(paths)
    inside = sorted(path for path in paths[0].iterdir() if path.is_file() and not path.name.startswith("."))
    models = [path for path in inside if path.suffix.lower() == ENDING]
    if not models and not inside:
        raise InputError(f"The folder {paths[0]} is empty.", hint=PLUGGED)
    return models or [max(inside, key=lambda path: path.stat().st_size)]  # to say what it is instead


def _bare(paths: Sequence[Path], describe: Describers) -> Candidate:
    """Files that nobody described."""
    headers = [_header(path) for path in paths]
    for header in headers:
        check_whole(header.path, header)
    encoders = [header for header in headers if is_encoder(header)]
    projectors = [header for header in headers if is_projector(header)]
    languages = [header for header in headers if header not in encoders and header not in projectors]
    if encoders and (languages or projectors):
        raise InputError(
            f"{encoders[0].path.name} is a text encoder and lies beside files of a model for photographs.",
            hint="Give the encoder alone, or the model's two files.",
        )
    if encoders:
        return _bare_encoder(_one(encoders, "text encoders"), describe)
    return _bare_model(_one(languages, "language models"), _one(projectors, "projectors"), headers, describe)


def _one(headers: Sequence[Header], what: str) -> Header | None:
    if len(headers) > 1:
        names = " and ".join(header.path.name for header in headers[:3])
        raise InputError(
            f"Several {what} lie there: {names}.", hint="Choose the files that belong together, and give only these."
        )
    return headers[0] if headers else None


def _bare_encoder(header: Header | None, describe: Describers) -> Candidate:
    assert header is not None
    check_encoder(header)
    file = _file(header.path)
    encoder = replace(describe.encoder(header, file), id=plain_id(header.path))
    return Candidate(record=ModelRecord(added=_today(), encoder=encoder), folder=header.path.parent)


def _bare_model(
    language: Header | None, projector: Header | None, headers: Sequence[Header], describe: Describers
) -> Candidate:
    if language is None or projector is None:
        raise _alone(headers[0], language)
    check_language(language)
    check_projector(projector)
    check_pair(language, projector)
    folder = language.path.parent
    files = (_file(language.path), replace(_file(projector.path), file=_relative(projector.path, folder)))
    described = describe.model(language, projector, *files)
    model = replace(described, id=plain_id(language.path), family=family_of(projector))
    return Candidate(record=ModelRecord(added=_today(), model=model), folder=folder)


def _alone(first: Header, language: Header | None) -> InputError:
    if language is None:
        return InputError(f"{first.path.name} is a projector without its language model.", hint=BOTH_FILES)
    return InputError(
        f"{language.path.name} is a language model without a projector: it cannot see photographs.", hint=BOTH_FILES
    )


def _check_described(model: ModelProfile, language: Header, projector: Header) -> None:
    """The description must be of this family, and say how the model is asked."""
    if model.family != family_of(projector):
        raise InputError(
            f"{model.name} is described as a model of the kind “{model.family}”, but {language.path.name} is of the "
            f"kind “{family_of(projector)}”.",
            hint="The files of two models were mixed up. Ask whoever made the folder to make it again.",
        )
    if not all(model.prompt.template.count(place) == 1 for place in ("{picture}", "{question}")):
        raise InputError(
            f"The description of {model.name} does not say how it is asked (its turn template is missing).",
            hint="Ask whoever made the folder to make it again.",
        )


def _require_projector(header: Header) -> None:
    if not is_projector(header):
        raise InputError(f"{header.path.name} is not a projector, though it stands in for one.", hint=BOTH_FILES)


def _check_size(path: Path, size: int) -> None:
    if (there := path.stat().st_size) < size:
        raise cut_off(path, there, size)
    if there > size:
        raise InputError(
            f"The file {path.name} is longer than it was when it was made.", hint="Ask for a new copy of the model."
        )


def _header(path: Path) -> Header:
    if not path.is_file():
        raise InputError(f"The file {path.name} is missing.", hint="Copy the whole folder again.")
    with _reading(path):
        return read_header(path)


def _file(path: Path) -> ModelFile:
    return ModelFile(file=path.name, sha256="", bytes=path.stat().st_size)


def _relative(path: Path, folder: Path) -> str:
    """Its name, or its whole path where the two files lie apart."""
    return path.name if path.parent == folder else str(path.absolute())


def _today() -> str:
    return date.today().isoformat()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise InputError(f"{path} cannot be read: {problem.strerror or problem}.", hint=PLUGGED) from problem
