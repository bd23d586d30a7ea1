"""The keys of the records: one random data key, on disk only wrapped, once for each secret that opens it.

A secret is a clinician's passphrase or the printed recovery key. Argon2id makes it slow to guess (RFC 9106, its second
recommendation: 64 MiB, three passes), AES-GCM wraps the data key and holds name and role against changes. An empty
passphrase is the plain choice "no lock on this computer": whoever has the folder then has the records.
"""

import hashlib
import os
import secrets
import uuid
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lentigo.domain.clinician import Clinician, Role
from lentigo.errors import Damaged, InputError, PasswordNeeded
from lentigo.files import write_whole
from lentigo.language import translate
from lentigo.records.kept import public_half

KEY_BYTES = 32
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
LEAST_KIB = 8  # that Argon2 takes for one lane
GROUPS, GROUP_LETTERS = 8, 4  # of the recovery key: 160 bits
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none that looks like another
LOOK_ALIKES = str.maketrans("OIL", "011")
OWNER_ONLY = 0o600


class WrongSecret(PasswordNeeded):
    """The passphrase or recovery key is not the right one; nothing is damaged."""


class Opens(StrEnum):
    """What kind of secret an entry is opened by."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The data key, wrapped for one secret. The recovery key's has no name."""

    id: str
    opens: Opens
    name: str
    role: Role
    salt: bytes
    nonce: bytes
    wrapped: bytes

    @property
    def clinician(self) -> Clinician:
        """Whose entry it is."""
        return Clinician(id=self.id, name=self.name, role=self.role)


class KeyRing(msgspec.Struct, frozen=True, kw_only=True):
    """All entries of one store. Losing this file loses the records, so each backup holds it too."""

    store: str  # UUID
    entries: tuple[Entry, ...]
    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    public: bytes = b""  # seals reports for these records (see `kept`)

    @property
    def clinicians(self) -> tuple[Clinician, ...]:
        """Those who may be chosen at the start."""
        return tuple(entry.clinician for entry in self.entries if entry.opens is Opens.PASSPHRASE)

    @property
    def nameless(self) -> bool:
        """Whether nobody has said yet who works here: records that were made before anybody was asked."""
        return all(not clinician.name for clinician in self.clinicians)

    @property
    def locked(self) -> bool:
        """Whether a secret is needed at all."""
        return not any(_opens_with(self, entry, "") for entry in self.entries if entry.opens is Opens.PASSPHRASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeys:
    """`recovery` is shown once and then forgotten; "" without a lock, where there is nothing to recover."""

    ring: KeyRing
    data_key: bytes
    recovery: str


def create_keys(passphrase: str, *, name: str, role: Role = Role.CLINICIAN) -> NewKeys:
    """A data key for a new store, its first clinician and, where there is a lock, its recovery key."""
    data_key, recovery = os.urandom(KEY_BYTES), ""
    ring = KeyRing(store=str(uuid.uuid4()), entries=(), public=public_half(data_key))
    if passphrase:
        ring, recovery = renew_recovery(ring, data_key)
    return NewKeys(
        ring=add_clinician(ring, data_key, passphrase, name=name, role=role), data_key=data_key, recovery=recovery
    )


def renew_recovery(ring: KeyRing, data_key: bytes) -> tuple[KeyRing, str]:
    """With a new recovery key, to be shown once; one that was printed before opens nothing any more."""
    recovery = _recovery_key()
    others = tuple(entry for entry in ring.entries if entry.opens is not Opens.RECOVERY)
    ring = msgspec.structs.replace(ring, entries=others)
    return _with_entry(ring, data_key, recovery, Opens.RECOVERY, "", Role.CLINICIAN), recovery


def introduce(ring: KeyRing, data_key: bytes, passphrase: str, *, name: str, role: Role) -> KeyRing:
    """Say who the nameless person is, and with what they open the records from now on."""
    (entry,) = (entry for entry in ring.entries if entry.opens is Opens.PASSPHRASE)
    fresh = _wrapped(ring, data_key, passphrase, entry.opens, name, role, entry.id)
    return msgspec.structs.replace(ring, entries=tuple(fresh if each is entry else each for each in ring.entries))


def add_clinician(ring: KeyRing, data_key: bytes, passphrase: str, *, name: str, role: Role) -> KeyRing:
    """With a further person; InputError where one of that name is there."""
    if name.casefold() in (clinician.name.casefold() for clinician in ring.clinicians):
        raise InputError(
            translate("Somebody called “{name}” works with these records already.", name=name),
            hint=translate("Give another name, perhaps with an initial."),
        )
    return _with_entry(ring, data_key, passphrase, Opens.PASSPHRASE, name, role)


def remove_clinician(ring: KeyRing, clinician: str) -> KeyRing:
    """Without a person, by id; InputError for the last one."""
    kept = tuple(entry for entry in ring.entries if entry.id != clinician)
    if not any(entry.opens is Opens.PASSPHRASE for entry in kept):
        raise InputError(
            translate("Somebody must be able to open the records."), hint=translate("Add another person first.")
        )
    return msgspec.structs.replace(ring, entries=kept)


def change_passphrase(ring: KeyRing, data_key: bytes, clinician: str, passphrase: str) -> KeyRing:
    """The same data key behind another passphrase: nothing in the store is written again."""
    entry = _entry(ring, clinician)
    fresh = _wrapped(ring, data_key, passphrase, entry.opens, entry.name, entry.role, entry.id)
    return msgspec.structs.replace(ring, entries=tuple(fresh if each is entry else each for each in ring.entries))


def open_with_passphrase(ring: KeyRing, clinician: str, passphrase: str) -> bytes:
    """The data key; WrongSecret where the passphrase is another's or nobody's."""
    if data_key := _opens_with(ring, _entry(ring, clinician), passphrase):
        return data_key
    raise WrongSecret(
        translate("This is not the passphrase."),
        hint=translate("Try again, watching capital letters and the keyboard's language, or use the recovery key."),
    )


def open_with_recovery(ring: KeyRing, typed: str) -> bytes:
    """The data key by the printed key, however its groups are set apart; WrongSecret where it is another one."""
    secret = "".join(letter for letter in typed.upper().translate(LOOK_ALIKES) if letter in LETTERS)
    for entry in ring.entries:
        if entry.opens is Opens.RECOVERY and (data_key := _opens_with(ring, entry, secret)):
            return data_key
    raise WrongSecret(
        translate("This is not the recovery key of these records."),
        hint=translate("Compare each group of four with the paper."),
    )


def read_keys(path: Path) -> KeyRing:
    """The ring from its file; Damaged where it is not what was written, or not there."""
    try:
        return decode_keys(path.read_bytes())
    except OSError as problem:
        raise _damaged() from problem


def decode_keys(content: bytes) -> KeyRing:
    """The ring from its file's content; Damaged where that is not what was written."""
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        raise _damaged()
    try:
        return msgspec.json.decode(body, type=KeyRing)
    except msgspec.MsgspecError as problem:
        raise _damaged() from problem


def write_keys(ring: KeyRing, path: Path) -> None:
    """Whole or not at all, readable by the owner alone; the first line tells damage from a wrong secret."""
    body = msgspec.json.encode(ring)
    write_whole(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body, mode=OWNER_ONLY)


def _with_entry(ring: KeyRing, data_key: bytes, secret: str, opens: Opens, name: str, role: Role) -> KeyRing:
    entry = _wrapped(ring, data_key, _letters(secret, opens), opens, name, role, str(uuid.uuid4()))
    return msgspec.structs.replace(ring, entries=(*ring.entries, entry))


def _wrapped(ring: KeyRing, data_key: bytes, secret: str, opens: Opens, name: str, role: Role, id: str) -> Entry:
    salt, nonce = os.urandom(16), os.urandom(12)
    entry = Entry(id=id, opens=opens, name=name, role=role, salt=salt, nonce=nonce, wrapped=b"")
    wrapped = AESGCM(_derived(ring, entry, secret)).encrypt(nonce, data_key, _bound(ring, entry))
    return msgspec.structs.replace(entry, wrapped=wrapped)


def _opens_with(ring: KeyRing, entry: Entry, secret: str) -> bytes | None:
    try:
        return AESGCM(_derived(ring, entry, secret)).decrypt(entry.nonce, entry.wrapped, _bound(ring, entry))
    except InvalidTag:
        return None


def _derived(ring: KeyRing, entry: Entry, secret: str) -> bytes:
    """Slow to try for each secret but the empty one, which there is nothing to guess about."""
    passes, memory = (ring.passes, ring.memory_kib) if secret else (1, LEAST_KIB)
    derivation = Argon2id(salt=entry.salt, length=KEY_BYTES, iterations=passes, lanes=LANES, memory_cost=memory)
    return derivation.derive(secret.encode())


def _bound(ring: KeyRing, entry: Entry) -> bytes:
    """What stands beside the wrapped key and must be what it was: a role cannot be raised in the file."""
    return msgspec.json.encode([ring.store, entry.id, entry.opens, entry.name, entry.role])


def _entry(ring: KeyRing, clinician: str) -> Entry:
    return next(entry for entry in ring.entries if entry.id == clinician)


def _damaged() -> Damaged:
    return Damaged(
        translate("The keys of the records are missing or damaged: without them nobody can open the records."),
        hint=translate("Restore the last backup: it holds the keys too."),
    )


def _recovery_key() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP_LETTERS))
    return "-".join(letters[start : start + GROUP_LETTERS] for start in range(0, len(letters), GROUP_LETTERS))


def _letters(secret: str, opens: Opens) -> str:
    return secret.replace("-", "") if opens is Opens.RECOVERY else secret
