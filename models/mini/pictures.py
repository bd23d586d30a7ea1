"""Training pictures: reading the data folder, the square crop that inference uses too, and augmentation."""

import csv
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from PIL import Image, ImageOps

SIDE = 128  # what the model sees; models/catalogue/lentigo-mini.toml says the same
SOURCE_SIDE = 176  # what augmentation cuts from

HAM_LABELS = {
    "nv": "melanocytic naevus",
    "mel": "melanoma",
    "bcc": "basal cell carcinoma",
    "akiec": "actinic keratosis or Bowen disease",
    "bkl": "benign keratosis",
    "df": "dermatofibroma",
    "vasc": "vascular lesion",
}
PAD_LABELS = {
    "NEV": "melanocytic naevus",
    "MEL": "melanoma",
    "BCC": "basal cell carcinoma",
    "ACK": "actinic keratosis or Bowen disease",
    "SEK": "benign keratosis",
    "SCC": "",  # not one of the seven: used for findings only
}
DIAGNOSES = tuple(HAM_LABELS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled photograph; an empty diagnosis is one that Mini has no word for."""

    path: Path
    diagnosis: str
    label: str  # the data set's own
    group: str  # lesion (HAM10000) or patient (PAD-UFES-20)
    phone: bool
    tone: str  # Fitzpatrick skin type where known

    @property
    def held_out(self) -> bool:
        """One lesion in twelve teaches nothing: calibrate.py fits the temperature on them."""
        return not self.phone and int(hashlib.sha256(self.group.encode()).hexdigest(), 16) % 12 == 0


def data_folder(text: str) -> Path:
    """The folder with the two data sets, or one sentence and the end."""
    folder = Path(text)
    if not (folder / "ham10000_224" / "labels.csv").is_file():
        raise SystemExit(
            f"No training data in {folder}: give the folder that holds ham10000_224 and pad_ufes_20_train."
        )
    return folder


def examples(folder: Path, split: str) -> list[Example]:
    """HAM10000 of that split; the phone pictures go with the training split."""
    found = list(_rows(folder / "ham10000_224", HAM_LABELS, split))
    if split == "train" and (folder / "pad_ufes_20_train" / "labels.csv").is_file():
        found += _rows(folder / "pad_ufes_20_train", PAD_LABELS, split)
    return found


def _rows(folder: Path, labels: dict[str, str], split: str) -> Iterator[Example]:
    with (folder / "labels.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            if row["split"] == split:
                yield _example(folder, labels, row)


def _example(folder: Path, labels: dict[str, str], row: dict[str, str]) -> Example:
    phone = "patient_id" in row
    return Example(
        path=folder / row["file"],
        diagnosis=labels[row["label"]],
        label=row["label"],
        group=row["patient_id"] if phone else row["lesion_id"],
        phone=phone,
        tone=row.get("fitspatrick", ""),
    )


def central_square(picture: Image.Image, side: int = SIDE) -> Image.Image:
    """Orientation applied, RGB, the central square, Lanczos: exactly what the application does."""
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    return ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS)


def load(found: list[Example], side: int) -> np.ndarray:
    """All pictures as one uint8 array, count × side × side × 3."""
    squares = np.empty((len(found), side, side, 3), np.uint8)
    for index, example in enumerate(found):
        with Image.open(example.path) as picture:
            squares[index] = central_square(picture, side)
    return squares


def normalise(squares: torch.Tensor) -> torch.Tensor:
    """uint8, channels last → float, channels first, -1 … 1 as the projector file says."""
    return squares.permute(0, 3, 1, 2).float().div_(127.5).sub_(1.0)


def augment(squares: torch.Tensor, generator: torch.Generator, strength: float = 1.0, side: int = SIDE) -> torch.Tensor:
    """Any turn and flip; crop, stretch and colour by strength (0.15 leaves size, shape and colour words true).

    Channels after the third are marks on the picture: they move with it and keep their values."""
    pictures = normalise(squares)
    theta = _random_affine(len(pictures), generator, strength)
    grid = functional.affine_grid(theta, [len(pictures), 3, side, side], align_corners=False)
    cut = functional.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False)
    return torch.cat([_recolour(cut[:, :3], generator, strength), cut[:, 3:]], 1)


def _random_affine(count: int, generator: torch.Generator, strength: float) -> torch.Tensor:
    def uniform(low: float, high: float) -> torch.Tensor:
        return torch.empty(count).uniform_(low, high, generator=generator)

    angle, stretch = uniform(-math.pi, math.pi), uniform(-0.15, 0.15).mul(strength).exp()
    scale = uniform(1 - 0.6 * strength, 1 + 0.1 * strength).sqrt()
    flip = torch.where(uniform(0, 1) < 0.5, 1.0, -1.0)
    across, down = scale * stretch, scale / stretch
    room = (1 - scale).clamp(min=0.05) * 0.7
    theta = torch.empty(count, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = angle.cos() * across * flip, -angle.sin() * down
    theta[:, 1, 0], theta[:, 1, 1] = angle.sin() * across * flip, angle.cos() * down
    theta[:, 0, 2], theta[:, 1, 2] = uniform(-1, 1) * room, uniform(-1, 1) * room
    return theta


def _recolour(pictures: torch.Tensor, generator: torch.Generator, strength: float) -> torch.Tensor:
    """Exposure, contrast, saturation and white balance, all mild: colour is itself a finding."""

    def gain(spread: float, channels: int = 1) -> torch.Tensor:
        wide = torch.empty(len(pictures), channels, 1, 1).uniform_(-spread, spread, generator=generator)
        return wide * strength

    grey = pictures.mean(1, keepdim=True)
    mean = grey.mean((2, 3), keepdim=True)
    result = grey + (pictures - grey) * (1 + gain(0.2))
    result = mean + (result - mean) * (1 + gain(0.2)) + gain(0.12)
    return (result + gain(0.06, 3)).clamp_(-1, 1)
