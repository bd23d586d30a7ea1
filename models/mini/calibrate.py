"""Sixth step: one temperature for the label scores, fitted on lesions that taught nothing, into the catalogue."""

import re
from datetime import UTC, datetime

import numpy as np
from asking import arguments, calibration_error, label_scores, mini, probabilities
from questions import CATALOGUE

TEMPERATURES = np.exp(np.linspace(np.log(0.25), np.log(8), 701))
DATA = "HAM10000 (dermoscopy, mostly of light skin)"


def main() -> None:
    """Fit, report and write."""
    options = arguments(__doc__).parse_args()
    stored = np.load(options.work / "train.npz")
    held = stored["held"]
    truth = stored["label"][held]
    with mini() as model:
        scores = label_scores(model, stored["small"][held])
    right = scores.argmax(1) == truth
    recalls = [right[truth == kind].mean() for kind in np.unique(truth)]
    print(f"{len(truth)} held-out pictures: balanced accuracy {np.mean(recalls):.3f}, accuracy {right.mean():.3f}")
    temperature = fitted(scores, truth)
    for name, value in (("as it is", 1.0), (f"temperature {temperature:.3f}", temperature)):
        error = calibration_error(probabilities(scores, value), truth)
        print(f"{name}: {len(truth)} pictures, surprise {surprise(scores, truth, value):.3f}, error {error:.3f}")
    write(temperature, len(truth))


def fitted(scores: np.ndarray, truth: np.ndarray) -> float:
    """The temperature with the least mean surprise."""
    return float(TEMPERATURES[np.argmin([surprise(scores, truth, value) for value in TEMPERATURES])])


def surprise(scores: np.ndarray, truth: np.ndarray, temperature: float) -> float:
    """Mean negative logarithm of the true label's share."""
    shares = probabilities(scores, temperature)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(shares, 1e-12)).mean())


def write(temperature: float, count: int) -> None:
    """In place of the table that stands there, else before the labels."""
    table = (
        f"[calibration]\ntemperature = {temperature:.3f}\nn = {count}\n"
        f'date = "{datetime.now(UTC).date().isoformat()}"\ndata = "{DATA}"\nkind = "dermoscopic"\n\n'
    )
    text = re.sub(r"\[calibration\]\n.*?\n\n+", "", CATALOGUE.read_text(encoding="utf-8"), flags=re.DOTALL)
    before = text.index("# `text` is what the model is scored on")
    CATALOGUE.write_text(text[:before].rstrip() + "\n\n" + table + text[before:], encoding="utf-8")


if __name__ == "__main__":
    main()
