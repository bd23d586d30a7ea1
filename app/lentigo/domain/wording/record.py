"""Cases of the records in words."""

from lentigo.domain.record import CaseFilter, CaseOrder, CaseStatus, CaseSummary
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.red_flag import URGENCIES
from lentigo.language import deferred, translate
from lentigo.untrusted import one_line

STATUSES = {
    # TRANSLATORS: of a case
    CaseStatus.DRAFT: deferred("draft"),
    CaseStatus.SIGNED: deferred("signed"),
}
FILTERS = {
    CaseFilter.ALL: deferred("all cases"),
    CaseFilter.DRAFT: deferred("drafts"),
    CaseFilter.SIGNED: deferred("signed cases"),
    CaseFilter.EXPORTED: deferred("exported cases"),
    CaseFilter.FLAGGED: deferred("with a red flag"),
    CaseFilter.OVERDUE: deferred("older than they are kept"),
    CaseFilter.REMOVED: deferred("deleted cases"),
}
ORDERS = {
    CaseOrder.LATEST: deferred("latest first"),
    CaseOrder.URGENT: deferred("most urgent first"),
}


def person_text(line: CaseSummary) -> str:
    """Whom a case is about."""
    return one_line(line.patient_shown) or translate("Patient not named")


def matter_text(line: CaseSummary) -> str:
    """Where on the body, and what the clinician named, or else what leads."""
    site = one_line(line.site) or translate("body site not given")
    leading = one_line(line.leading)
    if not leading:
        leading = translate("no leading diagnosis") if line.reported else translate("not analysed")
    kind = translate("follow-up") if line.follow_up else ""
    return " · ".join(filter(None, (site, leading, kind)))


def day_text(line: CaseSummary) -> str:
    """The day of the visit."""
    return format_day(line.created.astimezone().date().isoformat())


def status_text(line: CaseSummary) -> str:
    """How far it has come."""
    if line.removed:
        return translate("deleted")
    status = translate(STATUSES[line.status])
    return translate("{status}, exported", status=status) if line.exported else status


def urgency_text(line: CaseSummary) -> str:
    """How fast to act where a red flag stands; "" where none does."""
    if not line.flagged:
        return ""
    return translate("Red flag") if line.urgency is None else translate(URGENCIES[line.urgency])


def line_text(line: CaseSummary) -> str:
    """The whole line for a screen reader."""
    flag = translate("red flag: {urgency}", urgency=urgency_text(line)) if line.flagged else ""
    parts = (person_text(line), matter_text(line), day_text(line), status_text(line), flag)
    return ", ".join(filter(None, parts))
