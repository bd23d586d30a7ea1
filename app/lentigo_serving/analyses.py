"""The steps of an analysis: photographs are opened as the window opens them, then analysed, then rendered."""

from collections.abc import Awaitable, Callable

from lentigo.domain.assessment import Assessment
from lentigo.domain.case import Case
from lentigo.domain.encounter import Encounter
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.messages.case import Analyze, OpenPhotograph, PhotographSource
from lentigo_serving.engine import Turn

SIDE = 1  # pixel: nobody looks at the preview

Steps = Callable[[Turn], Awaitable[Assessment]]


async def open_case(turn: Turn, photographs: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The photographs, each looked at; InputError for one that cannot be used, and for too many."""
    case = Case()
    for data in photographs:
        opened = await turn.run(OpenPhotograph(photograph=PhotographSource(data=data), longest_side=SIDE))
        for issue in opened.quality.issues:
            if issue.prevents_analysis:
                raise InputError(translate(QUALITY_ISSUES[issue]))
        case = case.add(opened.named(""))
    return photographs


def analysis(photographs: tuple[bytes, ...], encounter: Encounter, model: str) -> Steps:
    """What is to be done with the worker."""

    async def steps(turn: Turn) -> Assessment:
        opened = await open_case(turn, photographs)
        return await turn.run(Analyze(photographs=opened, encounter=encounter, model=model))

    return steps
