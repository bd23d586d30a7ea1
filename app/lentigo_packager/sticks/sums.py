"""The sums of a release's files, and their signature, which people without Lentigo can check: minisign's format.

https://jedisct1.github.io/minisign: a key's number and its 32 bytes; a signature of the file's BLAKE2b, and a second
one over that and a comment, which is then trusted, too.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lentigo.files import write_whole
from lentigo.models.manifest import raw_key

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.minisig"
KEY_NUMBER_BYTES = 8


def write_sums(folder: Path, files: Sequence[Path], key: Ed25519PrivateKey) -> None:
    """Write sums and signature of these files, which lie in the folder."""
    content = "".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(files)).encode()
    (folder / SIGNATURE).unlink(missing_ok=True)
    write_whole(folder / SUMS, content)
    write_whole(folder / SIGNATURE, minisign(content, key, comment=f"file:{SUMS}"))


def minisign(content: bytes, key: Ed25519PrivateKey, *, comment: str) -> str:
    """The signature file for a content."""
    signature = key.sign(hashlib.blake2b(content).digest())
    return (
        f"untrusted comment: signature of a Lentigo packager\n{_text(b'ED' + key_number(key) + signature)}\n"
        f"trusted comment: {comment}\n{_text(key.sign(signature + comment.encode()))}\n"
    )


def public_key(key: Ed25519PrivateKey) -> str:
    """As `minisign -P` takes it."""
    return _text(b"Ed" + key_number(key) + raw_key(key.public_key()))


def key_number(key: Ed25519PrivateKey) -> bytes:
    """Tells keys apart, no more: the beginning of the fingerprint that clinics compare."""
    return hashlib.sha256(raw_key(key.public_key())).digest()[:KEY_NUMBER_BYTES]


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
