"""The handbook's conditions, as the recipe that built it wrote them down."""

from pathlib import Path

import msgspec

from lentigo.domain.evidence import Condition
from lentigo.errors import EngineError


def load_conditions(pdfs: Path) -> tuple[Condition, ...]:
    """Read conditions.json beside the handbook; empty where there is none."""
    path = pdfs / "conditions.json"
    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Condition, ...])
    except (OSError, msgspec.MsgspecError) as problem:
        raise EngineError("The handbook's list of conditions is damaged.", hint="Install Lentigo again.") from problem
