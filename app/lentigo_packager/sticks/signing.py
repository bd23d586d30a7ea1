"""Signs what lies on a stick, with the packager's key."""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from lentigo.errors import InputError
from lentigo.files import sync_folder, write_whole
from lentigo.models.manifest import (
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    Manifest,
    Seal,
    encode,
    parse_manifest,
    raw_key,
    read_small,
)

SIGNING_KEY = "signing-key.pem"  # in the data folder


def write_manifest(folder: Path, manifest: Manifest, key: Ed25519PrivateKey) -> None:
    """Sign a folder. The manifest itself comes last: until then, nothing there counts as finished."""
    content = encode(manifest)
    if len(content) > LARGEST_MANIFEST:
        raise InputError("This is too much for one stick.", hint="Make two sticks.")
    parse_manifest(content)
    folder.mkdir(parents=True, exist_ok=True)
    seal = Seal(public_key=raw_key(key.public_key()), signature=key.sign(content))
    remove_manifest(folder)
    write_whole(folder / SIGNATURE, encode(seal))
    write_whole(folder / MANIFEST, content)


def remove_manifest(folder: Path) -> None:
    """From now on, nothing in the folder is signed."""
    for name in (MANIFEST, SIGNATURE):
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The packager's key, made at the first use; InputError where the file does not hold it any more."""
    try:
        if not path.exists():
            key = Ed25519PrivateKey.generate()
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
        os.chmod(path, 0o600)  # a copy from a backup is often readable for everybody
        kept = load_pem_private_key(read_small(path) or b"", password=None)
        if not isinstance(kept, Ed25519PrivateKey):
            raise TypeError("another kind of key")
    except (OSError, InputError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise InputError(
            f"The file {path.name} in the data folder does not hold the key that signs sticks, or cannot be used.",
            hint="Put a good copy back, or move it away: then a new key is made, and clinics must compare anew.",
        ) from problem
    return kept
