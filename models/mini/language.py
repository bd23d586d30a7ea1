"""The whole model: Gemma 3 around the trained tower, and its training sequences, many questions on one picture."""

from dataclasses import dataclass

import torch
from tokenizer import Words
from torch.nn import functional
from tower import PATCH, vision_config
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig

HIDDEN = 192
LAYERS = 3
HEAD = 64
IMAGE_TOKENS = 16
CONTEXT = 2048

Asked = list[tuple[list[int], list[int], float]]  # question, answer, weight


def build(words: Words, side: int) -> Gemma3ForConditionalGeneration:
    """Fresh weights; every layer sees the whole context, as sliding_window_pattern 1 tells the converter."""
    text = Gemma3TextConfig(
        vocab_size=words.size,
        hidden_size=HIDDEN,
        intermediate_size=3 * HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HIDDEN // HEAD,
        num_key_value_heads=1,
        head_dim=HEAD,
        query_pre_attn_scalar=HEAD,
        max_position_embeddings=CONTEXT,
        layer_types=["full_attention"] * LAYERS,
        rope_parameters={"full_attention": {"rope_type": "default", "rope_theta": 10000.0}},
        sliding_window=CONTEXT,
        bos_token_id=words.begin,
        eos_token_id=words.end,
        pad_token_id=0,
    )
    config = Gemma3Config(
        text_config=text,
        vision_config=vision_config(side),
        mm_tokens_per_image=IMAGE_TOKENS,
        image_token_index=words.image,
        boi_token_index=words.control("<start_of_image>"),
        eoi_token_index=words.control("<end_of_image>"),
    )
    model = Gemma3ForConditionalGeneration(config)
    weight = model.model.multi_modal_projector.mm_input_projection_weight
    torch.nn.init.normal_(weight, std=weight.shape[0] ** -0.5)  # transformers leaves it at zero
    return model


def pooled(tokens: torch.Tensor, side: int) -> torch.Tensor:
    """The projector's average over squares of patches: count × patches × width → count × image tokens × width."""
    grid, kept = side // PATCH, int(IMAGE_TOKENS**0.5)
    sheet = tokens.transpose(1, 2).reshape(len(tokens), -1, grid, grid)
    return functional.avg_pool2d(sheet, grid // kept).flatten(2).transpose(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sequences of one prefix and several independent questions each."""

    ids: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor  # may attend: count × 1 × length × length
    targets: torch.Tensor  # next token where it is part of an answer, else -100
    weights: torch.Tensor


def pack(words: Words, asked: list[Asked]) -> Batch:
    """One row a picture; the prefix is added here."""
    prefix = words.prefix(IMAGE_TOKENS)
    length = max(len(prefix) + sum(len(q) + len(a) for q, a, _ in one) for one in asked)
    shape = (len(asked), length)
    ids, block = torch.zeros(shape, dtype=torch.long), torch.full(shape, -1)
    positions, targets, weights = torch.zeros(shape, dtype=torch.long), torch.full(shape, -100), torch.zeros(shape)
    for row, one in enumerate(asked):
        ids[row, : len(prefix)], block[row, : len(prefix)] = torch.tensor(prefix), 0
        positions[row, : len(prefix)] = torch.arange(len(prefix))
        start = len(prefix)
        for number, (question, answer, weight) in enumerate(one, 1):
            stop = start + len(question) + len(answer)
            ids[row, start:stop], block[row, start:stop] = torch.tensor(question + answer), number
            positions[row, start:stop] = torch.arange(len(prefix), len(prefix) + stop - start)
            said = slice(start + len(question) - 1, stop - 1)
            targets[row, said], weights[row, said] = torch.tensor(answer), weight
            start = stop
    return Batch(ids=ids, positions=positions, mask=_mask(ids, block, words.image), targets=targets, weights=weights)


def _mask(ids: torch.Tensor, block: torch.Tensor, image: int) -> torch.Tensor:
    """Causal within the prefix and each question, questions see the prefix, picture tokens see each other."""
    length = ids.shape[1]
    causal = torch.ones(length, length, dtype=torch.bool).tril()
    same = block[:, :, None] == block[:, None, :]
    to_prefix = (block[:, None, :] == 0) & (block[:, :, None] > 0)
    pictures = (ids == image)[:, :, None] & (ids == image)[:, None, :]
    return (((same | to_prefix) & causal) | pictures)[:, None]


def answer_loss(model: Gemma3ForConditionalGeneration, hidden: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Weighted cross-entropy over answer tokens."""
    said = batch.targets >= 0
    scores = functional.linear(hidden[said], model.model.language_model.embed_tokens.weight).float()
    losses = functional.cross_entropy(scores, batch.targets[said], reduction="none")
    weights = batch.weights[said]
    return (losses * weights).sum() / weights.sum().clamp(min=1.0)


def verdict_loss(
    model: Gemma3ForConditionalGeneration, hidden: torch.Tensor, firsts: torch.Tensor, opinion: torch.Tensor
) -> torch.Tensor:
    """How far the labels' first tokens are from the tower's opinion; hidden is the place that they follow."""
    embedded = model.model.language_model.embed_tokens.weight[firsts]
    guess, wanted = functional.linear(hidden, embedded).float().log_softmax(1), opinion.log_softmax(1)
    return functional.kl_div(guess, wanted, reduction="batchmean", log_target=True)


def hidden_states(
    model: Gemma3ForConditionalGeneration, words: Words, features: torch.Tensor, batch: Batch
) -> torch.Tensor:
    """The language model over prefix, picture and questions."""
    projector = model.model.multi_modal_projector
    seen = projector.mm_soft_emb_norm(features) @ projector.mm_input_projection_weight
    embedded = model.model.language_model.embed_tokens(batch.ids)
    at_picture = (batch.ids == words.image)[..., None]
    embedded = embedded.masked_scatter(at_picture, seen.to(embedded.dtype))
    masks = {"full_attention": batch.mask}
    return model.model.language_model(
        inputs_embeds=embedded, position_ids=batch.positions, attention_mask=masks, use_cache=False
    ).last_hidden_state
