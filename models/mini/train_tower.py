"""Second step: the vision tower learns the seven diagnoses, then the findings beside them."""

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from pictures import DIAGNOSES, SIDE, augment, normalise
from prepare import arguments, read_facts
from questions import Facts, vocabularies
from torch.nn import functional
from tower import Tower

LEARNING_RATE = 1e-3
BATCH = 128
MILD = 0.15  # augmentation that leaves the findings true
KEEP = 0.5  # of the patches, in the strongly augmented half
EMA = 0.998
FINDINGS_WEIGHT = 4.0
MILD_REAL, MILD_PHANTOMS = 40, 24  # the mildly augmented half of a batch

Loss = Callable[..., torch.Tensor]


@dataclass(slots=True, kw_only=True)
class Data:
    """Photographs with diagnosis and word targets, and phantoms with word targets."""

    pictures: torch.Tensor
    diagnosis: torch.Tensor  # -1: none of the seven
    words: torch.Tensor
    measured: torch.Tensor  # whether the word targets mean anything
    phantoms: torch.Tensor
    phantom_words: torch.Tensor
    sampling: torch.Tensor
    prior: torch.Tensor
    generator: torch.Generator


def main() -> None:
    """Two runs: diagnosis alone, then both."""
    options = arguments(__doc__, first=12.0, second=45.0)
    torch.manual_seed(7)
    data = read_data(options.work)
    model = Tower(SIDE, {"diagnosis": len(DIAGNOSES), "findings": data.words.shape[1]})
    average = copy.deepcopy(model).eval()
    run(model, average, data, minutes=options.first, loss_of=diagnosis_loss, work=options.work)
    run(model, average, data, minutes=options.second, loss_of=both_losses, work=options.work)


def run(model: Tower, average: Tower, data: Data, *, minutes: float, loss_of: Loss, work: Path) -> None:
    """Train for that long; the learning rate follows the clock, so that it ends where it should on any machine."""
    optimizer = make_optimizer(model)
    started, step, total = time.monotonic(), 0, 0.0
    while (progress := (time.monotonic() - started) / (60 * minutes)) < 1:
        set_rate(optimizer, step, progress, last=loss_of is not diagnosis_loss)
        total += learn(model, optimizer, loss_of(model, data, mix=step % 2 == 1))
        step += 1
        follow(average, model, min(EMA, step / (step + 10)))
        if step % 100 == 0:
            report(average, work, step, total / 100, progress)
            total = 0.0
    report(average, work, step, total / max(1, step % 100), 1.0)


def learn(model: Tower, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> float:
    """One step; its loss."""
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def make_optimizer(model: Tower) -> torch.optim.Optimizer:
    """AdamW; norms and biases do not decay."""
    matrices = [weight for weight in model.parameters() if weight.ndim > 1]
    others = [weight for weight in model.parameters() if weight.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=(0.9, 0.98))


def set_rate(optimizer: torch.optim.Optimizer, step: int, progress: float, *, last: bool) -> None:
    """Warm-up, then a cosine; the last run ends at zero."""
    cosine = 0.5 * (1 + math.cos(math.pi * progress))
    level = 0.7 * cosine if last else 0.5 + 0.5 * cosine
    for group in optimizer.param_groups:
        group["lr"] = LEARNING_RATE * level * min(1.0, (step + 1) / 150)


def diagnosis_loss(model: Tower, data: Data, *, mix: bool, count: int = BATCH) -> torch.Tensor:
    """Strong augmentation, half the patches, mixup on every other batch; the prior is taken out of the logits."""
    chosen = torch.multinomial(data.sampling, count, True, generator=data.generator)
    pictures = augment(data.pictures[chosen], data.generator)
    targets = functional.one_hot(data.diagnosis[chosen], len(DIAGNOSES)).float() * 0.95 + 0.05 / len(DIAGNOSES)
    if mix:
        share, other = float(np.random.beta(0.4, 0.4)), torch.randperm(count)
        pictures = share * pictures + (1 - share) * pictures[other]
        targets = share * targets + (1 - share) * targets[other]
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(pictures, keep=KEEP)["diagnosis"]
    return functional.cross_entropy(logits.float() + data.prior, targets)


def both_losses(model: Tower, data: Data, *, mix: bool) -> torch.Tensor:
    """Half the batch as before; the other half mildly augmented, whole, for words and diagnosis."""
    strong = diagnosis_loss(model, data, mix=mix, count=BATCH // 2)
    chosen = torch.multinomial(data.sampling, MILD_REAL, True, generator=data.generator)
    rendered = torch.randint(len(data.phantoms), (MILD_PHANTOMS,), generator=data.generator)
    pictures = torch.cat(
        [augment(one, data.generator, MILD) for one in (data.pictures[chosen], data.phantoms[rendered])]
    )
    with torch.autocast("cpu", torch.bfloat16):
        found = model(pictures)
    logits = found["diagnosis"].float()[:MILD_REAL] + data.prior
    diagnosis = functional.cross_entropy(logits, data.diagnosis[chosen], label_smoothing=0.05)
    return strong + 0.5 * diagnosis + FINDINGS_WEIGHT * words_loss(found["findings"].float(), data, chosen, rendered)


def words_loss(logits: torch.Tensor, data: Data, chosen: torch.Tensor, rendered: torch.Tensor) -> torch.Tensor:
    """Over the words of pictures whose facts are known."""
    targets = torch.cat([data.words[chosen], data.phantom_words[rendered]])
    known = torch.cat([data.measured[chosen], torch.ones(len(rendered), dtype=torch.bool)])
    return functional.binary_cross_entropy_with_logits(logits[known], targets[known])


@torch.no_grad()
def follow(average: Tower, model: Tower, decay: float) -> None:
    """Move the averaged weights a little towards the trained ones."""
    for slow, fast in zip(average.parameters(), model.parameters(), strict=True):
        slow.lerp_(fast, 1 - decay)


def report(average: Tower, work: Path, step: int, loss: float, progress: float) -> None:
    """Validation figures of the averaged weights, and the weights themselves."""
    save(average, work / "tower.pt")
    text = f"step {step} {progress:.0%} loss {loss:.3f}"
    if step % 200 == 0 or progress == 1.0:
        text += validation_text(average, work)
    print(text, flush=True)


def save(average: Tower, path: Path) -> None:
    """Written beside and renamed."""
    torch.save(average.state_dict(), path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


@torch.no_grad()
def validation_text(average: Tower, work: Path) -> str:
    """Balanced and plain accuracy, recalls, and words right on phantoms."""
    held = np.load(work / "val.npz")
    truth = torch.from_numpy(held["label"])
    scores = predict(average, torch.from_numpy(held["small"]))["diagnosis"].argmax(1)
    recalls = [float((scores[truth == kind] == kind).float().mean()) for kind in range(len(DIAGNOSES))]
    words = predict(average, torch.from_numpy(np.load(work / "phantoms_val.npy")))["findings"] > 0
    right = words == (word_targets(read_facts(work / "phantoms_val_facts.pkl"))[0] > 0.5)
    each = " ".join(f"{recall:.2f}" for recall in recalls)
    accuracy = float((scores == truth).float().mean())
    return f" balanced {np.mean(recalls):.3f} plain {accuracy:.3f} [{each}] phantom words {right.float().mean():.3f}"


def predict(average: Tower, squares: torch.Tensor) -> dict[str, torch.Tensor]:
    """All heads' logits for uint8 squares."""
    with torch.autocast("cpu", torch.bfloat16):
        parts = [average(normalise(part)) for part in squares.split(128)]
    return {name: torch.cat([part[name] for part in parts]).float() for name in parts[0]}


def read_data(work: Path) -> Data:
    """What prepare.py wrote, as tensors."""
    stored = np.load(work / "train.npz")
    keep = stored["label"] >= 0
    labels = torch.from_numpy(stored["label"][keep])
    facts = read_facts(work / "train_facts.pkl")
    words, measured = word_targets([facts[index] for index in np.flatnonzero(keep)])
    counts = torch.bincount(labels, minlength=len(DIAGNOSES)).float()
    return Data(
        pictures=torch.from_numpy(stored["source"][keep]),
        diagnosis=labels,
        words=words,
        measured=measured,
        phantoms=torch.from_numpy(np.load(work / "phantoms_train.npy")),
        phantom_words=word_targets(read_facts(work / "phantoms_train_facts.pkl"))[0],
        sampling=counts[labels] ** -0.5,  # between natural and balanced; the prior below does the rest
        prior=(counts.sqrt() / counts.sqrt().sum()).log(),
        generator=torch.Generator().manual_seed(3),
    )


def word_targets(found: list[Facts | None]) -> tuple[torch.Tensor, torch.Tensor]:
    """One column a word of each field, and which rows were measured at all."""
    columns = [(field, word) for field, words in vocabularies().items() for word in words]
    rows = [[float(word in (facts or {}).get(field, ())) for field, word in columns] for facts in found]
    return torch.tensor(rows), torch.tensor([facts is not None for facts in found])


if __name__ == "__main__":
    main()
