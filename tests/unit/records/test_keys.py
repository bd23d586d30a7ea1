"""Secrets, and what they open."""

from pathlib import Path

import msgspec
import pytest
from kept_cases import PASSPHRASE

from lentigo.domain.clinician import Role
from lentigo.errors import Damaged, InputError
from lentigo.records.keys import (
    NewKeys,
    WrongSecret,
    add_clinician,
    change_passphrase,
    create_keys,
    open_with_passphrase,
    open_with_recovery,
    read_keys,
    remove_clinician,
    write_keys,
)


def test_the_passphrase_opens_and_another_does_not(keys: NewKeys) -> None:
    (clinician,) = keys.ring.clinicians
    assert open_with_passphrase(keys.ring, clinician.id, PASSPHRASE) == keys.data_key
    with pytest.raises(WrongSecret, match="not the passphrase"):
        open_with_passphrase(keys.ring, clinician.id, PASSPHRASE + " ")


def test_the_recovery_key_opens_however_it_is_typed(keys: NewKeys) -> None:
    assert len(keys.recovery.replace("-", "")) == 32
    typed = keys.recovery.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert open_with_recovery(keys.ring, typed) == keys.data_key
    other = ("A" if keys.recovery[0] != "A" else "B") + keys.recovery[1:]
    with pytest.raises(WrongSecret, match="recovery key"):
        open_with_recovery(keys.ring, other)


def test_nothing_of_the_secrets_stands_in_the_file(keys: NewKeys, tmp_path: Path) -> None:
    write_keys(keys.ring, tmp_path / "keys.json")
    content = (tmp_path / "keys.json").read_bytes()
    assert read_keys(tmp_path / "keys.json") == keys.ring
    for secret in (PASSPHRASE.encode(), keys.recovery.encode(), keys.data_key, keys.data_key.hex().encode()):
        assert secret not in content


def test_a_damaged_file_is_not_called_a_wrong_passphrase(keys: NewKeys, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    write_keys(keys.ring, file)
    content = file.read_bytes()
    for place in range(0, len(content), 37):
        file.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        with pytest.raises(Damaged, match="damaged") as caught:
            read_keys(file)
        assert not isinstance(caught.value, WrongSecret)


def test_several_clinicians_share_one_data_key(keys: NewKeys) -> None:
    ring = add_clinician(keys.ring, keys.data_key, "second", name="Ibu Wati", role=Role.ASSISTANT)
    first, second = ring.clinicians
    assert second.role is Role.ASSISTANT
    assert open_with_passphrase(ring, second.id, "second") == keys.data_key
    with pytest.raises(InputError, match="works with these records already"):
        add_clinician(ring, keys.data_key, "third", name="ibu wati", role=Role.CLINICIAN)
    alone = remove_clinician(ring, first.id)
    assert alone.clinicians == (second,)
    with pytest.raises(InputError, match="Somebody must"):
        remove_clinician(alone, second.id)


def test_a_role_cannot_be_raised_in_the_file(keys: NewKeys) -> None:
    ring = add_clinician(keys.ring, keys.data_key, "second", name="Ibu Wati", role=Role.ASSISTANT)
    *others, entry = ring.entries
    raised = msgspec.structs.replace(ring, entries=(*others, msgspec.structs.replace(entry, role=Role.CLINICIAN)))
    with pytest.raises(WrongSecret):
        open_with_passphrase(raised, entry.id, "second")


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_nothing(keys: NewKeys) -> None:
    (clinician,) = keys.ring.clinicians
    ring = change_passphrase(keys.ring, keys.data_key, clinician.id, "another one")
    assert open_with_passphrase(ring, clinician.id, "another one") == keys.data_key
    with pytest.raises(WrongSecret):
        open_with_passphrase(ring, clinician.id, PASSPHRASE)


def test_no_lock_is_an_empty_passphrase(keys: NewKeys) -> None:
    unlocked = create_keys("", name="Clinic")
    assert not unlocked.ring.locked
    assert keys.ring.locked
    assert open_with_passphrase(unlocked.ring, unlocked.ring.clinicians[0].id, "") == unlocked.data_key
