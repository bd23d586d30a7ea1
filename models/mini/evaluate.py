"""Last step: the committed GGUF pair, run by the application's own engine over the held-out pictures."""

import argparse
import pickle
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from questions import NOT_ASSESSED, REPOSITORY, Facts, prompts, vocabularies

from lentigo.analysis.answers import words_in
from lentigo.analysis.ports import Question
from lentigo.domain.photograph import DeidentifiedPhotograph, Raster
from lentigo.inference.vision_model import LlamaVisionModel
from lentigo.models.catalogue import load_profile

DESCRIPTION = re.compile(
    r"(An?|A few|Many) [a-z, -]+ with (an? )?[a-z, ]+ fills? a (small|medium|large) part of the picture\. "
    r"(It is|They are) [a-z, -]+ on [a-z, ]+ skin; the surface is [a-z]+\.( [A-Z][a-z ]+ (is|are) visible\.)?"
)
SHORT = ("nv", "mel", "bcc", "akiec", "bkl", "df", "vasc")


@dataclass(slots=True, kw_only=True)
class Reply:
    """What the model says of one picture."""

    probabilities: np.ndarray
    answers: dict[str, str]


def main() -> None:
    """Diagnoses and findings on photographs, then findings on phantoms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--work", type=Path, default=REPOSITORY / "build" / "cache" / "mini", help="prepare.py's folder"
    )
    parser.add_argument("--pictures", type=int, default=0, help="only the first so many; 0 for all")
    options = parser.parse_args()
    profile = load_profile(REPOSITORY / "models" / "catalogue", "lentigo-mini")
    model = LlamaVisionModel(profile=profile, resources=REPOSITORY, should_stop=lambda: False)
    held, upto = np.load(options.work / "val.npz"), options.pictures or None
    replies = [reply(model, picture) for picture in held["small"][:upto]]
    print_diagnoses(replies, held["label"][:upto])
    print_fields("real pictures against pixel-derived labels", replies, read(options.work / "val_facts.pkl")[:upto])
    phantoms = np.load(options.work / "phantoms_val.npy")[:upto]
    replies = [reply(model, picture) for picture in phantoms]
    print_fields("phantoms against their truth", replies, read(options.work / "phantoms_val_facts.pkl")[:upto])
    model.close()


def read(path: Path) -> list[Facts | None]:
    """Only ever a file that prepare.py wrote."""
    return pickle.loads(path.read_bytes())


def reply(model: LlamaVisionModel, picture: np.ndarray) -> Reply:
    """Scores over the closed set and the answers to all questions, asked as the application asks."""
    raster = Raster(width=picture.shape[1], height=picture.shape[0], rgb=picture.tobytes())
    photograph = DeidentifiedPhotograph(raster=raster, sha256="", format="PNG", captured=None, metadata_removed=())
    asked = prompts()
    questions = [Question(field=name, prompt=text, max_tokens=96) for name, text in asked.items() if name != "classify"]
    with model.open([photograph], system="") as session:
        scores = np.array(session.score(asked["classify"], [label.text for label in model.labels]))
        answers = session.ask(questions, lambda _field, _text: None)
    probabilities = np.exp(scores - scores.max())
    return Reply(probabilities=probabilities / probabilities.sum(), answers=answers)


def print_diagnoses(replies: list[Reply], truth: np.ndarray) -> None:
    """Accuracy, calibration and the confusion matrix."""
    chosen = np.array([one.probabilities.argmax() for one in replies])
    table = np.zeros((7, 7), int)
    np.add.at(table, (truth, chosen), 1)
    recalls = table.diagonal() / np.maximum(table.sum(1), 1)
    print(f"{len(replies)} pictures: balanced accuracy {recalls.mean():.3f}, accuracy {(chosen == truth).mean():.3f}")
    confidence = np.array([one.probabilities.max() for one in replies])
    print(f"expected calibration error (10 bins) {calibration_error(confidence, chosen == truth):.3f}")
    print("true \\ said" + "".join(f"{name:>7}" for name in SHORT) + "  recall")
    for name, row, recall in zip(SHORT, table, recalls, strict=True):
        print(f"{name:11}" + "".join(f"{count:7}" for count in row) + f"{recall:8.2f}")


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Mean gap between confidence and accuracy over ten bins."""
    bins = np.minimum((confidence * 10).astype(int), 9)
    inside = [bins == number for number in set(bins)]
    return float(sum(abs(confidence[one].mean() - right[one].mean()) * one.mean() for one in inside))


def print_fields(title: str, replies: list[Reply], facts: Iterable[Facts | None]) -> None:
    """Agreement field by field, beside what the commonest answer alone would reach."""
    pairs = [(one.answers, known) for one, known in zip(replies, facts, strict=True) if known is not None]
    print(
        f"\n{title} ({len(pairs)} pictures): all words right, mean F1 of the words, all right by the commonest answer"
    )
    for field, words in vocabularies().items():
        said = [frozenset(words_in(answers[field], words)) for answers, _ in pairs]
        known = [frozenset(facts.get(field, ())) for _, facts in pairs]
        exact = np.mean([one == other for one, other in zip(said, known, strict=True)])
        shared = np.mean([overlap(one, other) for one, other in zip(said, known, strict=True)])
        commonest = Counter(known).most_common(1)[0][1] / len(known)
        print(f"  {field:17} {exact:.3f}  {shared:.3f}  {commonest:.3f}")
    print(f"  answers in form    {well_formed(replies):.3f}")
    shaped = [bool(DESCRIPTION.fullmatch(one.answers["describe"])) for one in replies]
    print(f"  sentences in form  {np.mean(shaped):.3f}")


def overlap(said: frozenset[str], known: frozenset[str]) -> float:
    """F1 of two sets of words; two empty ones agree."""
    return 2 * len(said & known) / (len(said) + len(known)) if said or known else 1.0


def well_formed(replies: list[Reply]) -> float:
    """Share of field answers that are only vocabulary, or one of the two phrases for none."""
    allowed = {field: {*words, NOT_ASSESSED, "nothing else"} for field, words in vocabularies().items()}
    fits = [set(one.answers[field].split(", ")) <= words for one in replies for field, words in allowed.items()]
    return float(np.mean(fits))


if __name__ == "__main__":
    main()
