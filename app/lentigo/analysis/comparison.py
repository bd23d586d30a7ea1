"""What the library changed in a report: the same case with it and without it, side by side."""

from dataclasses import dataclass

from lentigo.domain.assessment import Assessment
from lentigo.domain.explanation import Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that was counted in both reports."""

    subject: str  # an id
    with_library: str
    without: str


def differences(with_library: Assessment, without: Assessment) -> tuple[Difference, ...]:
    """What differs, in the order of the report; equal subjects are left out."""
    facts = zip(_facts(with_library), _facts(without), strict=True)
    rows = (Difference(subject=subject, with_library=one, without=other) for (subject, one), (_, other) in facts)
    return tuple(row for row in rows if row.with_library != row.without)


def _facts(report: Assessment) -> list[tuple[str, str]]:
    sentences = [each for told in report.explanations for each in told.sentences]
    counts = [(support.value, sum(each.support is support for each in sentences)) for support in Support]
    after = report.rankings.after if report.rankings else ()
    return [
        ("ranking", " > ".join(candidate.label for candidate in report.differential)),
        ("ranking_after", " > ".join(ranked.label for ranked in after)),
        ("citations", str(len(report.cited))),
        *((f"sentences_{id}", str(count)) for id, count in counts),
    ]
