"""Print how often each quality verdict is given on real photographs, as they are and degraded: docs/quality.md.

python build/quality_report.py FOLDER       (each subfolder with images/ in it is one set)
"""

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from lentigo.domain.photograph import Photograph, Raster
from lentigo.imaging.quality import assess_quality

MOST_DEGRADED = 100  # photographs a set, spread evenly
DARKEST_SKIN = (0.10, 0.07, 0.06)  # light skin -> phototype VI, factors of linear red, green and blue
BROWN_SKIN = (0.30, 0.22, 0.18)


def main(folder: Path) -> None:
    """One table line for each set and degradation."""
    print("| photographs | degradation | n | no issue % | warned % | refused % | most frequent |")
    print("|---|---|---|---|---|---|---|")
    for images in sorted(folder.glob("*/images")):
        files = sorted(images.iterdir())
        print_line(images.parent.name, "none", files, lambda image: image)
        for name, degrade in DEGRADATIONS.items():
            print_line(images.parent.name, name, files[:: max(1, len(files) // MOST_DEGRADED)], degrade)


def print_line(name: str, degradation: str, files: list[Path], degrade: Callable[[Image.Image], Image.Image]) -> None:
    """Assess all files, count the verdicts."""
    verdicts = Counter(verdict for file in files for verdict in verdicts_of(degrade(Image.open(file).convert("RGB"))))
    shares = (f"{100 * verdicts[verdict] / len(files):.1f}" for verdict in ("no issue", "warned", "refused"))
    detail = [f"{verdict} {count}" for verdict, count in verdicts.most_common() if ":" in verdict]
    print(f"| {name} | {degradation} | {len(files)} | {' | '.join(shares)} | {', '.join(detail[:4])} |", flush=True)


def verdicts_of(image: Image.Image) -> Iterator[str]:
    """The verdict, then each issue with its kind."""
    raster = Raster(width=image.width, height=image.height, rgb=image.tobytes())
    quality = assess_quality(Photograph(raster=raster, sha256="", format="PNG", captured=None, metadata=()))
    yield "no issue" if quality.acceptable else "warned" if quality.usable else "refused"
    for issue in quality.issues:
        yield f"{'refused' if issue.prevents_analysis else 'warned'}: {issue.problem.value}"


def blur(sigma: float) -> Callable[[Image.Image], Image.Image]:
    """Gaussian blur; sigma in pixels of a picture whose longest side is 600."""
    return lambda image: image.filter(ImageFilter.GaussianBlur(sigma * max(image.size) / 600))


def expose(*factors: float) -> Callable[[Image.Image], Image.Image]:
    """Multiply linear light, for all channels or for red, green and blue."""

    def exposed(image: Image.Image) -> Image.Image:
        coded = np.asarray(image, np.float32) / 255
        linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4) * np.array(factors)
        linear = np.clip(linear, 0, 1)
        coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
        return Image.fromarray((coded * 255 + 0.5).astype(np.uint8))

    return exposed


def add_noise(image: Image.Image) -> Image.Image:
    """Sensor noise of 12 grey levels, the same for each photograph."""
    noise = np.random.default_rng(0).normal(0, 12, (image.height, image.width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def compress(image: Image.Image) -> Image.Image:
    """JPEG at quality 20."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=20)
    return Image.open(file).convert("RGB")


def add_rim(image: Image.Image) -> Image.Image:
    """The black corners of a dermoscope."""
    height, width = image.height, image.width
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    pixels = np.array(image)
    pixels[np.hypot(down, across) > 1.05] = 4
    return Image.fromarray(pixels)


def on_cloth(image: Image.Image) -> Image.Image:
    """A limb on a green cloth: skin in the middle half, an upright strip."""
    noise = np.random.default_rng(0).normal(0, 5, (image.height, image.width, 3))
    pixels = np.clip(np.array((60, 125, 85)) + noise, 0, 255).astype(np.uint8)
    left, right = image.width // 4, image.width - image.width // 4
    pixels[:, left:right] = np.asarray(image)[:, left:right]
    return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(0.7))


DEGRADATIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    **{f"blur, sigma {sigma} of 600 px": blur(sigma) for sigma in (1, 2, 3, 4, 6, 8, 12, 16)},
    "blur, sigma 4, black rim": lambda image: add_rim(blur(4)(image)),
    "black rim": add_rim,
    "darkest skin": expose(*DARKEST_SKIN),
    "brown skin": expose(*BROWN_SKIN),
    "darkest skin, noise": lambda image: add_noise(expose(*DARKEST_SKIN)(image)),
    "exposed x 0.01": expose(0.01),
    "exposed x 0.02": expose(0.02),
    "exposed x 3": expose(3),
    "exposed x 8": expose(8),
    "noise of 12": add_noise,
    "JPEG quality 20": compress,
    "without colour": lambda image: image.convert("L").convert("RGB"),
    "limb on green cloth": on_cloth,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or not any(Path(sys.argv[1]).glob("*/images")):
        raise SystemExit("Give the folder that holds the sets of photographs: FOLDER/SET/images/*.jpg")
    main(Path(sys.argv[1]))
