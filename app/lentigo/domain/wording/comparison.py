"""What two reports on one lesion say otherwise, in words. Nothing here tells that something stayed as it was."""

from lentigo.domain.case import CasePhotograph
from lentigo.domain.comparison import ComparedFinding, folded
from lentigo.domain.finding import Finding, FindingWord
from lentigo.domain.photograph import PictureKind
from lentigo.domain.record import CaseRecord
from lentigo.domain.wording.finding import WORDS, finding_text
from lentigo.language import deferred, translate
from lentigo.untrusted import one_line

ALWAYS = deferred(
    "These are differences between two reports, each drafted from photographs of its day. Light, distance and the "
    "model change words, too: judge by the photographs. No lengths can be read from them."
)


def found_text(finding: Finding | None) -> str:
    """What a report says in a field."""
    return one_line(finding_text(finding)) if finding else translate("not in this report")


def difference_text(compared: ComparedFinding) -> str:
    """What one report names and the other does not, or why that cannot be told."""
    if not compared.comparable:
        return _hindrance(compared)
    now, before = _listed(compared.only_now), _listed(compared.only_before)
    if now and before:
        return translate("Only now: {now}. Only before: {before}.", now=now, before=before)
    if now:
        return translate("Only now: {words}.", words=now)
    return translate("Only before: {words}.", words=before) if before else translate("The same words in both reports.")


def cautions(
    before: CaseRecord, now: CaseRecord, photographs: tuple[CasePhotograph, CasePhotograph]
) -> tuple[str, ...]:
    """What makes the two harder to compare than they look."""
    told = (_site_caution(before, now), _kind_caution(photographs), _model_caution(before, now))
    return (*filter(None, told), translate(ALWAYS))


def _hindrance(compared: ComparedFinding) -> str:
    before, now = (finding is not None and finding.assessed for finding in (compared.before, compared.now))
    if before and now:
        return translate("In free words: read both.")
    if before:
        return translate("Cannot be compared: not assessed now.")
    if now:
        return translate("Cannot be compared: not assessed before.")
    return translate("Assessed in neither report.")


def _site_caution(before: CaseRecord, now: CaseRecord) -> str:
    sites = [record.case.encounter.site for record in (before, now)]
    pins = [record.case.encounter.pin for record in (before, now)]
    if pins[0] and pins[1]:
        same = (pins[0].region, pins[0].side) == (pins[1].region, pins[1].side)
    else:
        same = folded(sites[0]) == folded(sites[1])
    if same:
        return ""
    earlier, later = (one_line(site) or translate("body site not given") for site in sites)
    return translate(
        "The body sites are not the same: before “{before}”, now “{now}”. Make sure that it is one lesion.",
        before=earlier,
        now=later,
    )


def _kind_caution(photographs: tuple[CasePhotograph, CasePhotograph]) -> str:
    dermoscopic = {each.kind is PictureKind.DERMOSCOPIC for each in photographs if each.kind}
    if len(dermoscopic) < 2:
        return ""
    return translate("One photograph is dermoscopic and the other is not: colours and structures look otherwise.")


def _model_caution(before: CaseRecord, now: CaseRecord) -> str:
    models = {record.case.report.provenance.model.language_sha256 for record in (before, now) if record.case.report}
    return translate("The two reports were drafted by different models.") if len(models) > 1 else ""


def _listed(words: tuple[FindingWord, ...]) -> str:
    return ", ".join(translate(WORDS[word]) for word in words)
