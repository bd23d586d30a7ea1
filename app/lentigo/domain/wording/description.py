"""What there is to say of a report's prose."""

from lentigo.domain.description import Description
from lentigo.domain.wording.finding import FIELDS
from lentigo.language import translate


def outdated_text(description: Description) -> str:
    """That the model wrote it before findings were changed, with their fields; "" where it tells none otherwise."""
    if not description.outdated:
        return ""
    return translate(
        "Written by the model before the clinician changed: {fields}. Where they differ, the findings hold.",
        fields=", ".join(translate(FIELDS[field]) for field in description.outdated),
    )
