"""Describe the photograph in a sentence or two, or reason about it, where the model was tuned to."""

from dataclasses import replace

from lentigo.analysis.answers import read_conclusion, read_description, read_thoughts
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.domain.limit import Limit, LimitKind


def describe(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The free text, sentence by sentence through the guards; thoughts are kept apart."""
    asked = tools.protocol.description
    question = replace(asked, prompt=draft.filled(asked.prompt))
    text = tools.ask([question])[question.field]
    limit = Limit(kind=LimitKind.DESCRIPTION_CUT, parameters={"most": str(question.max_tokens)})
    cut = (limit,) if question.field in tools.session.cut else ()
    return replace(
        draft,
        description=read_description(text),
        reasoning=read_thoughts(text),
        conclusion=read_conclusion(text),
        notes=(*draft.notes, *cut),
    )
