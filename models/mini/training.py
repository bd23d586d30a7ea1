"""What the trainings share: optimizer, learning rate, averaged weights, a checkpoint to go on from, several processes.

Started by torchrun, every process takes a share of the batch on a thread of its own and the gradients are averaged:
beside other busy programs that is far quicker than one process with several threads."""

import atexit
import copy
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import distributed, nn

SAVED_EVERY = 200  # steps


@dataclass(slots=True, kw_only=True)
class Course:
    """A model under training, its averaged copy, and how far it is; progress follows the clock of all its sittings."""

    model: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    checkpoint: Path
    minutes: float
    rate: float
    decay: float
    step: int = 0
    seconds: float = 0.0

    @property
    def progress(self) -> float:
        return self.seconds / (60 * self.minutes)


def begin(model: nn.Module, checkpoint: Path, *, minutes: float, rate: float, decay: float = 0.998) -> Course:
    """A new course, or the one that the checkpoint holds."""
    average, optimizer = copy.deepcopy(model).eval(), make_optimizer(model, rate)
    course = Course(
        model=model,
        average=average,
        optimizer=optimizer,
        checkpoint=checkpoint,
        minutes=minutes,
        rate=rate,
        decay=decay,
    )
    if checkpoint.is_file():
        _resume(course)
    return course


def make_optimizer(model: nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW; norms and biases do not decay."""
    learned = [weight for weight in model.parameters() if weight.requires_grad]
    matrices = [weight for weight in learned if weight.ndim > 1]
    others = [weight for weight in learned if weight.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def join(seed: int) -> int:
    """Join the other processes where there are any; how many share a batch."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count > 1:
        torch.set_num_threads(1)
        distributed.init_process_group("gloo")
        atexit.register(distributed.destroy_process_group)  # without it, a process aborted at its end, once
    torch.manual_seed(seed)
    return count


def rank() -> int:
    """This process's number; the first one reports and writes."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def run(course: Course, loss_of: Callable[[int], torch.Tensor], report: Callable[[nn.Module], str]) -> nn.Module:
    """Train until the time is up; the averaged weights."""
    course.model.train()
    started, total, since = time.monotonic() - course.seconds, 0.0, course.step
    while course.progress < 1:
        total += _learn(course, loss_of(course.step), time.monotonic() - started)
        course.step += 1
        if course.step % SAVED_EVERY == 0 and rank() == 0:
            _save(course)
            print(f"{_place(course)} loss {total / (course.step - since):.3f} {report(course.average)}", flush=True)
            total, since = 0.0, course.step
    if rank() == 0:
        print(f"{_place(course)} {report(course.average)}", flush=True)
    return course.average


def _place(course: Course) -> str:
    return f"step {course.step} {course.progress:.0%}"


def _learn(course: Course, loss: torch.Tensor, seconds: float) -> float:
    """One step; its loss. The rate warms up and then falls as a cosine."""
    level = 0.5 * (1 + math.cos(math.pi * min(1.0, course.progress))) * min(1.0, (course.step + 1) / 100)
    for group in course.optimizer.param_groups:
        group["lr"] = course.rate * level
    course.optimizer.zero_grad()
    loss.backward()
    course.seconds = _agree(course.model, seconds)
    torch.nn.utils.clip_grad_norm_(course.model.parameters(), 1.0)
    course.optimizer.step()
    follow(course.average, course.model, min(course.decay, course.step / (course.step + 10)))
    return loss.item()


def _agree(model: nn.Module, seconds: float) -> float:
    """The mean of all processes' gradients, and of their clocks, so that they end together."""
    if not distributed.is_initialized():
        return seconds
    found = [weight.grad for weight in model.parameters() if weight.grad is not None]
    together = torch.cat([*(one.flatten() for one in found), torch.tensor([seconds])])
    distributed.all_reduce(together)
    *shared, clock = (together / distributed.get_world_size()).split([*(one.numel() for one in found), 1])
    for one, mean in zip(found, shared, strict=True):
        one.copy_(mean.view_as(one))
    return float(clock)


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, decay: float) -> None:
    """Move the averaged weights, and the statistics of batch norms, a little towards the trained ones."""
    for slow, fast in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if slow.is_floating_point():
            slow.lerp_(fast, 1 - decay)


def _save(course: Course) -> None:
    parts = {name: getattr(course, name).state_dict() for name in ("model", "average", "optimizer")}
    write_weights(parts | {"step": course.step, "seconds": course.seconds}, course.checkpoint)


def _resume(course: Course) -> None:
    saved = torch.load(course.checkpoint, weights_only=True)
    for name in ("model", "average", "optimizer"):
        getattr(course, name).load_state_dict(saved[name])
    course.step, course.seconds = saved["step"], saved["seconds"]


def write_weights(value: dict[str, object], path: Path) -> None:
    """Written beside and renamed, by the first process."""
    if rank() == 0:
        torch.save(value, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
