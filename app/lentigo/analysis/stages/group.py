"""Find the group of diseases that the photograph belongs to, as a hint for the ranking that follows."""

from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.stages.classify import shares
from lentigo.analysis.stages.differentiate import LEADING_SHARE
from lentigo.domain.limit import Limit, LimitKind


def group(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The leading group, or none: a wrong one makes the ranking worse than no group does. It excludes no diagnosis."""
    asked = tools.protocol.group
    assert asked
    scored = zip(shares(tools.session.score(asked.prompt, asked.options)), asked.options, strict=True)
    share, leading = max(scored)
    found = leading if share >= LEADING_SHARE else ""
    given = Limit(kind=LimitKind.GROUP_GIVEN, parameters={"group": found})
    note = given if found else Limit(kind=LimitKind.GROUP_UNSURE)
    return replace(draft, group=found, notes=(*draft.notes, note))
