"""Describe the photograph in a sentence or two."""

from dataclasses import replace

from lentigo.analysis.answers import read_description
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.events import TextGrown


def describe(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The free text, sentence by sentence through the guards."""
    question = tools.protocol.description
    answers = tools.session.ask([question], lambda field, text: tools.notify(TextGrown(field=field, text=text)))
    return replace(draft, description=read_description(answers[question.field]))
