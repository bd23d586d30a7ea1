"""Third step: the vision tower learns from the teacher, the diagnoses, the findings' words and the outlines."""

import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from data import Data, diagnosis_figures, mildly, mixed, read_data, soft_targets, validation, word_targets
from outlines import cells, measures
from pictures import SIDE, augment, normalise
from prepare import arguments, read_facts
from questions import vocabularies
from teacher import Teacher, read_teacher
from torch import nn
from torch.nn import functional
from tower import Tower
from training import Course, begin, join, rank, run, write_weights

LEARNING_RATE, LATER_RATE = 1e-3, 3e-4
STRONG, MILD_REAL, MILD_PHANTOMS = 48, 24, 64  # a batch: for the teacher; for diagnosis and words; for words
KEEP = 0.6  # of the patches, in the strongly augmented part
WORDS_WEIGHT, MARKS_WEIGHT, MEASURES_WEIGHT, FEATURES_WEIGHT, OPINION_WEIGHT = 24.0, 6.0, 6.0, 2.0, 1.0
HARDER = {"shape": 4.0, "border": 4.0}  # fields, whose words weigh more than the others'
Views = tuple[torch.Tensor, torch.Tensor]


class Council(nn.Module):
    """The teacher's features, and the mean of its opinion and an earlier tower's: a better judge than either."""

    def __init__(self, teacher: Teacher, tower: Tower) -> None:
        super().__init__()
        self.teacher, self.tower = teacher, copy.deepcopy(tower).eval()

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features, opinion = self.teacher(pictures)
        return features, (opinion.float() + self.tower(pictures)["diagnosis"].float()) / 2


def main() -> None:
    """First dermoscopy and phantoms, which cross_validate.py goes on from, then phone photographs too."""
    options = arguments(__doc__, first=70.0, second=12.0)
    sharing = join(seed=7)
    judge: nn.Module = (teacher := read_teacher(options.work))
    tower = Tower(SIDE)
    torch.manual_seed(7 + rank())
    np.random.seed(7 + rank())
    for name, phones, minutes, rate in (
        ("tower_dermoscopy", False, options.first, LEARNING_RATE),
        ("tower", True, options.second, LATER_RATE),
    ):
        data = read_data(options.work, phones=phones)
        course = begin(tower, options.work / f"{name}.course", minutes=minutes, rate=rate)
        average = run(course, lessons(course, judge, data, sharing), reporter(options.work))
        write_weights(average.state_dict(), options.work / f"{name}.pt")
        tower.load_state_dict(average.state_dict())
        judge = Council(teacher, tower)


def lessons(course: Course, teacher: nn.Module, data: Data, sharing: int) -> Callable[[int], torch.Tensor]:
    """The loss of a step: mixup and turns by right angles take turns with their absence."""
    middle, spread = feature_scale(teacher, data)

    def loss_of(step: int) -> torch.Tensor:
        strong = taught_loss(course.model, teacher, data, (middle, spread), STRONG // sharing, mix=step % 2 == 1)
        return strong + shown_loss(course.model, data, sharing, exact=step % 4 < 2)

    return loss_of


@torch.no_grad()
def feature_scale(teacher: nn.Module, data: Data) -> Views:
    """Mean and deviation of the teacher's features, by which they are made comparable."""
    with torch.autocast("cpu", torch.bfloat16):
        parts = [teacher(augment(data.pictures[data.draw(64)], data.generator))[0].float() for _ in range(8)]
    seen = torch.cat(parts)
    return seen.mean(0), seen.std(0) + 0.01


def taught_loss(
    model: nn.Module, teacher: nn.Module, data: Data, scale: Views, count: int, *, mix: bool
) -> torch.Tensor:
    """Strong augmentation: the teacher's features and opinion, and the diagnosis with the prior taken out."""
    chosen = data.draw(count)
    pictures, targets = augment(data.pictures[chosen], data.generator), soft_targets(data.diagnosis[chosen])
    if mix:
        pictures, targets = mixed(pictures, targets)
    with torch.autocast("cpu", torch.bfloat16):
        with torch.no_grad():
            features, opinion = teacher(pictures)
        found = model(pictures, keep=KEEP)
    logits = found["diagnosis"].float()
    wanted = (features.float() - scale[0]) / scale[1]
    likeness = functional.cosine_similarity(found["teacher"].float(), wanted).mean()
    told = functional.kl_div(logits.log_softmax(1), opinion.float().log_softmax(1), reduction="none", log_target=True)
    heard = told.sum(1)[~data.phone[chosen]].mean()
    hard = functional.cross_entropy(logits + data.prior, targets)
    return hard + OPINION_WEIGHT * heard + FEATURES_WEIGHT * (1 - likeness)


def shown_loss(model: Tower, data: Data, sharing: int, *, exact: bool) -> torch.Tensor:
    """Mild augmentation: diagnosis of photographs, and words and outlines of photographs and phantoms."""
    chosen = data.draw(MILD_REAL // sharing)
    rendered = torch.randint(len(data.phantoms), (MILD_PHANTOMS // sharing,), generator=data.generator)
    sheets = shown(data, chosen, rendered, exact=exact)
    with torch.autocast("cpu", torch.bfloat16):
        tokens = model.tokens(sheets[:, :3].contiguous())
        found, marks = model.told(tokens), model.marks(tokens).float()
    logits = found["diagnosis"].float()[: len(chosen)] + data.prior
    diagnosis = functional.cross_entropy(logits, soft_targets(data.diagnosis[chosen]))
    targets = torch.cat([data.words[chosen], data.phantom_words[rendered]])
    known = torch.cat([data.measured[chosen], torch.ones(len(rendered), dtype=torch.bool)])
    said = found["findings"].float()[known]
    words = functional.binary_cross_entropy_with_logits(said, targets[known], word_weights())
    outlines = outline_loss(marks[known], found["measures"].float()[known], cells(sheets[known, 3:]), len(rendered))
    return 0.5 * diagnosis + WORDS_WEIGHT * words + outlines


def word_weights() -> torch.Tensor:
    """Of each field's words, in the order of the vocabularies."""
    return torch.cat([torch.full((len(words),), HARDER.get(field, 1.0)) for field, words in vocabularies().items()])


def shown(data: Data, chosen: torch.Tensor, rendered: torch.Tensor, *, exact: bool) -> torch.Tensor:
    """Photographs, then phantoms, with the marks behind their three colours."""
    photographs = torch.cat([data.pictures[chosen], data.marks[chosen]], 3)
    phantoms = torch.cat([data.phantoms[rendered], data.phantom_marks[rendered]], 3)
    return torch.cat([mildly(photographs, data.generator, exact=False), mildly(phantoms, data.generator, exact=exact)])


def outline_loss(marks: torch.Tensor, said: torch.Tensor, drawn: torch.Tensor, rendered: int) -> torch.Tensor:
    """Of lesion, hair and the lesion's measures; hair is known of the phantoms, which stand last, alone."""
    lesion = functional.binary_cross_entropy_with_logits(marks[:, 0], drawn[:, 0])
    hair = functional.binary_cross_entropy_with_logits(marks[-rendered:, 1], drawn[-rendered:, 1])
    return MARKS_WEIGHT * (lesion + hair) + MEASURES_WEIGHT * functional.smooth_l1_loss(said, measures(drawn[:, 0]))


def reporter(work: Path) -> Callable[[nn.Module], str]:
    """Validation figures: diagnoses, and the share of phantoms with a whole field right."""
    squares, truth = validation(work)
    phantoms = torch.from_numpy(np.load(work / "phantoms_val.npy"))
    words = word_targets(read_facts(work / "phantoms_val_facts.pkl"))[0] > 0.5

    def report(model: nn.Module) -> str:
        right = ((predict(model, phantoms)["findings"] > 0) == words).split([*map(len, vocabularies().values())], 1)
        fields = zip(vocabularies(), right, strict=True)
        shares = " ".join(f"{field} {float(part.all(1).float().mean()):.2f}" for field, part in fields)
        return f"{diagnosis_figures(predict(model, squares)['diagnosis'], truth)}; {shares}"

    return report


@torch.no_grad()
def predict(model: nn.Module, squares: torch.Tensor) -> dict[str, torch.Tensor]:
    """All heads' logits for uint8 squares."""
    with torch.autocast("cpu", torch.bfloat16):
        parts = [model(normalise(part)) for part in squares.split(128)]
    return {name: torch.cat([part[name] for part in parts]).float() for name in parts[0]}


if __name__ == "__main__":
    main()
