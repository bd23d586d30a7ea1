"""Describe the photograph in a sentence or two, or reason about it, where the model was tuned to."""

from collections.abc import Iterator
from dataclasses import replace

from lentigo.analysis.answers import description_flaws, read_answer, read_conclusion, read_description, read_thoughts
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.model_words import PLAINER, WORDS
from lentigo.analysis.ports import Question
from lentigo.analysis.safety.dangers import NEVER_EXCLUDED
from lentigo.analysis.safety.guards import named_diagnoses
from lentigo.domain.answer_flag import AnswerFlaw, AnswerPart
from lentigo.domain.limit import Limit, LimitKind

NAMES_NONE = "Do not name a diagnosis"  # in the prompts that ask so


def describe(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The free text, sentence by sentence through the guards; thoughts are kept apart.

    Where nothing of it is usable, a model that can take another wording is asked once more.
    """
    asked = tools.protocol.description
    question = replace(asked, prompt=draft.filled(asked.prompt))
    text = tools.ask([question])[question.field]
    again = tools.converses and not read_description(text)
    draft = draft.flagged(AnswerPart.DESCRIPTION, description_flaws(text), retried=again)
    if again:
        question = replace(question, prompt=f"{question.prompt}{PLAINER}")
        text = tools.ask([question])[question.field]
    return _taken(draft, tools, question, text)


def _taken(draft: CaseDraft, tools: Tools, question: Question, text: str) -> CaseDraft:
    limit = Limit(kind=LimitKind.DESCRIPTION_CUT, parameters={"most": str(question.max_tokens)})
    cut = (limit,) if question.field in tools.session.cut else ()
    if NAMES_NONE in question.prompt and named_diagnoses(read_answer(text), _names(tools)):
        draft = draft.flagged(AnswerPart.DESCRIPTION, (AnswerFlaw.DIAGNOSIS_NAMED,))
    return replace(
        draft,
        description=read_description(text),
        reasoning=read_thoughts(text),
        conclusion=read_conclusion(text),
        notes=(*draft.notes, *cut),
    )


def _names(tools: Tools) -> Iterator[str]:
    """Of diagnoses, without those that are words of the findings form."""
    conditions = tools.library.conditions if tools.library else ()
    names = (name for entry in conditions for name in (entry.title, *entry.names))
    labels = (label.text for label in tools.labels)
    plain = set(WORDS.values())
    always = (id.replace("-", " ") for id in NEVER_EXCLUDED)
    yield from (name for name in dict.fromkeys((*labels, *names, *always)) if len(name) > 4 and name not in plain)
