"""The vision tower: a small SigLIP with the heads that it is trained with before it meets words."""

import math
from pathlib import Path

import torch
from pictures import DIAGNOSES, SIDE
from questions import vocabularies
from torch import nn
from torch.nn import functional
from transformers import SiglipVisionConfig, SiglipVisionModel

PATCH = 16
WIDTH = 192
LAYERS = 8
TEACHER_WIDTH = 1280
MARKS = 2  # lesion, hair: how much of each cell of CELL × CELL pixels they cover
CELL = 2
MEASURES = 12  # of an outline
WORDS = sum(len(words) for words in vocabularies().values())


def vision_config(side: int) -> SiglipVisionConfig:
    """The tower's shape."""
    return SiglipVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=4 * WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=3,
        image_size=side,
        patch_size=PATCH,
        vision_use_head=False,
        layer_norm_eps=1e-6,
        attn_implementation="eager",  # trains faster than fused attention on a processor
    )


class Tower(nn.Module):
    """SigLIP with heads over the mean of its tokens; what is round or oval asks for more than a linear one."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.vision = SiglipVisionModel(vision_config(side))
        mimetic_start(self.vision, side // PATCH)
        self.outline = nn.Linear(WIDTH, MARKS * (PATCH // CELL) ** 2)
        self.heads = nn.ModuleDict(
            {
                "diagnosis": nn.Linear(WIDTH, len(DIAGNOSES)),
                "findings": nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WORDS)),
                "measures": nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, MEASURES)),
                "teacher": nn.Linear(WIDTH, TEACHER_WIDTH),
            }
        )

    def tokens(self, pictures: torch.Tensor, keep: float = 1.0) -> torch.Tensor:
        """count × patches × width; with keep < 1 each picture loses other patches (cheaper, and it regularises)."""
        embedded = self.vision.embeddings(pictures)
        if keep < 1.0:
            embedded = _drop_patches(embedded, keep)
        return self.vision.post_layernorm(self.vision.encoder(inputs_embeds=embedded).last_hidden_state)

    def marks(self, tokens: torch.Tensor) -> torch.Tensor:
        """Logits, count × MARKS × cells × cells, of a whole picture's tokens."""
        grid = int(tokens.shape[1] ** 0.5)
        sheet = self.outline(tokens).transpose(1, 2).unflatten(2, (grid, grid))
        return functional.pixel_shuffle(sheet, PATCH // CELL)

    def forward(self, pictures: torch.Tensor, keep: float = 1.0) -> dict[str, torch.Tensor]:
        return self.told(self.tokens(pictures, keep))

    def told(self, tokens: torch.Tensor) -> dict[str, torch.Tensor]:
        """Each head's logits."""
        pooled = tokens.mean(1)
        return {name: head(pooled) for name, head in self.heads.items()}


def _drop_patches(embedded: torch.Tensor, keep: float) -> torch.Tensor:
    count, patches, width = embedded.shape
    kept = torch.rand(count, patches).argsort(1)[:, : int(patches * keep)]
    return embedded.gather(1, kept[..., None].expand(-1, -1, width))


@torch.no_grad()
def mimetic_start(vision: SiglipVisionModel, grid: int) -> None:
    """Start attention near what trained transformers look like (arXiv 2305.09828): it matters on small data."""
    vision.embeddings.position_embedding.weight.copy_(_sine_positions(grid, WIDTH))
    for layer in vision.encoder.layers:
        attention = layer.self_attn
        size = WIDTH // attention.num_heads
        for head in range(attention.num_heads):
            rows = slice(head * size, (head + 1) * size)
            left, right = _factors(0.7, 0.7, size)
            attention.q_proj.weight[rows], attention.k_proj.weight[rows] = left.T, right.T
        left, right = _factors(0.4, -0.4, WIDTH)
        attention.v_proj.weight.copy_(left.T)
        attention.out_proj.weight.copy_(right)


def _factors(noise: float, identity: float, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Two width × rank factors whose product is close to noise plus a multiple of the identity."""
    target = noise * torch.randn(WIDTH, WIDTH) / math.sqrt(WIDTH) + identity * torch.eye(WIDTH)
    left, values, right = torch.linalg.svd(target)
    root = values[:rank].sqrt()
    return left[:, :rank] * root, right[:rank].T * root


def _sine_positions(grid: int, width: int) -> torch.Tensor:
    frequency = 1.0 / 10000 ** (torch.arange(width // 4) / (width // 4))
    angles = torch.arange(grid)[:, None] * frequency
    line = torch.cat([angles.sin(), angles.cos()], 1)
    down = line[:, None].expand(grid, grid, -1)
    across = line[None].expand(grid, grid, -1)
    return torch.cat([down, across], 2).reshape(grid * grid, width)


def read_tower(path: Path) -> Tower:
    """What train_tower.py wrote."""
    tower = Tower(SIDE)
    tower.load_state_dict(torch.load(path, weights_only=True))
    return tower.eval()
