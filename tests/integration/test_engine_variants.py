"""Every variant of the engine that this processor can run computes what it should; one that does not is left out."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from broken_variants import ILLEGAL, RETURN, with_broken_variant
from variant_decoding import BATCHES
from wide_models import write_wide_models

from lentigo.inference import variants
from lentigo.inference.variant_record import VariantRecord
from lentigo.inference.variants import LIBRARIES, Variant, check, choose, runnable

DECODE = Path(__file__).with_name("variant_decoding.py")
ALL = runnable()
LARGEST_DIFFERENCE = 0.05  # of the logits' spread; rounding vectors to 8 bits makes up 0.03
LARGEST_ROUNDING = 0.003  # of the same: vectors rounded to 16 bits, or not


@pytest.fixture(scope="module")
def wide_models(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    return write_wide_models(tmp_path_factory.mktemp("wide"))


@pytest.mark.parametrize("variant", [variant.name for variant in ALL])
def test_quantised_models_answer_as_their_weights_in_16_bits_do(
    variant: str, wide_models: dict[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "logits.npz"
    models = [*wide_models.keys(), *wide_models.values()]
    subprocess.run([sys.executable, DECODE, variant, out, *models], check=True)
    logits = np.load(out)
    for quantized, reference in wide_models.items():
        for length in BATCHES:
            one, other = logits[f"{quantized.stem} {length}"], logits[f"{reference.stem} {length}"]
            difference = np.sqrt(np.mean((one - other) ** 2)) / other.std()
            assert difference < LARGEST_DIFFERENCE, (quantized.stem, length)
    for reference in wide_models.values():  # large batches take another way through 16-bit weights than small ones
        few, many = logits[f"{reference.stem} 7"], logits[f"{reference.stem} 512"][:7]
        assert np.sqrt(np.mean((few - many) ** 2)) / few.std() < LARGEST_ROUNDING


def test_the_lowest_variant_runs_everywhere() -> None:
    assert ALL[-1].name == "sse42"
    assert {variant.name for variant in ALL} <= {path.stem.split("ggml-cpu-")[1] for path in LIBRARIES.glob("*-cpu-*")}


def test_no_variant_uses_amx() -> None:
    assert not [path.name for path in LIBRARIES.iterdir() if "sapphirerapids" in path.name]


def test_what_works_is_checked_once(tmp_path: Path) -> None:
    record = VariantRecord(tmp_path)
    choice = choose(ALL, record, check)
    assert (choice.variant.name, choice.left_out) == (ALL[0].name, ())
    assert choose(ALL, record, _not_again).variant.name == ALL[0].name


@pytest.mark.parametrize(
    "code",
    [{"ggml_backend_init": ILLEGAL}, {"ggml_vec_dot_q8_0_q8_0": ILLEGAL}, {"ggml_vec_dot_q8_0_q8_0": RETURN}],
    ids=["dies when loaded", "dies when used", "computes nothing"],
)
def test_what_fails_is_left_out_and_remembered(code: dict[str, bytes], tmp_path: Path) -> None:
    with_broken_variant(LIBRARIES, ALL[0].path, tmp_path / "lib", code)
    found, record = runnable(tmp_path / "lib"), VariantRecord(tmp_path / "data")
    assert found[0].name == "broken"
    choice = choose(found, record, check)
    assert (choice.variant.name, choice.left_out) == (ALL[0].name, ("broken",))
    assert choice.described == f"{ALL[0].name}; broken left out"
    assert choose(found, record, _not_again) == choice


def test_a_check_that_was_cut_short_blames_nobody(tmp_path: Path) -> None:
    record = VariantRecord(tmp_path)
    choice = choose(ALL, record, lambda variant: None if variant == ALL[0] else True)
    assert (choice.variant, choice.left_out) == (ALL[1], (ALL[0].name,))
    assert choose(ALL, record, check).variant == ALL[0]


def test_a_folder_that_cannot_be_written_costs_another_check_only(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    record = VariantRecord(tmp_path / "data")
    assert choose(ALL, record, check).variant == ALL[0]
    assert choose(ALL, record, check).variant == ALL[0]


def test_where_nothing_works_the_engine_says_so(tmp_path: Path) -> None:
    record = VariantRecord(tmp_path)
    with pytest.raises(variants.EngineError, match="could not be started"):
        choose(ALL, record, lambda _variant: False)
    assert choose(ALL, record, check).variant == ALL[0]  # the checks may have been at fault, so no variant is blamed


def test_a_library_in_the_working_directory_is_not_loaded(tmp_path: Path) -> None:
    with_broken_variant(LIBRARIES, ALL[0].path, tmp_path / "here", {"ggml_backend_init": ILLEGAL})
    program = "from lentigo.inference.variants import load_engine; print(load_engine().described)"
    source = Path(variants.__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(source), "GGML_BACKEND_PATH": str(tmp_path / "here")}
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=tmp_path / "here", env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ALL[0].name


def _not_again(variant: Variant) -> bool:
    raise AssertionError(f"{variant.name} was checked again")
