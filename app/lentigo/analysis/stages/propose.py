"""Let a model without a list of diagnoses name some by itself, then rank what it named."""

from collections.abc import Sequence
from dataclasses import replace

from lentigo.analysis.answers import names_flaws, read_names
from lentigo.analysis.draft import CaseDraft, Tools
from lentigo.analysis.label_matching import match_condition
from lentigo.analysis.ports import Label
from lentigo.analysis.safety.dangers import own_id
from lentigo.analysis.stages.classify import rank
from lentigo.analysis.stages.differentiate import MOST_CANDIDATES
from lentigo.domain.answer_flag import AnswerPart
from lentigo.domain.evidence import Condition
from lentigo.domain.limit import Limit, LimitKind

NAME = r"[^\n<>{}0-9.:;]"  # a character of a diagnosis


def propose(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """The names that the model gave and the one it concluded with, each once, by their likelihood as an answer."""
    asked = tools.protocol.proposal
    assert asked
    question = replace(asked, prompt=draft.filled(asked.prompt), grammar=list_grammar(MOST_CANDIDATES))
    said = tools.session.ask([question], _show_nothing)[question.field]
    if question.field in tools.session.cut:
        said = said.rpartition("\n")[0]  # the last name may be half a name
    draft = draft.flagged(AnswerPart.DIFFERENTIAL, names_flaws(said))
    given = (draft.conclusion, *read_names(said, MOST_CANDIDATES))
    labels = named_labels([name for name in given if name], tools.library.conditions if tools.library else ())
    if not labels:
        return draft
    ranking = rank(labels[:MOST_CANDIDATES], draft.filled(tools.protocol.classification), tools, named=True)
    limit = Limit(kind=LimitKind.OWN_NAMES, parameters={"most": str(MOST_CANDIDATES)})
    return replace(draft, ranking=ranking, notes=(*draft.notes, limit))


def _show_nothing(_field: str, _text: str) -> None:
    """A callback that shows nothing: the names are not matched and ranked yet."""


def list_grammar(most: int) -> str:
    """GBNF of a numbered list of one to `most` names, a line each."""
    items = "".join(f' ("\\n{number}. " name' for number in range(2, most + 1))
    return f'root ::= "1. " name{items}{")?" * (most - 1)}\nname ::= {NAME} {NAME}+'


def named_labels(names: Sequence[str], conditions: Sequence[Condition]) -> tuple[Label, ...]:
    """A label a diagnosis, in the order of the names: two names of one condition of the handbook are one."""
    labels: dict[str, Label] = {}
    for name in names:
        label = _label(name, match_condition(name, conditions))
        labels.setdefault(label.condition or name.casefold(), label)
    return tuple(labels.values())


def _label(name: str, condition: Condition | None) -> Label:
    """What must not be missed is known without the library too."""
    if condition:
        return Label(text=name, condition=condition.id, code=condition.icd10)
    return Label(text=name, condition=own_id(name), code="")
