"""Questions about a photograph, through the worker's own jobs: the families' tiny pairs over a library of real PDFs."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_library import Silent, built, keeper_of
from tiny_pairs import FAMILIES, TINY, Calls, ignore, load, pattern

from lentigo.analysis.conversation import MOST_TURNS, Inquiry, answer, remembered
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.conversation import LONGEST_QUESTION, Turn
from lentigo.domain.encounter import Encounter
from lentigo.domain.explanation import CitedSentence, Support
from lentigo.errors import Cancelled, InputError
from lentigo.inference.stopping import StopFlag
from lentigo.paths import Paths, default_paths
from lentigo.worker.conversing import OpenConversation
from lentigo.worker.jobs import Jobs, Result
from lentigo.worker.messages.case import Analyze
from lentigo.worker.messages.conversation import Converse
from lentigo.worker.messages.message import Grown, Progressed, Request

PROMPTS = load_protocol("standard").conversation


def said(number: int, words: int = 30) -> Turn:
    sentence = CitedSentence(text=f"Answer {number}: " + "so it is " * words, support=Support.NOT_IN_LIBRARY)
    return Turn(question=f"Question {number}?", answer=(sentence,), citations=(), model="m")


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program whose bundled models are the tiny ones, with a small library and the real encoder."""
    folder = tmp_path_factory.mktemp("resources")
    built(keeper_of(folder)).close()
    catalogue = folder / "models" / "catalogue"
    shutil.copytree(default_paths().catalogue / "encoders", catalogue / "encoders")
    (folder / "models" / "encoders").symlink_to((default_paths().resources / "models" / "encoders").resolve())
    (folder / "models" / "mini").symlink_to(default_paths().resources / "models" / "mini")
    shutil.copy(default_paths().catalogue / "lentigo-mini.toml", catalogue)
    for file in TINY.iterdir():
        shutil.copy(file, catalogue if file.suffix == ".toml" else folder)
    return folder


@dataclass(slots=True)
class Worker:
    """The jobs of a worker in this process, with one thread: on a busy machine two wait for each other."""

    jobs: Jobs
    first_words: list[float]  # seconds

    def run(self, request: Request[Result]) -> Result:
        self.first_words.append(-time.monotonic())
        return self.jobs.run(request)

    def hear(self, reply: Progressed) -> None:
        if isinstance(reply, Grown) and self.first_words[-1] < 0:
            self.first_words[-1] += time.monotonic()


@pytest.fixture(scope="module")
def worker(resources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    heard: list[Worker] = []
    paths = Paths(resources=resources, data=tmp_path_factory.mktemp("data"))
    jobs = Jobs(paths=paths, reply=lambda reply: heard[0].hear(reply), stop=StopFlag())
    heard.append(Worker(jobs=jobs, first_words=[]))
    yield heard[0]
    jobs._parts.end_conversation()
    jobs._parts.library.close()


def asked(question: str, photograph: Path, turns: tuple[Turn, ...] = (), model: str = "gemma") -> Converse:
    return Converse(question=question, photographs=(photograph.read_bytes(),), turns=turns, model=model)


def test_each_question_is_answered_behind_the_turns_before_it(worker: Worker, phantoms: Path) -> None:
    turns: tuple[Turn, ...] = ()
    for number in range(3):
        question = f"What speaks against melanoma, number {number}?"
        turns = (*turns, worker.run(asked(question, phantoms / "phantom-ring.jpg", turns)))
    assert [turn.question[-2] for turn in turns] == ["0", "1", "2"]
    assert not any(turn.forgotten for turn in turns)
    assert all(seconds > 0 for seconds in worker.first_words), "nothing was told while an answer grew"


def test_an_analysis_between_two_questions_takes_the_context_and_gives_it_back(worker: Worker, phantoms: Path) -> None:
    photograph = phantoms / "phantom-dark-skin.jpg"
    first = worker.run(asked("What is it?", photograph))
    report = worker.run(Analyze(photographs=(photograph.read_bytes(),), encounter=Encounter(), model="gemma"))
    assert report.explanations
    again = worker.run(asked("What is it?", photograph))
    assert again == first, "the same photograph, question and build give the same answer"


def test_a_model_that_cannot_converse_says_so(worker: Worker, phantoms: Path) -> None:
    with pytest.raises(InputError, match="Lentigo Mini cannot converse"):
        worker.run(asked("What is it?", phantoms / "phantom-ring.jpg", model="lentigo-mini"))
    for wrong in ("  ", "x" * (LONGEST_QUESTION + 1)):
        with pytest.raises(InputError, match="between 1 and"):
            worker.run(asked(wrong, phantoms / "phantom-ring.jpg"))


def test_a_question_that_was_stopped_gives_the_context_back(worker: Worker, phantoms: Path) -> None:
    worker.run(asked("What is it?", phantoms / "phantom-ring.jpg"))
    assert worker.jobs._parts.conversation
    worker.jobs._stop.set()
    with pytest.raises(Cancelled):
        worker.run(asked("And what else?", phantoms / "phantom-ring.jpg"))
    worker.jobs._stop.clear()
    assert worker.jobs._parts.conversation is None


@pytest.mark.parametrize("family", FAMILIES)
def test_turns_are_read_once_and_old_ones_left_out_whole(family: str, encodings: Calls, decodings: Calls) -> None:
    model = load(family)
    conversation = OpenConversation(("m", ()), model, [pattern(5)], system="seen")
    turns = tuple(said(number) for number in range(4))
    conversation.session_after(turns[:2])
    before = decodings.count
    session, forgotten = conversation.session_after(turns[:3])
    assert decodings.count - before <= 2, "turns that were there are read again"
    assert forgotten == 0
    many = tuple(said(number, words=40) for number in range(60))
    kept = remembered(many, conversation._base)
    assert many[-len(kept) :] == kept
    assert len(kept) <= MOST_TURNS
    session, forgotten = conversation.session_after(many)
    assert forgotten == 60 - len(kept) > 0
    assert session.room > 300
    assert encodings.count == 1
    conversation.end()
    model.close()


def test_the_library_is_searched_for_each_question_and_cited_by_page(tmp_path: Path) -> None:
    keeper, model = built(keeper_of(tmp_path)), load("gemma")
    library = keeper.library(Silent())
    with model.open([pattern(6)], system=PROMPTS.system, seed=0, on_progress=ignore) as session:
        spoken: list[str] = []

        def told(questions: object, on_text: object) -> dict[str, str]:
            """What a good model would say: the tiny one's is noise."""
            ((question,),) = (questions,)
            spoken.append(question.prompt)
            return {question.field: "Melanoma often shows several colours: dark brown and black [1]. It is blue [1]."}

        session.ask = told  # type: ignore[method-assign,assignment]
        inquiry = Inquiry(question="Which colours has a melanoma?", report=None, model="gemma", forgotten=0)
        turn = answer(inquiry, PROMPTS, session, library, ignore)
    model.close()
    assert "several colours: dark brown" in spoken[0]
    assert [sentence.support for sentence in turn.answer] == [Support.SUPPORTED, Support.UNSUPPORTED]
    (citation,) = turn.citations
    assert citation.supported
    assert citation.quote in " ".join(library.page_text(citation.document, citation.page).split())
    keeper.close()


def test_the_command_answers_each_line_and_tells_what_cannot(resources: Path, tmp_path: Path, phantoms: Path) -> None:
    command = [sys.executable, "-m", "lentigo", "chat", phantoms / "phantom-ring.jpg", "--no-library"]
    result = subprocess.run(command, input="What is it?\n", capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "cannot converse" in result.stderr
    assert "Traceback" not in result.stderr
