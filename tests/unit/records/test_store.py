"""The encrypted file: never plain, never half, never silently another."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from lentigo.errors import Damaged, InputError
from lentigo.records import schema, store
from lentigo.records.store import open_store

KEY, OTHER = bytes(range(32)), bytes(32)


def filled(path: Path, rows: int = 200) -> None:
    with closing(open_store(path, KEY)) as opened, opened.transaction() as connection:
        for number in range(rows):
            connection.execute(
                "INSERT INTO patient VALUES (?, 'CANARY-DETAILS' || hex(randomblob(200)), '')", (str(number),)
            )


def test_neither_the_file_nor_its_log_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(open_store(path, KEY)) as opened:
        with opened.transaction() as connection:
            connection.execute("INSERT INTO patient VALUES ('1', 'CANARY-DETAILS', '')")
        assert any(file.name.endswith("-wal") for file in tmp_path.iterdir())
        for file in tmp_path.iterdir():
            assert b"CANARY" not in file.read_bytes()
            assert not file.read_bytes().startswith(store.PLAIN)


def test_a_plain_store_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE patient (id TEXT)")
    with pytest.raises(Damaged):
        open_store(path, KEY)


def test_another_key_opens_nothing_and_gives_the_file_free(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    filled(path, 1)
    with pytest.raises(Damaged):
        open_store(path, OTHER)
    open_store(path, KEY).close()


def test_any_changed_bit_is_noticed(tmp_path: Path) -> None:
    path, chance = tmp_path / "records.db", random.Random(4)
    filled(path)
    sound = path.read_bytes()
    for _ in range(100):
        place = chance.randrange(len(sound))
        path.write_bytes(sound[:place] + bytes([sound[place] ^ (1 << chance.randrange(8))]) + sound[place + 1 :])
        with pytest.raises(Damaged), closing(open_store(path, KEY)) as opened:
            opened.check()


def test_two_windows_cannot_hold_it(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "records.db", KEY)), pytest.raises(InputError, match="another window"):
        open_store(tmp_path / "records.db", KEY)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "records.db", KEY)) as opened:
        with pytest.raises(apsw.ConstraintError), opened.transaction() as connection:
            connection.execute("INSERT INTO erased VALUES ('1', 'now'), ('1', 'now')")
        assert not opened.connection.execute("SELECT * FROM erased").fetchall()


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "records.db"
    monkeypatch.setattr(store, "STEPS", (*schema.STEPS, "CREATE TABLE later (id TEXT)"))
    monkeypatch.setattr(store, "VERSION", schema.VERSION + 1)
    open_store(path, KEY).close()
    before = path.read_bytes()
    monkeypatch.undo()
    with pytest.raises(InputError, match="newer version"):
        open_store(path, KEY)
    assert path.read_bytes() == before


def test_an_older_store_is_copied_then_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "records.db"
    filled(path, 3)
    monkeypatch.setattr(store, "STEPS", (*schema.STEPS, "CREATE TABLE later (id TEXT)"))
    monkeypatch.setattr(store, "VERSION", schema.VERSION + 1)
    with closing(open_store(path, KEY)) as opened:
        assert opened.connection.execute("SELECT count(*) FROM later").fetchall() == [(0,)]
    copy = tmp_path / store.BEFORE.format(version=schema.VERSION)
    monkeypatch.undo()
    with closing(open_store(copy, KEY)) as older:
        assert older.connection.execute("SELECT count(*) FROM patient").fetchall() == [(3,)]


def test_a_step_that_fails_leaves_the_older_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "records.db"
    filled(path, 3)
    monkeypatch.setattr(store, "STEPS", (*schema.STEPS, "CREATE TABLE later (id TEXT); CREATE TABLE patient (id TEXT)"))
    monkeypatch.setattr(store, "VERSION", schema.VERSION + 1)
    with pytest.raises(apsw.SQLError):
        open_store(path, KEY)
    monkeypatch.undo()
    with closing(open_store(path, KEY)) as opened:
        assert opened.connection.execute("SELECT count(*) FROM patient").fetchall() == [(3,)]
        assert not opened.connection.execute("SELECT * FROM sqlite_schema WHERE name = 'later'").fetchall()
