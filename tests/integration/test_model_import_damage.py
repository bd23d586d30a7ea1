"""Damaged, foreign and mixed-up model files against the real worker: each is refused before it is loaded.

LENTIGO_DAMAGED says how many (300), LENTIGO_FIRST_DAMAGED at which seed they begin.
"""

import logging
import os
import random
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from model_places import (
    FINGERPRINT,
    PAIRS,
    file_record,
    profile_of,
    put_bare,
    put_converted,
    put_stick,
    sign,
    sources_of,
    write,
)
from mutator import Header

from lentigo.errors import LentigoError
from lentigo.models.headers import read_header
from lentigo.models.model_store import ModelRecord
from lentigo.paths import Paths, default_paths
from lentigo.worker.failures import DIED
from lentigo.worker.messages.models import ExamineModels, ImportModels, ListModels, RemoveModel, VerifyModel, WarmUp
from lentigo.worker.synchronous import SynchronousWorker

log = logging.getLogger(__name__)
DAMAGED = int(os.environ.get("LENTIGO_DAMAGED", "300"))
FIRST = int(os.environ.get("LENTIGO_FIRST_DAMAGED", "0"))
GOOD = 50
pytestmark = pytest.mark.timeout(120 + DAMAGED)

HTML = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>...</body></html>\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 2489757856\n"
ABSURD = (2**31, 2**32 + 5, 2**40, 2**62, 2**63 - 1, 2**64 - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A damaged place and how it was refused."""

    seed: int
    what: str
    message: str
    hint: str
    visible: bool  # whether it is in the list of models afterwards


Damage = Callable[[Path, random.Random], tuple[Path, ...]]  # makes a place; what the user names


def whole_place(folder: Path, chance: random.Random) -> tuple[str, Path]:
    """A stick or a converted folder, whole; its pair and the folder with the files."""
    pair = chance.choice(PAIRS)
    model = f"{pair}-{folder.name}"  # of its own: what is kept of a refused copy may complete another one
    if chance.random() < 0.5:
        put_stick(folder, pair, model)
        return pair, folder / "models" / model
    put_converted(folder, pair, model)
    return pair, folder


def a_file(folder: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(folder.glob("*.gguf")))


def flipped_bit(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    _pair, inside = whole_place(folder, chance)
    path = a_file(inside, chance)
    data = bytearray(path.read_bytes())
    data[chance.randrange(read_header(path).start, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return (folder,)


def zeroed_block(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    _pair, inside = whole_place(folder, chance)
    path = a_file(inside, chance)
    data, start = path.read_bytes(), read_header(path).start
    while not any(data[(place := chance.randrange(start, len(data) - 4096)) : place + 4096]):
        pass
    path.write_bytes(data[:place] + bytes(4096) + data[place + 4096 :])
    return (folder,)


def flipped_after_import(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    """Whole when it was brought in; the test damages what was installed."""
    put_converted(folder, chance.choice(PAIRS), "installed")
    return (folder,)


def truncated(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    if chance.random() < 0.5:
        path = chance.choice(put_bare(folder, chance.choice(PAIRS)))
    else:
        path = a_file(whole_place(folder, chance)[1], chance)
    size = path.stat().st_size
    os.truncate(path, chance.choice((0, 3, 24, chance.randrange(size), size - 4096, size - 1)))
    return (folder,)


def exchanged(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    """The record names each file as the other; or the files bear each other's names."""
    record = put_converted(folder, chance.choice(PAIRS))
    assert record.model
    if chance.random() < 0.5:
        swapped = replace(record.model, language=record.model.projector, projector=record.model.language)
        write(folder, replace(record, model=swapped))
        if chance.random() < 0.5:
            move_below(folder)
        return (folder,)
    first, second = (folder / file.file for file in record.profile.files)
    first.rename(folder / "held")
    second.rename(first)
    (folder / "held").rename(second)
    return (folder,)


def move_below(folder: Path) -> None:
    """Make a signed stick of a converted folder."""
    inside = folder / "models" / "x"
    inside.mkdir(parents=True)
    for path in list(folder.iterdir()):
        if path.is_file():
            path.rename(inside / path.name)
    sign(folder, inside)


def mismatched(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    """Two good files of two models."""
    one, other = chance.sample(PAIRS, 2)
    language, projector = sources_of(one)[0], sources_of(other)[1]
    folder.mkdir(parents=True)
    paths = tuple(Path(shutil.copy(path, folder)) for path in (language, projector))
    form = chance.randrange(3)
    if form:
        files = tuple(file_record(path, folder) for path in paths)
        profile = replace(profile_of(one), id="mixed", language=files[0], projector=files[1])
        write(folder, ModelRecord(added="2026-11-20", model=profile))
    if form == 2:
        move_below(folder)
    return (folder,) if form or chance.random() < 0.5 else paths


def text_only(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    language, projector = put_bare(folder, chance.choice(PAIRS))
    projector.unlink()
    return (chance.choice((folder, language)),)


def projector_alone(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    language, projector = put_bare(folder, chance.choice(PAIRS))
    language.unlink()
    return (chance.choice((folder, projector)),)


def part_missing(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    language, _projector = put_bare(folder, chance.choice(PAIRS))
    parts = chance.randint(2, 9)
    language.rename(folder / f"{language.stem}-{chance.randint(1, parts):05}-of-{parts:05}.gguf")
    return (folder,)


def replaced(content: Callable[[random.Random], bytes]) -> Damage:
    """Something else in place of a model's file."""

    def damage(folder: Path, chance: random.Random) -> tuple[Path, ...]:
        inside = folder
        if chance.random() < 0.5:
            put_bare(folder, chance.choice(PAIRS))
        else:
            inside = whole_place(folder, chance)[1]
        path = a_file(inside, chance)
        path.write_bytes(content(chance))
        return (folder,)

    return damage


def foreign(chance: random.Random) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("data.pkl", b"\x80\x02.")
    header = b'{"weight":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}}'
    return chance.choice(
        (
            archive.getvalue(),
            struct.pack("<Q", len(header)) + header + bytes(8),
            b"\x80\x04\x95\x0b\x00\x00\x00",
            b"%PDF-1.7\n",
            b"\x1f\x8b\x08\x00",
            b"\x89PNG\r\n\x1a\n",
            b"",
            bytes(100_000),
            chance.randbytes(50_000),
            b"Thank you for downloading!\n",
        )
    )


@cache
def header(path: Path) -> Header:
    return Header(path)


def absurd(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    """A count, length, shape or size that nothing can have. The hashes are of the damaged file: they do not tell."""
    pair = chance.choice(PAIRS)
    source, number = chance.choice(list(zip(sources_of(pair), (0, 1), strict=True)))
    name = chance.choice(("count", "length", "shape", "offset", "value"))
    slots = [slot for slot in header(source).slots[name] if name != "value" or slot.of.endswith(SIZES)]
    slot = chance.choice(slots)
    place = chance.randrange(len(slot.old))
    width = slot.old.itemsize
    fitting = [value for value in ABSURD if value < 256**width]
    start = slot.start + place * width
    data = header(source).data
    data = data[:start] + chance.choice(fitting).to_bytes(width, "little") + data[start + width :]
    paths = put_bare(folder, pair)
    paths[number].write_bytes(data)
    if chance.random() < 0.5:
        files = tuple(file_record(path, folder) for path in paths)
        profile = replace(profile_of(pair), id="absurd", language=files[0], projector=files[1])
        write(folder, ModelRecord(added="2026-11-20", model=profile))
    return (folder,)


SIZES = ("block_count", "embedding_length", "feed_forward_length", "head_count", "image_size", "patch_size")


def renamed_tensor(folder: Path, chance: random.Random) -> tuple[Path, ...]:
    """A part that mtmd or llama.cpp looks for has another name."""
    pair = chance.choice(PAIRS)
    source, number = chance.choice(list(zip(sources_of(pair), (0, 1), strict=True)))
    name = chance.choice(sorted(read_header(source).tensors)).encode()
    data = source.read_bytes()
    place = data.index(struct.pack("<Q", len(name)) + name) + 8
    paths = put_bare(folder, pair)
    letter = chance.randrange(len(name))
    changed = name[:letter] + bytes([name[letter] ^ 1]) + name[letter + 1 :]
    paths[number].write_bytes(data[:place] + changed + data[place + len(name) :])
    return (folder,)


DAMAGES: dict[str, Damage] = {
    "a flipped bit": flipped_bit,
    "a zeroed block": zeroed_block,
    "a flipped bit after the import": flipped_after_import,
    "cut off": truncated,
    "exchanged": exchanged,
    "mismatched": mismatched,
    "no projector": text_only,
    "no language model": projector_alone,
    "a part missing": part_missing,
    "a web page": replaced(lambda _chance: HTML),
    "an LFS pointer": replaced(lambda _chance: LFS),
    "a foreign file": replaced(foreign),
    "absurd": absurd,
    "a tensor renamed": renamed_tensor,
}


class Clinic:
    """A worker and its data folder."""

    def __init__(self, worker: SynchronousWorker, paths: Paths) -> None:
        self.run = worker.run
        self.paths = paths

    def ids(self) -> set[str]:
        return {model.facts.id for model in self.run(ListModels())}

    def bring_in(self, place: tuple[Path, ...], described_as: str = "") -> tuple[str, ...]:
        """Look, then bring in all that lies there."""
        paths = tuple(map(str, place))
        examined = self.run(ExamineModels(paths=paths, described_as=described_as))
        ids = tuple(offer.facts.id for offer in examined.offers)
        imported = self.run(ImportModels(paths=paths, ids=ids, trusted=examined.signed_by, described_as=described_as))
        return tuple(model.facts.id for model in imported.models)

    def damage_installed(self, model: str, chance: random.Random) -> None:
        path = chance.choice(sorted((self.paths.models / model).glob("*.gguf")))
        data = bytearray(path.read_bytes())
        data[chance.randrange(read_header(path).start, len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    paths = Paths(resources=default_paths().resources, data=tmp_path_factory.mktemp("clinic") / "data")
    with SynchronousWorker(paths=paths) as worker:
        yield Clinic(worker, paths)


def refuse(clinic: Clinic, folder: Path, seed: int) -> Refused:
    """What was said of a place that a seed damaged."""
    chance = random.Random(seed)
    what = list(DAMAGES)[seed % len(DAMAGES)]
    place = DAMAGES[what](folder, chance)
    before = clinic.ids()
    try:
        for model in clinic.bring_in(place):
            if what == "a flipped bit after the import":
                clinic.damage_installed(model, chance)
            clinic.run(WarmUp(model=model))
        message, hint = "", ""
    except LentigoError as error:
        message, hint = error.message, error.hint
    for model in clinic.ids() & {"installed"}:
        clinic.run(RemoveModel(id=model))
    return Refused(seed=seed, what=what, message=message, hint=hint, visible=clinic.ids() != before)


@pytest.fixture(scope="module")
def refusals(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> list[Refused]:
    places = tmp_path_factory.mktemp("places")
    found = []
    for seed in range(FIRST, FIRST + DAMAGED):
        found.append(refuse(clinic, places / str(seed), seed))
        log.info("%s", found[-1])
        shutil.rmtree(places / str(seed))
    return found


def test_each_is_refused_with_cause_and_remedy(refusals: list[Refused]) -> None:
    assert len(refusals) == DAMAGED
    for refused in refusals:
        assert refused.message.endswith("."), refused
        assert ". " not in refused.message, refused
        assert refused.hint.endswith("."), refused
        assert refused.message != DIED.message, refused
        assert "inside the program" not in refused.message, refused


def test_none_is_in_the_list_afterwards(refusals: list[Refused]) -> None:
    assert not [refused for refused in refusals if refused.visible]


def test_nothing_of_them_is_left_but_what_a_repetition_can_use(clinic: Clinic, refusals: list[Refused]) -> None:
    assert refusals
    left = {path.name for path in clinic.paths.models.iterdir()}
    assert all(name.startswith(".") for name in left), left


def test_good_models_are_brought_in_and_loaded(clinic: Clinic, tmp_path: Path) -> None:
    for number in range(GOOD):
        pair = PAIRS[number % len(PAIRS)]
        folder = tmp_path / f"place {number}"
        model = f"good-{number}"
        form = number // len(PAIRS) % 3
        if form == 0:
            put_stick(folder, pair, model)
        elif form == 1:
            put_converted(folder, pair, model)
        else:
            language, _projector = put_bare(folder, pair)
            language.rename(folder / f"{model}.gguf")
        described_as = "lentigo-mini" if pair == "lentigo-mini" and form == 2 else ""
        (brought,) = clinic.bring_in((folder,), described_as)
        assert brought == ("lentigo-mini" if described_as else model)  # the same bytes came with the program
        clinic.run(WarmUp(model=brought))
        shown = clinic.run(VerifyModel(id=brought))
        assert not shown.trouble
        assert shown.verified is (form == 0 or bool(described_as))
        assert shown.signed_by == (FINGERPRINT if form == 0 else "")
