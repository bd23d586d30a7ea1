"""Fill the findings form, all fields side by side."""

from collections.abc import Mapping
from dataclasses import replace

from lentigo.analysis.answers import finding_flaws, read_finding
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.model_words import PLAINER
from lentigo.analysis.protocols import FieldQuestion
from lentigo.domain.finding import Finding, FindingState


def question(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """One finding a field, in the protocol's order.

    A model that can take another wording is asked once more where it gave no usable answer; what is still none stays
    so, and is flagged.
    """
    form = tools.protocol.questions
    answers = tools.ask([entry.question for entry in form])
    findings = {entry.field: _finding(entry, answers) for entry in form}
    failed = [entry for entry in form if findings[entry.field].state is FindingState.NO_USABLE_ANSWER]
    for entry in failed:
        flaws = finding_flaws(answers[entry.question.field])
        draft = draft.flagged(entry.field, flaws, retried=tools.converses)
    if failed and tools.converses:
        questions = [replace(entry.question, prompt=f"{entry.question.prompt}{PLAINER}") for entry in failed]
        answers = tools.ask(questions)
        findings |= {entry.field: _finding(entry, answers) for entry in failed}
    return replace(draft, findings=tuple(findings.values()))


def _finding(entry: FieldQuestion, answers: Mapping[str, str]) -> Finding:
    return read_finding(entry.field, answers[entry.question.field], entry.words)
