"""The GGUF side of a parity report: `python -m lentigo_packager.conversion.parity_engine TASK`."""

import sys
from pathlib import Path

from lentigo.analysis.ports import Scoring
from lentigo.domain.photograph import Raster
from lentigo.errors import LentigoError
from lentigo.inference.pictures import fit_picture
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel, prompt_parts
from lentigo_packager.conversion.parity_logits import follow_answer, picture_vectors, text_tokens
from lentigo_packager.conversion.parity_task import (
    CHECKPOINT,
    Gguf,
    ParityTask,
    SideFacts,
    load,
    load_photograph,
    read_task,
    save,
    write_facts,
)


def silent(_share: float) -> None:
    """The files that are left tell how far this is."""


def run_task(task: ParityTask, gguf: Gguf) -> None:
    """Follow the checkpoint's answers with the application's own engine, and leave the numbers."""
    model = LlamaVisionModel(
        profile=task.description.profile((gguf.language, gguf.projector), verified=False),
        folder=Path(),
        stop=StopFlag(),
        on_progress=silent,
    )
    try:
        for number in range(len(task.pictures)):
            _follow_answers(task, model, number)
        for number in range(len(task.labelled)):
            _score(task, model, number)
        write_facts(task, _facts(task, model))
    finally:
        model.close()


def _follow_answers(task: ParityTask, model: LlamaVisionModel, number: int) -> None:
    photograph = load_photograph(task.pictures[number])
    fitted = fit_picture(photograph.raster, task.description.picture)
    save(task.picture(number), vectors=picture_vectors(model.evaluator, fitted))
    with model.open([photograph], system=task.system, seed=0, on_progress=silent) as session:
        for place, prompt in enumerate(task.prompts):
            answer = [int(token) for token in load(task.answer(number, place, of=CHECKPOINT), "tokens")]
            save(task.answer(number, place), rows=follow_answer(model.engine, session, prompt, answer), tokens=answer)


def _score(task: ParityTask, model: LlamaVisionModel, number: int) -> None:
    """As the stage `classify` does."""
    choice = task.choice
    assert choice
    scoring = Scoring(without_prior=choice.without_prior)
    photograph = load_photograph(task.labelled[number])
    with model.open([photograph], system=task.system, seed=0, on_progress=silent) as session:
        save(task.scores(number), scores=session.score(choice.prompt, choice.options, scoring))


def _facts(task: ParityTask, model: LlamaVisionModel) -> SideFacts:
    fitted = fit_picture(load_photograph(task.pictures[0]).raster, task.description.picture)
    return SideFacts(
        versions={"engine": model.runtime},
        settings=model.parameters,
        prompts=tuple(_tokens(task, model, fitted, prompt) for prompt in task.prompts),
    )


def _tokens(
    task: ParityTask, model: LlamaVisionModel, fitted: Raster, prompt: str
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    template, _ = task.description.prompt.template.split("{question}")
    said = tuple(model.engine.vocabulary.without_marks(task.system))
    before, behind = text_tokens(model.evaluator, prompt_parts(template, said, [fitted]))
    return before, (*behind, *model.engine.prompt(prompt))


if __name__ == "__main__":
    try:
        given = read_task(Path(sys.argv[1]))
        assert given.gguf
        run_task(given, given.gguf)
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
