"""Bringing models in: what lies in a place, pulled sticks, repeated and replacing imports, and who vouches for them."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
from small_disks import mounted

from lentigo.domain.model import ModelKind
from lentigo.errors import Cancelled, InputError
from lentigo.models import copying
from lentigo.models.importing import ModelImport, Settled
from lentigo.models.manifest import MANIFEST, SIGNING_KEY, TRUSTED_KEYS, TrustedKeys, fingerprint, load_signing_key
from lentigo.models.places import Place, check_signed, look, plain_id
from lentigo.models.store import ModelRecord, ModelStore
from lentigo.paths import Paths
from lentigo.worker.describing import describers

Tell = Callable[[str, int, int, float], None]
POINTS = 20


class Clinic:
    """A data folder, and what is done to it in this process."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.store = ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)

    def importing(
        self, tell: Tell = lambda *_told: None, should_stop: Callable[[], bool] = lambda: False
    ) -> ModelImport:
        trusted = TrustedKeys(self.paths.data / TRUSTED_KEYS)
        return ModelImport(store=self.store, trusted=trusted, tell=tell, should_stop=should_stop)

    def look(self, *paths: Path, described_as: str = "") -> Place:
        return look(paths, describers(self.paths.catalogue, described_as))

    def bring_in(
        self, *paths: Path, trusted: str = "", described_as: str = "", tell: Tell = lambda *_: None
    ) -> Settled:
        place = self.look(*paths, described_as=described_as)
        importing = self.importing(tell)
        ids = [offer.facts.id for offer in importing.examine(place).offers]
        (settled,) = importing.bring_in(place, ids, trusted)
        return settled

    def contents(self, model: str) -> list[bytes]:
        stored = self.store.stored(model)
        return [(stored.folder / file.file).read_bytes() for file in stored.profile.files]


@pytest.fixture
def clinic(paths: Paths) -> Clinic:
    return Clinic(paths)


def whole(pair: str) -> list[bytes]:
    return [source.read_bytes() for source in sources_of(pair)]


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


def test_a_packagers_own_key_counts_at_home(clinic: Clinic, tmp_path: Path) -> None:
    key = load_signing_key(clinic.paths.data / SIGNING_KEY)
    put_converted(tmp_path / "stick" / "made", "gemma")
    sign(tmp_path / "stick", tmp_path / "stick" / "made", key=key)
    clinic.bring_in(tmp_path / "stick")
    assert clinic.store.show("gemma-copy").verified


def test_a_part_of_a_stick_can_be_named(clinic: Clinic, tmp_path: Path) -> None:
    for pair in ("gemma", "qwen3"):
        put_converted(tmp_path / "stick" / "models" / pair, pair)
    sign(tmp_path / "stick", *((tmp_path / "stick" / "models" / pair) for pair in ("gemma", "qwen3")))
    everything = clinic.look(tmp_path / "stick")
    assert [found.id for found in everything.candidates] == ["gemma-copy", "qwen3-copy"]
    for named in (tmp_path / "stick" / "models" / "qwen3", tmp_path / "stick" / "models" / "qwen3" / "qwen3.gguf"):
        part = clinic.look(named)
        assert ([found.id for found in part.candidates], part.signed_by) == (["qwen3-copy"], FINGERPRINT)
    stray = shutil.copy(sources_of("gemma")[0], tmp_path / "stick" / "stray.gguf")
    with pytest.raises(InputError, match="no model on its list"):
        clinic.look(Path(stray))


def test_a_link_that_leads_off_the_stick_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    inside = tmp_path / "stick" / "models" / "gemma-copy" / "gemma.gguf"
    inside.rename(tmp_path / "elsewhere.gguf")
    inside.symlink_to(tmp_path / "elsewhere.gguf")
    (candidate,) = clinic.look(tmp_path / "stick").candidates
    assert candidate.trouble
    assert "leads elsewhere" in candidate.trouble.message


def test_a_folder_of_converted_models_offers_each(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "out" / "one", "gemma", "one")
    put_encoder(tmp_path / "out" / "two", "two")
    (tmp_path / "out" / ".three.part").mkdir()
    place = clinic.look(tmp_path / "out")
    assert [found.id for found in place.candidates] == ["one", "two"]
    settled = clinic.importing().bring_in(place, ["one", "two"], "")
    assert [model.id for model in settled] == ["one", "two"]
    kinds = {model.facts.id: model.facts.kind for model in clinic.store.list()}
    assert kinds == {"one": ModelKind.VISION, "two": ModelKind.ENCODER, "lentigo-mini": ModelKind.VISION}
    stored = clinic.store.encoder()
    assert stored
    assert stored.path.read_bytes() == sources_of_encoder(tmp_path / "out" / "two")


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
    with pytest.raises(InputError, match=r"Several language models lie there: gemma.gguf and qwen3.gguf"):
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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("medgemma-4b-it-Q4_K_M", "medgemma-4b-it-q4-k-m"),
        ("a" * 200, "a" * 60),
        ("модель", "model-"),
        ("โมเดล 🩺 v1", "v1-"),
        ("Mein Modell", "mein-modell-"),
    ],
)
def test_ids_are_plain(name: str, expected: str) -> None:
    made = plain_id(Path(f"{name}.gguf"))
    assert made.startswith(expected)
    assert made == plain_id(Path(f"/elsewhere/{name}.gguf"))
    assert plain_id(Path(f"{name}x.gguf")) != made


def test_a_model_is_replaced_only_by_a_whole_one(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "one", "gemma", "mine")
    clinic.bring_in(tmp_path / "one")
    record = put_converted(tmp_path / "two", "qwen3", "mine")
    damage(tmp_path / "two" / record.profile.files[1].file)
    with pytest.raises(InputError, match="damaged"):
        clinic.bring_in(tmp_path / "two")
    assert clinic.contents("mine") == whole("gemma")
    put_converted(tmp_path / "three", "qwen3", "mine")
    assert clinic.bring_in(tmp_path / "three").new
    assert clinic.contents("mine") == whole("qwen3")
    assert len(list((clinic.paths.models / "mine").iterdir())) == 3  # nothing is left of the first


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-100] ^= 4
    path.write_bytes(data)


def test_a_model_damaged_here_is_mended_by_the_same_stick(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    clinic.bring_in(tmp_path / "stick")
    damage(next((clinic.paths.models / "gemma-copy").glob("gemma-copy-mmproj*")))
    assert clinic.bring_in(tmp_path / "stick").new
    assert clinic.contents("gemma-copy") == whole("gemma")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that these small models are as many blocks as a large one."""
    monkeypatch.setattr(copying, "BLOCK", 64 * 1024)


class Pull:
    """Cuts the sources off once a share of the copy is done, as a pulled stick does; puts them back when asked."""

    def __init__(self, sources: list[Path], share: float) -> None:
        self._whole = {path: path.read_bytes() for path in sources}
        self._share = share
        self.done = 0.0

    def tell(self, title: str, _step: int, _total: int, share: float) -> None:
        if title.startswith("copying"):
            self.done = share
            if share >= self._share:
                for path in self._whole:
                    os.truncate(path, 0)

    def plug_in(self) -> None:
        for path, content in self._whole.items():
            path.write_bytes(content)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("point", range(POINTS))
@pytest.mark.parametrize("put", [put_stick, put_bare], ids=["stick", "files"])
def test_a_pulled_stick_is_told_and_the_copy_goes_on(
    put: Callable[[Path, str], object], point: int, clinic: Clinic, tmp_path: Path
) -> None:
    put(tmp_path / "stick", "gemma")
    pull = Pull(sorted((tmp_path / "stick").rglob("*.gguf")), (point + 0.5) / (POINTS + 1))
    with pytest.raises(InputError, match=r"pulled out.* are here already") as told:
        clinic.bring_in(tmp_path / "stick", tell=pull.tell)
    assert "Plug it in again" in told.value.hint
    assert clinic.store.installed_ids() == ()
    pull.plug_in()
    settled = clinic.bring_in(tmp_path / "stick")
    assert settled.new
    assert clinic.contents(settled.id) == whole("gemma")
    assert not list(clinic.paths.models.glob(".*.part"))


@pytest.mark.usefixtures("small_blocks")
def test_what_was_copied_is_not_read_from_the_stick_again(clinic: Clinic, tmp_path: Path) -> None:
    """The stick then holds noise where it was read already; a model that is not signed would have that noise."""
    put_stick(tmp_path / "stick", "gemma")
    source = next((tmp_path / "stick").rglob("gemma.gguf"))
    content = source.read_bytes()
    pull = Pull([source], 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path / "stick", tell=pull.tell)
    source.write_bytes(content[:100_000] + bytes(64 * 1024) + content[100_000 + 64 * 1024 :])
    settled = clinic.bring_in(tmp_path / "stick")
    assert clinic.contents(settled.id) == whole("gemma")


@pytest.mark.usefixtures("small_blocks")
def test_what_is_kept_of_other_files_is_not_believed(clinic: Clinic, tmp_path: Path) -> None:
    language, projector = put_bare(tmp_path, "gemma")
    content = language.read_bytes()
    pull = Pull([language, projector], 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path, tell=pull.tell)
    pull.plug_in()
    other = content[:200_000] + random.Random(1).randbytes(1000) + content[201_000:]
    language.write_bytes(other)
    settled = clinic.bring_in(tmp_path)
    assert clinic.contents(settled.id)[0] == other


@pytest.mark.usefixtures("small_blocks")
def test_what_is_kept_and_went_bad_is_copied_anew(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    pull = Pull(sorted((tmp_path / "stick").rglob("*.gguf")), 0.5)
    with pytest.raises(InputError, match="pulled out"):
        clinic.bring_in(tmp_path / "stick", tell=pull.tell)
    pull.plug_in()
    damage(next(clinic.paths.models.glob(".*.part/0.part")))
    settled = clinic.bring_in(tmp_path / "stick")
    assert clinic.contents(settled.id) == whole("gemma")


@pytest.mark.usefixtures("small_blocks")
def test_a_stop_leaves_nothing_to_be_seen(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")
    told: list[float] = []
    importing = clinic.importing(lambda _title, _step, _total, share: told.append(share), lambda: len(told) > 5)
    with pytest.raises(Cancelled):
        importing.bring_in(clinic.look(tmp_path / "stick"), ["gemma-copy"], "")
    assert clinic.store.installed_ids() == ()
    assert clinic.bring_in(tmp_path / "stick").new


@pytest.mark.usefixtures("small_blocks")
def test_a_disk_that_gives_back_something_else_is_noticed(clinic: Clinic, tmp_path: Path) -> None:
    put_stick(tmp_path / "stick", "gemma")

    def spoil(title: str, _step: int, _total: int, share: float) -> None:
        if title.startswith("copying") and share == 1.0:
            copy = next(clinic.paths.models.glob(".*.part/0.part"))
            with copy.open("r+b") as file:
                file.seek(300_000)
                file.write(b"bad")

    with pytest.raises(Exception, match="gives back") as told:
        clinic.bring_in(tmp_path / "stick", tell=spoil)
    assert "disk is failing" in told.value.hint  # type: ignore[attr-defined]
    assert clinic.store.installed_ids() == ()


def test_too_little_room_is_told_before_anything_is_copied(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "lentigo-mini", "large")
    with mounted(tmp_path / "disk", 8) as disk:
        small = Clinic(replace(clinic.paths, data=disk / "data"))
        with pytest.raises(InputError, match=r"too little room: 12 MB are needed, 8 MB are free") as told:
            small.bring_in(tmp_path / "place")
        assert told.value.hint
        assert not list(small.paths.models.glob(".*.part"))


def test_a_disk_that_fills_up_on_the_way_is_told(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "lentigo-mini", "large")
    with mounted(tmp_path / "disk", 20) as disk:
        small = Clinic(replace(clinic.paths, data=disk / "data"))

        def fill(*_told: object) -> None:
            if not (disk / "other").exists():
                (disk / "other").write_bytes(bytes(14_000_000))

        with pytest.raises(InputError, match="is full"):
            small.bring_in(tmp_path / "place", tell=fill)
        assert small.store.installed_ids() == ()
        (disk / "other").unlink()
        assert small.bring_in(tmp_path / "place").new
        assert small.contents("large") == whole("lentigo-mini")


def test_a_folder_that_cannot_be_written_is_told(clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "gemma")
    with mounted(tmp_path / "disk", 8) as disk:
        protected = Clinic(replace(clinic.paths, data=disk / "data"))
        protected.paths.models.mkdir(parents=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(InputError, match="write-protected"):
            protected.bring_in(tmp_path / "place")
        assert protected.store.list()


def test_leftovers_go_at_the_right_moment(clinic: Clinic, tmp_path: Path) -> None:
    models = clinic.paths.models
    for name in (".old.part", ".fresh.part", ".gone.removed"):
        (models / name).mkdir(parents=True)
        (models / name / "0.part").write_bytes(b"x")
    month_ago = time.time() - 30 * 86_400
    for path in (models / ".old.part" / "0.part", models / ".old.part"):
        os.utime(path, (month_ago, month_ago))
    with clinic.store.writing(), pytest.raises(InputError, match="already, in another window"):
        clinic.bring_in(put_and_name(tmp_path / "place"))
    assert len(list(models.glob(".*.*"))) == 3
    clinic.bring_in(tmp_path / "place")
    assert [path.name for path in models.glob(".*.*")] == [".fresh.part"]


def put_and_name(folder: Path) -> Path:
    put_converted(folder, "gemma")
    return folder


def test_a_model_is_removed_unless_it_is_in_use(clinic: Clinic, tmp_path: Path) -> None:
    clinic.bring_in(put_and_name(tmp_path / "place"))
    with clinic.store.used("gemma-copy"):
        assert clinic.store.show("gemma-copy").in_use
        with pytest.raises(InputError, match="in use"):
            clinic.store.remove("gemma-copy")
        damage(next((clinic.paths.models / "gemma-copy").glob("*.gguf")))
        with pytest.raises(InputError, match="in use"):
            clinic.bring_in(tmp_path / "place")
    assert not clinic.store.show("gemma-copy").in_use
    assert clinic.store.remove("gemma-copy").facts.id == "gemma-copy"
    assert clinic.store.installed_ids() == ()
    for name, told in {
        "gemma-copy": "no model called",
        "lentigo-mini": "came with Lentigo",
        "../x": "no model",
    }.items():
        with pytest.raises(InputError, match=told):
            clinic.store.remove(name)


def test_a_damaged_record_is_listed_and_can_be_removed(clinic: Clinic, tmp_path: Path) -> None:
    clinic.bring_in(put_and_name(tmp_path / "place"))
    (clinic.paths.models / "gemma-copy" / "model.json").write_text("{")
    shown = {model.facts.id: model for model in clinic.store.list()}
    assert "is damaged" in shown["gemma-copy"].trouble
    assert not shown["lentigo-mini"].trouble
    with pytest.raises(InputError, match="is damaged"):
        clinic.store.find("gemma-copy")
    assert clinic.bring_in(tmp_path / "place").new  # mends it
    (clinic.paths.models / "gemma-copy" / "model.json").write_bytes(b"\xff")
    clinic.store.remove("gemma-copy")
    assert clinic.store.installed_ids() == ()


def test_a_missing_file_is_listed(clinic: Clinic, tmp_path: Path) -> None:
    clinic.bring_in(put_and_name(tmp_path / "place"))
    next((clinic.paths.models / "gemma-copy").glob("*.gguf")).unlink()
    assert "missing" in clinic.store.show("gemma-copy").trouble


def test_a_record_cannot_name_files_elsewhere(clinic: Clinic, tmp_path: Path) -> None:
    record = put_converted(tmp_path / "place", "gemma", "mine")
    assert record.model
    outside = replace(record.model.language, file="../gemma.gguf")
    write(tmp_path / "place", replace(record, model=replace(record.model, language=outside)))
    with pytest.raises(InputError, match="is damaged"):
        clinic.look(tmp_path / "place")


@pytest.mark.parametrize("name", ["..", "a/b", "CON", "", "x" * 300])
def test_an_id_must_be_plain(name: str, clinic: Clinic, tmp_path: Path) -> None:
    put_converted(tmp_path / "place", "gemma", "mine")
    record = put_converted(tmp_path / "place", "gemma")
    assert record.model
    write(tmp_path / "place", replace(record, model=replace(record.model, id=name)))
    place = clinic.look(tmp_path / "place")
    (offer,) = clinic.importing().examine(place).offers
    assert "cannot be a model's id" in offer.trouble
    with pytest.raises(InputError, match="cannot be a model's id"):
        clinic.importing().bring_in(place, [name], "")


def test_a_description_of_another_family_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    paths = put_bare(tmp_path, "gemma")
    language, projector = (file_record(path, tmp_path) for path in paths)
    profile = replace(profile_of("qwen3"), id="mixed", language=language, projector=projector)
    write(tmp_path, ModelRecord(added="2026-11-20", model=profile))
    (candidate,) = clinic.look(tmp_path).candidates
    assert candidate.trouble
    assert "is described as a model of the kind “qwen3-vl”" in candidate.trouble.message


def test_a_signed_document_that_was_changed_is_refused(tmp_path: Path) -> None:
    from lentigo.models.manifest import Manifest, SignedDocument, write_manifest

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
