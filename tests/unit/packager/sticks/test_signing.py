"""The key that signs sticks: made once, for its owner alone, and never replaced in silence."""

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lentigo.errors import InputError
from lentigo.models.manifest import fingerprint
from lentigo_packager.sticks.signing import load_signing_key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "données เก่า 🩺" / "signing-key.pem"
    made = fingerprint(load_signing_key(path).public_key())
    assert fingerprint(load_signing_key(path).public_key()) == made
    assert [file.name for file in path.parent.iterdir()] == ["signing-key.pem"]
    path.chmod(0o644)
    load_signing_key(path)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_is_never_readable_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "chmod", lambda _path, _mode: None)
    load_signing_key(tmp_path / "key.pem")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) & 0o077 == 0


OTHER_KIND = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n", OTHER_KIND, bytes(1 << 20)])
def test_a_damaged_key_is_not_replaced_in_silence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "signing-key.pem"
    path.write_bytes(content)
    with pytest.raises(InputError, match="does not hold the key") as raised:
        load_signing_key(path)
    assert "compare anew" in raised.value.hint
    assert path.read_bytes() == content


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be used"):
        load_signing_key(tmp_path / "file" / "key.pem")
