"""One dialect of progress: parts of a stage, stages that may be empty, and stops."""

import pytest
from listening import Listener

from lentigo.analysis.events import AnalysisEvent, StageProgressed, StageStarted
from lentigo.errors import Cancelled
from lentigo.progress import QUIET, Part, Progress, Stage, parts
from lentigo.worker.job import StageProgress


def test_parts_are_as_long_as_their_sizes_and_end_at_the_whole() -> None:
    told = Listener()
    for part in parts(told, [1, 0, 3]):
        part.share(0.0)
        part.share(1.0)
    assert told.shares == [0.0, 0.25, 0.25, 0.25, 0.25, 1.0]
    assert list(parts(told, [])) == []
    (empty,) = parts(told, [0])
    empty.share(1.0)
    assert told.shares[-1] == 0.0


def test_parts_nest_and_begin_no_stage() -> None:
    told = Listener()
    inner = Part(of=Part(of=told, start=0.5, length=0.5), start=0.0, length=0.5)
    inner.begin("unheard", 0, 1)
    inner.share(1.0)
    assert (told.stages, told.shares) == ([], [0.75])


def test_a_stage_is_heard_of_once_it_does_something() -> None:
    told = Listener()
    reading = Stage(of=told, title="reading", index=0, total=2)
    building = Stage(of=told, title="building", index=1, total=2)
    assert told.stages == []
    building.share(0.0)
    building.share(0.5)
    reading.share(0.0)
    building.share(1.0)
    assert told.stages == [("building", 1, 2), ("reading", 0, 2), ("building", 1, 2)]


def test_a_jobs_steps_are_sent_once_each_and_stop_where_asked() -> None:
    sent: list[AnalysisEvent] = []
    stopped = False
    progress: Progress = StageProgress(stage="models", notify=sent.append, should_stop=lambda: stopped)
    progress.begin("copying", 0, 2)
    progress.share(0.5)
    progress.begin("copying", 0, 2)
    progress.share(1.2)
    progress.begin("checking", 1, 2)
    events = [
        StageStarted(stage="models", title="copying", index=0, total=2),
        StageProgressed(stage="models", share=0.5),
        StageProgressed(stage="models", share=1.0),
        StageStarted(stage="models", title="checking", index=1, total=2),
    ]
    assert sent == events
    stopped = True
    with pytest.raises(Cancelled):
        progress.share(0.1)
    with pytest.raises(Cancelled):
        progress.begin("next", 0, 1)
    assert sent == events


def test_nobody_has_to_listen() -> None:
    QUIET.begin("anything", 0, 1)
    QUIET.share(1.0)
