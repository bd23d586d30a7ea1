"""Which tensors each family has, with which shapes, as llama.cpp and mtmd read them (src/models, tools/mtmd/models).

mtmd takes most tensors as optional and dies, or answers nonsense, where one that it needs is missing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lentigo.models.headers import Header, Malformed

Shapes = dict[str, tuple[int, ...]]
MOST_BLOCKS = 512  # llama.cpp's own limit
WIDTHS, COUNTS = (8, 1 << 16), (1, 1024)
POSITIONS = (128, 1 << 24)  # tokens of a context
PICTURE_SIDES, PATCH_SIDES = (16, 2048), (4, 64)
MERGES = (1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Tensors by name: those that must be there, and those that may."""

    needed: Shapes
    optional: Shapes = field(default_factory=dict)


def whole_number(header: Header, key: str, limits: tuple[int, int], default: int | None = None) -> int:
    """A number of the header that must lie within limits; Malformed otherwise."""
    value = header.number(key)
    if value is None:
        value = default
    if value is None:
        raise Malformed(f"it does not say its {key}")
    if not limits[0] <= value <= limits[1]:
        raise Malformed(f"{value:,} as its {key} makes no sense")
    return value


def language_layout(header: Header, vocabulary: int) -> Layout:
    """The language model of a family that Lentigo runs."""
    family = header.architecture
    sizes = _Sizes.of(header)
    needed: Shapes = {"token_embd.weight": (sizes.width, vocabulary), "output_norm.weight": (sizes.width,)}
    for block in range(sizes.blocks):
        needed |= {f"blk.{block}.{name}": shape for name, shape in _language_block(family, sizes).items()}
    return Layout(needed=needed, optional={"output.weight": (sizes.width, vocabulary)})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    width: int
    inner: int
    blocks: int
    queries: int  # numbers of all heads
    keys: int
    values: int
    head: int

    @classmethod
    def of(cls, header: Header) -> "_Sizes":
        name = header.architecture
        width = whole_number(header, f"{name}.embedding_length", WIDTHS)
        heads = whole_number(header, f"{name}.attention.head_count", COUNTS)
        shared = whole_number(header, f"{name}.attention.head_count_kv", COUNTS, heads)
        if heads % shared or (f"{name}.attention.key_length" not in header.metadata and width % heads):
            raise Malformed(f"{heads} and {shared} heads of attention make no sense")
        head = whole_number(header, f"{name}.attention.key_length", WIDTHS, width // heads)
        value = whole_number(header, f"{name}.attention.value_length", WIDTHS, width // heads)
        if head != value or head % 2:
            raise Malformed(f"heads of {head} and {value} numbers make no sense")
        return cls(
            width=width,
            inner=whole_number(header, f"{name}.feed_forward_length", (8, 1 << 20)),
            blocks=whole_number(header, f"{name}.block_count", (1, MOST_BLOCKS)),
            queries=heads * head,
            keys=shared * head,
            values=shared * value,
            head=head,
        )


def _language_block(family: str, sizes: _Sizes) -> Shapes:
    width, inner = sizes.width, sizes.inner
    block: Shapes = {
        "attn_norm.weight": (width,),
        "attn_q.weight": (width, sizes.queries),
        "attn_k.weight": (width, sizes.keys),
        "attn_v.weight": (width, sizes.values),
        "attn_output.weight": (sizes.queries, width),
        "ffn_norm.weight": (width,),
        "ffn_gate.weight": (width, inner),
        "ffn_up.weight": (width, inner),
        "ffn_down.weight": (inner, width),
    }
    if family == "qwen2vl":
        return block | {"attn_q.bias": (sizes.queries,), "attn_k.bias": (sizes.keys,), "attn_v.bias": (sizes.values,)}
    block |= {"attn_q_norm.weight": (sizes.head,), "attn_k_norm.weight": (sizes.head,)}
    if family == "gemma3":
        block |= {"post_attention_norm.weight": (width,), "post_ffw_norm.weight": (width,)}
    return block


def encoder_layout(header: Header, vocabulary: int) -> Layout:
    """A text encoder of BERT's kind."""
    sizes = _Sizes.of(header)
    width, inner = sizes.width, sizes.inner
    context = whole_number(header, "bert.context_length", POSITIONS)
    kinds = whole_number(header, "tokenizer.ggml.token_type_count", COUNTS)
    needed: Shapes = {"token_embd.weight": (width, vocabulary), "position_embd.weight": (width, context)}
    needed |= _both("token_embd_norm", (width,))
    biases: Shapes = {}
    for name in (f"blk.{block}" for block in range(sizes.blocks)):
        needed |= _both(f"{name}.attn_output_norm", (width,)) | _both(f"{name}.layer_output_norm", (width,))
        linear = dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (width, width))
        for part, shape in (linear | {"ffn_up": (width, inner), "ffn_down": (inner, width)}).items():
            needed[f"{name}.{part}.weight"] = shape
            biases[f"{name}.{part}.bias"] = shape[1:]
    return Layout(needed=needed, optional=biases | {"token_types.weight": (width, kinds)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tower:
    """A projector's own sizes. `projection` is the width of what it hands to the language model."""

    width: int
    inner: int
    blocks: int
    patch: int
    side: int
    projection: int
    merge: int
    deep: tuple[int, ...]  # Qwen3's blocks whose outcome goes to the language model, too

    @classmethod
    def of(cls, header: Header) -> "Tower":
        """The sizes that a header says; Malformed where they do not fit one another."""
        numbers = {
            name: whole_number(header, f"clip.vision.{key}", limits)
            for name, (key, limits) in {
                "width": ("embedding_length", WIDTHS),
                "inner": ("feed_forward_length", (8, 1 << 20)),
                "blocks": ("block_count", (1, MOST_BLOCKS)),
                "patch": ("patch_size", PATCH_SIDES),
                "side": ("image_size", PICTURE_SIDES),
                "projection": ("projection_dim", WIDTHS),
            }.items()
        }
        heads = whole_number(header, "clip.vision.attention.head_count", COUNTS)
        if numbers["width"] % heads or numbers["side"] % numbers["patch"]:
            raise Malformed(f"{numbers['side']} pixels in patches of {numbers['patch']} make no sense")
        return cls(**numbers, merge=_merge(header, numbers["side"] // numbers["patch"]), deep=_deep(header))

    @property
    def positions(self) -> int:
        """Patches of a picture of the size it was trained with."""
        return (self.side // self.patch) ** 2

    @property
    def merged(self) -> int:
        """The width of what becomes one token in Qwen: two by two patches."""
        return self.width * 4


def _merge(header: Header, patches: int) -> int:
    if header.text("clip.projector_type") == "gemma3":
        merge = whole_number(header, "clip.vision.projector.scale_factor", MERGES, 4)
        if patches % merge:
            raise Malformed(f"{patches} patches a side cannot be merged by {merge}")
        return merge
    merge = whole_number(header, "clip.vision.spatial_merge_size", MERGES, 2)
    if merge != 2:
        raise Malformed(f"merging {merge} by {merge} patches is unknown in this family")
    return merge


def _deep(header: Header) -> tuple[int, ...]:
    flags = header.items("clip.vision.is_deepstack_layers")
    return tuple(block for block, flag in enumerate(flags.values if flags else ()) if flag)


def projector_layout(header: Header) -> Layout:
    """The projector of a family that Lentigo runs."""
    kind, tower = header.text("clip.projector_type"), Tower.of(header)
    needed = _TOWERS[kind](tower)
    for block in range(tower.blocks):
        parts = _BLOCKS[kind](tower)
        if kind in SWAPPED_BEFORE and _is_swapped(header, tower):
            parts |= _swapped(tower)
        needed |= {f"v.blk.{block}.{name}": shape for name, shape in parts.items()}
    return Layout(needed=needed)


SWAPPED_BEFORE = frozenset({"gemma3", "qwen2vl_merger", "qwen2.5vl_merger"})  # mtmd still takes such files


def _is_swapped(header: Header, tower: Tower) -> bool:
    """Whether an older converter exchanged the names of the two outer layers."""
    down = header.tensors.get("v.blk.0.ffn_down.weight")
    return down is not None and down.shape == (tower.width, tower.inner) != (tower.inner, tower.width)


def _swapped(tower: Tower) -> Shapes:
    return _linear("ffn_down", tower.width, tower.inner) | _linear("ffn_up", tower.inner, tower.width)


def _gemma_tower(tower: Tower) -> Shapes:
    return {
        "mm.input_projection.weight": (tower.projection, tower.width),
        "mm.soft_emb_norm.weight": (tower.width,),
        "v.patch_embd.weight": (tower.patch, tower.patch, 3, tower.width),
        "v.patch_embd.bias": (tower.width,),
        "v.position_embd.weight": (tower.width, tower.positions),
        **_both("v.post_ln", (tower.width,)),
    }


def _qwen_tower(tower: Tower) -> Shapes:
    patch = (tower.patch, tower.patch, 3, tower.width)
    return {
        "v.patch_embd.weight": patch,
        "v.patch_embd.weight.1": patch,
        "v.post_ln.weight": (tower.width,),
        **_linear("mm.0", tower.merged, tower.merged),
        **_linear("mm.2", tower.merged, tower.projection),
    }


def _qwen2_tower(tower: Tower) -> Shapes:
    return _qwen_tower(tower) | {"v.post_ln.bias": (tower.width,)}


def _qwen3_tower(tower: Tower) -> Shapes:
    shapes = _qwen2_tower(tower) | {
        "v.patch_embd.bias": (tower.width,),
        "v.position_embd.weight": (tower.width, tower.positions),
    }
    for block in tower.deep:
        name = f"v.deepstack.{block}"
        shapes |= _both(f"{name}.norm", (tower.merged,)) | _linear(f"{name}.fc1", tower.merged, tower.merged)
        shapes |= _linear(f"{name}.fc2", tower.merged, tower.projection)
    return shapes


def _block(tower: Tower, attention: tuple[str, ...] = ("attn_q", "attn_k", "attn_v")) -> Shapes:
    width, shapes = tower.width, _linear("attn_out", tower.width, tower.width)
    for name in attention:
        shapes |= _linear(name, width, width)
    shapes |= _linear("ffn_up", width, tower.inner) | _linear("ffn_down", tower.inner, width)
    return shapes | _both("ln1", (width,)) | _both("ln2", (width,))


def _qwen25_block(tower: Tower) -> Shapes:
    shapes = _block(tower) | _linear("ffn_gate", tower.width, tower.inner)
    return {name: shape for name, shape in shapes.items() if name not in ("ln1.bias", "ln2.bias")}


def _qwen3_block(tower: Tower) -> Shapes:
    return _block(tower, ()) | _linear("attn_qkv", tower.width, 3 * tower.width)


def _linear(name: str, width: int, out: int) -> Shapes:
    return {f"{name}.weight": (width, out), f"{name}.bias": (out,)}


def _both(name: str, shape: tuple[int, ...]) -> Shapes:
    return {f"{name}.weight": shape, f"{name}.bias": shape}


_TOWERS: Mapping[str, Callable[[Tower], Shapes]] = {
    "gemma3": _gemma_tower,
    "qwen2vl_merger": _qwen2_tower,
    "qwen2.5vl_merger": _qwen_tower,
    "qwen3vl_merger": _qwen3_tower,
}
_BLOCKS: Mapping[str, Callable[[Tower], Shapes]] = {
    "gemma3": _block,
    "qwen2vl_merger": _block,
    "qwen2.5vl_merger": _qwen25_block,
    "qwen3vl_merger": _qwen3_block,
}
FAMILIES = {  # by clip.projector_type, as the catalogue names them
    "gemma3": "gemma3",
    "qwen2vl_merger": "qwen2-vl",
    "qwen2.5vl_merger": "qwen2.5-vl",
    "qwen3vl_merger": "qwen3-vl",
}
PROJECTORS = {"gemma3": ("gemma3",), "qwen2vl": ("qwen2vl_merger", "qwen2.5vl_merger"), "qwen3vl": ("qwen3vl_merger",)}


def differences(header: Header, layout: Layout) -> Iterator[str]:
    """What is missing, of another shape, or too much, in a few words each."""
    known = layout.needed | layout.optional
    for name in layout.needed:
        if name not in header.tensors:
            yield f"its part {name} is missing"
    for name, tensor in header.tensors.items():
        if name not in known:
            yield f"its part {name!a} does not belong to this kind of model"
        elif tensor.shape != known[name]:
            yield f"its part {name} has {_sides(tensor.shape)} numbers instead of {_sides(known[name])}"


def _sides(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
