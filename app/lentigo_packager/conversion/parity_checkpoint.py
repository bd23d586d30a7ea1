"""transformers' side of a parity report: `python -m lentigo_packager.conversion.parity_checkpoint TASK`."""

import sys
from pathlib import Path

import numpy as np

from lentigo.errors import LentigoError
from lentigo_packager.conversion.parity_reader import Reader
from lentigo_packager.conversion.parity_task import (
    Choice,
    ParityTask,
    SideFacts,
    filled_template,
    fitted_picture,
    read_task,
    save,
    whole_picture,
    write_facts,
)


def run_task(task: ParityTask) -> None:
    """Answer every prompt on every picture, and leave the answers with their numbers."""
    reader = Reader.load(Path(task.checkpoint))
    for number, path in enumerate(task.pictures):
        own = reader.vectors(reader.pixels(whole_picture(path), resize=True))
        pixels = reader.pixels(fitted_picture(path, task.description))
        save(task.picture(number), vectors=reader.vectors(pixels), own=own)
        for place, prompt in enumerate(task.prompts):
            reading = reader.read(filled_template(task.description, task.system, prompt), pixels)
            tokens, rows = reader.answer(reading, task.answer_tokens)
            save(task.answer(number, place), rows=rows, tokens=tokens)
    if task.choice:
        _score_labelled(task, task.choice, reader)
    write_facts(task, _facts(task, reader))


def _score_labelled(task: ParityTask, choice: Choice, reader: Reader) -> None:
    end = reader.encode(task.description.prompt.next_turn)[0]
    options = [[*reader.encode(option), end] for option in choice.options]
    prompt = filled_template(task.description, task.system, choice.prompt)
    priors = np.zeros(len(options))
    if choice.without_prior:
        priors = reader.score(reader.read(prompt, None), options)
    for number, path in enumerate(task.labelled):
        pixels = reader.pixels(fitted_picture(path, task.description))
        save(task.scores(number), scores=reader.score(reader.read(prompt, pixels), options) - priors)


def _facts(task: ParityTask, reader: Reader) -> SideFacts:
    import torch
    import transformers

    template = task.description.prompt.template
    texts = [filled_template(task.description, task.system, prompt) for prompt in task.prompts]
    return SideFacts(
        versions={"torch": str(torch.__version__), "transformers": transformers.__version__},
        settings={"number format": reader.number_format, "threads": str(torch.get_num_threads())},
        prompts=tuple(reader.around_picture(text) for text in texts),
        template=reader.own_words(task.system if "{system}" in template else None, task.prompts[0]),
    )


if __name__ == "__main__":
    try:
        run_task(read_task(Path(sys.argv[1])))
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
