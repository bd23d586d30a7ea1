"""What of the findings speaks for a diagnosis, or against it."""

from collections.abc import Mapping, Sequence

from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord


def agreements(findings: Sequence[Finding], known: Sequence[Feature]) -> tuple[Feature, ...]:
    """Of the findings, what the handbook names for a condition, in the findings' order."""
    named = {feature.field: feature.words for feature in known}
    found = (
        Feature(
            field=finding.field, words=tuple(word for word in finding.words if word in named.get(finding.field, ()))
        )
        for finding in findings
    )
    return tuple(feature for feature in found if feature.words)


def features(known: Mapping[FindingField, tuple[FindingWord, ...]]) -> tuple[Feature, ...]:
    """What the handbook names for a condition, or against it."""
    return tuple(Feature(field=field, words=words) for field, words in known.items())
