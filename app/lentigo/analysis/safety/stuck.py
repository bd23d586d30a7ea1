"""Whether a model gives the very same numbers for another photograph: then it looks at none of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from lentigo.analysis.draft import Ranked
from lentigo.domain.photograph import DeidentifiedPhotograph

FEWEST_LABELS = 2  # one label has a share of 1 whatever is seen


@dataclass(slots=True)
class LastAnswers:
    """Of each model and protocol the last photographs and shares; one to a process, in memory only."""

    _known: dict[tuple[str, str], tuple[frozenset[str], tuple[tuple[str, float], ...]]] = field(default_factory=dict)

    def stuck(
        self, model: str, protocol: str, photographs: Sequence[DeidentifiedPhotograph], ranking: Sequence[Ranked]
    ) -> bool:
        """Whether the shares are those of other pixels to the last digit; remembers these."""
        shares = tuple((entry.label.text, entry.share) for entry in ranking)
        shown = frozenset(sha256(photograph.raster.rgb).hexdigest() for photograph in photographs)
        before, last = self._known.get((model, protocol), (shown, ()))
        if len(shares) >= FEWEST_LABELS:
            self._known[model, protocol] = (shown, shares)
        return shown != before and len(shares) >= FEWEST_LABELS and shares == last
