"""The cache is as roomy as free memory allows, and a model that does not fit is refused with the numbers."""

import re
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from bundled_models import bundled_model

from lentigo.analysis.ports import Question
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.errors import EngineError
from lentigo.inference import memory
from lentigo.inference.memory import FORMS, CacheForm, choose_cache, values_a_token
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.headers import read_header

TINY = Path(__file__).parents[2] / "data" / "tiny"
FAMILIES = ("gemma", "qwen2.5", "qwen3")
# MedGemma 4B: 34 layers, 4 key-value heads of 256, keys and values; files of the sizes that Q4_K_M and F16 have.
MEDGEMMA_VALUES = 34 * 4 * (256 + 256)
MEDGEMMA_FILES = (2_489_894_016, 851_251_104)
FILES_AND_BUFFERS = sum(MEDGEMMA_FILES) + memory.WORKING_BYTES


def choose(values: int = MEDGEMMA_VALUES) -> CacheForm:
    return choose_cache(files=sum(MEDGEMMA_FILES), values=values, name="MedGemma")


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=size))


ROOMIEST = 3072 * MEDGEMMA_VALUES * 2  # bytes: 428 million
MIDDLE = 3072 * MEDGEMMA_VALUES * 34 // 32
LEAST = 2048 * MEDGEMMA_VALUES * 34 // 32


@pytest.mark.parametrize(
    ("cache", "tokens", "kind"),
    [
        (100 * ROOMIEST, 3072, "F16"),  # a longer one would take more than a laptop has, so no machine takes it
        (ROOMIEST, 3072, "F16"),
        (ROOMIEST - 1, 3072, "Q8_0"),
        (MIDDLE, 3072, "Q8_0"),
        (MIDDLE - 1, 2048, "Q8_0"),
        (LEAST, 2048, "Q8_0"),
    ],
)
def test_the_roomiest_cache_that_fits_is_chosen(
    monkeypatch: pytest.MonkeyPatch, cache: int, tokens: int, kind: str
) -> None:
    free(monkeypatch, FILES_AND_BUFFERS + cache)
    assert choose() == CacheForm(tokens=tokens, kind=kind)


def test_a_small_models_cache_is_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 10 * FILES_AND_BUFFERS)
    assert choose(MEDGEMMA_VALUES // 10) == CacheForm(tokens=8192, kind="F16")


def test_a_model_that_does_not_fit_is_refused_with_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 2_400_000_000)
    needed = re.escape(f"MedGemma needs about {(FILES_AND_BUFFERS + LEAST) / 1e9:.1f} GB of memory")
    with pytest.raises(EngineError, match=rf"{needed}, and 2\.4 GB are free\.") as refusal:
        choose()
    assert refusal.value.hint
    free(monkeypatch, FILES_AND_BUFFERS + LEAST - 1)
    with pytest.raises(EngineError, match="needs about"):
        choose()


def test_a_laptop_of_8_gb_takes_a_model_of_4_billion_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 4_500_000_000)  # the rest is the system's and the browser's
    assert choose() in FORMS


# layers x key-value heads x (key + value), as tests/data/tiny/README.md and the files' headers have them
@pytest.mark.parametrize(
    ("family", "values"), [("gemma", 6 * 2 * (32 + 32)), ("qwen2.5", 4 * 1 * (32 + 32)), ("qwen3", 5 * 2 * (32 + 32))]
)
def test_the_cache_keeps_so_many_values_a_token(family: str, values: int) -> None:
    assert values_a_token(read_header(TINY / f"{family}.gguf")) == values


def test_what_is_not_a_language_model_is_refused() -> None:
    with pytest.raises(EngineError, match="could not be loaded"):
        values_a_token(read_header(TINY / "gemma-mmproj.gguf"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_cache_of_eight_bits_gives_nearly_the_same_scores(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = scores(family)
    monkeypatch.setattr(memory, "FORMS", FORMS[3:])
    assert scores(family) == pytest.approx(roomy, rel=0.02)
    assert scores(family) != roomy


def scores(family: str) -> tuple[float, ...]:
    raster = Raster(width=224, height=224, rgb=bytes(n * 7 % 251 for n in range(224 * 224 * 3)))
    picture = DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())
    model = LlamaVisionModel(
        profile=bundled_model(TINY, family), folder=TINY, stop=StopFlag(), on_progress=lambda _share: None
    )
    with model.open([picture], system="", seed=0, on_progress=lambda _share: None) as session:
        found = session.score("What is it?", ["melanoma", "psoriasis", "a naevus on the back"])
        assert session.ask([Question(field="a", prompt="Is it red", max_tokens=5)], lambda *_: None)
    assert model.parameters["cache"] == memory.FORMS[0].kind
    model.close()
    return found
