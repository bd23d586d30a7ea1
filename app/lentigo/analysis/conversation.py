"""A question about the photographs, answered by what is visible and what the library says."""

from collections.abc import Sequence
from dataclasses import dataclass

from lentigo.analysis.answers import read_answer
from lentigo.analysis.citing import Citing
from lentigo.analysis.events import TextGrown
from lentigo.analysis.ports import ImageSession, Library, Notify, Question
from lentigo.analysis.protocols import ConversationPrompts
from lentigo.analysis.references import Reference, claims_grammar, fenced, fitting, line_of, read_claims
from lentigo.analysis.stages.explain import MARGIN, claim_flaws
from lentigo.analysis.stages.retrieve import Trusted
from lentigo.domain.assessment import Assessment
from lentigo.domain.conversation import Turn

MOST_PASSAGES = 5
MOST_TURNS = 10  # that the model keeps before it; each takes a sequence of the context
FORM = 'claim (" " claim)? (" " claim)? (" " claim)? (" " claim)? (" " claim)?'
HISTORY_SHARE = 0.5  # of the room, that earlier turns may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What is asked; `report` is what is known of the case so far, `forgotten` how many turns were left out."""

    question: str
    report: Assessment | None
    model: str
    forgotten: int


def remembered(turns: Sequence[Turn], session: ImageSession) -> tuple[Turn, ...]:
    """The last whole turns that leave enough room for a question, its passages and its answer."""
    room, kept = HISTORY_SHARE * session.room, list[Turn]()
    for turn in reversed(turns[-MOST_TURNS:]):
        room -= session.tokens(f"{turn.question}\n{turn.said}") + MARGIN
        if room < 0:
            break
        kept.insert(0, turn)
    return tuple(kept)


def answer(
    inquiry: Inquiry, prompts: ConversationPrompts, session: ImageSession, library: Library | None, notify: Notify
) -> Turn:
    """The question's turn; the text is shown as it grows, and checked when it is whole."""
    references = _references(inquiry, prompts, session, library)
    question = Question(
        field="conversation",
        prompt=prompt_of(inquiry.question, references, prompts),
        max_tokens=prompts.question.max_tokens,
        grammar=claims_grammar(FORM, range(1, len(references) + 1)),
    )
    said = session.ask([question], lambda _field, text: notify(TextGrown(field=None, text=text)))[question.field]
    claims = read_claims(read_answer(said))
    flaws = dict.fromkeys(flaw for claim in claims for flaw in claim_flaws(claim))
    citing = Citing(library=library, references=references)
    sentences = tuple(citing.sentence(claim) for claim in claims if not claim_flaws(claim))
    return Turn(
        question=inquiry.question,
        answer=sentences,
        citations=citing.citations,
        model=inquiry.model,
        flaws=tuple(flaws),
        forgotten=inquiry.forgotten,
    )


def prompt_of(question: str, references: Sequence[Reference], prompts: ConversationPrompts) -> str:
    """The question with its passages before it, fenced."""
    lines = [line_of(number, reference) for number, reference in enumerate(references, start=1)]
    found = f"{prompts.references}\n{fenced(lines)}\n\n" if lines else ""
    return prompts.question.prompt.replace("{references}", found).replace("{question}", question)


def _references(
    inquiry: Inquiry, prompts: ConversationPrompts, session: ImageSession, library: Library | None
) -> tuple[Reference, ...]:
    """What the library says to the question, as far as there is room for it."""
    if library is None:
        return ()
    hits = Trusted(library).search(query_of(inquiry), MOST_PASSAGES)
    found = [Reference(owner="", passage=hit.passage, scores=hit.scores) for hit in hits]
    taken = session.tokens(prompt_of(inquiry.question, (), prompts)) + session.tokens(prompts.references)
    return fitting(found, session.room - taken - prompts.question.max_tokens - MARGIN, session.tokens)


def query_of(inquiry: Inquiry) -> str:
    """The question, and what the case is about where it is known: "What should I ask?" alone finds nothing."""
    report = inquiry.report
    leading = report.differential[0].label if report and report.differential else ""
    return ", ".join(filter(None, (inquiry.question, leading)))
