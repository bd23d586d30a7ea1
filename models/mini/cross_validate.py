"""How the tower tells the six diagnoses of PAD-UFES-20 apart on patients it never saw; nothing here goes into Mini."""

import copy
import hashlib
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from data import Data, mixed, read_data
from pictures import augment, normalise
from prepare import arguments
from torch import distributed, nn
from torch.nn import functional
from tower import WIDTH, Tower, read_tower
from training import follow, join, make_optimizer, rank

KINDS = ("ACK", "BCC", "MEL", "NEV", "SCC", "SEK")
OF_DERMOSCOPY = torch.tensor((3, 2, 1, 0, 5, -1, -1))  # the seven diagnoses as kinds; two are none of them
FOLDS = 5
PHONES, DERMOSCOPY = 32, 8  # a batch
LEARNING_RATE, KEEP, STRENGTH, DECAY = 3e-4, 0.6, 0.8, 0.99


@dataclass(slots=True, kw_only=True)
class Source:
    """Photographs of one kind of camera, how often each is drawn, and what that makes of the prior."""

    pictures: torch.Tensor
    kinds: torch.Tensor
    sampling: torch.Tensor
    prior: torch.Tensor


@dataclass(slots=True, kw_only=True)
class Phones:
    """The phone photographs."""

    source: torch.Tensor
    small: torch.Tensor
    kinds: torch.Tensor
    patients: list[str]
    tones: np.ndarray


def main() -> None:
    """Each fold goes on from the tower that learned from dermoscopy and phantoms alone, as its teacher did."""
    options = arguments(__doc__, steps=200)
    sharing = join(seed=7)
    phones, dermoscopy = read_phones(options.work), of_dermoscopy(read_data(options.work, phones=False))
    folds, scores = dealt(phones), torch.zeros(len(phones.kinds), len(KINDS))
    for fold in range(rank(), FOLDS, sharing):
        taught = folds != fold
        seen = balanced(phones.source[taught], phones.kinds[taught])
        judge = trained(read_tower(options.work / "tower_dermoscopy.pt"), [seen, dermoscopy], options.steps)
        scores[~taught] = judged(judge, phones.small[~taught])
    if sharing > 1:
        distributed.all_reduce(scores)
    if rank() == 0:
        print_figures(phones, scores.argmax(1), folds)


def read_phones(work: Path) -> Phones:
    """From prepare.py's arrays."""
    stored = np.load(work / "train.npz")
    phone = stored["phone"]
    return Phones(
        source=torch.from_numpy(stored["source"][phone]),
        small=torch.from_numpy(stored["small"][phone]),
        kinds=torch.tensor([KINDS.index(label) for label in stored["original"][phone]]),
        patients=stored["group"][phone].tolist(),
        tones=stored["tone"][phone],
    )


def of_dermoscopy(data: Data) -> Source:
    """The five diagnoses that both data sets have."""
    kinds = OF_DERMOSCOPY[data.diagnosis]
    return balanced(data.pictures[kinds >= 0], kinds[kinds >= 0])


def balanced(pictures: torch.Tensor, kinds: torch.Tensor) -> Source:
    """Drawn between natural and balanced; the prior does the rest."""
    sampling = torch.bincount(kinds, minlength=len(KINDS)).float()[kinds] ** -0.5
    shown = torch.zeros(len(KINDS)).index_add(0, kinds, sampling)
    return Source(pictures=pictures, kinds=kinds, sampling=sampling, prior=(shown / shown.sum()).clamp(min=1e-4).log())


def dealt(phones: Phones) -> torch.Tensor:
    """Each picture's fold: patients are dealt out one by one, those with the rarest diagnosis first."""
    counts = Counter(phones.kinds.tolist())
    rarest: dict[str, int] = {}
    for patient, kind in zip(phones.patients, phones.kinds.tolist(), strict=True):
        rarest[patient] = min(rarest.get(patient, len(phones.kinds)), counts[kind])
    order = sorted(rarest, key=lambda one: (rarest[one], hashlib.sha256(one.encode()).hexdigest()))
    place = {patient: number % FOLDS for number, patient in enumerate(order)}
    return torch.tensor([place[patient] for patient in phones.patients])


def trained(tower: Tower, sources: list[Source], steps: int) -> Tower:
    """The averaged weights after so many steps; nothing is chosen by looking at the fold left out."""
    tower.heads = nn.ModuleDict({"kind": nn.Linear(WIDTH, len(KINDS))})
    average, optimizer = copy.deepcopy(tower).eval(), make_optimizer(tower, LEARNING_RATE)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * step / steps)) * min(1.0, (step + 1) / 30)
        optimizer.zero_grad()
        loss = sum(loss_of(tower, one, count) for one, count in zip(sources, (PHONES, DERMOSCOPY), strict=True))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimizer.step()
        follow(average, tower, min(DECAY, step / (step + 10)))
    return average


def loss_of(tower: Tower, source: Source, count: int) -> torch.Tensor:
    """Strong augmentation and mixup; the prior is taken out of the logits."""
    chosen = torch.multinomial(source.sampling, count, True)
    pictures = augment(source.pictures[chosen], torch.default_generator, STRENGTH)
    pictures, targets = mixed(pictures, functional.one_hot(source.kinds[chosen], len(KINDS)).float())
    with torch.autocast("cpu", torch.bfloat16):
        logits = tower(pictures, keep=KEEP)["kind"]
    return functional.cross_entropy(logits.float() + source.prior, targets, label_smoothing=0.03)


@torch.no_grad()
def judged(tower: Tower, squares: torch.Tensor) -> torch.Tensor:
    """Logits for the pictures as they are."""
    return torch.cat([tower(normalise(part))["kind"] for part in squares.split(64)])


def print_figures(phones: Phones, said: torch.Tensor, folds: torch.Tensor) -> None:
    """Over all pictures, each judged by a tower that had not seen its patient."""
    right = said == phones.kinds
    recalls = [float(right[phones.kinds == kind].float().mean()) for kind in range(len(KINDS))]
    patients = len(set(phones.patients))
    print(f"{len(right)} pictures of {patients} patients in {FOLDS} folds: balanced accuracy {np.mean(recalls):.3f}")
    each = " ".join(f"{right[folds == fold].float().mean():.2f}" for fold in range(FOLDS))
    print(f"accuracy {right.float().mean():.3f}, by fold {each}")
    print("true \\ said  " + "".join(f"{name:>5}" for name in KINDS))
    for kind, name in enumerate(KINDS):
        row = torch.bincount(said[phones.kinds == kind], minlength=len(KINDS)).tolist()
        print(f"{name:12}" + "".join(f"{count:5}" for count in row) + f"  recall {recalls[kind]:.2f}")
    print_tones(phones, right)


def print_tones(phones: Phones, right: torch.Tensor) -> None:
    """Mean recall by Fitzpatrick skin type, over the diagnoses that it has."""
    types = np.array([int(float(tone)) if tone else 0 for tone in phones.tones])
    for name, group in (("I-II", (1, 2)), ("III-IV", (3, 4)), ("V-VI", (5, 6)), ("not stated", (0,))):
        inside = torch.from_numpy(np.isin(types, group))
        kinds = [inside & (phones.kinds == kind) for kind in range(len(KINDS))]
        recalls = [float(right[one].float().mean()) for one in kinds if one.any()]
        print(f"skin type {name}: {int(inside.sum())} pictures, {len(recalls)} diagnoses", end="")
        print(f", accuracy {right[inside].float().mean():.3f}, mean recall {np.mean(recalls):.3f}")


if __name__ == "__main__":
    main()
