"""How a report came about, so that it can be repeated."""

from collections.abc import Mapping
from dataclasses import dataclass

from lentigo.domain.photograph import PictureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """A pair of weights, named by content."""

    id: str
    name: str
    licence: str
    notice: str
    quantization: str
    language_sha256: str
    projector_sha256: str
    verified: bool  # both hashes stand in the catalogue, or in a list signed by a key that is trusted here
    demonstration: bool = False  # made to try the program, not to be believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`temperature` divides the labels' log-likelihoods; fitted on `n` pictures of `data` on `date` (ISO).

    It holds for the prompts of one protocol and for one photograph a case, as it was measured; the shares are
    probabilities on pictures of one `kind` alone. A diagnosis that must not be missed is flagged from the share
    `flag_from` on, and the first diagnosis leads from `lead_from` on (docs/evaluation.md tells how they were chosen);
    None where nobody chose one. ValueError where it makes no sense.
    """

    temperature: float
    n: int
    date: str
    data: str
    kind: PictureKind
    flag_from: float | None = None
    lead_from: float | None = None
    protocol: str = "standard"

    def __post_init__(self) -> None:
        if self.temperature <= 0 or self.n < 1:
            raise ValueError("a calibration needs a temperature above 0 and at least one picture")
        if any(share is not None and not 0 < share < 1 for share in (self.flag_from, self.lead_from)):
            raise ValueError("a share from which to flag or lead lies between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything that shaped the answer.

    `encoder` and `library` are None where the user went without the library; `calibration` is the one that was applied,
    if any.
    """

    app: str
    model: ModelIdentity
    encoder: str | None
    library: str | None
    protocol: str
    prompts: str  # the protocol's version and the SHA-256 of its prompts
    seed: int
    parameters: Mapping[str, str]
    runtime: str
    timings: Mapping[str, float]  # stage -> seconds
    calibration: Calibration | None = None
