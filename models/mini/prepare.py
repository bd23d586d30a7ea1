"""First step of the recipe: pictures into arrays, facts from their pixels, phantoms with their truth, a tokenizer."""

import argparse
import pickle
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from findings import measure
from phantoms import facts, random_truth, render
from pictures import DIAGNOSES, SIDE, SOURCE_SIDE, Example, central_square, data_folder, examples, load
from PIL import Image
from questions import REPOSITORY, Facts, answers, diagnoses, prompts
from segmentation import segment
from tokenizer import train

WORK = REPOSITORY / "build" / "cache" / "mini"
PHANTOM_SIDE = 160
PHANTOMS = {"phantoms_train": (57_000, 10_000), "phantoms_val": (300, 900_000)}  # how many, first seed


def main() -> None:
    """Photographs first, then phantoms."""
    options = arguments(__doc__)
    options.work.mkdir(parents=True, exist_ok=True)
    for split in ("train", "val"):
        prepare_photographs(options.data, options.work, split)
    for name, (count, first_seed) in PHANTOMS.items():
        prepare_phantoms(options.work, name, count, first_seed)
    prepare_words(options.work)


def arguments(description: str | None, **extra: float) -> argparse.Namespace:
    """--data and --work, which every step has, and the step's own numbers."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=data_folder, default="../shared/data/derm", help="folder with the photographs")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for what the steps hand on")
    for name, default in extra.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    return parser.parse_args()


def prepare_photographs(data: Path, work: Path, split: str) -> None:
    """Arrays, diagnosis numbers, outlines and facts of one split."""
    found = examples(data, split)
    small = load(found, SIDE)
    np.savez(work / f"{split}.npz", source=load(found, SOURCE_SIDE), small=small, **columns(found))
    np.save(work / f"{split}_marks.npy", np.stack([marks(segment(picture).lesion) for picture in small]))
    write_facts(work / f"{split}_facts.pkl", [measure(picture) for picture in small])


def columns(found: list[Example]) -> dict[str, np.ndarray]:
    """What is known of each photograph beside its pixels; label -1 is none of the seven."""
    return {
        "label": np.array([DIAGNOSES.index(one.diagnosis) if one.diagnosis else -1 for one in found]),
        "original": np.array([one.label for one in found]),
        "group": np.array([one.group for one in found]),
        "phone": np.array([one.phone for one in found]),
        "tone": np.array([one.tone for one in found]),
        "held": np.array([one.held_out for one in found]),
    }


def prepare_phantoms(work: Path, name: str, count: int, first_seed: int) -> None:
    """Render them, one seed each and a process a core, and keep their truth."""
    with Pool() as pool:
        pictures, drawn, truths = zip(*pool.imap(phantom, range(first_seed, first_seed + count), 100), strict=True)
    np.save(work / f"{name}.npy", np.stack(pictures))
    np.save(work / f"{name}_marks.npy", np.stack(drawn))
    write_facts(work / f"{name}_facts.pkl", [*truths])


def phantom(seed: int) -> tuple[np.ndarray, np.ndarray, Facts]:
    """A picture as the model sees it, its marks and its truth."""
    truth = random_truth(np.random.default_rng(seed))
    drawing = render(truth, seed, (PHANTOM_SIDE, PHANTOM_SIDE))
    square = np.asarray(central_square(drawing.picture))
    return square, marks(drawing.lesion, drawing.hair), facts(truth, drawing.share)


def marks(*sheets: np.ndarray) -> np.ndarray:
    """Squares of 0 … 1 as bytes, SIDE × SIDE × count."""
    pictures = [Image.fromarray((sheet * 255).astype(np.uint8)) for sheet in sheets]
    return np.stack([np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX)) for picture in pictures], -1)


def prepare_words(work: Path) -> None:
    """The tokenizer's corpus is what will be asked and answered."""
    known = [facts for name in ("train", "phantoms_train") for facts in read_facts(work / f"{name}_facts.pkl")]
    said = [text for facts in known for text in answers(facts, "").values()]
    items = [item for text in said for item in text.split(", ")]
    train([*[*prompts().values(), *diagnoses()] * 400, *items, ", "], work / "tokenizer.model")


def write_facts(path: Path, value: list[Facts | None]) -> None:
    """A file that read_facts reads."""
    path.write_bytes(pickle.dumps(value))


def read_facts(path: Path) -> list[Facts | None]:
    """Only ever a file that this recipe wrote itself."""
    return pickle.loads(path.read_bytes())


if __name__ == "__main__":
    main()
