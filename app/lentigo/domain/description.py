"""The prose of a report, and whose it is."""

from dataclasses import dataclass

from lentigo.domain.finding import FindingField, FindingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is visible, in sentences; "" where the model gave none that is usable.

    `draft` is the model's text where the clinician wrote another one. `outdated` are the findings that the model's
    text tells otherwise than the clinician does by now.
    """

    text: str = ""
    source: FindingSource = FindingSource.MODEL
    draft: str | None = None
    outdated: tuple[FindingField, ...] = ()
