"""A labelled folder is read as meant, and refused with the reason otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

from lentigo.errors import InputError
from lentigo.models.catalogue import load_entry
from lentigo.models.profile import ModelDescription
from lentigo_packager.conversion.parity_labels import read_labelled

TINY = Path(__file__).parents[3] / "data" / "tiny"


@pytest.fixture
def description() -> ModelDescription:
    return load_entry(TINY, "gemma")


def write_folder(folder: Path, names: dict[str, tuple[str, ...]]) -> Path:
    for name, files in names.items():
        (folder / name).mkdir(parents=True)
        for file in files:
            (folder / name / file).write_bytes(b"")
    return folder


def test_subfolders_by_text_case_and_condition(tmp_path: Path, description: ModelDescription) -> None:
    names = {"melanoma": ("1.png", "note.txt"), "Basal Cell Carcinoma": ("2.JPG",), "actinic-keratosis": ("3.jpeg",)}
    chosen = read_labelled(write_folder(tmp_path, names), description)
    found = {picture.path.name: picture.label for picture in chosen.pictures}
    assert found == {
        "1.png": "melanoma",
        "2.JPG": "basal cell carcinoma",
        "3.jpeg": "actinic keratosis or Bowen disease",
    }
    assert chosen.labels == tuple(label.text for label in description.label)
    assert chosen.choice.prompt == "Which diagnosis fits this photograph best? Answer with its name only."
    assert chosen.choice.options == chosen.labels
    assert not chosen.choice.without_prior


def test_a_table_names_files_and_labels(tmp_path: Path, description: ModelDescription) -> None:
    write_folder(tmp_path, {"all": ("x.png", "y.png")})
    (tmp_path / "labels.csv").write_text(
        "\ufefffile,label\nall/x.png,melanoma\nall/y.png, melanocytic naevus\n", encoding="utf-8"
    )
    chosen = read_labelled(tmp_path, description)
    assert [picture.label for picture in chosen.pictures] == ["melanoma", "melanocytic naevus"]


def test_a_model_without_labels_takes_the_folders_and_leaves_out_what_it_says_anyway(
    tmp_path: Path, description: ModelDescription
) -> None:
    folder = write_folder(tmp_path, {"warts": ("1.png",), "Acne": ("2.png",)})
    chosen = read_labelled(folder, replace(description, label=()))
    assert chosen.labels == ("Acne", "warts")
    assert chosen.choice.without_prior


def test_the_protocol_words_question_and_answers(tmp_path: Path, description: ModelDescription) -> None:
    folder = write_folder(tmp_path, {"melanoma": ("1.png",)})
    chosen = read_labelled(folder, replace(description, protocols=("hikari",)))
    assert chosen.protocol.id == "hikari"
    assert chosen.choice.options[1] == "This image shows melanoma."
    ranking = read_labelled(folder, replace(description, protocols=("skinspector", "standard")))
    assert ranking.protocol.id == "standard"  # the first of them that ranks labels


def test_what_cannot_be_used_is_refused(tmp_path: Path, description: ModelDescription) -> None:
    with pytest.raises(InputError, match="no folder"):
        read_labelled(tmp_path / "absent", description)
    with pytest.raises(InputError, match="no labelled pictures"):
        read_labelled(write_folder(tmp_path / "empty", {"melanoma": ()}), description)
    with pytest.raises(InputError, match="no label “warts”") as caught:
        read_labelled(write_folder(tmp_path / "unknown", {"warts": ("1.png",)}), description)
    assert "basal cell carcinoma" in caught.value.hint
    (tmp_path / "labels.csv").write_text("picture;diagnosis\n1.png;melanoma\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a table"):
        read_labelled(tmp_path, description)
    (tmp_path / "labels.csv").write_text("file,label\n1.png,melanoma\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"names 1\.png"):
        read_labelled(tmp_path, description)
