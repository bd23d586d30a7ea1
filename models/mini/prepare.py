"""First step of the recipe: pictures into arrays, facts from their pixels, and phantoms with their truth."""

import argparse
import pickle
from pathlib import Path

import numpy as np
from findings import measure
from phantoms import facts, random_truth, render_with_share
from pictures import DIAGNOSES, SIDE, SOURCE_SIDE, central_square, data_folder, examples, load
from questions import REPOSITORY, Facts

WORK = REPOSITORY / "build" / "cache" / "mini"
PHANTOM_SIDE = 160
PHANTOMS = {"phantoms_train": (3000, 10_000), "phantoms_val": (300, 900_000)}  # how many, first seed


def main() -> None:
    """Photographs first, then phantoms."""
    options = arguments(__doc__)
    options.work.mkdir(parents=True, exist_ok=True)
    for split in ("train", "val"):
        prepare_photographs(options.data, options.work, split)
    for name, (count, first_seed) in PHANTOMS.items():
        prepare_phantoms(options.work, name, count, first_seed)


def arguments(description: str | None, **extra: float) -> argparse.Namespace:
    """--data and --work, which every step has, and the step's own numbers."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=data_folder, default="../shared/data/derm", help="folder with the photographs")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for what the steps hand on")
    for name, default in extra.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    return parser.parse_args()


def prepare_photographs(data: Path, work: Path, split: str) -> None:
    """Arrays, diagnosis numbers and facts of one split."""
    found = examples(data, split)
    small = load(found, SIDE)
    numbers = [DIAGNOSES.index(one.diagnosis) if one.diagnosis else -1 for one in found]
    np.savez(work / f"{split}.npz", source=load(found, SOURCE_SIDE), small=small, label=np.array(numbers))
    write_facts(work / f"{split}_facts.pkl", [measure(picture) for picture in small])


def prepare_phantoms(work: Path, name: str, count: int, first_seed: int) -> None:
    """Render them, one seed each, and keep their truth."""
    pictures, truths = [], []
    for seed in range(first_seed, first_seed + count):
        truth = random_truth(np.random.default_rng(seed))
        picture, share = render_with_share(truth, seed, (PHANTOM_SIDE, PHANTOM_SIDE))
        pictures.append(np.asarray(central_square(picture)))
        truths.append(facts(truth, share))
    np.save(work / f"{name}.npy", np.stack(pictures))
    write_facts(work / f"{name}_facts.pkl", truths)


def write_facts(path: Path, value: list[Facts | None]) -> None:
    """A file that read_facts reads."""
    path.write_bytes(pickle.dumps(value))


def read_facts(path: Path) -> list[Facts | None]:
    """Only ever a file that this recipe wrote itself."""
    return pickle.loads(path.read_bytes())


if __name__ == "__main__":
    main()
