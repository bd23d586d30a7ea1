"""Make the tiny vision-language models that the tests run: random weights, three families, converted like real ones.

python build/tiny_models.py --out tests/data/tiny

Needs torch, transformers, sentencepiece, safetensors and gguf; llama-cpp-python's source package is fetched by pip.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tiny_checkpoints
import tiny_reference
import tiny_vocabulary
from transformers import PreTrainedModel

from lentigo_packager.conversion.source_package import CONVERTER, find_source_package

LOCK = Path(__file__).resolve().parent / "engine" / "source.lock"


def main() -> None:
    """Write the pairs, what transformers answers with them, and their sizes and hashes into the descriptions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    package = find_source_package(LOCK)
    words = tiny_vocabulary.read_qwen_words(package)
    expected = {}
    for family in tiny_checkpoints.BUILDERS:
        with tempfile.TemporaryDirectory() as work:
            model = write_pair(family, words, package / CONVERTER, Path(work), options.out)
            expected[family] = tiny_reference.reference(family, model, words, options.out, Path(work) / family)
        fill_description(options.out / f"{family}.toml")
    (options.out / "reference.json").write_text(json.dumps(expected) + "\n", encoding="utf-8")


def write_pair(
    family: str, words: tiny_vocabulary.QwenWords, converter: Path, work: Path, out: Path
) -> PreTrainedModel:
    """Checkpoint, language model and projector of one family; returns the model itself."""
    checkpoint = work / family
    model = tiny_checkpoints.build(family, words, checkpoint)
    language = out / f"{family}.gguf"
    if family == "gemma":
        convert(converter, checkpoint, language)
    else:
        convert(converter, checkpoint, work / "whole.gguf")
        tiny_vocabulary.trim(work / "whole.gguf", language)
    convert(converter, checkpoint, out / f"{family}-mmproj.gguf", "--mmproj")
    return model


def convert(converter: Path, checkpoint: Path, target: Path, *arguments: str) -> None:
    """One run of llama.cpp's converter, as it is, makes one file."""
    command = [sys.executable, converter, checkpoint, "--outtype", "f16", "--outfile", target]
    command += ["--model-name", f"Tiny {checkpoint.name}, random weights", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fill_description(path: Path) -> None:
    """Size and SHA-256 of each file, in place."""
    text = path.read_text(encoding="utf-8")
    for file in re.findall(r'^file = "([^"]+)"', text, re.MULTILINE):
        content = (path.parent / file).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        text = re.sub(
            rf'(file = "{re.escape(file)}"\n)sha256 = "[^"]*"\nbytes = \d+',
            rf'\g<1>sha256 = "{digest}"\nbytes = {len(content)}',
            text,
        )
        print(f"{file}  {len(content):,} bytes  {digest}")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
