"""A labelled folder, and how the application asks a model for one of its labels."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lentigo.analysis.draft import CaseDraft
from lentigo.analysis.ports import Label
from lentigo.analysis.protocols import AnalysisProtocol, choose_protocol, load_protocol
from lentigo.errors import InputError
from lentigo.models.profile import ModelDescription
from lentigo_packager.conversion.parity_task import Choice

TABLE = "labels.csv"
ENDINGS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"}
FORM = f"Give a folder with a subfolder a label, or with {TABLE}, whose columns are file and label."


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    """`label` is one of the texts that are scored."""

    path: Path
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """The pictures, the labels that the model chooses among, and the protocol that asks."""

    pictures: tuple[LabelledPicture, ...]
    labels: tuple[str, ...]
    protocol: AnalysisProtocol
    lent: bool  # the labels are the folder's, for want of the model's own

    @property
    def choice(self) -> Choice:
        """As the stage `classify` asks where nothing was found before."""
        return Choice(
            prompt=CaseDraft().filled(self.protocol.classification),
            options=tuple(self.protocol.answer.replace("{label}", label) for label in self.labels),
            without_prior=self.lent,
        )


def read_labelled(folder: Path, description: ModelDescription) -> LabelledSet:
    """InputError, with the reason, where the folder is not a labelled one or names a label that the model lacks."""
    named = _table(folder) if (folder / TABLE).is_file() else _subfolders(folder)
    if not named:
        raise InputError(f"{folder} holds no labelled pictures.", hint=FORM)
    protocol = _protocol(description)
    own = description.label or protocol.labels
    names = _names(own) if own else {name.casefold(): name for _, name in named}
    if unknown := sorted({name for _, name in named if name.casefold() not in names}):
        raise InputError(
            f"{description.name} has no label “{unknown[0]}”.",
            hint=f"Its labels: {', '.join(label.text for label in own)}.",
        )
    pictures = tuple(LabelledPicture(path=path, label=names[name.casefold()]) for path, name in named)
    labels = tuple(label.text for label in own) or tuple(sorted(set(names.values())))
    return LabelledSet(pictures=pictures, labels=labels, protocol=protocol, lent=not own)


def _names(labels: Sequence[Label]) -> Mapping[str, str]:
    """What a label may be called: its text, what is shown for it, or the handbook's id."""
    names: dict[str, str] = {}
    for said in ("text", "title", "condition"):
        for label in labels:
            if name := getattr(label, said):
                names.setdefault(name.casefold(), label.text)
    return names


def _protocol(description: ModelDescription) -> AnalysisProtocol:
    """The first one served that ranks labels; else the model's own, where it at least words the question."""
    served = [load_protocol(name) for name in description.protocols]
    ranking = [protocol for protocol in served if "classify" in protocol.stages]
    wording = [protocol for protocol in served if protocol.classification]
    return [*ranking, *wording, choose_protocol("", ())][0]


def _table(folder: Path) -> list[tuple[Path, str]]:
    try:
        with (folder / TABLE).open(encoding="utf-8-sig", newline="") as file:
            rows = [(folder / row["file"], row["label"].strip()) for row in csv.DictReader(file)]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, csv.Error) as problem:
        raise InputError(f"{TABLE} is not a table of files and labels.", hint=FORM) from problem
    if missing := [path.name for path, _ in rows if not path.is_file()]:
        raise InputError(f"{TABLE} names {missing[0]}, which is not there.", hint="Correct the table.")
    return rows


def _subfolders(folder: Path) -> list[tuple[Path, str]]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", hint=FORM)
    return [
        (path, inner.name)
        for inner in sorted(path for path in folder.iterdir() if path.is_dir())
        for path in sorted(inner.iterdir())
        if path.suffix.lower() in ENDINGS
    ]
