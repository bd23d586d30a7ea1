"""Let the model read what was retrieved: it explains each candidate by it, and ranks the labels again.

The system text bears all passages, each candidate's question its own once more, as SKINspectoR gives its context; the
picture is not encoded again. The first ranking leads whatever comes out here.
"""

import re
from dataclasses import replace

from lentigo.analysis.answers import read_answer
from lentigo.analysis.draft import CaseDraft, Claims, Ranked, Tools
from lentigo.analysis.events import StageProgressed
from lentigo.analysis.ports import Question
from lentigo.analysis.references import Claim, Reference, claims_grammar, fenced, fitting, line_of, read_claims
from lentigo.analysis.safety.guards import flaws_of
from lentigo.analysis.stages.classify import rank
from lentigo.domain.answer_flag import AnswerFlaw, AnswerPart
from lentigo.domain.differential import Candidate
from lentigo.domain.explanation import RankedLabel, Rankings
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.stage import AnalysisStage

FORM = '"For: " claim (" " claim)? "\\nAgainst: " claim (" " claim)? "\\nNext: " claim (" " claim)?'
PARTS = re.compile(r"For: (.*?)(?:\nAgainst: (.*?)(?:\nNext: (.*))?)?", re.DOTALL)
SCORED_AT_ONCE = 256  # tokens of labels that are scored side by side
MARGIN = 32  # tokens for what stands between the texts


def explain(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Claims for each candidate, with the references that the model was given; a note instead, where it cannot."""
    if not draft.differential:
        return replace(draft, references=())
    if not tools.converses:
        return _without(draft, LimitKind.NO_EXPLANATION)
    budget = _budget(draft, tools)
    if budget < 0:
        return _without(draft, LimitKind.NO_ROOM_TO_EXPLAIN)
    given = replace(draft, references=fitting(draft.references, budget, tools.session.tokens))
    if given.references:
        tools.session.ground(_system(given.references, tools))
    explained = guarded(replace(given, claims=_claims(given, tools)))
    return replace(explained, rankings=_rankings(explained, tools)) if given.references else explained


def guarded(draft: CaseDraft) -> CaseDraft:
    """Without the claims that may not be shown, and with a flag for each of their flaws.

    A dose that is cited is left to verify: its page may give it.
    """
    flaws = {claim: claim_flaws(claim) for claims in draft.claims for claim in claims.all}
    kept = tuple(_kept(claims, {claim for claim, found in flaws.items() if not found}) for claims in draft.claims)
    found = dict.fromkeys(flaw for each in flaws.values() for flaw in each)
    return replace(draft, claims=kept).flagged(AnswerPart.EXPLANATION, found)


def claim_flaws(claim: Claim) -> tuple[AnswerFlaw, ...]:
    """What keeps a claim from being shown."""
    cited = {AnswerFlaw.INVENTED_DOSE} if claim.number is not None else set[AnswerFlaw]()
    return tuple(flaw for flaw in flaws_of(claim.text) if flaw not in cited)


def _kept(claims: Claims, usable: set[Claim]) -> Claims:
    supporting, opposing, next_steps = (
        tuple(claim for claim in part if claim in usable)
        for part in (claims.supporting, claims.opposing, claims.next_steps)
    )
    return Claims(label=claims.label, supporting=supporting, opposing=opposing, next_steps=next_steps)


def _without(draft: CaseDraft, kind: LimitKind) -> CaseDraft:
    return replace(draft, references=(), notes=(*draft.notes, Limit(kind=kind)))


def _budget(draft: CaseDraft, tools: Tools) -> int:
    """Tokens that passages may take, so that there is room for the longest question, its answer and the scores.

    A candidate's own passages stand in the question a second time; what is said without a picture, a third time.
    """
    session, asked = tools.session, tools.protocol.explanation
    longest = max(session.tokens(_prompt(candidate, draft, (), tools)) for candidate in draft.differential)
    system = session.tokens(asked.references)
    left = session.room - longest - asked.question.max_tokens - system - MARGIN - SCORED_AT_ONCE
    return left // (3 if tools.scoring.without_prior else 2)


def _system(references: tuple[Reference, ...], tools: Tools) -> str:
    protocol = tools.protocol
    lines = [line_of(number, reference) for number, reference in enumerate(references, start=1)]
    return "\n\n".join(filter(None, (protocol.system, f"{protocol.explanation.references}\n{fenced(lines)}")))


def _prompt(candidate: Candidate, draft: CaseDraft, own: tuple[str, ...], tools: Tools) -> str:
    asked = tools.protocol.explanation
    found = f"{asked.own}\n{fenced(own)}\n\n" if own else ""
    return draft.filled(asked.question.prompt).replace("{own}", found).replace("{candidate}", candidate.label)


def _claims(draft: CaseDraft, tools: Tools) -> tuple[Claims, ...]:
    questions = [_question(candidate, draft, tools) for candidate in draft.differential]
    most = max(1, sum(question.max_tokens for question in questions))
    grown: dict[str, int] = {}

    def tell(field: str, text: str) -> None:
        """How far they are; the sentences themselves are shown once they are checked."""
        grown[field] = tools.session.tokens(text)
        share = min(1.0, sum(grown.values()) / most)
        tools.notify(StageProgressed(stage=AnalysisStage.EXPLAIN, share=share))

    answers = tools.session.ask(questions, tell)
    return tuple(read_parts(candidate.label, answers[candidate.label]) for candidate in draft.differential)


def _question(candidate: Candidate, draft: CaseDraft, tools: Tools) -> Question:
    labels = {entry.label.text for entry in draft.ranking if entry.label.shown == candidate.label}
    numbered = list(enumerate(draft.references, start=1))
    own = tuple(line_of(number, reference) for number, reference in numbered if reference.owner in labels)
    return replace(
        tools.protocol.explanation.question,
        field=candidate.label,
        prompt=_prompt(candidate, draft, own, tools),
        grammar=claims_grammar(FORM, [number for number, _reference in numbered]),
    )


def read_parts(label: str, text: str) -> Claims:
    """An answer in the form that it was asked in; what was cut off is missing."""
    parts = PARTS.fullmatch(read_answer(text).strip())
    supporting, opposing, next_steps = (read_claims(part or "") for part in (parts.groups() if parts else ("", "", "")))
    return Claims(label=label, supporting=supporting, opposing=opposing, next_steps=next_steps)


def _rankings(draft: CaseDraft, tools: Tools) -> Rankings:
    protocol = tools.protocol
    prompt = protocol.classification_in_group if draft.group else protocol.classification
    after = rank([entry.label for entry in draft.ranking], draft.filled(prompt), tools)
    return Rankings(before=_listed(draft.ranking), after=_listed(after))


def _listed(ranking: tuple[Ranked, ...]) -> tuple[RankedLabel, ...]:
    return tuple(RankedLabel(label=entry.label.shown, share=entry.share) for entry in ranking)
