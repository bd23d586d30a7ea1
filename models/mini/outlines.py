"""What the tower is shown of outlines: where lesion and hair are, and how long, lopsided and ragged the lesion is."""

import torch
from torch.nn import functional
from tower import CELL

ROUND = 12.57  # a circle's perimeter squared by its area


def cells(marks: torch.Tensor) -> torch.Tensor:
    """count × marks × side × side of -1 … 1 → how much of each cell is covered, 0 … 1."""
    return functional.avg_pool2d((marks + 1) / 2, CELL)


def measures(lesion: torch.Tensor) -> torch.Tensor:
    """count × cells × cells → count × MEASURES, each of about unit size; the turn of the lesion is in them, too.

    Area, centre, second and third moments about it, and the outline's length against a circle's: symmetry, form and
    border follow from them."""
    line = torch.linspace(-1, 1, lesion.shape[-1])
    mass = lesion.sum((1, 2)).clamp(min=4.0)
    across = (lesion * line).sum((1, 2)) / mass
    down = (lesion * line[:, None]).sum((1, 2)) / mass
    size = (mass / lesion[0].numel()).sqrt()
    x = (line - across[:, None, None]) / size[:, None, None]
    y = (line[:, None] - down[:, None, None]) / size[:, None, None]
    weight = lesion / mass[:, None, None]

    def moment(first: int, second: int) -> torch.Tensor:
        return (weight * x**first * y**second).sum((1, 2)).clamp(-3, 3)

    slope_down, slope_across = torch.gradient(functional.pad(lesion, (1, 1, 1, 1)), dim=(1, 2))
    length = torch.hypot(slope_down, slope_across).sum((1, 2))
    ragged = (length**2 / (mass * ROUND)).clamp(0.1, 9).log()
    seconds = [(moment(2, 0) - moment(0, 2)) * 2, moment(1, 1) * 3, (moment(2, 0) + moment(0, 2)).clamp(min=0.05).log()]
    thirds = [moment(*powers) * 3 for powers in ((3, 0), (2, 1), (1, 2), (0, 3))]
    return torch.stack([size * 3 - 1, mass.log() - 6, across * 5, down * 5, *seconds, *thirds, ragged * 2 - 1], 1)
