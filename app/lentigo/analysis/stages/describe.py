"""Describe the photograph in a sentence or two, or reason about it, where the model was tuned to."""

from dataclasses import replace

from lentigo.analysis.answers import read_conclusion, read_description, read_growing, read_thoughts
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.events import TextGrown

CUT = "The model's description reached the most that it may say, {most} tokens: its end is missing."


def describe(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The free text, sentence by sentence through the guards; thoughts are kept apart, and not shown as they grow."""
    asked = tools.protocol.description
    question = replace(asked, prompt=draft.filled(asked.prompt))

    def tell(field: str, text: str) -> None:
        tools.notify(TextGrown(field=field, text=read_growing(text)))

    text = tools.session.ask([question], tell)[question.field]
    cut = (CUT.format(most=question.max_tokens),) if question.field in tools.session.cut else ()
    return replace(
        draft,
        description=read_description(text),
        reasoning=read_thoughts(text),
        conclusion=read_conclusion(text),
        notes=(*draft.notes, *cut),
    )
