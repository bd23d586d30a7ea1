"""A folder of photographs with their diagnoses: labels.csv with a row for each, as HAM10000 and PAD-UFES-20 have it."""

import csv
from dataclasses import dataclass
from pathlib import Path

from lentigo.errors import InputError

LABELS = "labels.csv"
HINT = "Give a folder with labels.csv, whose columns are file, label, split and lesion_id."
CONDITIONS = {  # the data sets' codes -> the handbook's ids
    "nv": "melanocytic-naevus",
    "nev": "melanocytic-naevus",
    "mel": "melanoma",
    "bcc": "basal-cell-carcinoma",
    "scc": "squamous-cell-carcinoma",
    "akiec": "actinic-keratosis",
    "ack": "actinic-keratosis",
    "bkl": "seborrhoeic-keratosis",
    "sek": "seborrhoeic-keratosis",
    "df": "dermatofibroma",
    "vasc": "vascular-lesion",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPhotograph:
    """A file, the handbook's id of what it shows, and the lesion that it shows, which others may show too."""

    path: Path
    condition: str
    lesion: str


def read_labelled(folder: Path, split: str) -> tuple[LabelledPhotograph, ...]:
    """The photographs of one split; InputError where there is none, or a label that nobody knows."""
    try:
        with (folder / LABELS).open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["split"] == split]
            found = tuple(
                LabelledPhotograph(
                    path=folder / row["file"], condition=CONDITIONS[row["label"].lower()], lesion=row["lesion_id"]
                )
                for row in rows
            )
    except (OSError, UnicodeError, csv.Error, KeyError) as problem:
        raise InputError(f"{folder.name}/{LABELS} cannot be read: {problem}.", hint=HINT) from problem
    if not found:
        raise InputError(f"{folder.name}/{LABELS} has no photograph of the split “{split}”.", hint=HINT)
    return found
