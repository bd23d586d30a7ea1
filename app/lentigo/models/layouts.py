"""Which tensors each family has, with which shapes, as llama.cpp and mtmd read them (src/models, tools/mtmd/models).

mtmd takes most tensors as optional and dies, or answers nonsense, where one that it needs is missing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gguf.constants import MODEL_TENSOR as TENSOR
from gguf.constants import TENSOR_NAMES

from lentigo.language import translate
from lentigo.models.families import BY_ARCHITECTURE, BY_PROJECTOR, VisionFamily
from lentigo.models.headers import Header, Malformed

Shape = tuple[int, ...]
Table = Mapping[TENSOR, tuple[str, ...]]  # a tensor's shape by the names of sizes, inputs first
Plan = dict[str, tuple[str, ...]]  # the same by the tensor's name in a file, {bid} in it for its block's number
Sizes = dict[str, int]
MOST_BLOCKS = 512  # llama.cpp's own limit
WIDTHS, COUNTS = (8, 1 << 16), (1, 1024)
INNER_WIDTHS = (8, 1 << 20)
POSITIONS = (128, 1 << 24)  # tokens of a context
PICTURE_SIDES, PATCH_SIDES = (16, 2048), (4, 64)
COLOURS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Tensors by name: those that must be there, and those that may."""

    needed: dict[str, Shape]
    optional: dict[str, Shape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPlan:
    """A vision family's tensors: of each block of the language model, of the tower, and of each of the tower's blocks.

    `deep` are those of each block whose outcome goes to the language model, too. `swapped` are those of a tower's block
    where an older converter exchanged the names of its two outer layers; mtmd still takes such files.
    """

    language: Plan
    tower: Plan
    block: Plan
    deep: Plan = field(default_factory=dict)
    swapped: Plan = field(default_factory=dict)


def _weights(table: Table) -> Plan:
    return {f"{TENSOR_NAMES[name]}.weight": shape for name, shape in table.items()}


def _biases(table: Table) -> Plan:
    """Bias vectors, each as long as its projection is wide."""
    return {f"{TENSOR_NAMES[name]}.bias": shape[-1:] for name, shape in table.items()}


def _both(table: Table) -> Plan:
    return _weights(table) | _biases(table)


_SELF_ATTENTION: Table = {
    TENSOR.ATTN_Q: ("width", "queries"),
    TENSOR.ATTN_K: ("width", "keys"),
    TENSOR.ATTN_V: ("width", "values"),
}
_LANGUAGE = _weights(
    {
        **_SELF_ATTENTION,
        TENSOR.ATTN_NORM: ("width",),
        TENSOR.ATTN_OUT: ("queries", "width"),
        TENSOR.FFN_NORM: ("width",),
        TENSOR.FFN_GATE: ("width", "inner"),
        TENSOR.FFN_UP: ("width", "inner"),
        TENSOR.FFN_DOWN: ("inner", "width"),
    }
)
_HEAD_NORMS = _weights({TENSOR.ATTN_Q_NORM: ("head",), TENSOR.ATTN_K_NORM: ("head",)})
_POST_NORMS = _weights({TENSOR.ATTN_POST_NORM: ("width",), TENSOR.FFN_POST_NORM: ("width",)})

_PATCH: Table = {TENSOR.V_ENC_EMBD_PATCH: ("patch", "patch", "colours", "width")}
_TWO_FRAMES = {f"{name}{end}": shape for name, shape in _weights(_PATCH).items() for end in ("", ".1")}  # Qwen's
_POSITIONS = _weights({TENSOR.V_ENC_EMBD_POS: ("width", "positions")})
_LAST_NORM: Table = {TENSOR.V_POST_NORM: ("width",)}
_MERGER = {
    name.format(bid=number): shape
    for number, out in ((0, "merged"), (2, "projection"))
    for name, shape in _both({TENSOR.V_MMPROJ: ("merged", out)}).items()
}
_OUTER = _both({TENSOR.V_ENC_FFN_UP: ("width", "inner"), TENSOR.V_ENC_FFN_DOWN: ("inner", "width")})
_SWAPPED = _both({TENSOR.V_ENC_FFN_DOWN: ("width", "inner"), TENSOR.V_ENC_FFN_UP: ("inner", "width")})
_OUTPUT = _both({TENSOR.V_ENC_ATTN_O: ("width", "width")})
_INPUTS = (TENSOR.V_ENC_ATTN_Q, TENSOR.V_ENC_ATTN_K, TENSOR.V_ENC_ATTN_V)
_APART = _OUTPUT | _both(dict.fromkeys(_INPUTS, ("width", "width")))
_JOINED = _OUTPUT | _both({TENSOR.V_ENC_ATTN_QKV: ("width", "joined")})
_NORMS: Table = {TENSOR.V_ENC_INPUT_NORM: ("width",), TENSOR.V_ENC_POST_ATTN_NORM: ("width",)}
_GATE = _both({TENSOR.V_ENC_FFN_GATE: ("width", "inner")})
_DEEP = _both(
    {
        TENSOR.V_DS_NORM: ("merged",),
        TENSOR.V_DS_FC1: ("merged", "merged"),
        TENSOR.V_DS_FC2: ("merged", "projection"),
    }
)
PLANS: Mapping[str, FamilyPlan] = {  # by the family's id
    "gemma3": FamilyPlan(
        language=_LANGUAGE | _HEAD_NORMS | _POST_NORMS,
        tower=_both(_PATCH)
        | _POSITIONS
        | _both(_LAST_NORM)
        | _weights({TENSOR.V_MM_INP_PROJ: ("projection", "width"), TENSOR.V_MM_SOFT_EMB_NORM: ("width",)}),
        block=_APART | _OUTER | _both(_NORMS),
        swapped=_SWAPPED,
    ),
    "qwen2-vl": FamilyPlan(
        language=_LANGUAGE | _biases(_SELF_ATTENTION),
        tower=_TWO_FRAMES | _both(_LAST_NORM) | _MERGER,
        block=_APART | _OUTER | _both(_NORMS),
        swapped=_SWAPPED,
    ),
    "qwen2.5-vl": FamilyPlan(
        language=_LANGUAGE | _biases(_SELF_ATTENTION),
        tower=_TWO_FRAMES | _weights(_LAST_NORM) | _MERGER,
        block=_APART | _OUTER | _GATE | _weights(_NORMS),
        swapped=_SWAPPED,
    ),
    "qwen3-vl": FamilyPlan(
        language=_LANGUAGE | _HEAD_NORMS,
        tower=_TWO_FRAMES | _biases(_PATCH) | _POSITIONS | _both(_LAST_NORM) | _MERGER,
        block=_JOINED | _OUTER | _both(_NORMS),
        deep=_DEEP,
    ),
}
_WORDS = _weights({TENSOR.TOKEN_EMBD: ("width", "vocabulary")})
_ENCODER = _WORDS | _weights({TENSOR.POS_EMBD: ("width", "context")}) | _both({TENSOR.TOKEN_EMBD_NORM: ("width",)})
_ENCODER_MATRICES: Table = {
    **dict.fromkeys((TENSOR.ATTN_Q, TENSOR.ATTN_K, TENSOR.ATTN_V, TENSOR.ATTN_OUT), ("width", "width")),
    TENSOR.FFN_UP: ("width", "inner"),
    TENSOR.FFN_DOWN: ("inner", "width"),
}
_ENCODER_NORMS = _both({TENSOR.ATTN_OUT_NORM: ("width",), TENSOR.LAYER_OUT_NORM: ("width",)})


def whole_number(header: Header, key: str, limits: tuple[int, int], default: int | None = None) -> int:
    """A number of the header that must lie within limits; Malformed otherwise."""
    value = header.number(key)
    if value is None:
        value = default
    if value is None:
        raise Malformed(translate("it does not say its {key}", key=key))
    if not limits[0] <= value <= limits[1]:
        raise Malformed(translate("{value:,} as its {key} makes no sense", value=value, key=key))
    return value


def language_layout(header: Header, vocabulary: int) -> Layout:
    """The language model of a family that Lentigo runs."""
    sizes = _sizes(header, vocabulary)
    plan = PLANS[BY_ARCHITECTURE[header.architecture].id].language
    ends = _WORDS | _weights({TENSOR.OUTPUT_NORM: ("width",)})
    return Layout(
        needed=_shapes(ends, sizes) | _shapes(plan, sizes, range(sizes["blocks"])),
        optional=_shapes(_weights({TENSOR.OUTPUT: ("width", "vocabulary")}), sizes),
    )


def encoder_layout(header: Header, vocabulary: int) -> Layout:
    """A text encoder of BERT's kind."""
    sizes = _sizes(header, vocabulary) | {
        "context": whole_number(header, "bert.context_length", POSITIONS),
        "kinds": whole_number(header, "tokenizer.ggml.token_type_count", COUNTS),
    }
    blocks = range(sizes["blocks"])
    return Layout(
        needed=_shapes(_ENCODER, sizes) | _shapes(_weights(_ENCODER_MATRICES) | _ENCODER_NORMS, sizes, blocks),
        optional=_shapes(_biases(_ENCODER_MATRICES), sizes, blocks)
        | _shapes(_weights({TENSOR.TOKEN_TYPES: ("width", "kinds")}), sizes),
    )


def _sizes(header: Header, vocabulary: int) -> Sizes:
    """A language model's or text encoder's; `queries`, `keys` and `values` are of all heads together."""
    name = header.architecture
    width = whole_number(header, f"{name}.embedding_length", WIDTHS)
    heads = whole_number(header, f"{name}.attention.head_count", COUNTS)
    shared = whole_number(header, f"{name}.attention.head_count_kv", COUNTS, heads)
    if heads % shared or (f"{name}.attention.key_length" not in header.metadata and width % heads):
        raise Malformed(translate("{heads} and {shared} heads of attention make no sense", heads=heads, shared=shared))
    head = whole_number(header, f"{name}.attention.key_length", WIDTHS, width // heads)
    value = whole_number(header, f"{name}.attention.value_length", WIDTHS, width // heads)
    if head != value or head % 2:
        raise Malformed(translate("heads of {head} and {value} numbers make no sense", head=head, value=value))
    return {
        "width": width,
        "vocabulary": vocabulary,
        "inner": whole_number(header, f"{name}.feed_forward_length", INNER_WIDTHS),
        "blocks": whole_number(header, f"{name}.block_count", (1, MOST_BLOCKS)),
        "queries": heads * head,
        "keys": shared * head,
        "values": shared * value,
        "head": head,
    }


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
                "inner": ("feed_forward_length", INNER_WIDTHS),
                "blocks": ("block_count", (1, MOST_BLOCKS)),
                "patch": ("patch_size", PATCH_SIDES),
                "side": ("image_size", PICTURE_SIDES),
                "projection": ("projection_dim", WIDTHS),
            }.items()
        }
        heads = whole_number(header, "clip.vision.attention.head_count", COUNTS)
        if numbers["width"] % heads or numbers["side"] % numbers["patch"]:
            raise Malformed(
                translate(
                    "{side} pixels in patches of {patch} make no sense", side=numbers["side"], patch=numbers["patch"]
                )
            )
        merge = _merge(header, BY_PROJECTOR[header.projector_type], numbers["side"] // numbers["patch"])
        flags = header.items("clip.vision.is_deepstack_layers")
        deep = tuple(block for block, flag in enumerate(flags.values if flags else ()) if flag)
        return cls(**numbers, merge=merge, deep=deep)

    @property
    def sizes(self) -> Sizes:
        """`positions`: patches of a picture of the size it was trained with; `merged`: of what is one token in Qwen."""
        return {
            "width": self.width,
            "inner": self.inner,
            "patch": self.patch,
            "colours": COLOURS,
            "projection": self.projection,
            "positions": (self.side // self.patch) ** 2,
            "merged": self.width * self.merge**2,
            "joined": 3 * self.width,  # queries, keys and values in one matrix
        }


def _merge(header: Header, family: VisionFamily, patches: int) -> int:
    merge = whole_number(header, family.merge_key, family.merges, family.merge)
    if family.tokens is None and patches % merge:
        raise Malformed(translate("{patches} patches a side cannot be merged by {merge}", patches=patches, merge=merge))
    return merge


def projector_layout(header: Header) -> Layout:
    """The projector of a family that Lentigo runs."""
    plan, tower = PLANS[BY_PROJECTOR[header.projector_type].id], Tower.of(header)
    block = plan.block | (plan.swapped if _is_swapped(header, tower) else {})
    return Layout(
        needed=_shapes(plan.tower, tower.sizes)
        | _shapes(block, tower.sizes, range(tower.blocks))
        | _shapes(plan.deep, tower.sizes, tower.deep)
    )


def _is_swapped(header: Header, tower: Tower) -> bool:
    """Whether an older converter exchanged the names of the two outer layers."""
    down = header.tensors.get(f"{TENSOR_NAMES[TENSOR.V_ENC_FFN_DOWN]}.weight".format(bid=0))
    return down is not None and down.shape == (tower.width, tower.inner) != (tower.inner, tower.width)


def _shapes(plan: Plan, sizes: Sizes, blocks: Iterable[int] = (0,)) -> dict[str, Shape]:
    """The plan's tensors in each of the blocks."""
    return {
        name.format(bid=block): tuple(sizes[size] for size in shape) for block in blocks for name, shape in plan.items()
    }


def differences(header: Header, layout: Layout) -> Iterator[str]:
    """What is missing, of another shape, or too much, in a few words each."""
    known = layout.needed | layout.optional
    for name in layout.needed:
        if name not in header.tensors:
            yield translate("its part {name} is missing", name=name)
    for name, tensor in header.tensors.items():
        if name not in known:
            yield translate("its part {name!a} does not belong to this kind of model", name=name)
        elif tensor.shape != known[name]:
            yield translate(
                "its part {name} has {shape} numbers instead of {expected}",
                name=name,
                shape=_sides(tensor.shape),
                expected=_sides(known[name]),
            )


def _sides(shape: Shape) -> str:
    return " x ".join(map(str, shape))
