"""The models on this computer: removed unless in use, and listed whatever befell them."""

from dataclasses import replace
from pathlib import Path

import pytest
from model_clinic import Clinic, damage, put_and_name
from model_places import put_converted, write

from lentigo.errors import InputError


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
