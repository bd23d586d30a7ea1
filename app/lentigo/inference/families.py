"""What the files themselves say of a model that no catalogue describes: its family, its turns, its pictures."""

from pathlib import Path

import gguf

from lentigo.errors import InputError
from lentigo.inference.catalogue import ModelFile, ModelProfile, PictureFit, PromptForm
from lentigo.inference.memory import architecture

GEMMA = PromptForm(
    template="<start_of_turn>user\n{system}\n\n\n\n{picture}\n\n{question}<end_of_turn>\n<start_of_turn>model\n",
    next_turn="<end_of_turn>\n<start_of_turn>user\n",
)
QWEN = PromptForm(
    template="<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{picture}{question}<|im_end|>\n"
    "<|im_start|>assistant\n",
    next_turn="<|im_end|>\n<|im_start|>user\n",
)
PROMPTS = {"gemma3": GEMMA, "qwen2vl": QWEN, "qwen3vl": QWEN}  # by general.architecture
QWEN_TOKENS = (256, 1024)  # a picture's fewest and most: Qwen's own least, and what a laptop reads in a minute or two


def profile_from_files(language: ModelFile, projector: ModelFile, *, folder: Path) -> ModelProfile:
    """A profile for two files in `folder`; InputError where the family is not one that Lentigo runs."""
    family = architecture(folder / language.file)
    if family not in PROMPTS:
        raise InputError(
            f"Lentigo cannot run models of the kind “{family}”.", hint=f"It runs these: {', '.join(PROMPTS)}."
        )
    return ModelProfile(
        id=Path(language.file).stem,
        name=Path(language.file).stem,
        version="",
        family=family,
        licence="unknown",
        notice="This model is not in the catalogue. Nobody has said what it can do.",
        quantization="as in its file",
        limits=("Nothing is known about what this model can do.",),
        language=language,
        projector=projector,
        picture=picture_fit(folder / projector.file, family),
        prompt=PROMPTS[family],
    )


def picture_fit(projector: Path, family: str) -> PictureFit:
    """How the projector wants its pictures, from its header."""
    side, patch = (_number(projector, f"clip.vision.{name}") for name in ("image_size", "patch_size"))
    if family == "gemma3":
        return PictureFit(fit="stretch", width=side, height=side)
    multiple = patch * 2  # two by two patches become one token
    fewest, most = (count * multiple**2 for count in QWEN_TOKENS)
    return PictureFit(fit="whole", multiple=multiple, least_pixels=fewest, most_pixels=most)


def _number(projector: Path, key: str) -> int:
    try:
        field = gguf.GGUFReader(projector).get_field(key)
        return int(field.contents() if field else 0)
    except (OSError, ValueError, TypeError, IndexError) as problem:
        raise InputError(f"{projector.name} is not a projector.", hint="Choose the model's mmproj file.") from problem
