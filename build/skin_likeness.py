"""Make the table of what photographs of skin are like, and print how often it would ask: docs/quality.md.

python build/skin_likeness.py FOLDER [--write]      (FOLDER/SET/labels.csv and images/; real photographs of skin only)

Half of the lesions or patients, by a hash of their number, teach the table; the other half says how often it asks, in
each set and for each type of skin. A photograph that teaches does so four times: as it is, in a brown and in a dark
tone of skin, and blurred, noisy or compressed. Of made pictures (tests/unit/imaging/no_skin_pictures.py) other seeds
teach than the tests look at; and each time four of the ten kinds are kept out, how many of them are noticed is printed.
"""

import argparse
import csv
import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from quality_report import BROWN_SKIN, DARKEST_SKIN, add_noise, add_rim, blur, compress, expose

from lentigo.imaging.cielab import cielab
from lentigo.imaging.quality import OTHER_SURFACE, UNLIKE_SKIN
from lentigo.imaging.skin_likeness import TABLE, central_square, statistics

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "imaging"))
from no_skin_pictures import KINDS, made_picture

TAUGHT = 400  # photographs of each set at most
TOLD = 1_000
TONED = 150  # of them, in each tone
SEEDS = range(1_000, 1_012)
KEPT_OUT = 4
RIDGE = 0.05  # of the spread of each statistic, so that no direction in which hardly any differed counts too much
LEVELLING = 0.3  # of the spread within both sides, for the same reason
TONES = {"brown skin": expose(*BROWN_SKIN), "darkest skin": expose(*DARKEST_SKIN)}
DEGRADED = (blur(1), blur(2), blur(3), add_noise, compress, add_rim, expose(3), expose(0.3))
TABLE_FILE = Path(__file__).parents[1] / "app" / "lentigo" / "imaging" / TABLE
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """As in skin_likeness."""

    middle: np.ndarray
    way: np.ndarray
    whitening: np.ndarray

    def asks(self, values: np.ndarray) -> np.ndarray:
        deviation = values - self.middle
        return (np.mean((deviation @ self.whitening.T) ** 2, axis=1) > UNLIKE_SKIN) | (
            deviation @ self.way > OTHER_SURFACE
        )


def main() -> None:
    """Teach, print, and write the table if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table in its place")
    options = parser.parse_args()
    rows = {
        file.parent: list(csv.DictReader(file.open())) for file in sorted(options.folder.glob("*/images/../labels.csv"))
    }
    skin = np.array([values for folder, all_ in rows.items() for row in _some(all_) for values in _taught(folder, row)])
    others = {kind: np.array([_statistics(compress(made_picture(kind, seed))) for seed in SEEDS]) for kind in KINDS}
    table = fitted(skin, np.concatenate(list(others.values())))
    if options.write:
        lines = (",".join(f"{value:.5g}" for value in line) for line in (table.middle, table.way, *table.whitening))
        TABLE_FILE.write_text("\n".join(lines) + "\n", "ascii")
    print(f"{len(skin)} pictures of skin taught {len(table.middle)} statistics")
    print("| pictures | n | asked about | % |\n|---|---|---|---|")
    for folder, all_ in rows.items():
        _tell(folder, [row for row in all_ if not _teaches(row)], table)
    _tell_kept_out(skin, others)


def fitted(skin: np.ndarray, others: np.ndarray) -> Table:
    """The usual picture of skin; deviations made uncorrelated and of spread 1; Fisher's way among these."""
    middle, spread = skin.mean(axis=0), skin.std(axis=0)
    values, axes = np.linalg.eigh((1 - RIDGE) * np.corrcoef(skin.T) + RIDGE * np.eye(skin.shape[1]))
    whitening = (axes / np.sqrt(values)).T / spread
    near, far = (skin - middle) @ whitening.T, (others - middle) @ whitening.T
    within = (np.cov(near.T) + np.cov(far.T)) / 2
    within += LEVELLING * np.trace(within) / len(within) * np.eye(len(within))
    apart = far.mean(axis=0) - near.mean(axis=0)
    way = np.linalg.solve(within, apart)
    return Table(middle=middle, way=(way / (way @ apart)) @ whitening, whitening=whitening)


def _teaches(row: Row) -> bool:
    owner = row.get("patient_id") or row["lesion_id"]
    return hashlib.sha256(owner.encode()).digest()[0] % 2 == 0


def _some(rows: list[Row]) -> list[Row]:
    teaching = [row for row in rows if _teaches(row)]
    return random.Random(1).sample(teaching, min(TAUGHT, len(teaching)))


def _taught(folder: Path, row: Row) -> Iterator[np.ndarray]:
    image = _opened(folder, row)
    degrade = random.Random(row["file"]).choice(DEGRADED)
    for changed in (image, *(tone(image) for tone in TONES.values()), degrade(image)):
        yield _statistics(changed)


def _opened(folder: Path, row: Row) -> Image.Image:
    return Image.open(folder / row["file"]).convert("RGB")


def _statistics(image: Image.Image) -> np.ndarray:
    return statistics(cielab(np.asarray(central_square(image))))


def _tell(folder: Path, rows: list[Row], table: Table) -> None:
    """How many of a set are asked about, as they are, for each type of skin, and in darker tones."""
    rows = random.Random(2).sample(rows, min(TOLD, len(rows)))
    asked = table.asks(np.array([_statistics(_opened(folder, row)) for row in rows]))
    _line(folder.name, asked)
    kinds = np.array([row.get("fitspatrick", "").removesuffix(".0") for row in rows])
    for kind in sorted({*kinds} - {""}):
        _line(f"{folder.name}, skin type {kind}", asked[kinds == kind])
    for name, tone in TONES.items():
        toned = np.array([_statistics(tone(_opened(folder, row))) for row in rows[:TONED]])
        _line(f"{folder.name}, {name}", table.asks(toned))


def _tell_kept_out(skin: np.ndarray, others: dict[str, np.ndarray]) -> None:
    """Each kind, among others that taught nothing either."""
    noticed: dict[str, list[float]] = {kind: [] for kind in others}
    for time in range(10):
        out = random.Random(time).sample(sorted(others), KEPT_OUT)
        table = fitted(skin, np.concatenate([values for kind, values in others.items() if kind not in out]))
        for kind in out:
            noticed[kind].append(float(table.asks(others[kind]).mean()))
    for kind, shares in noticed.items():
        print(f"kept out: {kind} {100 * np.mean(shares):.0f} % noticed ({len(shares)} times)" if shares else kind)


def _line(name: str, asked: np.ndarray) -> None:
    print(f"| {name} | {len(asked)} | {asked.sum()} | {100 * asked.mean():.1f} |", flush=True)


if __name__ == "__main__":
    main()
