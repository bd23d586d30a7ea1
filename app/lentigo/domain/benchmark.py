"""How long a case takes on this machine."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """Seconds of each part, speeds in tokens a second, memory in bytes. `total` leaves out loading."""

    load: float
    encode: float
    prefix: float  # the encoded picture and the text before it, into the cache
    questions: float
    review: float
    classification: float
    total: float
    question_speed: float  # all questions side by side, their prompts included
    alone_speed: float  # one answer alone, without its prompt
    bare_speed: float  # the same with nothing but llama_decode
    peak_memory: int
    parameters: Mapping[str, str]
