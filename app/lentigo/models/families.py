"""What is known of each family of models: how its files name it, how it is asked, what becomes of a picture.

A new family is a record here and, where it looks at photographs, its tensors in layouts.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lentigo.domain.model import ModelKind
from lentigo.models.profile import PictureFit, PromptForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models that are built alike. `id` is the catalogue's name for them, `name` the user's."""

    id: str
    name: str
    kind: ModelKind
    architecture: str  # general.architecture in the header of its GGUF file; of a pair, the language model's
    checkpoint: str  # the architecture in a checkpoint's config.json


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformersForm:
    """How transformers treats a family's pictures. What ends in `_key` is a key of config.json."""

    mark: str  # stands for a picture in the checkpoint's own chat template
    around: str  # what its processor makes of the mark; the picture's own tokens stand at {picture}
    begins: bool  # whether a prompt begins with the tokenizer's token for that (BOS)
    token_types: str  # the argument that tells a picture's tokens from a text's
    token_key: str
    start_key: str
    end_key: str
    count_key: str  # how many tokens a picture takes; "" where that depends on its size
    renamed: tuple[tuple[str, str], ...]  # patterns of tensors' names that llama.cpp's converter does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class VisionFamily(Family):
    """A family that looks at photographs. Families that share an architecture share the language model's layout.

    `merge` by `merge` patches become one token, unless the projector's header says another number within `merges`.
    """

    kind: ModelKind = ModelKind.VISION
    projector: str  # clip.projector_type in the projector's header
    prompt: PromptForm  # how a model is asked that no catalogue describes
    m_rope: bool  # a token's position is three numbers: time, height, width
    windows: bool  # whether the tower's attention keeps to windows in some of its blocks
    merge_key: str  # in the projector's header
    merge: int
    merges: tuple[int, int]
    tokens: tuple[int, int] | None  # a picture's fewest and most; None where the projector takes one size only
    transformers: TransformersForm

    def picture_fit(self, *, side: int, patch: int) -> PictureFit:
        """How a photograph is fitted to a projector trained on pictures of `side` pixels, in patches of `patch`.

        Gemma's own processor stretches each picture to the square. Here grey is added: a round lesion stays round.
        """
        if self.tokens is None:
            return PictureFit(fit="pad", width=side, height=side)
        multiple = patch * self.merge
        fewest, most = (count * multiple**2 for count in self.tokens)
        return PictureFit(fit="whole", multiple=multiple, least_pixels=fewest, most_pixels=most)


BERT = Family(id="bert", name="BERT", kind=ModelKind.ENCODER, architecture="bert", checkpoint="BertModel")

_QWEN_PROMPT = PromptForm(
    template="<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{picture}{question}<|im_end|>\n"
    "<|im_start|>assistant\n",
    next_turn="<|im_end|>\n<|im_start|>user\n",
)
_QWEN_TOKENS = (256, 1024)  # Qwen's own least, and what a laptop reads in a minute or two
_QWEN_MARK = "<|vision_start|><|image_pad|><|vision_end|>"
_QWEN2_NAMES = ((r"^model\.visual\.", "visual."), (r"^model\.language_model\.", "model."))


def _qwen_form(renamed: tuple[tuple[str, str], ...]) -> TransformersForm:
    return TransformersForm(
        mark=_QWEN_MARK,
        around="{picture}",
        begins=False,
        token_types="mm_token_type_ids",
        token_key="image_token_id",
        start_key="vision_start_token_id",
        end_key="vision_end_token_id",
        count_key="",
        renamed=renamed,
    )


VISION_FAMILIES = (
    VisionFamily(
        id="gemma3",
        name="Gemma 3",
        architecture="gemma3",
        checkpoint="Gemma3ForConditionalGeneration",
        projector="gemma3",
        prompt=PromptForm(
            template="<start_of_turn>user\n{system}\n\n\n\n{picture}\n\n{question}<end_of_turn>\n"
            "<start_of_turn>model\n",
            next_turn="<end_of_turn>\n<start_of_turn>user\n",
        ),
        m_rope=False,
        windows=False,
        merge_key="clip.vision.projector.scale_factor",
        merge=4,
        merges=(1, 16),
        tokens=None,
        transformers=TransformersForm(
            mark="<start_of_image>",
            around="\n\n{picture}\n\n",
            begins=True,
            token_types="token_type_ids",
            token_key="image_token_index",
            start_key="boi_token_index",
            end_key="eoi_token_index",
            count_key="mm_tokens_per_image",
            renamed=(
                (r"^model\.(?=vision_tower\.|multi_modal_projector\.)", ""),
                (r"^model\.language_model\.", "language_model.model."),
                (r"^vision_tower\.(?!vision_model\.)", "vision_tower.vision_model."),
                (r"^lm_head\.", "language_model.lm_head."),
            ),
        ),
    ),
    VisionFamily(
        id="qwen2-vl",
        name="Qwen2-VL",
        architecture="qwen2vl",
        checkpoint="Qwen2VLForConditionalGeneration",
        projector="qwen2vl_merger",
        prompt=_QWEN_PROMPT,
        m_rope=True,
        windows=False,
        merge_key="clip.vision.spatial_merge_size",
        merge=2,
        merges=(2, 2),
        tokens=_QWEN_TOKENS,
        transformers=_qwen_form(renamed=_QWEN2_NAMES),
    ),
    VisionFamily(
        id="qwen2.5-vl",
        name="Qwen2.5-VL",
        architecture="qwen2vl",
        checkpoint="Qwen2_5_VLForConditionalGeneration",
        projector="qwen2.5vl_merger",
        prompt=_QWEN_PROMPT,
        m_rope=True,
        windows=True,
        merge_key="clip.vision.spatial_merge_size",
        merge=2,
        merges=(2, 2),
        tokens=_QWEN_TOKENS,
        transformers=_qwen_form(renamed=_QWEN2_NAMES),
    ),
    VisionFamily(
        id="qwen3-vl",
        name="Qwen3-VL",
        architecture="qwen3vl",
        checkpoint="Qwen3VLForConditionalGeneration",
        projector="qwen3vl_merger",
        prompt=_QWEN_PROMPT,
        m_rope=True,
        windows=False,
        merge_key="clip.vision.spatial_merge_size",
        merge=2,
        merges=(2, 2),
        tokens=_QWEN_TOKENS,
        transformers=_qwen_form(renamed=()),
    ),
)
FAMILIES: Mapping[str, Family] = {family.id: family for family in (*VISION_FAMILIES, BERT)}
BY_ARCHITECTURE = {family.architecture: family for family in VISION_FAMILIES}  # for what the language model has of it
BY_PROJECTOR = {family.projector: family for family in VISION_FAMILIES}
BY_CHECKPOINT = {family.checkpoint: family for family in VISION_FAMILIES}
