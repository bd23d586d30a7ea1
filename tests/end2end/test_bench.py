"""`lentigo bench case` says how long the parts of a case take."""

import json
import re
from pathlib import Path

from refusal import refused

from lentigo.paths import default_paths

MODELS = default_paths().catalogue.parent / "mini"
PAIR = ("--lm", MODELS / "lentigo-mini.gguf", "--mmproj", MODELS / "lentigo-mini-mmproj.gguf")


def test_the_parts_of_a_case_make_its_total(lentigo, phantoms: Path, tmp_path: Path) -> None:
    result = lentigo("bench", "case", *PAIR, "--photo", phantoms / "phantom-pigmented.jpg", "--json", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    times = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    parts = ("encode", "prefix", "questions", "review", "classification")
    assert all(times[part] > 0 for part in (*parts, "load"))
    whole = sum(times[part] for part in parts)
    assert whole <= times["total"] < 2 * whole
    assert re.search(r"llama-cpp-python [\d.]+, \w+\)$", times["parameters"]["runtime"])
    for part in (*parts, "total"):
        assert f"{times[part]:8.2f} s  {part}" in result.stdout


def test_a_file_that_is_no_model_is_refused(lentigo, phantoms: Path) -> None:
    photograph = phantoms / "phantom-pigmented.jpg"
    refused(lentigo("bench", "case", "--lm", photograph, "--mmproj", photograph, "--photo", photograph))
