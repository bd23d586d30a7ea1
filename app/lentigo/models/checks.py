"""Whether a model's files can be what they claim to be, by their headers alone, before any of it is loaded."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from gguf.constants import MODEL_TENSOR, TENSOR_NAMES
from gguf.constants import GGMLQuantizationType as Kind
from gguf.constants import GGUFValueType as Value

from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.models.families import BERT, BY_ARCHITECTURE, BY_PROJECTOR, Family
from lentigo.models.headers import Header, Malformed, damaged
from lentigo.models.layouts import (
    COUNTS,
    POSITIONS,
    Layout,
    Tower,
    differences,
    encoder_layout,
    language_layout,
    projector_layout,
    whole_number,
)
from lentigo.models.profile import PictureFit

PROJECTOR = "clip"  # as general.architecture
VOCABULARY = (16, 1 << 20)
PART = re.compile(r"(.+)-(\d{5})-of-(\d{5})\.gguf", re.IGNORECASE)  # as llama.cpp's gguf-split names parts
NO_WEIGHTS = frozenset({Kind.I8, Kind.I16, Kind.I32, Kind.I64, Kind.F64})
PLAIN = frozenset({Kind.F32, Kind.F16, Kind.BF16})
LEAST_COLOUR, MOST_COLOUR = 0.001, 256  # of a projector's mean and deviation
COMPUTED_PLAIN = tuple(  # never by compressed numbers
    f"{TENSOR_NAMES[name]}."
    for name in (
        MODEL_TENSOR.V_ENC_EMBD_PATCH,
        MODEL_TENSOR.V_ENC_EMBD_POS,
        MODEL_TENSOR.POS_EMBD,
        MODEL_TENSOR.TOKEN_TYPES,
    )
)
SPECIAL_TOKENS = ("bos", "eos", "unknown", "padding", "seperator", "mask", "eot", "eom")  # gguf's own spelling
BOTH_FILES = deferred(
    "A model for photographs is two files, the language model and its projector (mmproj): give both at once."
)
MADE_FOR_EACH_OTHER = deferred(
    "Take both files from the same place; a projector serves only the model it was made with."
)


def is_projector(header: Header) -> bool:
    """Whether a file is the part that looks at pictures."""
    return header.architecture == PROJECTOR


def is_encoder(header: Header) -> bool:
    """Whether a file is a text encoder."""
    return header.architecture == BERT.architecture


def family_of(headers: Sequence[Header]) -> Family:
    """The family of a model's files, which were checked; of a pair, the projector comes last and says it."""
    return BY_PROJECTOR.get(headers[-1].projector_type, BERT)


def picture_fit(projector: Header) -> PictureFit:
    """How a checked projector wants its pictures."""
    tower = Tower.of(projector)
    return BY_PROJECTOR[projector.projector_type].picture_fit(side=tower.side, patch=tower.patch)


def check_model(headers: Sequence[Header]) -> None:
    """InputError where these files cannot be a text encoder, or a language model and its projector, in this order."""
    if len(headers) == 1:
        check_encoder(headers[0])
        return
    language, projector = headers
    check_language(language)
    check_projector(projector)
    check_pair(language, projector)


def check_language(header: Header) -> None:
    """InputError where this is no language model that Lentigo runs, or one that cannot be whole."""
    if header.architecture not in BY_ARCHITECTURE:
        raise _unknown_kind(header, header.architecture)
    _check(header, _check_language, lambda: language_layout(header, _check_vocabulary(header)))


def check_projector(header: Header) -> None:
    """The same for a projector."""
    if not is_projector(header) or header.projector_type not in BY_PROJECTOR:
        raise _unknown_kind(header, header.projector_type)
    _check(header, _check_projector, lambda: projector_layout(header))


def check_encoder(header: Header) -> None:
    """The same for a text encoder."""
    if not is_encoder(header):
        raise _unknown_kind(header, header.architecture)
    _check(header, _check_encoder, lambda: encoder_layout(header, _check_vocabulary(header)))


def check_pair(language: Header, projector: Header) -> None:
    """InputError where both are whole, but were not made for each other. Equal sizes can still hide another model."""
    if BY_PROJECTOR[projector.projector_type].architecture != language.architecture:
        raise InputError(
            translate(
                "{projector} was made for another kind of model than {language}: “{kind}” does not go "
                "with “{architecture}”.",
                projector=projector.path.name,
                language=language.path.name,
                kind=projector.projector_type,
                architecture=language.architecture,
            ),
            hint=translate(MADE_FOR_EACH_OTHER),
        )
    tower, name = Tower.of(projector), language.architecture
    width, deep = language.number(f"{name}.embedding_length"), language.number(f"{name}.n_deepstack_layers") or 0
    if tower.projection != width or len(tower.deep) != deep:
        raise InputError(
            translate(
                "{projector} was made for another model than {language}: it hands over {width} numbers a "
                "token, in {layers} layers; {expected_width} in {expected_layers} are expected.",
                projector=projector.path.name,
                language=language.path.name,
                width=tower.projection,
                layers=len(tower.deep) + 1,
                expected_width=width,
                expected_layers=deep + 1,
            ),
            hint=translate(MADE_FOR_EACH_OTHER),
        )


def check_whole(path: Path, header: Header) -> None:
    """InputError where a file is one part of several."""
    named, count = PART.fullmatch(path.name), header.number("split.count") or 0
    if not named and count <= 1:
        return
    parts = int(named[3]) if named else count
    missing = [number for number in range(1, parts + 1) if not _part(path, number, parts).exists()]
    if named and missing:
        raise InputError(
            translate(
                "{file} is one of {parts} parts, and part {part} is not beside it.",
                file=path.name,
                parts=parts,
                part=missing[0],
            ),
            hint=translate("Get the missing part; then a packager joins them with llama-gguf-split --merge."),
        )
    raise InputError(
        translate("{file} is one of {parts} parts, and Lentigo needs them as one file.", file=path.name, parts=parts),
        hint=translate("A packager joins them with llama-gguf-split --merge."),
    )


def _part(path: Path, number: int, parts: int) -> Path:
    named = PART.fullmatch(path.name)
    return path.with_name(f"{named[1]}-{number:05}-of-{parts:05}{path.suffix}") if named else path


def _check(header: Header, check: Callable[[Header], None], layout: Callable[[], Layout]) -> None:
    try:
        check(header)
        for difference in differences(header, layout()):
            raise Malformed(difference)
        _check_kinds(header)
    except Malformed as reason:
        raise damaged(header.path, str(reason)) from None


def _check_kinds(header: Header) -> None:
    """ggml adds and scales by numbers of 32 bits, and aborts at kinds that it cannot multiply."""
    for name, tensor in header.tensors.items():
        plain = name.startswith(COMPUTED_PLAIN) and tensor.kind not in PLAIN
        if plain or tensor.kind in NO_WEIGHTS or (len(tensor.shape) == 1 and tensor.kind is not Kind.F32):
            raise Malformed(translate("its part {name} cannot be of kind {kind}", name=name, kind=tensor.kind.name))


def _check_vocabulary(header: Header) -> int:
    """How many tokens there are, once all lists of them agree."""
    tokens = header.items("tokenizer.ggml.tokens")
    if tokens is None or not VOCABULARY[0] <= tokens.count <= VOCABULARY[1]:
        raise Malformed(translate("it has no list of tokens"))
    for name in ("scores", "token_type"):
        listed = header.items(f"tokenizer.ggml.{name}")
        if listed and listed.count != tokens.count:
            raise Malformed(
                translate(
                    "it has {tokens:,} tokens, but {listed:,} in the list {name}",
                    tokens=tokens.count,
                    listed=listed.count,
                    name=name,
                )
            )
    for name in SPECIAL_TOKENS:
        number = header.number(f"tokenizer.ggml.{name}_token_id")
        if number is not None and not 0 <= number < tokens.count:
            raise Malformed(translate("{number:,} cannot be its {name} token", number=number, name=name))
    return tokens.count


def _check_language(header: Header) -> None:
    name, kind = header.architecture, header.text("tokenizer.ggml.model")
    lists = {"llama": ("scores", "token_type"), "gpt2": ("merges", "token_type")}
    if kind not in lists or not all(header.items(f"tokenizer.ggml.{needed}") for needed in lists[kind]):
        raise Malformed(translate("its tokenizer is missing, or of an unknown kind"))
    whole_number(header, f"{name}.context_length", POSITIONS)
    _check_positive(header, f"{name}.attention.layer_norm_rms_epsilon", 0.1)
    _check_positive(header, f"{name}.rope.freq_base", 1e12)
    for key, kind in header.kinds.items():
        if key.startswith(f"{name}.") and kind in (Value.INT32, Value.INT64, Value.UINT64, Value.FLOAT64):
            raise Malformed(translate("its {key!a} is of another kind than it should be", key=key[:80]))
    if BY_ARCHITECTURE[name].m_rope:
        _check_sections(header)


def _check_sections(header: Header) -> None:
    """M-RoPE's positions in three directions share the numbers of a head."""
    name = header.architecture
    sections = header.items(f"{name}.rope.dimension_sections")
    width, heads = (header.number(f"{name}.{key}") or 1 for key in ("embedding_length", "attention.head_count"))
    head = header.number(f"{name}.attention.key_length") or width // max(heads, 1)
    if sections is None or len(sections.values) != 4 or min(sections.values) < 0 or sum(sections.values) * 2 != head:
        raise Malformed(translate("how it numbers positions makes no sense"))
    whole_number(header, f"{name}.n_deepstack_layers", (0, COUNTS[1]), 0)


def _check_kinds_of_values(header: Header) -> None:
    """mtmd aborts where a number, flag or text of its own is of another kind, though the value would fit."""
    for key, kind in header.kinds.items():
        if key.startswith("clip.") and kind is not _expected_kind(key, kind):
            raise Malformed(translate("its {key!a} is of another kind than it should be", key=key[:80]))
        if key in ("general.name", "general.description") and kind is not Value.STRING:
            raise Malformed(translate("its {key} is no text", key=key))


def _expected_kind(key: str, kind: Value) -> Value:
    if kind is Value.ARRAY:
        return kind
    if key.endswith("type"):
        return Value.STRING
    if key.startswith(("clip.has_", "clip.use_")):
        return Value.BOOL
    return Value.FLOAT32 if key.endswith("epsilon") else Value.UINT32


def _check_projector(header: Header) -> None:
    _check_kinds_of_values(header)
    if not header.number("clip.has_vision_encoder") or header.number("clip.has_audio_encoder"):
        raise Malformed(translate("it says that it does not read pictures, or sounds, too"))
    for name in ("image_mean", "image_std"):
        values = header.items(f"clip.vision.{name}")
        if values is None or values.kind is not Value.FLOAT32 or len(values.values) != 3:
            raise Malformed(translate("its {name} makes no sense", name=name))
        if not all(LEAST_COLOUR < value < MOST_COLOUR for value in values.values):
            raise Malformed(translate("its {name} makes no sense", name=name))
    _check_positive(header, "clip.vision.attention.layer_norm_epsilon", 0.1)
    tower = Tower.of(header)
    windows = BY_PROJECTOR[header.projector_type].windows
    if windows and whole_number(header, "clip.vision.n_wa_pattern", (0, 512)) == 1:
        raise Malformed(translate("how its windows are laid out makes no sense"))  # mtmd aborts
    if any(block >= tower.blocks for block in tower.deep):
        raise Malformed(translate("more of its layers than it has go to the language model"))


def _check_encoder(header: Header) -> None:
    if header.number("bert.pooling_type") not in (1, 2):  # mean, first token
        raise Malformed(translate("it does not say how its vectors are made of a text's"))
    _check_positive(header, "bert.attention.layer_norm_epsilon", 0.1)


def _check_positive(header: Header, key: str, most: float) -> None:
    value = header.metadata.get(key)
    if not isinstance(value, float) or not 0 < value <= most:
        raise Malformed(translate("{value!a} as its {key} makes no sense", value=value, key=key))


def _unknown_kind(header: Header, kind: str) -> InputError:
    return InputError(
        translate(
            "{file} holds a model of the kind “{kind}”, which Lentigo cannot run.",
            file=header.path.name,
            kind=kind[:40],
        ),
        hint=translate(
            "It runs these: {kinds}; and for the search, text encoders of the kind “{encoder}”.",
            kinds=", ".join(BY_ARCHITECTURE),
            encoder=BERT.architecture,
        ),
    )
