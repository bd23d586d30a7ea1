"""Writing a stick: what lies on it, what goes on after a stop, and every way in which it must not be signed."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from listening import Listener
from signed_folders import LANGUAGE, PROJECTOR, convert_encoder, convert_model, write_file
from small_disks import mounted

from lentigo.errors import EngineError, InputError
from lentigo.models.disk import RESERVE, file_system
from lentigo.models.manifest import MANIFEST, SIGNATURE, SignedDocument, SignedManifest, fingerprint, read_manifest
from lentigo.progress import QUIET, Progress
from lentigo_packager.sticks.content import StickContent, StickModel, find_model, gather
from lentigo_packager.sticks.start_page import START_PAGE
from lentigo_packager.sticks.writing import COPYING, READING_BACK, superfluous, write_stick

KEY = Ed25519PrivateKey.generate()
NAMES = ["made here", "модель один", "โมเดล ก่า", "🩺👩‍⚕️ 🧴", "x" * 200]
LANGUAGE_FILE, PROJECTOR_FILE = "models/tiny/tiny-Q4_K_M.gguf", "models/tiny/tiny-mmproj-F16.gguf"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that there is something between a file's beginning and its end."""
    monkeypatch.setattr("lentigo.models.hashing.BLOCK", 64 * 1024)


@pytest.fixture
def model(tmp_path: Path) -> StickModel:
    return StickModel(record=convert_model(tmp_path / "made"), folder=tmp_path / "made")


@pytest.fixture
def content(model: StickModel) -> StickContent:
    return gather([model], ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def at(wanted: str, act: Callable[[], object], *, from_share: float = 0.0) -> Listener:
    """Do something once, when a stage has come so far."""
    acted = []

    def take(title: str, done: float) -> None:
        if title == wanted and done >= from_share and not acted:
            acted.append(True)
            act()

    return Listener(take)


def stop() -> None:
    raise KeyboardInterrupt


def flip(path: Path, place: int = -1) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def write(folder: Path, content: StickContent, progress: Progress = QUIET) -> SignedManifest:
    return write_stick(folder, content, KEY, progress).signed


def is_unsigned(folder: Path) -> bool:
    return not (folder / MANIFEST).exists() and not (folder / SIGNATURE).exists()


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_stick_holds_everything_and_its_signature(model: StickModel, folder: Path, tmp_path: Path) -> None:
    encoder = StickModel(record=convert_encoder(tmp_path / "read"), folder=tmp_path / "read")
    pdf = write_file(tmp_path / "guide.pdf", 70_000)
    document = SignedDocument(file="library/guide.pdf", sha256=pdf.sha256, bytes=pdf.bytes, title="Guide")
    heard: list[tuple[str, float]] = []
    told = Listener(lambda title, done: heard.append((title, done)))
    signed = write(folder, gather([model, encoder], [(tmp_path / "guide.pdf", document)]), told)
    assert signed == read_manifest(folder)
    assert signed.fingerprint == fingerprint(KEY.public_key())
    assert [file.file for file in signed.manifest.files] == [
        LANGUAGE_FILE, PROJECTOR_FILE, "models/reader/reader-BF16.gguf", "library/guide.pdf",
    ]  # fmt: skip
    notices = ["models/tiny/NOTICE.txt", "models/reader/NOTICE.txt"]
    assert files_below(folder) == sorted(
        [file.file for file in signed.manifest.files] + [MANIFEST, SIGNATURE, START_PAGE] + notices
    )
    sources = (tmp_path / "made", tmp_path / "made", tmp_path / "read", tmp_path)
    for source, file in zip(sources, signed.manifest.files, strict=True):
        assert (folder / file.file).read_bytes() == (source / Path(file.file).name).read_bytes()
    assert told.stages == [(COPYING, 0, 2), (READING_BACK, 1, 2)]
    assert told.sizes == [LANGUAGE + PROJECTOR + 100_000 + 70_000] * 2
    for stage in (COPYING, READING_BACK):
        done = [share for title, share in heard if title == stage]
        assert (done, done[-1]) == (sorted(done), pytest.approx(1.0))


def test_the_stick_vouches_and_not_the_record(folder: Path, tmp_path: Path) -> None:
    """A record that calls itself verified, or signed by somebody, does not get onto the stick so."""
    record = replace(convert_model(tmp_path / "made"), signed_by="ABCD")
    assert record.model is not None
    assert record.model.verified
    signed = write(folder, gather([StickModel(record=record, folder=tmp_path / "made")], ()))
    (there,) = signed.manifest.models
    assert there.model is not None
    assert (there.model.verified, there.signed_by) == (False, "")
    assert there.model.notice == record.model.notice


def test_a_models_terms_lie_beside_it(folder: Path, model: StickModel, content: StickContent) -> None:
    write(folder, content)
    told = (folder / "models" / "tiny" / "NOTICE.txt").read_text(encoding="utf-8")
    profile = model.record.profile
    assert told == f"{profile.name} 1\nLicence: CC BY-NC 4.0\n\n{profile.notice}\n"
    assert superfluous(folder, content) == ()


@pytest.mark.parametrize("place", [0, LANGUAGE // 2, -1])
@pytest.mark.parametrize("file", [LANGUAGE_FILE, PROJECTOR_FILE])
def test_what_comes_back_different_is_never_signed(folder: Path, content: StickContent, file: str, place: int) -> None:
    """As a broken stick would do it: the copy differs by one bit when it is read back."""
    stage = COPYING if file == LANGUAGE_FILE else READING_BACK  # written, and not yet read back
    spoil = at(stage, lambda: flip(folder / file, place), from_share=0.8 if stage == COPYING else 0.0)
    with pytest.raises(EngineError, match=f"is not what was written to it: {file}") as raised:
        write(folder, content, spoil)
    assert "may be broken" in raised.value.hint
    assert is_unsigned(folder)
    assert file not in files_below(folder)
    kept = {path: (folder / path).stat().st_ino for path in files_below(folder)}
    told = Listener()
    write(folder, content, told)
    assert all((folder / path).stat().st_ino == number for path, number in kept.items())
    assert told.sizes[0] == (PROJECTOR if file == PROJECTOR_FILE else LANGUAGE)  # the other one was not copied again
    assert read_manifest(folder)


def test_a_stick_that_overwrites_its_beginning_is_found_out(folder: Path, content: StickContent) -> None:
    """It says it holds more than it does: what was written last lands where the first file was."""
    spoil = at(COPYING, lambda: flip(folder / LANGUAGE_FILE, 0), from_share=1.0)
    with pytest.raises(EngineError, match=LANGUAGE_FILE):
        write(folder, content, spoil)
    assert is_unsigned(folder)


def test_a_source_that_changed_is_refused(folder: Path, model: StickModel, content: StickContent) -> None:
    flip(model.folder / "tiny-mmproj-F16.gguf", 1000)
    with pytest.raises(InputError, match=r"tiny-mmproj-F16\.gguf is missing, or not what it was"):
        write(folder, content)
    assert is_unsigned(folder)
    assert files_below(folder) == [LANGUAGE_FILE]


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: os.truncate(path, 10)])
def test_a_source_that_is_missing_or_short_is_refused_before_anything_is_written(
    model: StickModel, harm: Callable[[Path], None]
) -> None:
    harm(model.folder / "tiny-Q4_K_M.gguf")
    with pytest.raises(InputError, match="is missing, or not what it was") as raised:
        gather([model], ())
    assert "take a good copy" in raised.value.hint


def test_it_is_told_whether_the_disk_or_memory_answered(folder: Path, content: StickContent, small_disk: Path) -> None:
    """A file system in memory cannot do otherwise; an ordinary one must, although all was written a moment ago."""
    assert not write_stick(small_disk, content, KEY, QUIET).from_disk
    if file_system(folder) not in {"ext4", "xfs", "btrfs"}:
        pytest.skip(f"THE TESTS' FOLDER IS NO ORDINARY DISK ({file_system(folder)}): that half proves nothing here")
    assert write_stick(folder, content, KEY, QUIET).from_disk
    assert write_stick(folder, content, KEY, QUIET).from_disk


@pytest.mark.parametrize("share", [0.0, 0.3, 0.61, 0.9])
def test_after_a_stop_it_goes_on(folder: Path, content: StickContent, share: float) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(folder, content, at(COPYING, stop, from_share=share))
    assert is_unsigned(folder)
    began = {path.name.removesuffix(".part"): path.stat().st_ino for path in folder.rglob("*.gguf*")}
    assert began
    write(folder, content)
    beside = ["models/tiny/NOTICE.txt", MANIFEST, SIGNATURE, START_PAGE]
    assert files_below(folder) == sorted([LANGUAGE_FILE, PROJECTOR_FILE, *beside])
    assert began.items() <= {path.name: path.stat().st_ino for path in folder.rglob("*.gguf")}.items()


def test_what_was_copied_is_not_written_again(folder: Path, content: StickContent) -> None:
    """The second run stops at its first block: had it begun anew, the part would be one block long."""
    part = folder / f"{LANGUAGE_FILE}.part"
    with pytest.raises(KeyboardInterrupt):
        write(folder, content, at(COPYING, stop, from_share=0.5))
    came = part.stat().st_size
    assert came > 200_000
    with pytest.raises(KeyboardInterrupt):
        write(folder, content, at(COPYING, stop))
    assert part.stat().st_size == came


def test_a_stop_while_reading_back_leaves_nothing_signed(folder: Path, content: StickContent) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(folder, content, at(READING_BACK, stop, from_share=0.9))
    assert is_unsigned(folder)


@pytest.mark.parametrize("damage", [b"", b"foreign", bytes(LANGUAGE - 5), bytes(LANGUAGE + 5)])
def test_a_part_that_is_wrong_is_mended(folder: Path, model: StickModel, content: StickContent, damage: bytes) -> None:
    part = folder / f"{LANGUAGE_FILE}.part"
    part.parent.mkdir(parents=True)
    right = (model.folder / "tiny-Q4_K_M.gguf").read_bytes()
    part.write_bytes(right[:100_000] + damage)
    write(folder, content)
    assert (folder / LANGUAGE_FILE).read_bytes() == right


def test_a_part_that_is_too_long_is_cut(folder: Path, model: StickModel, content: StickContent) -> None:
    part = folder / f"{LANGUAGE_FILE}.part"
    part.parent.mkdir(parents=True)
    right = (model.folder / "tiny-Q4_K_M.gguf").read_bytes()
    part.write_bytes(right + b"of an older one")
    write(folder, content)
    assert (folder / LANGUAGE_FILE).read_bytes() == right


@pytest.mark.parametrize("size", [LANGUAGE, LANGUAGE - 1, 0])
def test_what_an_earlier_run_left_wrong_is_written_again(
    folder: Path, model: StickModel, content: StickContent, size: int
) -> None:
    (folder / LANGUAGE_FILE).parent.mkdir(parents=True)
    (folder / LANGUAGE_FILE).write_bytes(bytes(size))
    write(folder, content)
    assert (folder / LANGUAGE_FILE).read_bytes() == (model.folder / "tiny-Q4_K_M.gguf").read_bytes()


def test_an_older_signature_is_gone_before_anything_new_is_there(
    folder: Path, content: StickContent, tmp_path: Path
) -> None:
    write(folder, content)
    other = gather([StickModel(record=convert_model(tmp_path / "other", "other"), folder=tmp_path / "other")], ())
    signed_meanwhile: list[bool] = []
    signed = write(folder, other, Listener(lambda *_told: signed_meanwhile.append(not is_unsigned(folder))))
    assert signed_meanwhile
    assert not any(signed_meanwhile)
    assert [record.model and record.model.id for record in signed.manifest.models] == ["other"]
    earlier = (folder / "models" / "tiny" / "NOTICE.txt", folder / LANGUAGE_FILE, folder / PROJECTOR_FILE)
    assert superfluous(folder, other) == earlier


@pytest.mark.parametrize("name", NAMES)
def test_folders_of_all_names_work(tmp_path: Path, name: str) -> None:
    convert_model(tmp_path / name / "tiny")
    model = find_model(str(tmp_path / name / "tiny"), tmp_path / "installed")
    write(tmp_path / name / f"stick {name}"[:200], gather([model], ()))
    assert read_manifest(tmp_path / name / f"stick {name}"[:200])


@pytest.mark.parametrize("name", [name[:190] + ".gguf" for name in NAMES])
def test_files_of_all_names_work(tmp_path: Path, folder: Path, name: str) -> None:
    record = convert_model(tmp_path / "made")
    (tmp_path / "made" / "tiny-Q4_K_M.gguf").rename(tmp_path / "made" / name)
    text = (tmp_path / "made" / "model.json").read_text(encoding="utf-8")
    (tmp_path / "made" / "model.json").write_text(text.replace("tiny-Q4_K_M.gguf", name), encoding="utf-8")
    signed = write(folder, gather([find_model(str(tmp_path / "made"), tmp_path)], ()))
    assert (folder / "models" / "tiny" / name).stat().st_size == LANGUAGE
    assert signed.manifest.files[0].file == f"models/tiny/{name}"
    assert record.model is not None


def test_a_model_is_found_by_folder_and_by_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert_model(tmp_path / "installed" / "tiny")
    convert_encoder(tmp_path / "here" / "reader")
    monkeypatch.chdir(tmp_path / "here")
    assert find_model("tiny", tmp_path / "installed").folder == tmp_path / "installed" / "tiny"
    assert find_model("reader", tmp_path / "installed").folder == Path("reader")


@pytest.mark.parametrize("named", ["unknown", "../installed/tiny", "", "x" * 300, "lentigo-mini", "tiny/.."])
def test_what_is_no_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    convert_model(tmp_path / "installed" / "tiny")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"neither a folder with a converted model|cannot be used"):
        find_model(named, tmp_path / "installed")


DAMAGED = [b"", b"{}", b"{", b"\xff", b"[" * 100_000, b'{"added": "2026-11-21"}', b" " * (1 << 21), b'{"added": 3}']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_description_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.json").write_bytes(content)
    with pytest.raises(InputError, match=r"description of the model .* is damaged") as raised:
        find_model(str(tmp_path), tmp_path / "installed")
    assert "Convert the model again" in raised.value.hint


def test_two_models_of_one_id_do_not_fit_on_a_stick(model: StickModel) -> None:
    with pytest.raises(InputError, match="tiny stands there twice"):
        gather([model, model], ())


def test_a_model_whose_files_lead_elsewhere_is_refused(tmp_path: Path) -> None:
    convert_model(tmp_path / "made")
    text = (tmp_path / "made" / "model.json").read_text(encoding="utf-8")
    (tmp_path / "made" / "model.json").write_text(text.replace('"tiny-Q4', '"../made/tiny-Q4'), encoding="utf-8")
    with pytest.raises(InputError, match="is damaged"):
        gather([find_model(str(tmp_path / "made"), tmp_path)], ())


def test_a_stick_that_is_not_plugged_in_is_told(tmp_path: Path, content: StickContent) -> None:
    with pytest.raises(InputError, match="is not a folder") as raised:
        write(tmp_path / "media" / "stick", content)
    assert "plugged in" in raised.value.hint
    assert not (tmp_path / "media").exists()
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is not a folder"):
        write(tmp_path / "file", content)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "small", 2) as place:
        yield place


def test_too_little_room_is_told_with_the_numbers_and_an_older_stick_stays(
    small_disk: Path, content: StickContent, tmp_path: Path
) -> None:
    write(small_disk, content)
    before = files_below(small_disk)
    record = convert_model(tmp_path / "other", "other", language=3_000_000)
    other = gather([StickModel(record=record, folder=tmp_path / "other")], ())
    with pytest.raises(InputError, match="too little room: 4 MB are needed, 2 MB are free"):
        write(small_disk, other)
    assert files_below(small_disk) == before
    assert read_manifest(small_disk)


def test_a_disk_that_fills_up_meanwhile_is_told_and_it_goes_on(small_disk: Path, content: StickContent) -> None:
    def fill() -> None:
        (small_disk / "other").write_bytes(bytes(psutil.disk_usage(str(small_disk)).free))

    with pytest.raises(InputError, match="is full") as raised:
        write(small_disk, content, at(COPYING, fill))
    assert "Free some space" in raised.value.hint
    assert is_unsigned(small_disk)
    (small_disk / "other").unlink()
    assert write(small_disk, content)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_what_is_there_already_needs_no_room(small_disk: Path, content: StickContent, share: float) -> None:
    """Neither a part nor a whole file."""
    with pytest.raises(KeyboardInterrupt):
        write(small_disk, content, at(COPYING, stop, from_share=share))
    there = sum(path.stat().st_size for path in small_disk.rglob("*.gguf*"))
    assert there > 0
    spare = psutil.disk_usage(str(small_disk)).free - RESERVE - (LANGUAGE + PROJECTOR - there)
    (small_disk / "other").write_bytes(bytes(spare - 20_000))
    assert write(small_disk, content)
