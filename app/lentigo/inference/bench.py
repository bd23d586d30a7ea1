"""Times a case of a known size: seven questions of 32 tokens, a review of 256, a classification of 16, no early end.

The size is that of DermGemma's call pattern, so that stock llama-cpp-python and llama-server can be held against it.
"""

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import llama_cpp
import psutil

from lentigo.analysis.ports import Question
from lentigo.domain.benchmark import CaseTimes
from lentigo.domain.photograph import DeidentifiedPhotograph
from lentigo.errors import InputError
from lentigo.inference.bindings import decode_tokens
from lentigo.inference.engine import Engine
from lentigo.inference.session import LlamaImageSession
from lentigo.inference.stopping import OnShare, StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.inference.vocabulary import Vocabulary
from lentigo.language import translate
from lentigo.models.checks import check_model
from lentigo.models.describing import unknown_model
from lentigo.models.headers import read_header
from lentigo.models.profile import ModelFile

QUESTIONS = (
    "What is the shape of this lesion? Answer with one word: round, oval, or irregular.",
    "Does this lesion have a pigment network? yes or no",
    "Which structures are visible? Answer briefly: dots, globules",
    "What colors are present? Reply with only color names",
    "What type of blood vessels are visible",
    "Are regression structures visible",
    "Are comedo like openings visible",
)
QUESTION_TOKENS, REVIEW_TOKENS, CLASSIFICATION_TOKENS = 32, 256, 16
COMPARED_TOKENS, ROUNDS = 48, 3
REVIEW = "Review the image and compare each observation with what is visible. " * 12
CLASSIFICATION = "Does the clinical description indicate BCC or BKL? " * 12


class EndlessVocabulary(Vocabulary):
    """No token ends an answer, so that each takes the time of its full length."""

    def ends(self, token: int) -> bool:
        """False for each token."""
        return False


def time_case(
    language: Path, projector: Path, photograph: DeidentifiedPhotograph, *, stop: StopFlag, on_progress: OnShare
) -> CaseTimes:
    """Load the pair of files and time a case with them."""
    files = [_file(path) for path in (language, projector)]
    headers = [read_header(path) for path in (language, projector)]
    check_model(headers)
    profile = unknown_model(headers, files)
    start = time.perf_counter()
    model = LlamaVisionModel(profile=profile, folder=Path("/"), stop=stop, on_progress=on_progress)
    load = time.perf_counter() - start
    try:
        return _time_case(model, photograph, load)
    finally:
        model.close()


def _time_case(model: LlamaVisionModel, photograph: DeidentifiedPhotograph, load: float) -> CaseTimes:
    model.engine = replace(model.engine, vocabulary=EndlessVocabulary(model.engine.vocabulary.model))
    start = time.perf_counter()
    with _opened(model, [photograph]) as session:
        encode = model.encoding_seconds
        prefix = time.perf_counter() - start - encode
        questions = _time_answers(session, QUESTIONS, QUESTION_TOKENS)
        review = _time_answers(session, [REVIEW], REVIEW_TOKENS)
    with _opened(model, []) as session:
        classification = _time_answers(session, [CLASSIFICATION], CLASSIFICATION_TOKENS)
    total = time.perf_counter() - start
    alone, bare = _speeds(model)
    return CaseTimes(
        load=load,
        encode=encode,
        prefix=prefix,
        questions=questions,
        review=review,
        classification=classification,
        total=total,
        question_speed=len(QUESTIONS) * QUESTION_TOKENS / questions,
        alone_speed=alone,
        bare_speed=bare,
        peak_memory=_peak_memory(),
        parameters={**model.parameters, "runtime": model.runtime},
    )


@contextmanager
def _opened(model: LlamaVisionModel, photographs: list[DeidentifiedPhotograph]) -> Iterator[LlamaImageSession]:
    with model.open(photographs, system="", seed=0, on_progress=lambda _share: None) as session:
        yield session


def _time_answers(session: LlamaImageSession, prompts: Sequence[str], tokens: int) -> float:
    """Seconds that the answers take."""
    questions = [Question(field=str(n), prompt=prompt, max_tokens=tokens) for n, prompt in enumerate(prompts)]
    start = time.perf_counter()
    session.ask(questions, lambda _field, _text: None)
    return time.perf_counter() - start


def _speeds(model: LlamaVisionModel) -> tuple[float, float]:
    """Tokens a second of one answer alone, and of a loop that only decodes; the better of some rounds, in turn."""
    rounds = [_round(model) for _ in range(ROUNDS)]
    return max(alone for alone, _ in rounds), max(bare for _, bare in rounds)


def _round(model: LlamaVisionModel) -> tuple[float, float]:
    times: list[float] = []
    question = Question(field="", prompt=CLASSIFICATION, max_tokens=COMPARED_TOKENS + 1)
    with _opened(model, []) as session:
        session.ask([question], lambda _field, _text: times.append(time.perf_counter()))
        return COMPARED_TOKENS / (times[-1] - times[0]), _bare_speed(model.engine)


def _bare_speed(engine: Engine) -> float:
    """The same number of tokens at the same depth of the cache, without choosing any."""
    prompt = engine.prompt(CLASSIFICATION)
    engine.fork(0, 1)
    position = int(llama_cpp.llama_memory_seq_pos_max(engine.memory, 0)) + 1
    position = decode_tokens(engine.context, engine.batch, prompt, position=position, sequence=1)
    start = time.perf_counter()
    for step in range(COMPARED_TOKENS):
        engine.batch.add(prompt[step % len(prompt)], position=position + step, sequences=(1,), logits=True)
        engine.batch.decode(engine.context)
    llama_cpp.llama_synchronize(engine.context)
    speed = COMPARED_TOKENS / (time.perf_counter() - start)
    engine.forget(1)
    return speed


def _file(path: Path) -> ModelFile:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise InputError(
            translate("{file} cannot be read.", file=path.name), hint=translate("Check the name of the file.")
        ) from problem
    return ModelFile(file=str(path), sha256=digest, bytes=path.stat().st_size)


def _peak_memory() -> int:
    """The most memory this process has held, in bytes."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
