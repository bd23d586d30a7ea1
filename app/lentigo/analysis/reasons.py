"""What of the findings speaks for a diagnosis, or against it."""

from collections.abc import Sequence

from lentigo.domain.finding import Feature, Finding


def agreements(findings: Sequence[Finding], known: Sequence[Feature]) -> tuple[Feature, ...]:
    """Of the findings, what the handbook names for a condition, in the findings' order."""
    named = {feature.field: feature.words for feature in known}
    features = (
        Feature(
            field=finding.field, words=tuple(word for word in finding.words if word in named.get(finding.field, ()))
        )
        for finding in findings
    )
    return tuple(feature for feature in features if feature.words)
