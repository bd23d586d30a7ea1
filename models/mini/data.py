"""What the trainings read: photographs with diagnosis and word targets, and phantoms with word targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from pictures import DIAGNOSES, SOURCE_SIDE, augment, normalise
from prepare import read_facts
from questions import Facts, vocabularies
from torch.nn import functional
from training import rank

SMOOTHING = 0.05
MILD = 0.15  # augmentation that leaves the findings true
PHONES_COUNT = 2.0  # how much oftener a phone photograph is shown than one of a dermatoscope


@dataclass(slots=True, kw_only=True)
class Data:
    """Photographs and phantoms; a held-out lesion is not among them."""

    pictures: torch.Tensor
    diagnosis: torch.Tensor
    phone: torch.Tensor
    words: torch.Tensor
    marks: torch.Tensor  # lesion and hair, as large as the pictures; hair is known of phantoms alone
    measured: torch.Tensor  # whether words and marks mean anything
    facts: list[Facts | None]
    phantoms: torch.Tensor
    phantom_words: torch.Tensor
    phantom_marks: torch.Tensor
    phantom_facts: list[Facts | None]
    sampling: torch.Tensor  # between natural and balanced; the prior does the rest
    prior: torch.Tensor
    generator: torch.Generator

    def draw(self, count: int) -> torch.Tensor:
        return torch.multinomial(self.sampling, count, True, generator=self.generator)


def read_data(work: Path, *, phones: bool) -> Data:
    """What prepare.py wrote, as tensors."""
    stored = np.load(work / "train.npz")
    keep = (stored["label"] >= 0) & ~stored["held"] & (phones | ~stored["phone"])
    labels, phone = torch.from_numpy(stored["label"][keep]), torch.from_numpy(stored["phone"][keep])
    every = read_facts(work / "train_facts.pkl")
    facts, rendered = [every[index] for index in np.flatnonzero(keep)], read_facts(work / "phantoms_train_facts.pkl")
    words, measured = word_targets(facts)
    sampling = torch.bincount(labels).float()[labels] ** -0.5 * torch.where(phone, PHONES_COUNT, 1.0)
    shown = torch.zeros(len(DIAGNOSES)).index_add(0, labels, sampling)
    return Data(
        pictures=torch.from_numpy(stored["source"][keep]),
        diagnosis=labels,
        phone=phone,
        words=words,
        marks=_enlarged(np.load(work / "train_marks.npy")[keep]),
        measured=measured,
        facts=facts,
        phantoms=_shared(work / "phantoms_train.npy"),
        phantom_words=word_targets(rendered)[0],
        phantom_marks=_shared(work / "phantoms_train_marks.npy"),
        phantom_facts=rendered,
        sampling=sampling,
        prior=(shown / shown.sum()).log(),
        generator=torch.Generator().manual_seed(3 + rank()),
    )


def _shared(path: Path) -> torch.Tensor:
    """One copy in memory for all processes: the system's, of the file."""
    return torch.from_numpy(np.load(path, mmap_mode="c"))


def _enlarged(lesions: np.ndarray) -> torch.Tensor:
    """From the side that they were measured at to that of the pictures, and no hair."""
    sheets = torch.from_numpy(lesions).permute(0, 3, 1, 2)
    large = functional.interpolate(sheets, size=SOURCE_SIDE, mode="nearest").permute(0, 2, 3, 1)
    return torch.cat([large, torch.zeros_like(large)], 3)


def word_targets(found: Sequence[Facts | None]) -> tuple[torch.Tensor, torch.Tensor]:
    """One column a word of each field, and which rows were measured at all."""
    columns = [(field, word) for field, words in vocabularies().items() for word in words]
    rows = [[float(word in (facts or {}).get(field, ())) for field, word in columns] for facts in found]
    return torch.tensor(rows), torch.tensor([facts is not None for facts in found])


def soft_targets(labels: torch.Tensor) -> torch.Tensor:
    """One-hot, smoothed."""
    return functional.one_hot(labels, len(DIAGNOSES)).float() * (1 - SMOOTHING) + SMOOTHING / len(DIAGNOSES)


def mixed(pictures: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mixup within the batch."""
    share, other = float(np.random.beta(0.4, 0.4)), torch.randperm(len(pictures))
    return torch.lerp(pictures[other], pictures, share), torch.lerp(targets[other], targets, share)


def mildly(squares: torch.Tensor, generator: torch.Generator, *, exact: bool) -> torch.Tensor:
    """Findings stay true; `exact` turns by right angles only, which keeps every pixel as sharp as it was."""
    if not exact:
        return augment(squares, generator, MILD)
    quarter, flip = torch.randint(8, (1,), generator=generator).item() % 4, torch.rand(1, generator=generator) < 0.5
    turned = torch.rot90(normalise(squares), int(quarter), (2, 3))
    return turned.flip(3) if flip else turned


@torch.no_grad()
def diagnosis_figures(logits: torch.Tensor, truth: torch.Tensor) -> str:
    """Balanced and plain accuracy and the recalls."""
    chosen = logits.argmax(1)
    recalls = [float((chosen[truth == kind] == kind).float().mean()) for kind in range(len(DIAGNOSES))]
    each = " ".join(f"{recall:.2f}" for recall in recalls)
    return f"balanced {np.mean(recalls):.3f} plain {float((chosen == truth).float().mean()):.3f} [{each}]"


def validation(work: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """The validation photographs and their diagnoses."""
    held = np.load(work / "val.npz")
    return torch.from_numpy(held["small"]), torch.from_numpy(held["label"])
