"""Reading in blocks, and their SHA-256."""

import hashlib
import io

import pytest
from listening import Listener

from lentigo.models import hashing
from lentigo.models.hashing import blocks_of, sha256_of


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "BLOCK", 4)


def test_a_file_is_read_from_where_it_stands_to_its_end() -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(1)
    assert list(blocks_of(file)) == [b"1234", b"5678", b"9"]
    assert list(blocks_of(file)) == []


@pytest.mark.parametrize(
    ("limit", "blocks"), [(6, [b"0123", b"45"]), (4, [b"0123"]), (12, [b"0123", b"4567", b"89"]), (0, []), (-1, [])]
)
def test_no_more_is_read_than_the_limit(limit: int, blocks: list[bytes]) -> None:
    file = io.BytesIO(b"0123456789")
    assert list(blocks_of(file, limit)) == blocks
    assert file.tell() == sum(map(len, blocks))


def test_the_hash_is_the_whole_file_s_and_each_block_is_told() -> None:
    told = Listener()
    assert sha256_of(blocks_of(io.BytesIO(b"0123456789")), 10, told) == hashlib.sha256(b"0123456789").hexdigest()
    assert told.shares == [0.4, 0.8, 1.0]


def test_a_file_that_is_longer_than_it_was_is_told_as_done() -> None:
    told = Listener()
    sha256_of(blocks_of(io.BytesIO(b"0123456789")), 0, told)
    assert told.shares == [1.0, 1.0, 1.0]


def test_whoever_listens_can_stop_it() -> None:
    file = io.BytesIO(b"0123456789")

    def stop(_title: str, _done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sha256_of(blocks_of(file), 10, Listener(stop))
    assert file.tell() == 4
