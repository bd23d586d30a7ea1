"""What lies in a place that the user named: a stick, a converted folder, a folder with a pair of files, the files."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lentigo.errors import InputError
from lentigo.files import open_file
from lentigo.language import deferred, translate
from lentigo.models.catalogue import Entry
from lentigo.models.checks import BOTH_FILES, check_model, check_whole, family_of, is_encoder, is_projector
from lentigo.models.describing import describe
from lentigo.models.headers import Header, cut_off, read_header
from lentigo.models.manifest import MANIFEST, SIGNATURE, SignedManifest, read_manifest
from lentigo.models.model_store import RECORD, ModelRecord, read_record
from lentigo.models.profile import ModelFile, ModelProfile, Profile
from lentigo.untrusted import plain_id

UPWARDS = 3  # folders above the named one that may hold a stick's list
PLUGGED = deferred("Is the stick plugged in? Choose the folder on it that holds the models.")
ENDING = ".gguf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModel:
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

    def renamed(self, model: str) -> "FoundModel":
        """The same with another id."""
        return replace(self, record=self.record.with_profile(replace(self.record.profile, id=model)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceContent:
    """What lies in a place. `signed_by` is a fingerprint or ""; `documents` are signed files for the library.

    `told` says that the user named the catalogue's model that it is.
    """

    models: tuple[FoundModel, ...]
    signed_by: str = ""
    documents: tuple[Path, ...] = ()
    told: bool = False

    @property
    def undescribed(self) -> tuple[Profile, ...]:
        """The profiles of files that lie there without a record."""
        return tuple(found.record.profile for found in self.models if not found.is_recorded)


def look(paths: Sequence[Path], described_as: Entry | None) -> PlaceContent:
    """What lies there, by names and headers alone; nothing is copied. InputError where it is nothing of use.

    Files without a record are described as the entry says, or by their headers alone.
    """
    if not paths:
        raise InputError(translate("Nothing was named to bring a model in from."), hint=translate(PLUGGED))
    with _reading(paths[0]):
        for path in paths:
            if not path.exists():
                raise InputError(translate("There is nothing at {path}.", path=path), hint=translate(PLUGGED))
        folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
        if root := _stick(paths[0]):
            return _signed(root, paths)
        if folder and (below := _stick_below(folder)):
            return _signed(below, (below,))
        if folder and (records := _recorded(folder)):
            found = (FoundModel(record=read_record(at), folder=at) for at in records)
            return PlaceContent(models=tuple(map(_checked, found)))
        return PlaceContent(models=(_bare(_files(paths), described_as),), told=described_as is not None)


def check_headers(record: ModelRecord, folder: Path) -> None:
    """InputError where the files in a folder cannot be the model that a record describes."""
    profile = record.profile
    paths = [folder / file.file for file in profile.files]
    headers = [_header(path) for path in paths]
    first, *projectors = headers
    if is_projector(first) and not all(map(is_projector, projectors)):
        raise InputError(
            translate(
                "The two files of {model} are exchanged: {file} is the projector.",
                model=profile.name,
                file=paths[0].name,
            ),
            hint=translate("Ask whoever made the folder to make it again."),
        )
    for path, file in zip(paths, profile.files, strict=True):
        _check_size(path, file.bytes)
    for projector in projectors:
        if not is_projector(projector):
            raise InputError(
                translate(
                    "{projector} is not a projector, though it stands in for one.", projector=projector.path.name
                ),
                hint=translate(BOTH_FILES),
            )
    check_model(headers)
    if isinstance(profile, ModelProfile):
        _check_described(profile, headers)


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
        with open_file(document) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise InputError(
                    translate(
                        "The document {document} is not what was signed: it was changed, or is damaged.",
                        document=document.name,
                    ),
                    hint=translate("Do not use it. Ask whoever made the stick for a new one."),
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
        raise InputError(
            translate("Several signed folders lie there: {names}.", names=names), hint=translate("Choose one of them.")
        )
    return lists[0].parent if lists else None


def _signed(root: Path, paths: Sequence[Path]) -> PlaceContent:
    """The part of a stick that was named; all of it where its folder was."""
    signed = read_manifest(root)
    assert signed is not None
    models = [_on_stick(record, root, signed) for record in signed.manifest.models]
    below = [path.resolve() for path in paths]
    named = [found for found in models if _is_named(found, below)]
    if root.resolve() not in below and not named and not {MANIFEST, SIGNATURE} & {path.name for path in paths}:
        raise InputError(
            translate("{file} lies on a signed stick, but is no model on its list.", file=paths[0].name),
            hint=translate("Choose {root} itself.", root=root),
        )
    documents = tuple(root / entry.file for entry in signed.manifest.documents)
    return PlaceContent(
        models=tuple(named or models),
        signed_by=signed.fingerprint,
        documents=tuple(path for path in documents if _is_inside(path, root)),
    )


def _is_named(found: FoundModel, paths: Sequence[Path]) -> bool:
    sources = [source.resolve() for source in found.sources]
    return any(path == source or path in source.parents for path in paths for source in sources)


def _on_stick(record: ModelRecord, root: Path, signed: SignedManifest) -> FoundModel:
    vouched = record.vouched(signed.fingerprint, verified=False)
    found = FoundModel(record=vouched, folder=root)
    if not all(_is_inside(source, root) for source in found.sources):
        trouble = InputError(
            translate(
                "A file of {model} is not on the stick itself: its name leads elsewhere.", model=record.profile.name
            ),
            hint=translate("Do not use this stick."),
        )
        return replace(found, trouble=trouble)
    return _checked(found)


def _is_inside(path: Path, root: Path) -> bool:
    """Whether a path stays below a folder when links are followed."""
    return path.resolve().is_relative_to(root.resolve())


def _recorded(folder: Path) -> tuple[Path, ...]:
    """The folder itself, or those in it, that hold a record."""
    inside = sorted(at.parent for at in folder.glob(f"*/{RECORD}") if not at.parent.name.startswith("."))
    return (folder,) if (folder / RECORD).exists() else tuple(inside)


def _checked(found: FoundModel) -> FoundModel:
    try:
        with _reading(found.folder):
            check_headers(found.record, found.folder)
    except InputError as trouble:
        return replace(found, trouble=trouble)
    return found


def _files(paths: Sequence[Path]) -> list[Path]:
    """The named files, or those of the named folder that could be a model's."""
    if len(paths) > 1 or not paths[0].is_dir():
        if folders := [path for path in paths if not path.is_file()]:
            raise InputError(
                translate("{path} is not a file.", path=folders[0]),
                hint=translate("Give one folder, or a model's two files."),
            )
        return list(paths)
    inside = sorted(path for path in paths[0].iterdir() if path.is_file() and not path.name.startswith("."))
    models = [path for path in inside if path.suffix.lower() == ENDING]
    if not models and not inside:
        raise InputError(translate("The folder {folder} is empty.", folder=paths[0]), hint=translate(PLUGGED))
    return models or [max(inside, key=lambda path: path.stat().st_size)]  # to say what it is instead


def _bare(paths: Sequence[Path], described_as: Entry | None) -> FoundModel:
    """Files that nobody described."""
    headers = [_header(path) for path in paths]
    for header in headers:
        check_whole(header.path, header)
    encoders = [header for header in headers if is_encoder(header)]
    projectors = [header for header in headers if is_projector(header)]
    languages = [header for header in headers if header not in encoders and header not in projectors]
    if encoders and (languages or projectors):
        raise InputError(
            translate(
                "{encoder} is a text encoder and lies beside files of a model for photographs.",
                encoder=encoders[0].path.name,
            ),
            hint=translate("Give the encoder alone, or the model's two files."),
        )
    _require_one(encoders, deferred("Several text encoders lie there: {names}."))
    _require_one(languages, deferred("Several language models lie there: {names}."))
    _require_one(projectors, deferred("Several projectors lie there: {names}."))
    if not encoders and not (languages and projectors):
        raise _alone(headers[0], bool(languages))
    ordered = [*encoders, *languages, *projectors]
    check_model(ordered)
    folder = ordered[0].path.parent
    profile = describe(ordered, [_file(header.path, folder) for header in ordered], described_as)
    return FoundModel(record=ModelRecord.of(replace(profile, id=plain_id(ordered[0].path.stem))), folder=folder)


def _require_one(headers: Sequence[Header], several: str) -> None:
    if len(headers) > 1:
        names = ", ".join(header.path.name for header in headers[:3])
        raise InputError(
            translate(several, names=names),
            hint=translate("Choose the files that belong together, and give only these."),
        )


def _alone(header: Header, is_language: bool) -> InputError:
    if is_language:
        return InputError(
            translate(
                "{file} is a language model without a projector: it cannot see photographs.", file=header.path.name
            ),
            hint=translate(BOTH_FILES),
        )
    return InputError(
        translate("{file} is a projector without its language model.", file=header.path.name),
        hint=translate(BOTH_FILES),
    )


def _check_described(model: ModelProfile, headers: Sequence[Header]) -> None:
    """The description must be of this family, and say how the model is asked."""
    if model.family != (found := family_of(headers).id):
        raise InputError(
            translate(
                "{model} is described as a model of the kind “{family}”, but {file} is of the kind “{found}”.",
                model=model.name,
                family=model.family,
                file=headers[0].path.name,
                found=found,
            ),
            hint=translate("The files of two models were mixed up. Ask whoever made the folder to make it again."),
        )
    if not all(model.prompt.template.count(field) == 1 for field in ("{picture}", "{question}")):
        raise InputError(
            translate(
                "The description of {model} does not say how it is asked (its turn template is missing).",
                model=model.name,
            ),
            hint=translate("Ask whoever made the folder to make it again."),
        )


def _check_size(path: Path, size: int) -> None:
    if (there := path.stat().st_size) < size:
        raise cut_off(path, there, size)
    if there > size:
        raise InputError(
            translate("The file {file} is longer than it was when it was made.", file=path.name),
            hint=translate("Ask for a new copy of the model."),
        )


def _header(path: Path) -> Header:
    if not path.is_file():
        raise InputError(
            translate("The file {file} is missing.", file=path.name), hint=translate("Copy the whole folder again.")
        )
    with _reading(path):
        return read_header(path)


def _file(path: Path, folder: Path) -> ModelFile:
    """Named by its whole path where the two files of a model lie apart."""
    name = path.name if path.parent == folder else str(path.absolute())
    return ModelFile(file=name, sha256="", bytes=path.stat().st_size)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise InputError(
            translate("{path} cannot be read: {reason}.", path=path, reason=problem.strerror or problem),
            hint=translate(PLUGGED),
        ) from problem
