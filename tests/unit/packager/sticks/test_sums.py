"""The sums of a release, signed so that minisign accepts them."""

import hashlib
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lentigo.models.manifest import raw_key
from lentigo_packager.sticks.sums import SIGNATURE, SUMS, public_key, write_sums


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def folder(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    """A folder with two files and their signed sums."""
    files = [tmp_path / "lentigo é 1.deb", tmp_path / "lentigo-1-linux.run"]
    for path in files:
        path.write_text(path.name)
    write_sums(tmp_path, files, key)
    return tmp_path


def verify(folder: Path, key: Ed25519PublicKey) -> str:
    """As minisign's page describes it; the trusted comment."""
    _comment, signed, trusted, over_all, end = (folder / SIGNATURE).read_text().split("\n")
    assert end == ""
    kind, signature = b64decode(signed)[:2], b64decode(signed)[10:]
    assert kind == b"ED"
    key.verify(signature, hashlib.blake2b((folder / SUMS).read_bytes()).digest())
    comment = trusted.removeprefix("trusted comment: ")
    key.verify(b64decode(over_all), signature + comment.encode())
    return comment


def test_the_sums_are_right_as_coreutils_reads_them(folder: Path) -> None:
    lines = (folder / SUMS).read_text().splitlines()
    assert [line[66:] for line in lines] == ["lentigo é 1.deb", "lentigo-1-linux.run"]
    assert lines[0][:64] == hashlib.sha256("lentigo é 1.deb".encode()).hexdigest()


def test_the_signature_fits_and_a_changed_byte_breaks_it(folder: Path, key: Ed25519PrivateKey) -> None:
    assert verify(folder, key.public_key()) == f"file:{SUMS}"
    (folder / SUMS).write_text((folder / SUMS).read_text().replace("1", "2", 1))
    with pytest.raises(InvalidSignature):
        verify(folder, key.public_key())


def test_the_key_that_is_told_names_the_signature(folder: Path, key: Ed25519PrivateKey) -> None:
    told = b64decode(public_key(key))
    signed = b64decode((folder / SIGNATURE).read_text().split("\n")[1])
    assert (told[:2], told[2:10], told[10:]) == (b"Ed", signed[2:10], raw_key(key.public_key()))


@pytest.mark.skipif(not shutil.which("minisign"), reason="MINISIGN IS NOT HERE: only our own reading of it is checked")
def test_minisign_itself_accepts_it(folder: Path, key: Ed25519PrivateKey) -> None:
    command = ["minisign", "-Vm", SUMS, "-P", public_key(key)]
    subprocess.run(command, cwd=folder, check=True, timeout=20)
