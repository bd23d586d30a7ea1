"""A folder of photographs with their diagnoses: labels.csv with a row for each, as HAM10000 and PAD-UFES-20 have it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lentigo.analysis.synonyms import find_condition
from lentigo.domain.evidence import Condition
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
GROUPS = {  # what figures are told apart by -> the columns that say it, as data sets call them
    "skin type": ("skin_type", "fitzpatrick", "fitspatrick"),
    "sex": ("sex", "gender"),
    "site": ("site", "localization", "region"),
}
AGE, AGE_BANDS = "age", ((40, "under 40"), (60, "40 to 59"), (200, "60 and over"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPhotograph:
    """A file, the handbook's id of what it shows, and the lesion that it shows, which others may show too.

    `groups` are what figures are told apart by, as far as the row says it.
    """

    path: Path
    condition: str
    lesion: str
    groups: Mapping[str, str] = field(default_factory=dict)


def read_labelled(
    folder: Path, split: str, *, labels: Path | None = None, conditions: Sequence[Condition] = ()
) -> tuple[LabelledPhotograph, ...]:
    """The photographs of one split, all where it is ""; a label is a code above, or a name that the handbook knows.

    InputError where there is no photograph, or a label that nobody knows.
    """
    table = labels or folder / LABELS
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if not split or row["split"] == split]
            found = tuple(_labelled(folder, row, conditions) for row in rows)
    except (OSError, UnicodeError, csv.Error, KeyError) as problem:
        raise InputError(f"{table.parent.name}/{table.name} cannot be read: {problem}.", hint=HINT) from problem
    if not found:
        raise InputError(f"{table.parent.name}/{table.name} has no photograph of the split “{split}”.", hint=HINT)
    return found


def _labelled(folder: Path, row: Mapping[str, str], conditions: Sequence[Condition]) -> LabelledPhotograph:
    label = row["label"]
    named = CONDITIONS.get(label.lower()) or next((each.id for each in conditions if each.id == label), "")
    if not named and (known := find_condition(label, conditions)):
        named = known.id
    if not named:
        raise KeyError(label)
    lesion = row.get("lesion_id") or row["file"]
    return LabelledPhotograph(path=folder / row["file"], condition=named, lesion=lesion, groups=dict(_groups(row)))


def _groups(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    with suppress(ValueError, StopIteration):  # unknown, or no age
        yield AGE, next(band for below, band in AGE_BANDS if float(row.get(AGE, "")) < below)
    for name, columns in GROUPS.items():
        if value := next((row[column].strip().lower() for column in columns if row.get(column)), ""):
            yield name, value
