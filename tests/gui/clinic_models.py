"""A clinic's models: one of each kind that the models' page tells apart, and places to bring others in from."""

import hashlib
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from model_clinic import Clinic
from model_places import FINGERPRINT, KEY, PAIRS, put_bare, put_converted, put_encoder, sign, write

from lentigo.models.manifest import SignedDocument, fingerprint
from lentigo.models.model_store import ModelRecord
from lentigo.models.profile import EncoderProfile, ModelProfile
from lentigo.paths import Paths, default_paths
from lentigo_packager.sticks.signing import write_manifest

GEMMA, QWEN, MINI = PAIRS[0], PAIRS[1], PAIRS[-1]
SIGNED, UNSIGNED, LARGE, READER = "clinic-mini", "some-model", "large-model", "clinic-reader"  # on the computer
NEW, NEW_READER, BROKEN = "new-mini", "new-reader", "broken-model"  # on the stick alone
NEW_NAME = "New Mini 3"
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OTHER_FINGERPRINT = fingerprint(OTHER_KEY.public_key())
DOCUMENT = "Scabies itches most at night, and everybody in the house is treated."


@dataclass(frozen=True, kw_only=True)
class ClinicModels:
    """A data folder in which models are installed, and what lies elsewhere. Nothing of it is to be changed."""

    paths: Paths
    known: Path  # a stick whose key was compared before
    unknown: Path  # the same under another key
    bare: Path  # two files that nobody described

    def copied_to(self, data: Path) -> None:
        """The same models for a test that changes them."""
        shutil.copytree(self.paths.data, data, copy_function=os.link, ignore=shutil.ignore_patterns(".lock*"))


def make_clinic_models(root: Path) -> ClinicModels:
    """Bring in what is installed, and sign two sticks."""
    paths = Paths(resources=default_paths().resources, data=root / "data")
    _install(paths, root / "brought in before")
    known, unknown, bare = root / "known stick", root / "CLINIC STICK", root / "some files"
    _put_stick(known, KEY)
    _put_stick(unknown, OTHER_KEY)
    put_bare(bare, GEMMA)
    return ClinicModels(paths=paths, known=known, unknown=unknown, bare=bare)


def _install(paths: Paths, folder: Path) -> None:
    clinic = Clinic(paths)
    _put_model(folder / "signed" / SIGNED, MINI, SIGNED, name="Clinic Mini", version="2")
    _put_model(folder / "signed" / LARGE, QWEN, LARGE, name="Large", memory=900 * 10**9)
    _put_encoder(folder / "signed" / READER, READER, name="Clinic reader")
    sign(folder / "signed", *(folder / "signed" / model for model in (SIGNED, LARGE, READER)))
    _put_model(folder / UNSIGNED, MINI, UNSIGNED, name="some-model", version="")
    clinic.importing().bring_in(clinic.look(folder / "signed"), (SIGNED, LARGE, READER), FINGERPRINT)
    clinic.bring_in(folder / UNSIGNED)
    next((paths.models / LARGE).glob("*.gguf")).unlink()


def _put_stick(root: Path, key: Ed25519PrivateKey) -> None:
    models = root / "models"
    _put_model(models / NEW, MINI, NEW, name="New Mini", version="3")
    _put_encoder(models / NEW_READER, NEW_READER, name="New reader", notice="")
    _put_model(models / BROKEN, QWEN, BROKEN, name="Broken")
    _put_model(models / SIGNED, MINI, SIGNED, name="Clinic Mini", version="2")
    manifest = sign(root, *(models / model for model in (NEW, NEW_READER, BROKEN, SIGNED)), key=key)
    damaged = max((models / BROKEN).glob("*.gguf"))
    damaged.write_bytes(bytes(damaged.stat().st_size))
    write_manifest(root, replace(manifest, documents=(_put_document(root),)), key)


def _put_document(root: Path) -> SignedDocument:
    path = root / "library" / "leaflet.pdf"
    path.parent.mkdir()
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), DOCUMENT)
        document.save(path)
    content = path.read_bytes()
    return SignedDocument(
        file=path.relative_to(root).as_posix(),
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        title="Scabies",
    )


def _put_model(folder: Path, pair: str, model: str, **described: object) -> None:
    record = put_converted(folder, pair, model)
    assert isinstance(record.profile, ModelProfile)
    write(folder, ModelRecord(added=record.added, model=replace(record.profile, **described)))  # type: ignore[arg-type]


def _put_encoder(folder: Path, model: str, **described: object) -> None:
    record = put_encoder(folder, model)
    assert isinstance(record.profile, EncoderProfile)
    write(folder, ModelRecord(added=record.added, encoder=replace(record.profile, **described)))  # type: ignore[arg-type]
