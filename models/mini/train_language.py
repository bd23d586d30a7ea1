"""Third step: the language model learns to say what the frozen tower sees."""

import math
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import language
import numpy as np
import torch
from language import Asked, answer_loss, pack, pooled
from pictures import DIAGNOSES, SIDE, augment, normalise
from prepare import arguments, read_facts
from questions import NOT_ASSESSED, answers, diagnoses, prompts
from tokenizer import Words, train
from tower import Tower
from train_tower import MILD
from transformers import Gemma3ForConditionalGeneration

LEARNING_RATE = 2e-3
BATCH = 32
VIEWS = 2  # differently turned copies of each picture, encoded once
FIELDS_ASKED = 4  # of each picture in each batch, beside the diagnosis
SOMETIMES = {"describe": 0.5, "location": 0.05}
PHANTOM_SHARE = 0.3
EMA = 0.99

Answers = dict[str, str]


@dataclass(slots=True, kw_only=True)
class Lessons:
    """What is shown and said: views × pictures × tokens × width, answers and sampling weight a picture."""

    features: torch.Tensor
    said: list[Answers]
    weights: torch.Tensor
    coded: dict[str, list[int]]  # prompts as tokens
    rarity: dict[str, float]


def main() -> None:
    """Read, encode once, train, write mini.pt."""
    options = arguments(__doc__, minutes=15.0)
    torch.manual_seed(7)
    random.seed(7)
    said, weights = taught_answers(options.work)
    words = make_words(options.work, said)
    tower = read_tower(options.work)
    model = language.build(words, SIDE)
    model.model.vision_tower.load_state_dict(tower.vision.state_dict())
    lessons = Lessons(
        features=encode_views(tower, options.work),
        said=said,
        weights=weights,
        coded={name: words.question(prompt) for name, prompt in prompts().items()},
        rarity=diagnosis_weights(said, weights),
    )
    fit(model, words, lessons, options.minutes)
    torch.save(model.state_dict(), options.work / "mini.pt")


def taught_answers(work: Path) -> tuple[list[Answers], torch.Tensor]:
    """Answers of every photograph and phantom, and how often each is shown."""
    labels = np.load(work / "train.npz")["label"]
    names = ["" if label < 0 else DIAGNOSES[label] for label in labels]
    facts = read_facts(work / "train_facts.pkl")
    said = [answers(found, name) for found, name in zip(facts, names, strict=True)]
    phantoms = [answers(found, "") for found in read_facts(work / "phantoms_train_facts.pkl")]
    counts = np.bincount(labels[labels >= 0])
    frequency = np.where(labels >= 0, counts[labels] ** -0.5, counts.max() ** -0.5)
    real = (1 - PHANTOM_SHARE) * frequency / frequency.sum()
    rendered = np.full(len(phantoms), PHANTOM_SHARE / len(phantoms))
    return said + phantoms, torch.from_numpy(np.concatenate([real, rendered]))


def make_words(work: Path, said: list[Answers]) -> Words:
    """The tokenizer's corpus is what will be asked and answered."""
    asked = [*prompts().values(), *diagnoses()] * 400
    items = [item for one in said for text in one.values() for item in text.split(", ")]
    train([*asked, *items, ", "], work / "tokenizer.model")
    return Words(work / "tokenizer.model")


def read_tower(work: Path) -> Tower:
    """The averaged weights of the second step."""
    weights = torch.load(work / "tower.pt", weights_only=True)
    heads = ("diagnosis", "findings")
    tower = Tower(SIDE, {name: len(weights[f"heads.{name}.bias"]) for name in heads})
    tower.load_state_dict(weights)
    return tower.eval()


@torch.no_grad()
def encode_views(tower: Tower, work: Path) -> torch.Tensor:
    """views × pictures × image tokens × width; the first view is the picture as it is."""
    stored = np.load(work / "train.npz")
    small, source = torch.from_numpy(stored["small"]), torch.from_numpy(stored["source"])
    phantoms = torch.from_numpy(np.load(work / "phantoms_train.npy"))
    generator = torch.Generator().manual_seed(11)
    views = [encode(tower, map(normalise, torch.cat([small, phantoms]).split(128)))]
    while len(views) < VIEWS:
        turned = [augment(part, generator, 2 * MILD) for part in source.split(128)]
        turned += [augment(part, generator, MILD) for part in phantoms.split(128)]
        views.append(encode(tower, turned))
    return torch.stack(views)


def encode(tower: Tower, parts: Iterable[torch.Tensor]) -> torch.Tensor:
    """Pooled tokens of normalised pictures."""
    with torch.autocast("cpu", torch.bfloat16):
        found = [pooled(tower.tokens(part), SIDE).half() for part in parts]
    return torch.cat(found)


def diagnosis_weights(said: list[Answers], weights: torch.Tensor) -> dict[str, float]:
    """What makes every diagnosis count the same, on average one."""
    shown = dict.fromkeys(diagnoses(), 0.0)
    for one, weight in zip(said, weights.tolist(), strict=True):
        if "classify" in one:
            shown[one["classify"]] += weight
    return {name: sum(shown.values()) / (len(shown) * share) for name, share in shown.items()}


def fit(model: Gemma3ForConditionalGeneration, words: Words, lessons: Lessons, minutes: float) -> None:
    """Train projector and language model for that long; leaves the averaged weights in the model."""
    learned = [*model.model.multi_modal_projector.parameters(), *model.model.language_model.parameters()]
    average = [weight.detach().clone() for weight in learned]
    optimizer = torch.optim.AdamW(learned, lr=LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.02)
    started, step, total = time.monotonic(), 0, 0.0
    while (progress := (time.monotonic() - started) / (60 * minutes)) < 1:
        set_rate(optimizer, step, progress)
        total += learn(model, words, lessons, optimizer, learned)
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(average, learned, 1 - min(EMA, step / (step + 10)))
        if step % 50 == 0:
            print(f"step {step} {progress:.0%} loss {total / 50:.4f}", flush=True)
            total = 0.0
    with torch.no_grad():
        torch._foreach_copy_(learned, average)


def set_rate(optimizer: torch.optim.Optimizer, step: int, progress: float) -> None:
    """Warm-up, then a cosine to nearly zero."""
    cosine = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress))
    for group in optimizer.param_groups:
        group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / 100) * cosine


def learn(
    model: Gemma3ForConditionalGeneration,
    words: Words,
    lessons: Lessons,
    optimizer: torch.optim.Optimizer,
    learned: list[torch.nn.Parameter],
) -> float:
    """One step; its loss."""
    chosen = torch.multinomial(lessons.weights, BATCH, True)
    seen = lessons.features[torch.randint(len(lessons.features), (BATCH,)), chosen].float()
    batch = pack(words, [ask(lessons, words, index) for index in chosen.tolist()])
    with torch.autocast("cpu", torch.bfloat16):
        loss = answer_loss(model, words, seen, batch)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(learned, 1.0)
    optimizer.step()
    return loss.item()


def ask(lessons: Lessons, words: Words, index: int) -> Asked:
    """The diagnosis where there is one, some of the fields, and now and then the description."""
    said = lessons.said[index]
    fields = [name for name in said if name != "classify" and name not in SOMETIMES]
    names = random.sample(fields, min(FIELDS_ASKED, len(fields)))
    names += [name for name, share in SOMETIMES.items() if name in said and random.random() < share]
    asked = [(lessons.coded[name], words.answer(said[name]), 1.0) for name in names]
    if "classify" in said:
        asked.append((lessons.coded["classify"], words.answer(said["classify"]), lessons.rarity[said["classify"]]))
    return asked or [(lessons.coded["location"], words.answer(NOT_ASSESSED), 0.1)]


if __name__ == "__main__":
    main()
