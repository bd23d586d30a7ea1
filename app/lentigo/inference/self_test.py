"""A look at two made-up pictures before a model is trusted: a model that does not see would answer all the same."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import llama_cpp
from PIL import Image, ImageDraw

from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.domain.provenance import ModelIdentity
from lentigo.errors import EngineError
from lentigo.files import write_whole
from lentigo.inference.stopping import OnShare
from lentigo.language import translate

if TYPE_CHECKING:
    from lentigo.inference.vision_model import LlamaVisionModel

SIDE = 448  # pixels
QUESTION = "What is in this picture?"
OPTIONS = ("a dark spot", "stripes", "skin", "nothing")
LEAST_CHANGE = 0.001  # nats; a picture that is not looked at changes nothing at all


class SelfTests:
    """Remembers which pairs of weights have passed on this runtime, for encoding two pictures can take minutes."""

    def __init__(self, record: Path) -> None:
        self._record = record

    def passed(self, identity: ModelIdentity) -> bool:
        """Whether these very files have passed."""
        return _key(identity) in self._passed()

    def ensure(self, model: "LlamaVisionModel", on_progress: OnShare) -> None:
        """Test the model unless its files passed before; EngineError where it does not see."""
        if not self.passed(model.identity):
            require_sight(model, on_progress)
            keys = sorted({*self._passed(), _key(model.identity)})
            with suppress(OSError):  # a full disk costs another test next time, no more
                self._record.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._record, json.dumps(keys, indent=1))

    def _passed(self) -> list[str]:
        """An unreadable record costs another test, no more."""
        try:
            return [str(key) for key in json.loads(self._record.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            return []


def _key(identity: ModelIdentity) -> str:
    return f"{identity.language_sha256} {identity.projector_sha256} {llama_cpp.__version__}"


def require_sight(model: "LlamaVisionModel", on_progress: OnShare) -> None:
    """EngineError where two pictures as different as can be get the same answers."""
    spot = _scores(model, _spot(), lambda share: on_progress(share / 2))
    stripes = _scores(model, _stripes(), lambda share: on_progress((1 + share) / 2))
    change = max(abs(one - other) for one, other in zip(spot, stripes, strict=True))
    if change < LEAST_CHANGE:
        raise EngineError(
            translate("This model does not see: two different test pictures got the same answer."),
            hint=translate("Its projector is damaged or belongs to another model. Install both files again."),
        )


def _scores(model: "LlamaVisionModel", picture: Image.Image, on_progress: OnShare) -> tuple[float, ...]:
    with model.open([_photograph(picture)], system="", seed=0, on_progress=on_progress) as session:
        return session.score(QUESTION, OPTIONS)


def _photograph(picture: Image.Image) -> DeidentifiedPhotograph:
    raster = Raster(width=picture.width, height=picture.height, rgb=picture.tobytes())
    return DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())


def _spot() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), (225, 180, 155))
    ImageDraw.Draw(picture).ellipse((SIDE // 3, SIDE // 3, 2 * SIDE // 3, 2 * SIDE // 3), fill=(60, 35, 25))
    return picture


def _stripes() -> Image.Image:
    picture = Image.new("RGB", (SIDE, SIDE), (30, 70, 160))
    draw = ImageDraw.Draw(picture)
    for left in range(0, SIDE, 64):
        draw.rectangle((left, 0, left + 31, SIDE), fill=(240, 220, 40))
    return picture
