"""What the files themselves say of a model that no catalogue describes: its family, its turns, its pictures."""

from pathlib import Path

from lentigo.errors import EngineError, InputError
from lentigo.inference.memory import architecture
from lentigo.models.headers import read_header
from lentigo.models.layouts import PROJECTORS
from lentigo.models.profile import ModelFile, ModelProfile, PictureFit, PromptForm

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
OPEN_PROTOCOLS = ("skinflow", "standard")  # nobody has said which diagnoses the model knows
QWEN_TOKENS = (256, 1024)  # a picture's fewest and most: Qwen's own least, and what a laptop reads in a minute or two


def profile_from_files(language: ModelFile, projector: ModelFile, *, folder: Path) -> ModelProfile:
    """A profile for two files in `folder`; InputError where the family is not one that Lentigo runs."""
    family = read_header(folder / language.file).architecture
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
        verified=False,
        picture=picture_fit(folder / projector.file, family),
        prompt=PROMPTS[family],
        protocols=OPEN_PROTOCOLS,
    )


def picture_fit(projector: Path, family: str) -> PictureFit:
    """How the projector wants its pictures, from its header.

    Gemma's own processor stretches every picture to the square. Here grey is added instead: a round lesion stays round.
    """
    side, patch = (_number(projector, f"clip.vision.{name}") for name in ("image_size", "patch_size"))
    if family == "gemma3":
        return PictureFit(fit="pad", width=side, height=side)
    multiple = patch * 2  # two by two patches become one token
    fewest, most = (count * multiple**2 for count in QWEN_TOKENS)
    return PictureFit(fit="whole", multiple=multiple, least_pixels=fewest, most_pixels=most)


def require_same_family(language: Path, projector: Path) -> None:
    """EngineError where the projector is of another family: where the widths agree, llama.cpp would not notice."""
    kind, family = _value(projector, "clip.projector_type"), architecture(language)
    if kind is not None and kind not in PROJECTORS.get(family, (kind,)):
        raise EngineError(
            f"The projector {projector.name} belongs to another kind of model.",
            hint="Install both files of the model again.",
        )


def _number(projector: Path, key: str) -> int:
    value = _value(projector, key)
    if not isinstance(value, int):
        raise InputError(f"{projector.name} is not a projector.", hint="Choose the model's mmproj file.")
    return value


def _value(file: Path, key: str) -> object:
    """What the header says, or None; None also where it cannot be read, as llama.cpp then says so itself."""
    try:
        return read_header(file).metadata.get(key)
    except (OSError, InputError):
        return None
