"""Fourth step: the language model learns to say what the tower sees; in the end the tower learns along."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import language
import torch
from data import Data, mildly, read_data
from language import Asked, answer_loss, hidden_states, pack, pooled, verdict_loss
from pictures import DIAGNOSES, SIDE, augment
from prepare import arguments
from questions import NOT_ASSESSED, answers, diagnoses, prompts
from teacher import Teacher, read_teacher
from tokenizer import Words
from tower import Tower, read_tower
from training import begin, join, rank, run, write_weights
from transformers import Gemma3ForConditionalGeneration

LEARNING_RATE, JOINT_RATE = 2e-3, 3e-4
MILD_REAL, RENDERED, STRONG_REAL = 14, 20, 24  # a batch; what is strongly augmented is asked for its diagnosis alone
FIELDS_ASKED = 5  # of each picture in each batch, beside the diagnosis
OFTENER = {"shape": 6, "border": 6, "other": 3, "lesion type": 2, "texture": 2, "colour": 2}  # than the other fields
SOMETIMES = {"describe": 0.3, "location": 0.05}
VERDICT_WEIGHT = 3.0

Answers = dict[str, str]
Shown = tuple[torch.Tensor, torch.Tensor, list[Asked]]  # pictures, which are of a dermatoscope, what is asked
Loss = Callable[[int], torch.Tensor]


@dataclass(slots=True, kw_only=True)
class Lessons:
    """What is shown, asked and said."""

    data: Data
    said: list[Answers]  # of photographs
    rendered: list[Answers]  # of phantoms
    words: Words
    coded: dict[str, list[int]]  # prompts as tokens
    rarity: dict[str, float]
    firsts: torch.Tensor  # each diagnosis's first token
    place: int  # which token they follow


@dataclass(slots=True, kw_only=True)
class Judges:
    """The tower as it was, and its teacher: together they are better than either."""

    tower: Tower
    teacher: Teacher

    @torch.no_grad()
    def opinion(self, pictures: torch.Tensor, dermoscopy: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The tower's tokens, and logits; the teacher speaks of dermoscopy only."""
        tokens = self.tower.tokens(pictures)
        logits = self.tower.heads["diagnosis"](tokens.mean(1)).float()
        if dermoscopy.any():
            logits[dermoscopy] = (logits[dermoscopy] + self.teacher(pictures[dermoscopy])[1].float()) / 2
        return tokens, logits


def main() -> None:
    """The tower as it is, then both; writes mini.pt."""
    options = arguments(__doc__, frozen=8.0, joint=40.0)
    sharing = join(seed=7)
    lessons, tower = read_lessons(options.work), read_tower(options.work / "tower.pt")
    judges = Judges(tower=tower, teacher=read_teacher(options.work))
    model = language.build(lessons.words, SIDE)
    model.model.vision_tower.load_state_dict(tower.vision.state_dict())
    torch.manual_seed(7 + rank())
    random.seed(7 + rank())
    for name, joint, minutes, rate in (
        ("language", False, options.frozen, LEARNING_RATE),
        ("mini", True, options.joint, JOINT_RATE),
    ):
        model.model.vision_tower.requires_grad_(joint)
        course = begin(model, options.work / f"{name}.course", minutes=minutes, rate=rate, decay=0.995)
        average = run(course, loss_of(course.model, judges, lessons, sharing, joint=joint), lambda _model: "")
        write_weights(average.state_dict(), options.work / f"{name}.pt")
        model.load_state_dict(average.state_dict())


def read_lessons(work: Path) -> Lessons:
    """Answers of every photograph and phantom that may be learned from."""
    data, words = read_data(work, phones=True), Words(work / "tokenizer.model")
    names = [DIAGNOSES[number] for number in data.diagnosis.tolist()]
    coded = {name: words.question(prompt) for name, prompt in prompts().items()}
    firsts = [words.answer(text)[0] for text in diagnoses()]
    if len({*firsts}) < len(firsts):
        raise SystemExit("Two diagnoses begin with the same token: the tokenizer needs more pieces.")
    return Lessons(
        data=data,
        said=[answers(facts, name) for facts, name in zip(data.facts, names, strict=True)],
        rendered=[answers(facts, "") for facts in data.phantom_facts],
        words=words,
        coded=coded,
        rarity=dict(zip(DIAGNOSES, (1 / len(DIAGNOSES) / data.prior.exp()).tolist(), strict=True)),
        firsts=torch.tensor(firsts),
        place=len(words.prefix(language.IMAGE_TOKENS)) + len(coded["classify"]) - 1,
    )


def loss_of(
    model: Gemma3ForConditionalGeneration, judges: Judges, lessons: Lessons, sharing: int, *, joint: bool
) -> Loss:
    """What a step costs: the answers' tokens, and the distance from the judges' opinion of the diagnosis."""
    vision = model.model.vision_tower

    def loss(step: int) -> torch.Tensor:
        total = torch.zeros(())
        for pictures, dermoscopy, asked in (lesson(lessons, sharing, exact=step % 2 == 0), riddles(lessons, sharing)):
            with torch.autocast("cpu", torch.bfloat16):
                tokens, opinion = judges.opinion(pictures, dermoscopy)
                if joint:
                    tokens = vision(pixel_values=pictures).last_hidden_state
                batch = pack(lessons.words, asked)
                hidden = hidden_states(model, lessons.words, pooled(tokens, SIDE), batch)
                verdict = verdict_loss(model, hidden[:, lessons.place], lessons.firsts, opinion)
                total = total + answer_loss(model, hidden, batch) + VERDICT_WEIGHT * verdict
        return total

    return loss


def lesson(lessons: Lessons, sharing: int, *, exact: bool) -> Shown:
    """Photographs and phantoms, mildly augmented, and what is asked of each."""
    data = lessons.data
    mild = data.draw(MILD_REAL // sharing)
    rendered = torch.randint(len(data.phantoms), (RENDERED // sharing,), generator=data.generator)
    pictures = [
        mildly(data.pictures[mild], data.generator, exact=False),
        mildly(data.phantoms[rendered], data.generator, exact=exact),
    ]
    asked = [ask(lessons, lessons.said[index]) for index in mild.tolist()]
    asked += [ask(lessons, lessons.rendered[index]) for index in rendered.tolist()]
    return torch.cat(pictures), torch.cat([~data.phone[mild], torch.zeros(len(rendered), dtype=torch.bool)]), asked


def riddles(lessons: Lessons, sharing: int) -> Shown:
    """Photographs, strongly augmented and mixed by twos: there the judges' opinion is all that counts."""
    data, count = lessons.data, STRONG_REAL // sharing
    first, second = data.draw(count), data.draw(count)
    share = torch.rand(count, 1, 1, 1, generator=data.generator)
    one, other = (augment(data.pictures[chosen], data.generator) for chosen in (first, second))
    asked = [[verdict(lessons, {})] for _ in range(count)]
    return torch.lerp(one, other, share), ~(data.phone[first] | data.phone[second]), asked


def ask(lessons: Lessons, said: Answers) -> Asked:
    """The diagnosis first, then some of the fields (the harder ones oftener), and now and then the description."""
    fields = [name for name in said if name != "classify" and name not in SOMETIMES]
    fields.sort(key=lambda name: random.random() ** (1 / OFTENER.get(name, 1)), reverse=True)
    names = fields[:FIELDS_ASKED]
    names += [name for name, share in SOMETIMES.items() if name in said and random.random() < share]
    return [verdict(lessons, said), *((lessons.coded[name], lessons.words.answer(said[name]), 1.0) for name in names)]


def verdict(lessons: Lessons, said: Answers) -> tuple[list[int], list[int], float]:
    """Where there is no diagnosis, some answer that weighs nothing: only the tower's opinion counts then."""
    text = said.get("classify", NOT_ASSESSED)
    return lessons.coded["classify"], lessons.words.answer(text), lessons.rarity.get(text, 0.0)


if __name__ == "__main__":
    main()
