"""Reports whose own place could not be written: sealed, so that whoever makes one needs no secret to keep it.

The public half of a key pair stands beside the wrapped keys, its private half follows from the data key: only opened
records read what was sealed (X25519, HKDF, AES-GCM).
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lentigo.errors import Damaged
from lentigo.files import write_whole
from lentigo.language import translate

FOLDER = "kept-reports"  # below the records
ENDING = ".sealed"
PUBLIC_BYTES, NONCE_BYTES = 32, 12
OWNER_ONLY = 0o600


def public_half(data_key: bytes) -> bytes:
    """What seals, for the file of the keys."""
    return _private_half(data_key).public_key().public_bytes_raw()


def keep_report(folder: Path, public: bytes, name: str, content: bytes) -> None:
    """A report's file under its name, which is bound to it; `folder` is the records'."""
    once = X25519PrivateKey.generate()
    nonce = os.urandom(NONCE_BYTES)
    key = _derived(once.exchange(X25519PublicKey.from_public_bytes(public)), b"lentigo kept report")
    sealed = AESGCM(key).encrypt(nonce, content, name.encode())
    kept = folder / FOLDER
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(kept / f"{name}{ENDING}", once.public_key().public_bytes_raw() + nonce + sealed, mode=OWNER_ONLY)


def kept_reports(folder: Path) -> tuple[Path, ...]:
    """All that are kept."""
    return tuple(sorted((folder / FOLDER).glob(f"*{ENDING}")))


def read_report(kept: Path, data_key: bytes) -> tuple[str, bytes]:
    """Its name and its content; Damaged where it is not what was kept."""
    sealed, name = kept.read_bytes(), kept.name.removesuffix(ENDING)
    public, nonce = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES : PUBLIC_BYTES + NONCE_BYTES]
    try:
        key = _derived(
            _private_half(data_key).exchange(X25519PublicKey.from_public_bytes(public)), b"lentigo kept report"
        )
        return name, AESGCM(key).decrypt(nonce, sealed[PUBLIC_BYTES + NONCE_BYTES :], name.encode())
    except (InvalidTag, ValueError) as problem:
        raise Damaged(
            translate("A report that was kept is damaged: {file}.", file=kept.name),
            hint=translate("Analyse the photograph again."),
        ) from problem


def _private_half(data_key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(data_key, b"lentigo kept reports"))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)
