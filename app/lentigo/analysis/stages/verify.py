"""Look up each quote on its page, and hold each sentence of an explanation against the passage that it names.

Description and findings are held against each other, too.
"""

from dataclasses import replace

from lentigo.analysis.citing import Citing, checked
from lentigo.analysis.draft import CaseDraft, Claims, Tools
from lentigo.analysis.safety.contradictions import contradicted
from lentigo.domain.answer_flag import AnswerFlaw
from lentigo.domain.explanation import Explanation


def verify(draft: CaseDraft, tools: Tools) -> CaseDraft:
    """Citations with `supported` set, and explanations whose sentences say what the library says of them."""
    library = tools.library
    citations = tuple(checked(citation, library) for citation in draft.citations) if library else draft.citations
    citing = Citing(library=library, references=draft.references, citations=citations)
    explanations = tuple(_explanation(claims, citing) for claims in draft.claims)
    for field in contradicted(draft.description, draft.findings):
        draft = draft.flagged(field, (AnswerFlaw.CONTRADICTION,))
    return replace(draft, explanations=explanations, citations=citing.citations)


def _explanation(claims: Claims, citing: Citing) -> Explanation:
    return Explanation(
        label=claims.label,
        supporting=tuple(map(citing.sentence, claims.supporting)),
        opposing=tuple(map(citing.sentence, claims.opposing)),
        next_steps=tuple(map(citing.sentence, claims.next_steps)),
    )
