"""Last step: the GGUF pair, run by the application's own engine over the held-out pictures; draws confusion.svg."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from asking import Reply, arguments, calibration_error, mini, probabilities, profile, read_facts, reply
from confusion import drawn
from questions import NOT_ASSESSED, NOTHING_ELSE, Facts, vocabularies

from lentigo.analysis.answers import words_in

DESCRIPTION = re.compile(
    r"(An?|A few|Many) [a-z, -]+ with (an? )?[a-z, ]+ fills? a (small|medium|large) part of the picture\. "
    r"(It is|They are) [a-z, -]+ on [a-z, ]+ skin; the surface is [a-z]+\.( [A-Z][a-z ]+ (is|are) visible\.)?"
)
SHORT = ("nv", "mel", "bcc", "akiec", "bkl", "df", "vasc")
SIDES = ("asymmetric", "symmetric")
PICTURE = Path(__file__).resolve().parent / "confusion.svg"


def main() -> None:
    """Diagnoses and findings on photographs, then findings on phantoms."""
    parser = arguments(__doc__)
    parser.add_argument("--pictures", type=int, default=0, help="only the first so many; 0 for all")
    options = parser.parse_args()
    held, upto = np.load(options.work / "val.npz"), options.pictures or None
    phantoms = np.load(options.work / "phantoms_val.npy")[:upto]
    known = read_facts(options.work / "val_facts.pkl")[:upto]
    with mini() as model:
        replies = [reply(model, picture) for picture in held["small"][:upto]]
        rendered = [reply(model, picture) for picture in phantoms]
    print_diagnoses(replies, held["label"][:upto], known)
    print_fields("photographs against pixel-derived labels", replies, known)
    truths = read_facts(options.work / "phantoms_val_facts.pkl")[:upto]
    print_fields("phantoms against their truth", rendered, truths)


def print_diagnoses(replies: list[Reply], truth: np.ndarray, facts: list[Facts | None]) -> None:
    """Accuracy, the confusion matrix, calibration, and accuracy by the skin's measured tone."""
    scores = np.array([one.scores for one in replies])
    chosen, table = scores.argmax(1), np.zeros((7, 7), int)
    np.add.at(table, (truth, chosen), 1)
    recalls = table.diagonal() / np.maximum(table.sum(1), 1)
    accuracy = (chosen == truth).mean()
    print(f"{len(replies)} pictures: balanced accuracy {recalls.mean():.3f}, accuracy {accuracy:.3f}")
    print("true \\ said" + "".join(f"{name:>7}" for name in SHORT) + "  recall")
    for name, row, recall in zip(SHORT, table, recalls, strict=True):
        print(f"{name:11}" + "".join(f"{count:7}" for count in row) + f"{recall:8.2f}")
    PICTURE.write_text(drawn(table, SHORT, recalls.mean()), encoding="utf-8")
    print_calibration(scores, truth)
    print_tones(chosen == truth, truth, facts)


def print_calibration(scores: np.ndarray, truth: np.ndarray) -> None:
    """Before and after the catalogue's temperature."""
    print(f"expected calibration error (10 bins) {calibration_error(probabilities(scores), truth):.3f}", end="")
    known = profile().calibration
    if known:
        error = calibration_error(probabilities(scores, known.temperature), truth)
        print(f", after temperature {known.temperature:g} {error:.3f}", end="")
    print()


def print_tones(right: np.ndarray, truth: np.ndarray, facts: list[Facts | None]) -> None:
    """Mean recall over the diagnoses that a tone has, and how many pictures that is."""
    tones = np.array([(one or {}).get("surrounding skin", ("not measured",))[0] for one in facts])
    for tone in ("light", "medium", "dark", "not measured"):
        kinds = [(tones == tone) & (truth == kind) for kind in set(truth[tones == tone])]
        if kinds:
            mean = np.mean([right[one].mean() for one in kinds])
            print(f"{tone} skin: {(tones == tone).sum()} pictures, {len(kinds)} diagnoses, mean recall {mean:.3f}")


def print_fields(title: str, replies: list[Reply], facts: Iterable[Facts | None]) -> None:
    """Agreement field by field: all words right, each word of the vocabulary right, and what the commonest reaches."""
    pairs = [(one.answers, known) for one, known in zip(replies, facts, strict=True) if known is not None]
    print(f"\n{title} ({len(pairs)} pictures)")
    print("  field               all words  each word   mean F1  commonest answer: all words  each word")
    sums = np.zeros(3)
    for field, words in vocabularies().items():
        said = [frozenset(words_in(answers[field], words)) for answers, _ in pairs]
        known = [frozenset(facts.get(field, ())) for _, facts in pairs]
        usual = Counter(known).most_common(1)[0][0]
        shared = np.mean([overlap(one, other) for one, other in zip(said, known, strict=True)])
        exact, each = agreement(said, known, words)
        usual_exact, usual_each = agreement([usual] * len(known), known, words)
        sums += (exact, each, usual_each)
        print(f"  {field:18} {exact:9.3f} {each:10.3f} {shared:9.3f} {usual_exact:29.3f} {usual_each:10.3f}")
    exact, each, usual = sums / len(vocabularies())
    print(f"  mean of the fields: all words {exact:.3f}, each word {each:.3f} (commonest answer {usual:.3f})")
    sides = [{*words_in(answers["shape"], SIDES)} == {*SIDES} & {*facts["shape"]} for answers, facts in pairs]
    print(f"  symmetric or asymmetric {np.mean(sides):.3f}")
    shaped = [bool(DESCRIPTION.fullmatch(one.answers["describe"])) for one in replies]
    print(f"  well-formed: answers {well_formed(replies):.3f}, descriptions {np.mean(shaped):.3f}")


def agreement(said: list[frozenset[str]], known: list[frozenset[str]], words: tuple[str, ...]) -> tuple[float, float]:
    """Share of pictures with the very same words, and of single words said or left out rightly."""
    wrong = [len(one ^ other) for one, other in zip(said, known, strict=True)]
    return float(np.mean([count == 0 for count in wrong])), 1 - float(np.mean(wrong)) / len(words)


def overlap(said: frozenset[str], known: frozenset[str]) -> float:
    """F1 of two sets of words; two empty ones agree."""
    return 2 * len(said & known) / (len(said) + len(known)) if said or known else 1.0


def well_formed(replies: list[Reply]) -> float:
    """Share of field answers that are only vocabulary, or one of the two phrases for none."""
    allowed = {field: {*words, NOT_ASSESSED, NOTHING_ELSE} for field, words in vocabularies().items()}
    fits = [set(one.answers[field].split(", ")) <= words for one in replies for field, words in allowed.items()]
    return float(np.mean(fits))


if __name__ == "__main__":
    main()
