"""Bringing models in: what lies in a place, repeated imports, and who vouches for them."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from model_clinic import Clinic, whole
from model_places import (
    FINGERPRINT,
    file_record,
    profile_of,
    put_bare,
    put_converted,
    put_encoder,
    put_encoder_stick,
    put_stick,
    sign,
    sources_of,
    write,
)

from lentigo.domain.model import ModelKind
from lentigo.errors import InputError
from lentigo.models.importing import Settled
from lentigo.models.manifest import MANIFEST, Manifest, SignedDocument, fingerprint
from lentigo.models.model_store import ModelRecord
from lentigo.models.places import check_signed
from lentigo_packager.sticks.signing import write_manifest


def test_a_stick_is_brought_in_and_vouched_for(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    importing = clinic.importing()
    shown = importing.examine(clinic.look(tmp_path / "stick"))
    assert (shown.signed_by, shown.key_known) == (FINGERPRINT, False)
    assert shown.needed == sum(map(len, whole("gemma")))
    assert shown.free > shown.needed
    (offer,) = shown.offers
    assert offer.verified
    assert not offer.installed
    assert clinic.bring_in(tmp_path / "stick", trusted=FINGERPRINT) == Settled(id="gemma-copy", new=True)
    assert clinic.contents("gemma-copy") == whole("gemma")
    installed = clinic.store.show("gemma-copy")
    assert (installed.verified, installed.signed_by, installed.trouble) == (True, FINGERPRINT, "")
    again = clinic.importing().examine(clinic.look(tmp_path / "stick"))
    assert again.key_known
    assert again.offers[0].installed
    assert again.needed == 0


def test_without_trust_it_is_brought_in_unverified_until_the_key_was_compared(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    clinic.bring_in(tmp_path / "stick")
    assert not clinic.store.show("gemma-copy").verified
    before = {path: path.stat().st_mtime_ns for path in (clinic.paths.models / "gemma-copy").glob("*.gguf")}
    assert clinic.bring_in(tmp_path / "stick", trusted=FINGERPRINT) == Settled(id="gemma-copy", new=False)
    assert clinic.store.show("gemma-copy").verified
    assert before == {path: path.stat().st_mtime_ns for path in (clinic.paths.models / "gemma-copy").glob("*.gguf")}


def test_another_key_than_the_compared_one_ends_it(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    with pytest.raises(InputError, match="the key that you compared"):
        clinic.bring_in(tmp_path / "stick", trusted=fingerprint(Ed25519PrivateKey.generate().public_key()))
    assert clinic.store.installed_ids() == ()


def test_a_part_of_a_stick_can_be_named(clinic: Clinic, tmp_path: Path) -> None:
    for pair in ("gemma", "qwen3"):
        put_converted(tmp_path / "stick" / "models" / pair, pair)
    sign(tmp_path / "stick", *((tmp_path / "stick" / "models" / pair) for pair in ("gemma", "qwen3")))
    everything = clinic.look(tmp_path / "stick")
    assert [found.id for found in everything.models] == ["gemma-copy", "qwen3-copy"]
    for named in (tmp_path / "stick" / "models" / "qwen3", tmp_path / "stick" / "models" / "qwen3" / "qwen3.gguf"):
        part = clinic.look(named)
        assert ([found.id for found in part.models], part.signed_by) == (["qwen3-copy"], FINGERPRINT)
    stray = shutil.copy(sources_of("gemma")[0], tmp_path / "stick" / "stray.gguf")
    with pytest.raises(InputError, match="no model on its list"):
        clinic.look(Path(stray))


def test_a_link_that_leads_off_the_stick_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    inside = tmp_path / "stick" / "models" / "gemma-copy" / "gemma.gguf"
    inside.rename(tmp_path / "elsewhere.gguf")
    inside.symlink_to(tmp_path / "elsewhere.gguf")
    (found,) = clinic.look(tmp_path / "stick").models
    assert found.trouble
    assert "leads elsewhere" in found.trouble.message


def test_a_folder_of_converted_models_offers_each(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "out" / "one", "gemma", "one")
    put_encoder(tmp_path / "out" / "two", "two")
    (tmp_path / "out" / ".three.part").mkdir()
    place = clinic.look(tmp_path / "out")
    assert [found.id for found in place.models] == ["one", "two"]
    settled = clinic.importing().bring_in(place, ["one", "two"], "")
    assert [model.id for model in settled] == ["one", "two"]
    kinds = {model.facts.id: model.facts.kind for model in clinic.store.list()}
    bundled = {"lentigo-mini": ModelKind.VISION, "all-minilm-l6-v2": ModelKind.ENCODER}
    assert kinds == {"one": ModelKind.VISION, "two": ModelKind.ENCODER} | bundled
    stored, _bundled = clinic.store.encoders()
    assert stored.paths[0].read_bytes() == sources_of_encoder(tmp_path / "out" / "two")


def sources_of_encoder(folder: Path) -> bytes:
    return next(folder.glob("*.gguf")).read_bytes()


def test_the_files_themselves_in_any_order_and_place(clinic: Clinic, tmp_path: Path) -> None:
    language, projector = put_bare(tmp_path / "a", "qwen2.5")
    (tmp_path / "b").mkdir()
    apart = projector.rename(tmp_path / "b" / projector.name)
    assert clinic.bring_in(apart, language) == Settled(id="qwen2.5", new=True)
    assert clinic.contents("qwen2.5") == whole("qwen2.5")
    assert not clinic.store.show("qwen2.5").verified
    assert clinic.store.show("qwen2.5").facts.family == "qwen2.5-vl"
    assert clinic.bring_in(language, apart) == Settled(id="qwen2.5", new=False)


def test_a_description_from_the_catalogue(clinic: Clinic, tmp_path: Path) -> None:
    put_bare(tmp_path, "gemma")
    settled = clinic.bring_in(tmp_path, described_as="medgemma-4b-it")
    installed = clinic.store.show(settled.id)
    assert installed.facts.name == "MedGemma"
    assert not installed.verified
    with pytest.raises(InputError, match="cannot be"):
        clinic.look(tmp_path, described_as="hikari-vega")
    with pytest.raises(InputError, match="no model called"):
        clinic.look(tmp_path, described_as="medgamma")


def test_the_same_files_can_be_described_later(clinic: Clinic, tmp_path: Path) -> None:
    put_bare(tmp_path, "gemma")
    first = clinic.bring_in(tmp_path)
    assert clinic.store.show(first.id).facts.licence == "unknown"
    later = Settled(id=first.id, new=False)
    assert clinic.bring_in(tmp_path, described_as="medgemma-4b-it") == later
    assert clinic.store.show(first.id).facts.name == "MedGemma"
    assert clinic.bring_in(tmp_path) == later  # nobody said anything this time
    assert clinic.store.show(first.id).facts.name == "MedGemma"


def test_what_was_signed_is_not_described_anew(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma", "gemma")
    clinic.bring_in(tmp_path / "stick", trusted=FINGERPRINT)
    before = clinic.store.record("gemma")
    put_bare(tmp_path / "bare", "gemma")
    assert clinic.bring_in(tmp_path / "bare", described_as="medgemma-4b-it") == Settled(id="gemma", new=False)
    assert clinic.store.record("gemma") == before
    put_converted(tmp_path / "converted", "gemma", "gemma")
    assert clinic.bring_in(tmp_path / "converted") == Settled(id="gemma", new=False)
    assert clinic.store.record("gemma") == before


def test_a_model_without_a_template_needs_a_description(clinic: Clinic, tmp_path: Path) -> None:
    put_bare(tmp_path, "lentigo-mini")
    with pytest.raises(InputError, match="chat template is missing") as refused:
        clinic.look(tmp_path)
    assert "--as" in refused.value.hint


def test_the_bundled_models_files_are_here_already(clinic: Clinic, tmp_path: Path) -> None:
    put_bare(tmp_path / "same", "lentigo-mini")
    assert clinic.bring_in(tmp_path / "same", described_as="lentigo-mini") == Settled(id="lentigo-mini", new=False)
    put_converted(tmp_path / "record", "lentigo-mini", "lentigo-mini")
    assert clinic.bring_in(tmp_path / "record") == Settled(id="lentigo-mini", new=False)
    record = put_converted(tmp_path / "other", "gemma", "lentigo-mini")
    assert record.model
    place = clinic.look(tmp_path / "other")
    (offer,) = clinic.importing().examine(place).offers
    assert "came with Lentigo" in offer.trouble
    with pytest.raises(InputError, match="came with Lentigo"):
        clinic.importing().bring_in(place, ["lentigo-mini"], "")
    assert clinic.store.installed_ids() == ()


def test_two_candidates_for_one_role(clinic: Clinic, tmp_path: Path) -> None:
    put_bare(tmp_path, "gemma")
    put_bare(tmp_path, "qwen3")
    with pytest.raises(InputError, match=r"Several language models lie there: gemma.gguf, qwen3.gguf"):
        clinic.look(tmp_path)
    (tmp_path / "qwen3.gguf").unlink()
    with pytest.raises(InputError, match=r"Several projectors"):
        clinic.look(tmp_path)


@pytest.mark.parametrize("make", [lambda _path: None, lambda path: path.mkdir()], ids=["nothing", "an empty folder"])
def test_a_place_without_anything(make: Callable[[Path], None], clinic: Clinic, tmp_path: Path) -> None:
    make(tmp_path / "stick")
    with pytest.raises(InputError, match=r"nothing at|is empty") as refused:
        clinic.look(tmp_path / "stick")
    assert "plugged in" in refused.value.hint


def test_a_checkpoint_is_named_as_what_it_is(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes((60).to_bytes(8, "little") + b'{"weight":{"dtype":"F16"' + bytes(100))
    with pytest.raises(InputError, match="not converted"):
        clinic.look(tmp_path)


def test_a_description_of_another_family_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    paths = put_bare(tmp_path, "gemma")
    language, projector = (file_record(path, tmp_path) for path in paths)
    profile = replace(profile_of("qwen3"), id="mixed", language=language, projector=projector)
    write(tmp_path, ModelRecord(added="2026-11-20", model=profile))
    (found,) = clinic.look(tmp_path).models
    assert found.trouble
    assert "is described as a model of the kind “qwen3-vl”" in found.trouble.message


def test_a_signed_document_that_was_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    document = tmp_path / "library" / "Leitfaden.pdf"
    document.write_bytes(b"%PDF-1.7 one")
    entry = file_record(document, tmp_path)
    signed = SignedDocument(file=entry.file, sha256=entry.sha256, bytes=entry.bytes, title="Leitfaden")
    manifest = Manifest(made="2026-11-20", documents=(signed,))
    write_manifest(tmp_path, manifest, Ed25519PrivateKey.generate())
    check_signed(document)
    document.write_bytes(b"%PDF-1.7 two")
    with pytest.raises(InputError, match="not what was signed"):
        check_signed(document)
    (tmp_path / MANIFEST).write_text((tmp_path / MANIFEST).read_text().replace("Leit", "Lied"))
    with pytest.raises(InputError, match="changed after it was signed"):
        check_signed(document)


def test_an_encoder_from_a_stick(clinic: Clinic, tmp_path: Path) -> None:
    put_encoder_stick(tmp_path / "stick")
    assert clinic.bring_in(tmp_path / "stick", trusted=FINGERPRINT).new
    shown = clinic.store.show("reader")
    assert (shown.facts.kind, shown.verified) == (ModelKind.ENCODER, True)
