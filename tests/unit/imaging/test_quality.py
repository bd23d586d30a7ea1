"""What prevents an analysis, what only warns, and what must never be refused."""

import io
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from skin_pictures import photograph_of, skin_picture

from lentigo.domain.quality import QualityIssue, QualityProblem
from lentigo.imaging.loading import load
from lentigo.imaging.quality import assess_quality

DARKEST_SKIN = (0.10, 0.07, 0.06)  # light skin -> phototype VI, factors of linear red, green and blue


def issues_of(image):
    """All but whether it has the texture of skin: drawn pictures have none, and test_no_skin.py looks after that."""
    issues = assess_quality(photograph_of(image)).issues
    return tuple(issue for issue in issues if issue is not QualityIssue.UNLIKE_SKIN)


def problems_of(image):
    return {issue.problem for issue in issues_of(image)}


def refused_for(image):
    """The one defect that prevents the analysis, or None."""
    refusals = [issue.problem for issue in issues_of(image) if issue.prevents_analysis]
    assert len(refusals) <= 1
    return refusals[0] if refusals else None


def exposed(image, *factors):
    coded = np.asarray(image, np.float64) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4) * factors
    linear = np.clip(linear, 0, 1)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return Image.fromarray((coded * 255 + 0.5).astype(np.uint8))


def blurred(image, sigma):
    return image.filter(ImageFilter.GaussianBlur(sigma * max(image.size) / 600))


def noisy(pixels, strength):
    noise = np.random.default_rng(3).normal(0, strength, np.shape(pixels))
    return Image.fromarray(np.clip(np.asarray(pixels, np.float64) + noise, 0, 255).astype(np.uint8))


@pytest.fixture(scope="session")
def skin():
    return skin_picture(600, 450)


def test_good_skin_has_no_issue(skin):
    assert issues_of(skin) == ()


def test_size(skin):
    assert refused_for(skin.resize((120, 90))) is QualityProblem.SMALL
    assert problems_of(skin.resize((160, 120))) == {QualityProblem.SMALL}
    assert refused_for(skin.resize((160, 120))) is None
    assert problems_of(skin.resize((300, 225))) == set()


@pytest.mark.parametrize("size", [(600, 1), (1, 1), (5000, 95)])
def test_slivers_are_too_small(size):
    assert refused_for(Image.new("RGB", size, "pink")) is QualityProblem.SMALL


def test_blur_warns_then_prevents(skin):
    assert QualityProblem.BLURRED not in problems_of(blurred(skin, 1))
    assert problems_of(blurred(skin, 5)) == {QualityProblem.BLURRED}
    assert refused_for(blurred(skin, 5)) is None
    assert refused_for(blurred(skin, 14)) is QualityProblem.BLURRED


def test_blur_is_judged_alike_at_each_size(skin):
    for side in (300, 1200, 2400):
        resized = skin.resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
        assert QualityProblem.BLURRED in problems_of(blurred(resized, 5))
        assert refused_for(blurred(resized, 14)) is QualityProblem.BLURRED


def test_a_sharp_black_rim_does_not_hide_blur(skin):
    assert QualityProblem.BLURRED in problems_of(with_rim(blurred(skin, 5)))


def with_rim(image):
    rim = Image.new("L", image.size, 255)
    ImageDraw.Draw(rim).ellipse((10, -30, image.width - 10, image.height + 30), fill=0)
    return Image.composite(Image.new("RGB", image.size, (4, 4, 4)), image, rim)


def test_dark(skin):
    black = Image.new("RGB", (600, 450))
    assert refused_for(black) is QualityProblem.DARK
    assert refused_for(noisy(black, 4)) is QualityProblem.DARK
    underexposed = exposed(skin, 0.02)
    assert problems_of(underexposed) >= {QualityProblem.DARK}
    assert refused_for(underexposed) is None


def test_bright(skin):
    assert refused_for(exposed(skin, 60)) in (QualityProblem.BRIGHT, QualityProblem.FLAT)
    glare = skin.copy()
    ImageDraw.Draw(glare).ellipse((200, 130, 400, 320), fill="white")
    assert problems_of(glare) == {QualityProblem.BRIGHT}
    assert refused_for(glare) is None


@pytest.mark.parametrize("colour", ["white", (200, 150, 120), (128, 128, 128)])
def test_one_even_colour(colour):
    assert refused_for(Image.new("RGB", (600, 450), colour)) is QualityProblem.FLAT
    assert refused_for(noisy(Image.new("RGB", (600, 450), colour), 5)) is QualityProblem.FLAT


def chessboard(dark=(0, 0, 0), light=(255, 255, 255), squares=8, angle=0):
    board = np.where((np.indices((squares, squares)).sum(0) % 2)[..., None], dark, light).astype(np.uint8)
    image = Image.fromarray(board).resize((640, 640), Image.Resampling.NEAREST)
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=dark)


def landscape(sky, ground):
    noise = np.random.default_rng(1).normal(0, 1, (30, 40)).repeat(16, 0).repeat(16, 1)[..., None]
    pixels = np.where(np.arange(480)[:, None, None] < 250, sky, ground) * (1 + 0.15 * noise)
    return noisy(pixels, 6)


def page(paper, ink):
    image = Image.new("RGB", (700, 900), paper)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(20)
    for line in range(30):
        draw.text((30, 20 + 29 * line), "Sunt in culpa qui officia deserunt mollit anim id est laborum.", ink, font)
    return image


def chart():
    image = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(image)
    for bar, colour in enumerate(("#d08060", "#c05030", "#1f77b4", "#e0a080", "#803020")):
        draw.rectangle((80 + bar * 140, 500 - bar * 90, 180 + bar * 140, 550), fill=colour)
    draw.line((60, 20, 60, 550, 780, 550), fill="black", width=3)
    return image


GENERATOR = np.random.default_rng(11)
NOT_SKIN = {
    "chessboard": chessboard(),
    "wooden chessboard": chessboard((120, 70, 40), (235, 205, 165)),
    "photographed wooden chessboard": noisy(blurred(chessboard((120, 70, 40), (235, 205, 165), angle=14), 1.5), 6),
    "meadow": landscape((110, 165, 230), (75, 125, 45)),
    "sea": landscape((150, 190, 235), (30, 80, 130)),
    "forest": landscape((50, 95, 40), (35, 70, 30)),
    "page": page("white", "black"),
    "page at night": page((30, 30, 34), (220, 220, 220)),
    "yellowed page": noisy(page((225, 210, 175), (60, 45, 35)), 5),
    "chart": chart(),
    "noise": Image.fromarray(GENERATOR.integers(0, 256, (480, 640, 3)).astype(np.uint8)),
    "small noise": Image.fromarray(GENERATOR.integers(0, 256, (224, 224, 3)).astype(np.uint8)),
    "grey noise": Image.fromarray(GENERATOR.integers(0, 256, (480, 640)).astype(np.uint8)).convert("RGB"),
}


@pytest.mark.parametrize("name", NOT_SKIN)
def test_what_is_not_skin_is_refused(name):
    assert refused_for(NOT_SKIN[name]) is QualityProblem.NOT_SKIN


@pytest.mark.parametrize("factors", [(1, 1, 1), (0.3, 0.22, 0.18), DARKEST_SKIN, (0.8, 0.35, 0.4), (0.5, 0.35, 0.75)])
def test_each_tone_of_skin_passes(skin, factors):
    """Light, brown, darkest, erythematous, purple."""
    assert issues_of(exposed(skin, *factors)) == ()


def test_skin_on_cloth_under_a_rim_or_behind_a_drape_passes(skin):
    assert refused_for(with_rim(skin)) is None
    for cloth in ((60, 125, 85), (70, 110, 160), (140, 140, 140), (255, 255, 255)):
        limb = noisy(Image.new("RGB", skin.size, cloth), 4 if max(cloth) < 255 else 0)
        limb.paste(skin.crop((150, 0, 450, 450)), (150, 0))
        assert refused_for(limb.filter(ImageFilter.GaussianBlur(0.7))) is None
        drape = limb.copy()
        drape.paste(Image.new("RGB", (600, 110), cloth))
        drape.paste(Image.new("RGB", (600, 110), cloth), (0, 340))
        assert refused_for(drape) is None


def test_colourless_skin_warns_only(skin):
    assert refused_for(skin.convert("L")) is None
    assert problems_of(skin.convert("L")) == {QualityProblem.NOT_SKIN}


def test_phantoms_pass(phantoms):
    for file in phantoms.glob("phantom-*.jpg"):
        assert assess_quality(load(file.read_bytes())).acceptable, file.name


def test_twelve_megapixels_are_judged_quickly(skin):
    photograph = photograph_of(skin.resize((4000, 3000)))
    start = time.process_time()
    assess_quality(photograph)
    assert time.process_time() - start < 1.0  # 0.2 s on a free machine


def sampled(photographs, folder, count):
    files = sorted((photographs / folder / "images").glob("*.jpg"))
    return files[:: max(1, len(files) // count)]


SETS = ("ham10000_224", "pad_ufes_20_train", "sample_600x450")


@pytest.mark.parametrize("folder", SETS)
def test_real_photographs_are_hardly_ever_faulted(photographs, folder):
    """docs/quality.md has the figures over all of them."""
    verdicts = [assess_quality(load(file.read_bytes())) for file in sampled(photographs, folder, 60)]
    assert all(verdict.usable for verdict in verdicts)
    blurred_ones = [v for v in verdicts if QualityProblem.BLURRED in {issue.problem for issue in v.issues}]
    assert len(blurred_ones) <= 0.02 * len(verdicts)
    assert sum(not verdict.acceptable for verdict in verdicts) <= 0.05 * len(verdicts)


@pytest.mark.parametrize("folder", SETS)
def test_real_dark_skin_is_not_refused(photographs, folder):
    for file in sampled(photographs, folder, 30):
        assert refused_for(exposed(Image.open(file).convert("RGB"), *DARKEST_SKIN)) is None, file.name


@pytest.mark.parametrize("folder", SETS)
def test_real_blur_is_found(photographs, folder):
    pictures = [Image.open(file).convert("RGB") for file in sampled(photographs, folder, 30)]
    warned = [QualityProblem.BLURRED in problems_of(blurred(picture, 4)) for picture in pictures]
    refused = [refused_for(blurred(picture, 14)) is QualityProblem.BLURRED for picture in pictures]
    assert np.mean(warned) >= 0.95
    assert np.mean(refused) >= 0.95


def small_and_blurred(image, sigma, noise):
    """300 x 300 pixels, blurred, then noisy, then a JPEG: as a messenger sends what a phone did not focus."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side)).resize((300, 300), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    noisy(square.filter(ImageFilter.GaussianBlur(sigma)), noise).save(file, "JPEG", quality=85)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize(("sigma", "noise"), [(3, 0), (3, 3), (4, 6)])
@pytest.mark.parametrize("folder", ["pad_ufes_20_train", "sample_600x450"])
def test_small_blurred_noisy_photographs_are_found(photographs, folder, sigma, noise):
    pictures = [Image.open(file).convert("RGB") for file in sampled(photographs, folder, 20)]
    found = [QualityProblem.BLURRED in problems_of(small_and_blurred(each, sigma, noise)) for each in pictures]
    assert np.mean(found) >= 0.9
    sharp = [QualityProblem.BLURRED in problems_of(small_and_blurred(each, 0, noise)) for each in pictures]
    assert np.mean(sharp) <= 0.05


@pytest.mark.parametrize("folder", ["pad_ufes_20_train", "sample_600x450"])
def test_blur_at_the_lesion_is_found_beside_sharp_skin(photographs, folder):
    found = []
    for file in sampled(photographs, folder, 20):
        image = Image.open(file).convert("RGB")
        mask = Image.new("L", image.size, 0)
        mask.paste(255, (image.width // 5, image.height // 5, image.width * 4 // 5, image.height * 4 // 5))
        soft = mask.filter(ImageFilter.GaussianBlur(image.width / 60))
        found.append(QualityProblem.BLURRED in problems_of(Image.composite(blurred(image, 6), image, soft)))
    assert np.mean(found) >= 0.9


@pytest.mark.parametrize("side", [224, 300, 600, 1200])
@pytest.mark.parametrize("patch", [1, 2, 4, 6, 8, 16, 32])
def test_colour_noise_of_any_grain_is_not_skin(side, patch):
    grains = GENERATOR.integers(0, 256, (side // patch + 1, side // patch + 1, 3)).astype(np.uint8)
    sharp = Image.fromarray(grains.repeat(patch, 0).repeat(patch, 1)[:side, :side])
    smooth = Image.fromarray(grains).resize((side, side), Image.Resampling.BICUBIC)
    assert refused_for(sharp) is QualityProblem.NOT_SKIN
    assert refused_for(smooth) is QualityProblem.NOT_SKIN


@pytest.mark.parametrize(
    ("tone", "side", "told"), [((1, 1, 1), 23, True), ((1, 1, 1), 150, False), (DARKEST_SKIN, 150, False)]
)
def test_a_lesion_of_few_pixels_is_told(tone, side, told):
    """In the darkest skin a small one may stand out too little to be measured; a large one is never called small."""
    image = skin_picture(1500, 1125).crop((900, 200, 1500, 650))  # beside the lesion
    ImageDraw.Draw(image).ellipse((280, 210, 280 + side, 210 + side), fill=(100, 62, 48))
    assert (QualityIssue.SMALL_LESION in issues_of(exposed(image, *tone))) is told


def test_what_the_file_leaves_in_doubt_is_told_beside_the_rest(skin):
    photograph = replace(photograph_of(skin), issues=(QualityIssue.COLOURS_UNCERTAIN, QualityIssue.MENDED))
    quality = assess_quality(photograph)
    assert quality.issues == (QualityIssue.UNLIKE_SKIN, *photograph.issues)  # of a drawn picture
    assert quality.usable
    assert not quality.acceptable
