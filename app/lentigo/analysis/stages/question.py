"""Fill the findings form, all fields side by side."""

from dataclasses import replace

from lentigo.analysis.answers import read_finding
from lentigo.analysis.draft import CaseDraft, Tools


def question(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """One finding a field, in the protocol's order."""
    form = tools.protocol.questions
    answers = tools.ask([entry.question for entry in form])
    findings = (read_finding(entry.field, answers[entry.question.field], entry.words) for entry in form)
    return replace(draft, findings=tuple(findings))
