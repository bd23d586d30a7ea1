"""The signed list on a stick: what is read, and everything that is refused with its cause and remedy."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from signed_folders import convert_encoder, convert_model

from lentigo.errors import InputError
from lentigo.models.manifest import (
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    Manifest,
    SignedDocument,
    TrustedKeys,
    read_manifest,
)
from lentigo.models.profile import ModelProfile
from lentigo_packager.sticks.signing import remove_manifest, write_manifest

DOCUMENT = SignedDocument(file="library/0f.pdf", sha256="ab" * 32, bytes=5, title="Гид по коже, คู่มือ 🩺 " + "x" * 200)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
# By OpenSSL and sha256sum: (printf 302e020100300506032b657004220420; printf %02x $(seq 0 31)) | xxd -r -p |
# openssl pkey -inform DER -pubout -outform DER | tail -c 32 | sha256sum
FINGERPRINT = "5647 5AA7 5463 474C 0285 DF5D BF2B CAB7"


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    records = (convert_model(tmp_path / "made"), convert_encoder(tmp_path / "made-too"))
    return Manifest(made="2026-11-21T10:00:00+00:00", models=records, documents=(DOCUMENT,))


@pytest.fixture
def stick(manifest: Manifest, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    write_manifest(folder, manifest, KEY)
    return folder


def profile_of(manifest: Manifest) -> ModelProfile:
    profile = manifest.models[0].model
    assert profile
    return profile


def changed_model(**changes: Any) -> Callable[[Manifest], Manifest]:
    def change(manifest: Manifest) -> Manifest:
        record = replace(manifest.models[0], model=replace(profile_of(manifest), **changes))
        return replace(manifest, models=(record, *manifest.models[1:]))

    return change


def changed_file(**changes: Any) -> Callable[[Manifest], Manifest]:
    return lambda manifest: changed_model(language=replace(profile_of(manifest).language, **changes))(manifest)


def sign(folder: Path, content: bytes) -> None:
    """A signature that fits, around `write_manifest`, which would refuse to write this."""
    raw = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    seal = {"public_key": raw, "signature": KEY.sign(content)}
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_bytes(content)
    (folder / SIGNATURE).write_bytes(msgspec.json.format(msgspec.json.encode(seal), indent=1) + b"\n")


def test_what_was_signed_is_read(stick: Path, manifest: Manifest) -> None:
    read = read_manifest(stick)
    assert read is not None
    assert (read.manifest, read.fingerprint) == (manifest, FINGERPRINT)
    assert [file.file for file in read.manifest.files] == [
        "tiny-Q4_K_M.gguf", "tiny-mmproj-F16.gguf", "reader-BF16.gguf", "library/0f.pdf",
    ]  # fmt: skip
    assert sorted(path.name for path in stick.iterdir()) == [MANIFEST, SIGNATURE]


def test_a_folder_without_a_list_is_not_signed(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None


@pytest.mark.parametrize("kept", [MANIFEST, SIGNATURE])
def test_half_a_signed_stick_is_refused(stick: Path, kept: str) -> None:
    (stick / ({MANIFEST, SIGNATURE} - {kept}).pop()).unlink()
    with pytest.raises(InputError, match="not finished, or damaged") as raised:
        read_manifest(stick)
    assert "write it again" in raised.value.hint


def test_every_changed_byte_is_noticed(stick: Path) -> None:
    whole = (stick / MANIFEST).read_bytes()
    for place in range(0, len(whole), 97):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        (stick / MANIFEST).write_bytes(damaged)
        with pytest.raises(InputError, match="changed after it was signed, or is damaged") as raised:
            read_manifest(stick)
        assert "Do not use this stick" in raised.value.hint


def test_every_changed_byte_of_the_signature_is_noticed(stick: Path) -> None:
    """Base64, JSON, key and signature."""
    whole = (stick / SIGNATURE).read_bytes()
    for place in range(len(whole)):
        (stick / SIGNATURE).write_bytes(whole[:place] + bytes([whole[place] ^ 2]) + whole[place + 1 :])
        with pytest.raises(InputError, match="damaged"):
            read_manifest(stick)


def test_another_key_shows_in_the_fingerprint(manifest: Manifest, tmp_path: Path) -> None:
    write_manifest(tmp_path, manifest, Ed25519PrivateKey.generate())
    read = read_manifest(tmp_path)
    assert read is not None
    assert read.fingerprint != FINGERPRINT


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format":"1"}', b"\xff", b"[" * 100_000, b'{"format":1}'])
def test_a_signed_list_that_makes_no_sense_is_refused(tmp_path: Path, content: bytes) -> None:
    sign(tmp_path, content)
    with pytest.raises(InputError, match="cannot be used") as raised:
        read_manifest(tmp_path)
    assert "write it again" in raised.value.hint


def test_a_newer_format_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    sign(tmp_path, b'{"format": 2, "models": {"in": "another shape"}}')
    with pytest.raises(InputError, match="newer version of Lentigo") as raised:
        read_manifest(tmp_path)
    assert "Install that version" in raised.value.hint
    sign(tmp_path, b'{"format": 0, "made": ""}')
    with pytest.raises(InputError, match="format is unknown"):
        read_manifest(tmp_path)


UNSAFE = [
    *("", "/etc/passwd", "../out", "a/../../b", "a//b", "./a", "a/.", "C:/a", "a\\b", "a\n", "a\x00b", "nul"),
    *("a/COM1.gguf", "a.", "a ", " a", "a\u202eFUGG", "a?b", "x" * 256, "a\x1b[2J", "a\u2028b"),
    "/".join(["abcdefghi"] * 101),
]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_path_that_leads_elsewhere_is_refused(manifest: Manifest, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is not allowed"):
        write_manifest(tmp_path, changed_file(file=name)(manifest), KEY)
    assert list(tmp_path.glob("lentigo*")) == []
    sign(tmp_path, msgspec.json.encode(changed_file(file=name)(manifest)))
    with pytest.raises(InputError, match="is not allowed") as raised:
        read_manifest(tmp_path)
    assert raised.value.message.isprintable()


@pytest.mark.parametrize(
    "name", ["models/модель один/ц.gguf", "โมเดล/ก่า.gguf", "🩺👩‍⚕️.gguf", "x" * 200, "a b (1).gguf"]
)
def test_names_of_all_peoples_are_allowed(manifest: Manifest, tmp_path: Path, name: str) -> None:
    write_manifest(tmp_path, changed_file(file=name)(manifest), KEY)
    read = read_manifest(tmp_path)
    assert read is not None
    assert profile_of(read.manifest).language.file == name


def twice(manifest: Manifest) -> Manifest:
    return replace(manifest, models=manifest.models[:1] * 2)


REFUSED: dict[str, tuple[Callable[[Manifest], Manifest], str]] = {
    "a negative size": (changed_file(bytes=-1), "size or hash"),
    "an absurd size": (changed_file(bytes=1 << 60), "size or hash"),
    "a short hash": (changed_file(sha256="ab" * 31), "size or hash"),
    "a hash in capitals": (changed_file(sha256="AB" * 32), "size or hash"),
    "no hash": (changed_file(sha256="zz" * 32), "size or hash"),
    "an id that is a path": (changed_model(id="../mini"), "is not allowed"),
    "an empty id": (changed_model(id=""), "is not allowed"),
    "an id that Windows opens": (changed_model(id="con"), "is not allowed"),
    "an id in other letters": (changed_model(id="модель"), "is not allowed"),
    "two of one id": (twice, "tiny stands there twice"),
    "ids that differ in case": (changed_model(id="READER"), "reader stands there twice"),
    "one file for two": (changed_file(file="READER-bf16.GGUF"), "stands there twice"),
    "two files that FAT takes for one": (changed_file(file="library/0F.pdf"), "stands there twice"),
    "text that commands a terminal": (changed_model(notice="Fine.\x1b]0;owned\x07"), "control characters"),
    "text that turns round": (changed_model(name="Good \u202egpj"), "control characters"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "told"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused(
    manifest: Manifest, tmp_path: Path, change: Callable[[Manifest], Manifest], told: str
) -> None:
    sign(tmp_path, msgspec.json.encode(change(manifest)))
    with pytest.raises(InputError, match=told):
        read_manifest(tmp_path)
    remove_manifest(tmp_path)
    with pytest.raises(InputError, match=told):
        write_manifest(tmp_path, change(manifest), KEY)
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize("kinds", [(), ("model", "encoder")])
def test_a_model_of_no_kind_or_of_two_is_refused(manifest: Manifest, tmp_path: Path, kinds: tuple[str, ...]) -> None:
    given = {"model": manifest.models[0].model, "encoder": manifest.models[1].encoder}
    record = {"added": "2026-11-21", **{kind: given[kind] for kind in kinds}}
    sign(tmp_path, msgspec.json.encode(msgspec.to_builtins(manifest) | {"models": [msgspec.to_builtins(record)]}))
    with pytest.raises(InputError, match="either for pictures or for texts"):
        read_manifest(tmp_path)


def test_a_gigabyte_is_refused_unread(stick: Path) -> None:
    for name in (MANIFEST, SIGNATURE):
        os.truncate(stick / name, 1 << 30)
        with pytest.raises(InputError, match=f"{name} is larger than"):
            read_manifest(stick)
        os.truncate(stick / name, 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="THIS SYSTEM HAS NO NAMED PIPES")
def test_a_pipe_does_not_hold_the_reader(stick: Path) -> None:
    (stick / SIGNATURE).unlink()
    os.mkfifo(stick / SIGNATURE)
    with pytest.raises(InputError, match="is not a file"):
        read_manifest(stick)


def test_too_much_for_one_list_is_refused(manifest: Manifest, tmp_path: Path) -> None:
    documents = tuple(replace(DOCUMENT, file=f"{number}.pdf") for number in range(LARGEST_MANIFEST // 300))
    with pytest.raises(InputError, match="too much for one stick"):
        write_manifest(tmp_path, replace(manifest, documents=documents), KEY)


def test_what_the_user_compared_is_trusted_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "new" / "trusted-keys.json"
    keys = TrustedKeys(path)
    assert FINGERPRINT not in keys
    keys.add(FINGERPRINT)
    keys.add(FINGERPRINT)
    TrustedKeys(path).add("OTHER")
    again = TrustedKeys(path)
    assert FINGERPRINT in keys
    assert FINGERPRINT in again
    assert "OTHER" in again
    assert "" not in again
    assert again.trouble == ""
    assert [file.name for file in path.parent.iterdir()] == ["trusted-keys.json"]


DAMAGED = [b"", b"{", b'{"keys": "5647"}', b'{"keys": [1]}', b'{"other": []}', b"\xff", bytes(1 << 20), b"[" * 50_000]


@pytest.mark.parametrize("content", DAMAGED)
def test_of_a_damaged_list_nothing_is_trusted_and_that_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trusted-keys.json"
    path.write_bytes(content)
    keys = TrustedKeys(path)
    assert FINGERPRINT not in keys
    assert "compare the fingerprint of each stick anew" in keys.trouble
    keys.add(FINGERPRINT)
    assert keys.trouble == TrustedKeys(path).trouble == ""
    assert FINGERPRINT in TrustedKeys(path)
