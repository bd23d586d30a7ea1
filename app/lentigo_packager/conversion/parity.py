"""What converting and quantising changed: transformers against GGUF, on pictures and prompts."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

import lentigo
from lentigo.analysis.draft import CaseDraft
from lentigo.analysis.protocols import choose_protocol
from lentigo.errors import EngineError, LentigoError
from lentigo.models.headers import read_header
from lentigo.models.profile import ModelDescription, ModelFile
from lentigo.progress import Progress, parts
from lentigo_packager.conversion.children import python_module, run_child
from lentigo_packager.conversion.parity_figures import Distance, Likeness, Positions, accuracy, cosines
from lentigo_packager.conversion.parity_labels import LabelledSet, read_labelled
from lentigo_packager.conversion.parity_pictures import draw_pictures
from lentigo_packager.conversion.parity_prompts import compare_templates, compare_tokens
from lentigo_packager.conversion.parity_report import (
    NUMBER_FORMAT,
    SCHEMA,
    Ablation,
    ParityReport,
    PictureUsed,
    PromptCheck,
    find_faults,
    render_parity,
    write_parity,
)
from lentigo_packager.conversion.parity_task import (
    CHECKPOINT,
    F16,
    QUANTIZED,
    Gguf,
    ParityTask,
    SideFacts,
    fitted_picture,
    load,
    read_facts,
    whole_picture,
    write_task,
)

__all__ = ["ParityReport", "measure_parity", "read_labelled", "render_parity", "write_parity"]

ANSWER_TOKENS = 32  # of each answer; Gemma's 262,144 log-probabilities at each are 34 MB, of each side
FEWEST_PICTURES = 3  # made-up ones complete them
SIDES = {CHECKPOINT: "the checkpoint in transformers", F16: "the F16 model", QUANTIZED: "the quantised model"}
MODULES = {CHECKPOINT: "lentigo_packager.conversion.parity_checkpoint"}
ENGINE = "lentigo_packager.conversion.parity_engine"


def measure_parity(
    *,
    checkpoint: Path,
    f16: Path,
    quantized: Path,
    projector: Path,
    description: ModelDescription,
    pictures: Sequence[Path],
    labelled: Path | None,
    progress: Progress,
) -> ParityReport:
    """One side after the other, each in a process of its own, so that one model at a time is in memory.

    InputError where the labelled folder is not one; EngineError with the side that failed and why. Meanwhile the
    results lie beside the quantised model: log-probabilities of whole vocabularies, some hundred megabytes.
    """
    chosen = read_labelled(labelled, description) if labelled else None
    files = {
        CHECKPOINT: tuple(_file(path) for path in sorted(checkpoint.glob("*.safetensors"))),
        F16: (_file(f16), _file(projector)),
        QUANTIZED: (_file(quantized), _file(projector)),
    }
    with tempfile.TemporaryDirectory(prefix="parity-", dir=quantized.parent) as place:
        results = Path(place)
        used = [*pictures, *draw_pictures(results, FEWEST_PICTURES - len(pictures))]
        task = _task(results, checkpoint, description, used, chosen)
        for side, part in zip(SIDES, parts(progress, [1] * len(SIDES)), strict=True):
            gguf = None if side == CHECKPOINT else Gguf(language=files[side][0], projector=files[side][1])
            _run(replace(task, side=side, gguf=gguf), part)
        return _report(task, files, chosen)


def _file(path: Path) -> ModelFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ModelFile(file=str(path.absolute()), sha256=digest, bytes=path.stat().st_size)


def _task(
    results: Path,
    checkpoint: Path,
    description: ModelDescription,
    pictures: Sequence[Path],
    chosen: LabelledSet | None,
) -> ParityTask:
    """The prompts are those that the application begins with."""
    protocol = choose_protocol("", description.protocols)
    prompts = (protocol.description.prompt, protocol.classification)
    return ParityTask(
        side=CHECKPOINT,
        results=str(results),
        checkpoint=str(checkpoint.absolute()),
        gguf=None,
        description=description,
        system=protocol.system,
        prompts=tuple(CaseDraft().filled(prompt) for prompt in prompts if prompt),
        answer_tokens=ANSWER_TOKENS,
        pictures=tuple(str(path.absolute()) for path in pictures),
        choice=chosen.choice if chosen else None,
        labelled=tuple(str(picture.path.absolute()) for picture in chosen.pictures) if chosen else (),
    )


def _run(task: ParityTask, progress: Progress) -> None:
    """EngineError, with the side's name, where its process fails or dies."""
    task.place.mkdir()
    order = task.place / "task.json"
    write_task(task, order)
    command = python_module(MODULES.get(task.side, ENGINE), order)
    try:
        run_child(
            command,
            log=Path(task.results) / f"{task.side}.log",
            watch=lambda: progress.share(len(list(task.place.glob("*.npz"))) / task.steps),
        )
    except LentigoError as problem:
        raise EngineError(
            f"The parity report got nothing from {SIDES[task.side]}. {problem.message}", hint=problem.hint
        ) from problem


def _report(task: ParityTask, files: Mapping[str, tuple[ModelFile, ...]], chosen: LabelledSet | None) -> ParityReport:
    facts = {side: read_facts(task, side) for side in SIDES}
    prompt = PromptCheck(
        tokens=compare_tokens(facts[CHECKPOINT], facts[F16]), template=compare_templates(task, facts[CHECKPOINT])
    )
    settings = _settings(task, facts, files[QUANTIZED][0])
    likeness, ablation = _likeness(task), _ablation(task, chosen) if chosen else None
    f16, quantized = (_distance(task, side) for side in (F16, QUANTIZED))
    return ParityReport(
        schema=SCHEMA,
        model=task.description.id,
        made=datetime.now().astimezone().isoformat(timespec="seconds"),
        versions={"lentigo": lentigo.__version__, **facts[CHECKPOINT].versions, **facts[F16].versions},
        settings=settings,
        system=task.system,
        prompts=task.prompts,
        files={side: tuple(replace(file, file=Path(file.file).name) for file in held) for side, held in files.items()},
        pictures=tuple(_used(path, task.description) for path in task.pictures),
        prompt=prompt,
        likeness=likeness,
        f16=f16,
        quantized=quantized,
        ablation=ablation,
        off=find_faults(prompt, likeness, f16, quantized, ablation, number_format=settings[NUMBER_FORMAT]),
    )


def _settings(task: ParityTask, facts: Mapping[str, SideFacts], quantized: ModelFile) -> dict[str, str]:
    return {
        "quantisation": read_header(Path(quantized.file)).quantization,
        "answer tokens": str(task.answer_tokens),
        "template": task.description.prompt.template,
        **{f"transformers: {name}": value for name, value in facts[CHECKPOINT].settings.items()},
        **{f"engine: {name}": value for name, value in facts[F16].settings.items()},
    }


def _used(path: str, description: ModelDescription) -> PictureUsed:
    whole, fitted = whole_picture(path), fitted_picture(path, description)
    return PictureUsed(
        sha256=hashlib.sha256(Path(path).read_bytes()).hexdigest(),
        width=whole.width,
        height=whole.height,
        fitted_width=fitted.width,
        fitted_height=fitted.height,
    )


def _distance(task: ParityTask, side: str) -> Distance:
    positions = Positions.none()
    for picture in range(len(task.pictures)):
        for prompt in range(len(task.prompts)):
            sides = (load(task.answer(picture, prompt, of=name), "rows") for name in (CHECKPOINT, side))
            positions.add(*sides)
    return positions.distance()


def _likeness(task: ParityTask) -> Likeness:
    values, own = [], []
    for picture in range(len(task.pictures)):
        place = task.picture(picture, of=CHECKPOINT)
        vectors = load(place, "vectors")
        values += list(cosines(vectors, load(task.picture(picture, of=F16), "vectors")))
        means = (rows.mean(axis=0, keepdims=True) for rows in (vectors, load(place, "own")))
        own += list(cosines(*means))
    return Likeness(
        tokens=len(values), minimum=float(min(values)), mean=float(np.mean(values)), own_sizing=float(min(own))
    )


def _ablation(task: ParityTask, chosen: LabelledSet) -> Ablation:
    truths = [picture.label for picture in chosen.pictures]
    answers = {side: _answers(task, side, chosen.labels) for side in SIDES}
    measured = {side: accuracy(truths, said, answers[CHECKPOINT]) for side, said in answers.items()}
    prior = ", less what it says without a picture" if chosen.lent else ""
    return Ablation(
        asked=f"protocol {chosen.protocol.id}, no findings given, labels scored by likelihood{prior}",
        labels=chosen.labels,
        checkpoint=measured[CHECKPOINT],
        f16=measured[F16],
        quantized=measured[QUANTIZED],
    )


def _answers(task: ParityTask, side: str, labels: Sequence[str]) -> list[str]:
    return [labels[int(load(task.scores(number, of=side), "scores").argmax())] for number in range(len(task.labelled))]
