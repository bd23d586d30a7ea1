"""Two visits for one lesion beside each other: which ones, and in what their reports' findings differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from lentigo.domain.finding import Finding, FindingField, FindingWord
from lentigo.domain.record import CaseRecord, CaseSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFinding:
    """One field of the form in two reports; None where a report has no such field, or there is no report.

    Only words of the vocabulary are compared: what stands in free text is for people to read.
    """

    field: FindingField
    before: Finding | None
    now: Finding | None

    @property
    def comparable(self) -> bool:
        """Whether both were assessed, in words of the vocabulary."""
        return bool(self._words(self.before) and self._words(self.now))

    @property
    def only_before(self) -> tuple[FindingWord, ...]:
        """What the earlier report names and the later one does not."""
        return tuple(word for word in self._words(self.before) if word not in self._words(self.now))

    @property
    def only_now(self) -> tuple[FindingWord, ...]:
        """What the later report names and the earlier one does not."""
        return tuple(word for word in self._words(self.now) if word not in self._words(self.before))

    @property
    def differs(self) -> bool:
        """Whether the two name different things."""
        return self.comparable and bool(self.only_before or self.only_now)

    @staticmethod
    def _words(finding: Finding | None) -> tuple[FindingWord, ...]:
        return finding.words if finding and finding.assessed else ()


def compare_findings(before: CaseRecord, now: CaseRecord) -> tuple[ComparedFinding, ...]:
    """Each field that one of the two reports has, in the order of the form."""
    earlier, later = (
        {finding.field: finding for finding in record.case.report.findings} if record.case.report else {}
        for record in (before, now)
    )
    return tuple(
        ComparedFinding(field=field, before=earlier.get(field), now=later.get(field))
        for field in FindingField
        if field in earlier or field in later
    )


def pair_of(visits: Sequence[CaseSummary], case: str, follows: str | None) -> tuple[str, str] | None:
    """The ids of the earlier and the later visit to begin with, one of which is `case`; None where there is no other.

    `visits` are oldest first. The visit that the case follows goes before one of the same body site, that before the
    nearest in time.
    """
    shown = [visit for visit in visits if visit.photograph]
    place = next((place for place, visit in enumerate(shown) if visit.id == case), None)
    if place is None or len(shown) == 1:
        return None
    earlier, later = shown[:place][::-1], shown[place + 1 :]
    others = earlier or later
    followed = [visit for visit in others if visit.id == follows]
    same_site = [visit for visit in others if visit.site and folded(visit.site) == folded(shown[place].site)]
    other = (followed or same_site or others)[0].id
    return (other, case) if earlier else (case, other)


def folded(site: str) -> str:
    """A body site without regard to case and blanks."""
    return " ".join(site.casefold().split())
