"""Places to bring models in from, made of real pairs: bare files, converted folders, signed sticks."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
from bundled_models import bundled_model
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lentigo.models.manifest import Manifest, fingerprint
from lentigo.models.model_store import ModelRecord
from lentigo.models.profile import EncoderProfile, ModelFile, ModelProfile
from lentigo.paths import default_paths
from lentigo_packager.sticks.signing import write_manifest

TINY = Path(__file__).parent / "data" / "tiny"
RESOURCES = default_paths().resources
ENCODER = RESOURCES / "models" / "encoders" / "all-MiniLM-L6-v2.gguf"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FINGERPRINT = fingerprint(KEY.public_key())
PAIRS = ("gemma", "qwen2.5", "qwen3", "lentigo-mini")


def profile_of(pair: str) -> ModelProfile:
    """The pair's description, its files named relative to `folder_of`."""
    return bundled_model(default_paths().catalogue if pair == "lentigo-mini" else TINY, pair)


def folder_of(pair: str) -> Path:
    return RESOURCES if pair == "lentigo-mini" else TINY


def sources_of(pair: str) -> tuple[Path, Path]:
    """Language model and projector."""
    language, projector = (folder_of(pair) / file.file for file in profile_of(pair).files)
    return language, projector


def file_record(path: Path, folder: Path) -> ModelFile:
    """A file as it is now."""
    content = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    return ModelFile(file=name, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))


def put_bare(folder: Path, pair: str) -> tuple[Path, Path]:
    """The two files alone."""
    folder.mkdir(parents=True, exist_ok=True)
    language, projector = (Path(shutil.copy(source, folder)) for source in sources_of(pair))
    return language, projector


def put_converted(folder: Path, pair: str, model: str = "") -> ModelRecord:
    """The two files and a record of them, as `lentigo-packager models convert` leaves them."""
    language, projector = put_bare(folder, pair)
    profile = replace(
        profile_of(pair),
        id=model or f"{pair}-copy",
        language=file_record(language, folder),
        projector=file_record(projector, folder),
        verified=False,
    )
    return write(folder, ModelRecord(added="2026-11-20", model=profile))


def put_encoder(folder: Path, model: str = "reader") -> ModelRecord:
    """The bundled encoder under another name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(shutil.copy(ENCODER, folder))
    profile = EncoderProfile(
        id=model,
        name="Reader",
        version="1",
        family="bert",
        licence="Apache-2.0",
        notice="For the search.",
        quantization="BF16",
        limits=(),
        weights=file_record(path, folder),
        verified=False,
    )
    return write(folder, ModelRecord(added="2026-11-20", encoder=profile))


def write(folder: Path, record: ModelRecord) -> ModelRecord:
    (folder / "model.json").write_bytes(msgspec.json.encode(record))
    return record


def sign(root: Path, *folders: Path, key: Ed25519PrivateKey = KEY) -> Manifest:
    """Make a stick of a folder with converted folders in it."""
    records = []
    for folder in folders:
        record = msgspec.json.decode((folder / "model.json").read_bytes(), type=ModelRecord)
        below = folder.relative_to(root).as_posix()
        files = tuple(replace(file, file=f"{below}/{file.file}") for file in record.profile.files)
        records.append(record.located(files))
        (folder / "model.json").unlink()
    manifest = Manifest(made="2026-11-20T10:00:00+00:00", models=tuple(records))
    write_manifest(root, manifest, key)
    return manifest


def put_stick(root: Path, pair: str, model: str = "") -> Manifest:
    """A signed stick with one model."""
    folder = root / "models" / (model or f"{pair}-copy")
    put_converted(folder, pair, model)
    return sign(root, folder)


def put_encoder_stick(root: Path, model: str = "reader") -> Manifest:
    """A signed stick with a text encoder."""
    put_encoder(root / "models" / model, model)
    return sign(root, root / "models" / model)
