"""A protocol run through the pipeline with answers that a test dictates."""

import math
from collections.abc import Callable
from pathlib import Path

from handbook_conditions import handbook_conditions
from scripted_model import ScriptedModel

from lentigo.analysis.events import AnalysisEvent
from lentigo.analysis.pipeline import AnalysisRequest, analyze
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.domain.evidence import Condition, Hit
from lentigo.domain.photograph import PictureKind
from lentigo.imaging.adapter import PillowImaging

SEEN = {"colour": "light brown", "lesion type": "plaque", "description": "A light brown plaque."}
LIST = "1. Melanoma\n2. Mole\n3. Seborrheic keratosis\n4. Merkel cell carcinoma\n5. melanocytic nevus\n6. ###"


class BareLibrary:
    """The handbook's conditions without its pages."""

    version = encoder = "test"

    def __init__(self) -> None:
        self.conditions: tuple[Condition, ...] = handbook_conditions()

    def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        return ()

    def page_text(self, document: str, page: int) -> str:
        return ""


def run(
    protocol: str,
    model: ScriptedModel,
    *,
    library: bool = True,
    encounter: Encounter | None = None,
    notify: Callable[[AnalysisEvent], None] = lambda _event: None,
    pictures: int = 1,
    kind: PictureKind | None = PictureKind.DERMOSCOPIC,
) -> Assessment:
    photograph = Path(__file__).parents[2] / "data" / "phantom-pigmented.jpg"
    request = AnalysisRequest(
        photographs=(photograph.read_bytes(),) * pictures,
        kinds=(kind,) * pictures,
        encounter=encounter or Encounter(),
        protocol=load_protocol(protocol),
        seed=0,
    )
    return analyze(
        request,
        imaging=PillowImaging(),
        load_model=lambda: model,
        open_library=BareLibrary if library else None,
        notify=notify,
        should_stop=lambda: False,
    )


def favouring(**favourites: float) -> Callable[[str, str], float]:
    """Log-likelihoods by a word in the option (blanks as _); all others share what is left."""
    shares = {name.replace("_", " "): share for name, share in favourites.items()}
    return lambda _prompt, option: math.log(next((share for name, share in shares.items() if name in option), 1e-6))


def names(report: Assessment) -> list[str]:
    return [candidate.label for candidate in report.differential]
