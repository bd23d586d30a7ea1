"""GGUF headers: read as gguf's own reader reads them, and nothing in them is trusted."""

import struct
import time
from pathlib import Path

import gguf
import pytest
from model_places import ENCODER, PAIRS, TINY, sources_of

from lentigo.errors import InputError
from lentigo.models.checks import check_encoder, check_language, check_pair, check_projector, check_whole
from lentigo.models.headers import Items, read_header

GOOD = (*(path for pair in PAIRS for path in sources_of(pair)), ENCODER)
STRING, ARRAY, UINT32 = 8, 9, 4


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_header_is_read_as_gguf_reads_it(path: Path) -> None:
    header, theirs = read_header(path), gguf.GGUFReader(path)
    assert header.start == theirs.data_offset
    assert list(header.tensors) == [tensor.name for tensor in theirs.tensors]
    for tensor in theirs.tensors:
        ours = header.tensors[tensor.name]
        assert (list(ours.shape), ours.kind, ours.bytes) == (tensor.shape.tolist(), tensor.tensor_type, tensor.n_bytes)
    fields = {key: field for key, field in theirs.fields.items() if not key.startswith("GGUF.")}
    assert list(header.metadata) == list(fields)
    for key, field in fields.items():
        value = header.metadata[key]
        if isinstance(value, Items):
            assert value.count == len(field.data)
            assert not value.values or list(value.values) == field.contents()
        else:
            assert value == field.contents()


def head(tensors: int = 0, keys: int = 0, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, keys)


def text(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content


def entry(key: bytes, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def tensor(name: bytes, *sides: int, kind: int = 0, offset: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(sides)}QIQ", len(sides), *sides, kind, offset)


HOSTILE = {
    "a version of the future": (head(version=9), "version 9"),
    "another byte order": (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "another kind of computer"),
    "absurdly many tensors": (head(tensors=2**62), "tensors make no sense"),
    "absurdly many entries": (head(keys=2**62), "entries make no sense"),
    "an absurdly long key": (head(keys=1) + struct.pack("<Q", 2**63) + b"x", "makes no sense"),
    "a key that is no text": (head(keys=1) + entry(b"\xff\xfe", UINT32, bytes(4)), "no UTF-8"),
    "a key twice": (head(keys=2) + 2 * entry(b"a", UINT32, bytes(4)), "stands there twice"),
    "an unknown kind of value": (head(keys=1) + entry(b"a", 99, bytes(4)), "kind 99"),
    "an absurd array": (head(keys=1) + entry(b"a", ARRAY, struct.pack("<IQ", 0, 2**40)), "make no sense"),
    "arrays in an array": (head(keys=1) + entry(b"a", ARRAY, struct.pack("<IQ", ARRAY, 1)), "array of arrays"),
    "a truth that is neither": (head(keys=1) + entry(b"a", 7, b"\x02"), "neither yes nor no"),
    "an alignment of 3": (
        head(keys=1) + entry(b"general.alignment", UINT32, struct.pack("<I", 3)),
        "alignment",
    ),
    "a tensor of no numbers": (head(tensors=1) + tensor(b"t", 4, 0), "makes no sense"),
    "sides whose product wraps": (head(tensors=1) + tensor(b"t", 2**32, 2**32), "makes no sense"),
    "five sides": (head(tensors=1) + tensor(b"t", 1, 1, 1, 1, 1), "5 sides"),
    "an unknown kind of number": (head(tensors=1) + tensor(b"t", 4, kind=999), "kind 999"),
    "half a block": (head(tensors=1) + tensor(b"t", 33, kind=8) + bytes(500), "rows of 33"),
    "a tensor elsewhere": (head(tensors=1) + tensor(b"t", 4, offset=2**40) + bytes(500), "where it should"),
    "a tensor twice": (
        head(tensors=2) + tensor(b"t", 8) + tensor(b"t", 8, offset=32) + bytes(500),
        "stands there twice",
    ),
    "two tensors in one place": (head(tensors=2) + tensor(b"t", 8) + tensor(b"u", 8) + bytes(500), "where it should"),
    "weights beyond the end": (head(tensors=1) + tensor(b"t", 1024) + bytes(500), "cut off"),
    "an end within the header": (head(keys=3) + entry(b"a", UINT32, bytes(4)), "cut off"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_header_is_refused_at_once(what: str, tmp_path: Path) -> None:
    content, told = HOSTILE[what]
    (tmp_path / "model.gguf").write_bytes(content)
    start = time.monotonic()
    with pytest.raises(InputError) as refused:
        read_header(tmp_path / "model.gguf")
    assert time.monotonic() - start < 1
    assert told in refused.value.message
    assert refused.value.hint


def test_words_that_lead_far_beyond_the_file_are_not_followed(tmp_path: Path) -> None:
    """Two million words of 2**62 bytes each."""
    words = struct.pack("<IQ", STRING, 2_000_000) + struct.pack("<Q", 2**62) * 1000
    (tmp_path / "model.gguf").write_bytes(head(keys=1) + entry(b"tokenizer.ggml.tokens", ARRAY, words))
    with pytest.raises(InputError, match=r"cut off|far too long"):
        read_header(tmp_path / "model.gguf")


FOREIGN = {
    "empty": (b"", "is empty"),
    "zeros": (bytes(5000), "holds zeros"),
    "page": (b"\n <!doctype HTML><html>", "web page"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "Git LFS pointer"),
    "safetensors": (struct.pack("<Q", 20) + b'{"weight":{"dtype":', "not converted"),
    "zip": (b"PK\x03\x04" + bytes(40), "archive"),
    "pickle": (b"\x80\x02}q\x00", "pickled"),
    "gzip": (b"\x1f\x8b\x08\x00", "is packed"),
    "pdf": (b"%PDF-1.4\n", "is a PDF"),
    "old": (b"tjgg" + bytes(40), "out of use"),
    "noise": (bytes(range(1, 200)), "not a model's file"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_foreign_file_is_named_as_what_it_is(what: str, tmp_path: Path) -> None:
    content, told = FOREIGN[what]
    (tmp_path / "model.gguf").write_bytes(content)
    with pytest.raises(InputError, match=told) as refused:
        read_header(tmp_path / "model.gguf")
    assert refused.value.hint


@pytest.mark.parametrize("pair", PAIRS)
def test_a_good_pair_passes_every_check(pair: str) -> None:
    language, projector = map(read_header, sources_of(pair))
    check_language(language)
    check_projector(projector)
    check_pair(language, projector)
    check_whole(language.path, language)


def test_a_good_encoder_passes() -> None:
    check_encoder(read_header(ENCODER))


@pytest.mark.parametrize("pair", PAIRS[:3])
def test_each_part_that_is_renamed_is_missed(pair: str, tmp_path: Path) -> None:
    for source, check in zip(sources_of(pair), (check_language, check_projector), strict=True):
        data = source.read_bytes()
        for name in read_header(source).tensors:
            place = data.index(text(name.encode())) + 8
            (tmp_path / source.name).write_bytes(data[:place] + b"#" + data[place + 1 :])
            with pytest.raises(InputError, match=r"is missing|does not belong"):
                check(read_header(tmp_path / source.name))


def change(source: Path, target: Path, key: str, old: bytes, new: bytes) -> Path:
    data = source.read_bytes()
    place = data.index(text(key.encode())) + 8 + len(key) + 4
    assert data[place : place + len(old)] == old
    target.write_bytes(data[:place] + new + data[place + len(old) :])
    return target


@pytest.mark.parametrize(
    ("file", "key", "old", "new"),
    [
        ("gemma", "gemma3.embedding_length", 64, 128),
        ("gemma", "gemma3.block_count", 6, 7),
        ("gemma", "gemma3.attention.head_count", 4, 0),
        ("gemma", "gemma3.attention.head_count_kv", 2, 3),
        ("gemma", "tokenizer.ggml.bos_token_id", 2, 1089),
        ("qwen2.5", "qwen2vl.attention.head_count_kv", 1, 2),
        ("qwen3", "qwen3vl.n_deepstack_layers", 3, 2000),
    ],
)
def test_a_language_model_that_contradicts_itself_is_refused(
    file: str, key: str, old: int, new: int, tmp_path: Path
) -> None:
    path = change(TINY / f"{file}.gguf", tmp_path / "m.gguf", key, struct.pack("<I", old), struct.pack("<I", new))
    with pytest.raises(InputError, match="damaged"):
        check_language(read_header(path))


@pytest.mark.parametrize(
    ("file", "key", "old", "new"),
    [
        ("gemma", "clip.vision.image_size", 224, 225),
        ("gemma", "clip.vision.image_size", 224, 14),
        ("gemma", "clip.vision.patch_size", 14, 0),
        ("gemma", "clip.vision.attention.head_count", 3, 5),
        ("gemma", "clip.vision.projection_dim", 64, 65),
        ("gemma", "clip.vision.block_count", 3, 4),
        ("qwen2.5", "clip.vision.n_wa_pattern", 2, 1),
        ("qwen3", "clip.vision.spatial_merge_size", 2, 0),
        ("qwen3", "clip.vision.feed_forward_length", 64, 65),
    ],
)
def test_a_projector_that_contradicts_itself_is_refused(
    file: str, key: str, old: int, new: int, tmp_path: Path
) -> None:
    source = TINY / f"{file}-mmproj.gguf"
    path = change(source, tmp_path / "m.gguf", key, struct.pack("<I", old), struct.pack("<I", new))
    with pytest.raises(InputError, match="damaged"):
        check_projector(read_header(path))


@pytest.mark.parametrize("key", ["clip.vision.image_size", "clip.has_vision_encoder", "clip.projector_type"])
def test_a_value_of_another_kind_is_refused(key: str, tmp_path: Path) -> None:
    """mtmd would abort, although the value itself would fit."""
    data = bytearray((TINY / "gemma-mmproj.gguf").read_bytes())
    place = data.index(text(key.encode())) + 8 + len(key)
    old = data[place]
    data[place] = {4: 5, 7: 0, 8: 9}[old]  # signed for unsigned, a byte for a flag, an array for a text
    (tmp_path / "m.gguf").write_bytes(data)
    with pytest.raises(InputError):
        check_projector(read_header(tmp_path / "m.gguf"))


def test_projectors_of_another_depth_do_not_fit(tmp_path: Path) -> None:
    """Qwen3 hands over several layers; llama.cpp expects as many."""
    path = change(
        TINY / "qwen3.gguf",
        tmp_path / "m.gguf",
        "qwen3vl.n_deepstack_layers",
        struct.pack("<I", 3),
        struct.pack("<I", 2),
    )
    with pytest.raises(InputError, match="another model"):
        check_pair(read_header(path), read_header(TINY / "qwen3-mmproj.gguf"))
