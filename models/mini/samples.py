"""Renders the demonstration picture and the tests' phantoms, with their truth as JSON."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from phantom_lesions import Look
from phantoms import Truth, facts, render
from questions import REPOSITORY

SAMPLE_SIZE, TEST_SIZE = (900, 675), (600, 450)
MANY_COLOURED = ("black", "dark brown", "light brown")


def truth(name: str, look: Look, radius: float, tone: str, hairs: int = 0) -> Truth:
    """One lesion, without a vignette."""
    return Truth(
        name=name, look=look, radius=radius, count=1, arrangement="single",
        tone=tone, red_skin=False, hairs=hairs, dark_corners=False,
    )  # fmt: skip


PIGMENTED = Look(
    form="irregular",
    symmetric=False,
    sharp=True,
    regular=False,
    kind="plaque",
    texture="mottled",
    colours=MANY_COLOURED,
)
SCALY = Look(form="oval", symmetric=True, sharp=True, regular=True, kind="plaque", texture="scaly", colours=("red",))
NODULE = Look(form="round", symmetric=True, sharp=True, regular=True, kind="nodule", texture="shiny", colours=("red",))
RING = Look(
    form="ring-shaped",
    symmetric=True,
    sharp=True,
    regular=True,
    kind="plaque",
    texture="scaly",
    colours=("red", "pink"),
)
SAMPLE = (truth("many-coloured", PIGMENTED, 0.46, "medium", hairs=5), 31)
TESTS = {
    "phantom-pigmented": (truth("many-coloured", PIGMENTED, 0.5, "light"), 12),
    "phantom-red-scaly": (truth("scaly plaque", SCALY, 0.5, "light"), 6),
    "phantom-dark-skin": (truth("nodule", NODULE, 0.42, "dark"), 1),
    "phantom-ring": (truth("ring", RING, 0.6, "medium"), 8),
}


def main() -> None:
    """Write the sample, the test pictures and their truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=Path, default=REPOSITORY / "models" / "mini" / "sample" / "phantom.png")
    parser.add_argument("--tests", type=Path, default=REPOSITORY / "tests" / "data")
    options = parser.parse_args()
    options.sample.parent.mkdir(parents=True, exist_ok=True)
    options.tests.mkdir(parents=True, exist_ok=True)
    render(*SAMPLE, SAMPLE_SIZE).picture.save(options.sample, optimize=True)
    known = {name: write_test(options.tests, name, *made) for name, made in TESTS.items()}
    (options.tests / "phantoms.json").write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


def write_test(folder: Path, name: str, made: Truth, seed: int) -> dict[str, object]:
    """A JPEG: grain makes a PNG of this size too large to commit."""
    drawing = render(made, seed, TEST_SIZE)
    drawing.picture.save(folder / f"{name}.jpg", quality=92)
    return {
        "file": f"{name}.jpg",
        "seed": seed,
        "share": round(drawing.share, 3),
        "facts": facts(made, drawing.share),
        "made": asdict(made),
    }


if __name__ == "__main__":
    main()
