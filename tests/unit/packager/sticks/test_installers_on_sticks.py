"""Installers on a stick: copied, read back and signed as models are."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from signed_folders import write_file

from lentigo.errors import InputError
from lentigo.models.manifest import MANIFEST, read_manifest
from lentigo.models.places import look
from lentigo.progress import QUIET
from lentigo_packager.sticks.content import find_installer, gather
from lentigo_packager.sticks.start_page import START_PAGE
from lentigo_packager.sticks.writing import superfluous, write_stick

KEY = Ed25519PrivateKey.generate()
PACKAGE = "lentigo_0.1.0_amd64.deb"


def test_they_lie_in_their_folder_signed_and_are_told_of_on_the_first_page(tmp_path: Path) -> None:
    made = write_file(tmp_path / PACKAGE, 90_000)
    content = gather([], (), [find_installer(tmp_path / PACKAGE)])
    signed = write_stick(tmp_path / "stick", content, KEY, QUIET).signed
    (installer,) = signed.manifest.installers
    assert (installer.file, installer.sha256, installer.bytes) == (f"install/{PACKAGE}", made.sha256, 90_000)
    assert (tmp_path / "stick" / installer.file).read_bytes() == (tmp_path / PACKAGE).read_bytes()
    assert PACKAGE in (tmp_path / "stick" / START_PAGE).read_text(encoding="utf-8")


def test_a_clinic_is_offered_no_model_of_it(tmp_path: Path) -> None:
    write_file(tmp_path / PACKAGE, 9_000)
    write_stick(tmp_path / "stick", gather([], (), [find_installer(tmp_path / PACKAGE)]), KEY, QUIET)
    place = look([tmp_path / "stick"], None)
    assert (place.models, place.documents) == ((), ())
    assert place.signed_by


def test_an_installer_that_changed_meanwhile_is_not_signed(tmp_path: Path) -> None:
    write_file(tmp_path / PACKAGE, 9_000)
    content = gather([], (), [find_installer(tmp_path / PACKAGE)])
    write_file(tmp_path / PACKAGE, 9_000, seed=1)
    with pytest.raises(InputError, match="not what it was"):
        write_stick(tmp_path / "stick", content, KEY, QUIET)
    assert not (tmp_path / "stick" / MANIFEST).exists()


def test_an_earlier_version_is_named_to_be_deleted(tmp_path: Path) -> None:
    write_file(tmp_path / PACKAGE, 9_000)
    content = gather([], (), [find_installer(tmp_path / PACKAGE)])
    write_stick(tmp_path / "stick", content, KEY, QUIET)
    old = tmp_path / "stick" / "install" / "lentigo_0.0.9_amd64.deb"
    old.write_bytes(b"old")
    assert superfluous(tmp_path / "stick", content) == (old,)
    assert read_manifest(tmp_path / "stick") is not None
