"""What lies on a stick, signed: which files with which hashes, and whose key vouches for them."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lentigo.errors import InputError
from lentigo.files import NotAFile, open_file, write_whole
from lentigo.language import deferred, translate
from lentigo.models.model_store import ModelRecord
from lentigo.models.profile import ModelFile
from lentigo.untrusted import folded, is_harmless, is_plain_id, is_safe_path

MANIFEST = "lentigo-stick.json"
SIGNATURE = "lentigo-stick.sig"
TRUSTED_KEYS = "trusted-keys.json"  # in the data folder
FORMAT = 1
LARGEST_MANIFEST = 4 * 1024 * 1024  # bytes; a model takes some kilobytes in it, a document some hundred bytes
LARGEST_SMALL_FILE = 64 * 1024  # bytes of a signature, a key, or the list of trusted keys
LARGEST_FILE = 1 << 40  # bytes
FINGERPRINT_BYTES = 16
SHA256 = re.compile("[0-9a-f]{64}")
MAKE_AGAIN = deferred("Ask whoever made the stick to write it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """A document for the library. `file` is relative to the manifest's folder."""

    file: str
    sha256: str
    bytes: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInstaller:
    """A file that installs the program, or belongs to one. `file` is relative to the manifest's folder."""

    file: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What lies in a folder. File names are relative to it; `made` is an ISO date and time."""

    format: int = FORMAT
    made: str
    models: tuple[ModelRecord, ...] = ()
    documents: tuple[SignedDocument, ...] = ()
    installers: tuple[SignedInstaller, ...] = ()

    @property
    def files(self) -> tuple[ModelFile | SignedDocument | SignedInstaller, ...]:
        """All files, the models' first."""
        models = (file for record in self.models for file in record.profile.files)
        return (*models, *self.documents, *self.installers)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedManifest:
    """A manifest whose signature fits, and the fingerprint of its key; whether that is to be trusted stays open."""

    manifest: Manifest
    fingerprint: str


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the signature's file holds: a raw Ed25519 key and signature, which msgspec writes in base64."""

    public_key: bytes
    signature: bytes


class _Heading(msgspec.Struct, frozen=True):
    """The part of a manifest that every format has."""

    format: int


def read_manifest(folder: Path) -> SignedManifest | None:
    """The manifest of a folder; None where there is none. InputError where it is not what its signer wrote."""
    content, seal = read_small(folder / MANIFEST, LARGEST_MANIFEST), read_small(folder / SIGNATURE)
    if content is None and seal is None:
        return None
    if content is None or seal is None:
        missing = MANIFEST if content is None else SIGNATURE
        raise InputError(
            translate("The stick is not finished, or damaged: {missing} is missing.", missing=missing),
            hint=translate(MAKE_AGAIN),
        )
    fingerprint = _check_signature(content, seal)
    return SignedManifest(manifest=parse_manifest(content), fingerprint=fingerprint)


def fingerprint(key: Ed25519PublicKey) -> str:
    """What two people compare: 32 hexadecimal digits in groups of four."""
    digits = hashlib.sha256(raw_key(key)).digest()[:FINGERPRINT_BYTES].hex().upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


class _Trusted(msgspec.Struct, frozen=True):
    """What the list of trusted keys holds: fingerprints."""

    keys: tuple[str, ...]


class TrustedKeys:
    """The fingerprints that the user compared, in a JSON file.

    `trouble` is a sentence where the list is damaged, and nothing on it is trusted; otherwise "".
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys, self.trouble = _read_trusted(path)

    def __contains__(self, key: str) -> bool:
        return bool(key) and key in self._keys

    def add(self, key: str) -> None:
        """Trust this fingerprint from now on."""
        self._keys = tuple(sorted({*_read_trusted(self._path)[0], key}))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, encode(_Trusted(keys=self._keys)))
        self.trouble = ""


def _read_trusted(path: Path) -> tuple[tuple[str, ...], str]:
    try:
        content = read_small(path)
        return (msgspec.json.decode(content, type=_Trusted).keys, "") if content is not None else ((), "")
    except (InputError, OSError, ValueError, RecursionError):
        return (), translate(
            "The list of trusted keys {file} is damaged: compare the fingerprint of each stick anew.", file=path.name
        )


def _check_signature(content: bytes, seal: bytes) -> str:
    """The fingerprint of the key whose signature this is."""
    try:
        read = msgspec.json.decode(seal, type=Seal)
        key = Ed25519PublicKey.from_public_bytes(read.public_key)
        if seal != encode(read):  # base64 and JSON can be changed in ways that change nothing; damage is damage
            raise ValueError("not as it was written")
    except (ValueError, RecursionError) as problem:
        raise InputError(
            translate("The signature of the stick, {file}, is damaged.", file=SIGNATURE), hint=translate(MAKE_AGAIN)
        ) from problem
    try:
        key.verify(read.signature, content)
    except InvalidSignature as problem:
        raise InputError(
            translate(
                "The list of what is on the stick, {list}, was changed after it was signed, or is damaged.",
                list=MANIFEST,
            ),
            hint=translate("Do not use this stick. Ask whoever made the stick to write it again."),
        ) from problem
    return fingerprint(key)


def parse_manifest(content: bytes) -> Manifest:
    """The manifest, once all in it makes sense; a signature says who wrote it, not that it is harmless."""
    try:
        if msgspec.json.decode(content, type=_Heading).format > FORMAT:
            raise InputError(
                translate("The stick was made by a newer version of Lentigo."),
                hint=translate("Install that version here."),
            )
        manifest = msgspec.json.decode(content, type=Manifest)
    except (ValueError, RecursionError) as problem:
        raise _malformed(str(problem)) from problem
    for complaint in complaints(manifest):
        raise _malformed(complaint)
    return manifest


def complaints(manifest: Manifest) -> Iterator[str]:
    """What makes no sense in a list, in a few words each."""
    if manifest.format != FORMAT:
        yield translate("its format is unknown")
    ids = [record.profile.id for record in manifest.models]
    yield from (translate("the id {name!a} is not allowed", name=name) for name in ids if not is_plain_id(name))
    yield from (translate("the id {name} stands there twice", name=name) for name in _repeated(ids))
    for file in manifest.files:
        if not is_safe_path(file.file):
            yield translate("the file name {file!a} is not allowed", file=file.file[:80])
        if not SHA256.fullmatch(file.sha256) or not 0 <= file.bytes <= LARGEST_FILE:
            yield translate("size or hash of {file} make no sense", file=file.file)
    yield from (
        translate("{name} stands there twice", name=name) for name in _repeated([file.file for file in manifest.files])
    )
    if not all(map(is_harmless, _texts(msgspec.to_builtins(manifest)))):
        yield translate("it has control characters in it")


def _repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(map(folded, names)).items() if times > 1]


def _texts(value: object) -> Iterator[str]:
    """All texts in nested plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _malformed(reason: str) -> InputError:
    return InputError(
        translate("The list of what is on the stick, {list}, cannot be used: {reason}.", list=MANIFEST, reason=reason),
        hint=translate(MAKE_AGAIN),
    )


def encode(value: object) -> bytes:
    """As a manifest, a signature and the list of trusted keys are written."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def raw_key(key: Ed25519PublicKey) -> bytes:
    """Its 32 bytes."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def read_small(path: Path, most: int = LARGEST_SMALL_FILE) -> bytes | None:
    """The file's content; None where there is none, InputError where it is too large or cannot be read."""
    try:
        if not path.exists():
            return None
        with open_file(path) as file:
            content = file.read(most + 1)
    except NotAFile as problem:
        raise InputError(translate("{file} is not a file.", file=path.name), hint=translate(MAKE_AGAIN)) from problem
    except OSError as problem:
        raise InputError(
            translate("{file} cannot be read: {reason}.", file=path.name, reason=problem.strerror),
            hint=translate("Try the stick again."),
        ) from problem
    if len(content) > most:
        raise InputError(
            translate("{file} is larger than {most} bytes: it is damaged, or foreign.", file=path.name, most=most),
            hint=translate(MAKE_AGAIN),
        )
    return content
