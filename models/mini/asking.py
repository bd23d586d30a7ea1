"""Asking the GGUF pair through the application's own engine, for evaluate.py and calibrate.py."""

import argparse
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from questions import REPOSITORY, Facts, prompts

from lentigo.analysis.ports import Question
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.inference.session import LlamaImageSession
from lentigo.inference.stopping import StopFlag
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.catalogue import load_bundled
from lentigo.models.profile import ModelProfile

WORK = REPOSITORY / "build" / "cache" / "mini"


@dataclass(slots=True, kw_only=True)
class Reply:
    """What the model says of one picture: log-likelihoods of the labels, and answers by field."""

    scores: np.ndarray
    answers: dict[str, str]


def arguments(description: str | None) -> argparse.ArgumentParser:
    """--work, which each has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--work", type=Path, default=WORK, help="prepare.py's folder")
    return parser


def read_facts(path: Path) -> list[Facts | None]:
    """Only ever a file that prepare.py wrote."""
    return pickle.loads(path.read_bytes())


def profile() -> ModelProfile:
    """Mini's entry of the catalogue."""
    bundled = load_bundled(REPOSITORY / "models" / "catalogue")
    return next(each for each in bundled if isinstance(each, ModelProfile) and each.id == "lentigo-mini")


@contextmanager
def mini() -> Iterator[LlamaVisionModel]:
    """The committed files, loaded."""
    model = LlamaVisionModel(profile=profile(), folder=REPOSITORY, stop=StopFlag(), on_progress=_ignore)
    try:
        yield model
    finally:
        model.close()


def reply(model: LlamaVisionModel, picture: np.ndarray) -> Reply:
    """Scores over the closed set and the answers to all questions, asked as the application asks."""
    asked = prompts()
    questions = [Question(field=name, prompt=text, max_tokens=96) for name, text in asked.items() if name != "classify"]
    with _session(model, picture) as session:
        return Reply(scores=_scores(model, session), answers=session.ask(questions, _ignore))


def label_scores(model: LlamaVisionModel, pictures: Sequence[np.ndarray]) -> np.ndarray:
    """Log-likelihoods, pictures × labels."""
    found = []
    for picture in pictures:
        with _session(model, picture) as session:
            found.append(_scores(model, session))
    return np.array(found)


@contextmanager
def _session(model: LlamaVisionModel, picture: np.ndarray) -> Iterator[LlamaImageSession]:
    raster = Raster(width=picture.shape[1], height=picture.shape[0], rgb=picture.tobytes())
    photograph = DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())
    with model.open([photograph], system="", seed=0, on_progress=_ignore) as session:
        yield session


def _scores(model: LlamaVisionModel, session: LlamaImageSession) -> np.ndarray:
    return np.array(session.score(prompts()["classify"], [label.text for label in model.labels]))


def _ignore(*_arguments: object) -> None:
    """Nobody waits for progress here."""


def probabilities(scores: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Softmax of each row's scores, divided by the temperature."""
    cooled = scores / temperature
    shares = np.exp(cooled - cooled.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def calibration_error(shares: np.ndarray, truth: np.ndarray) -> float:
    """Mean gap between confidence and accuracy over ten bins of equal width."""
    confidence, right = shares.max(1), shares.argmax(1) == truth
    bins = np.minimum((confidence * 10).astype(int), 9)
    inside = [bins == number for number in set(bins)]
    return float(sum(abs(confidence[one].mean() - right[one].mean()) * one.mean() for one in inside))
