"""Fill the findings form, all fields side by side."""

from dataclasses import replace

from lentigo.analysis.answers import read_finding, read_growing
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.events import TextGrown


def question(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """One finding a field, in the protocol's order."""
    form = tools.protocol.questions

    def tell(field: str, text: str) -> None:
        tools.notify(TextGrown(field=field, text=read_growing(text)))

    answers = tools.session.ask([entry.question for entry in form], tell)
    findings = (read_finding(entry.question.field, answers[entry.question.field], entry.words) for entry in form)
    return replace(draft, findings=tuple(findings))
