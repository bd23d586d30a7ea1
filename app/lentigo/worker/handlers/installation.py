"""What the request about the installation does: each part is tried on its own."""

from __future__ import annotations

from collections.abc import Callable

from lentigo.domain.installation import Installation, PartState
from lentigo.errors import LentigoError
from lentigo.language import translate, translate_count
from lentigo.worker.job import Job
from lentigo.worker.messages.installation import CheckInstallation


def check_installation(request: CheckInstallation, job: Job) -> Installation:
    """The engine first: without it nothing else can be tried."""
    return Installation(
        engine=_tried(lambda: _engine(job)),
        sight=_tried(lambda: _sight(request.model, job)) if request.model else None,
        library=_tried(lambda: _library(job)),
        models=job.parts.store.list(),
    )


def _tried(look: Callable[[], str]) -> PartState:
    try:
        return PartState(words=look())
    except LentigoError as error:
        return PartState(trouble=error.message, remedy=error.hint)


def _engine(job: Job) -> str:
    from lentigo.inference.variants import build_in_use, runtime_in_use

    job.parts.load_engine()
    return translate("{engine}, build {build}", engine=runtime_in_use(), build=build_in_use())


def _sight(model: str, job: Job) -> str:
    """Loading compares every byte of its files, and shows a model that is new here two pictures."""
    identity = job.parts.load_model(model, job.loading).identity
    return translate("{model}: its files are whole, and it told two test pictures apart.", model=identity.name)


def _library(job: Job) -> str:
    progress = job.progress("library")
    documents, library = job.parts.library.documents(progress), job.parts.library.library(progress)
    said = [translate_count("{count} document.", "{count} documents.", len(documents))]
    if troubled := sum(bool(each.trouble or each.damaged) for each in documents):
        said.append(
            translate_count("{count} of them is damaged.", "{count} of them are damaged or unreadable.", troubled)
        )
    said.append(translate("Search by meaning: {encoder}.", encoder=library.encoder))
    if notice := job.parts.library.notice:
        said.append(translate("In the library, {notice}.", notice=notice))
    return " ".join(said)
