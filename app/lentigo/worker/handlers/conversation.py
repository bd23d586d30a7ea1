"""What the requests about a conversation do."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from lentigo.domain.conversation import LONGEST_QUESTION, Turn
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.progress import Part
from lentigo.worker.job import Job
from lentigo.worker.messages.conversation import Converse

if TYPE_CHECKING:
    from lentigo.worker.conversing import OpenConversation


def converse(request: Converse, job: Job) -> Turn:
    """Answer; whatever ends it before its answer also ends what is open of the conversation."""
    from lentigo.analysis.conversation import Inquiry, answer
    from lentigo.analysis.protocols import choose_protocol

    parts = job.parts
    profile = parts.store.find(request.model).profile
    if not profile.converses:
        raise InputError(
            translate(
                "{model} cannot converse: it answers only the questions that it was trained on.", model=profile.name
            ),
            hint=translate("Choose a model such as MedGemma, then ask again."),
        )
    question = " ".join(request.question.split())
    if not question or len(question) > LONGEST_QUESTION:
        raise InputError(
            translate("A question holds between 1 and {most} characters.", most=LONGEST_QUESTION),
            hint=translate("Ask in a few words."),
        )
    prompts = choose_protocol("", profile.protocols).conversation
    told = Part(of=job.progress("library"), start=0.0, length=1.0)
    library = parts.library.library(told) if request.use_library else None
    with ExitStack() as unanswered, parts.library.at_rest():
        unanswered.callback(parts.end_conversation)
        session, forgotten = _conversation(request, job, prompts.system).session_after(request.turns)
        inquiry = Inquiry(question=question, report=request.report, model=request.model, forgotten=forgotten)
        turn = answer(inquiry, prompts, session, library, job.notify)
        unanswered.pop_all()
        return turn


def _conversation(request: Converse, job: Job, system: str) -> OpenConversation:
    """The one that is open, where it is about these photographs; else a new one."""
    from lentigo.worker.conversing import OpenConversation, key_of

    parts, key = job.parts, key_of(request.model, request.photographs)
    if parts.conversation is None or parts.conversation.key != key:
        imaging = parts.imaging
        photographs = [imaging.deidentify(imaging.load(data)) for data in request.photographs]
        model = parts.load_model(request.model, job.loading)
        parts.conversation = OpenConversation(key, model, photographs, system=system)
    return parts.conversation
