"""From the trained checkpoint to the two GGUF files and the catalogue's hashes."""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import language
import torch
from pictures import SIDE
from prepare import WORK
from questions import CATALOGUE, REPOSITORY
from safetensors.torch import save_file
from tokenizer import CONTROLS, Words

from lentigo_packager.conversion.source_package import CONVERTER, find_source_package

OUT = {"language": "lentigo-mini.gguf", "projector": "lentigo-mini-mmproj.gguf"}


def main() -> None:
    """Both files are complete before either gets its final name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder with mini.pt and tokenizer.model")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args()
    checkpoint = write_checkpoint(options.work)
    converter = find_source_package(REPOSITORY / "build" / "requirements.lock") / CONVERTER
    beside = {part: options.out / f"{name}.part" for part, name in OUT.items()}
    for part, path in beside.items():
        convert(converter, checkpoint, path, projector=part == "projector")
    files = {part: path.replace(path.with_suffix("")) for part, path in beside.items()}
    fill_catalogue(files)


def write_checkpoint(work: Path) -> Path:
    """A folder in the form that transformers saves, with the tensor names that the converter knows."""
    folder = work / "checkpoint"
    folder.mkdir(parents=True, exist_ok=True)
    words = Words(work / "tokenizer.model")
    model = language.build(words, SIDE)
    model.load_state_dict(torch.load(work / "mini.pt", weights_only=True))
    tensors = {converter_name(name): tensor.contiguous() for name, tensor in model.state_dict().items()}
    tensors.pop("lm_head.weight", None)  # tied to the embedding
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", _config(model))
    _write_json(folder / "preprocessor_config.json", _preprocessor())
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(words))
    shutil.copyfile(work / "tokenizer.model", folder / "tokenizer.model")
    return folder


def converter_name(name: str) -> str:
    """transformers 5 dropped levels of the names that the converter still expects."""
    name = name.removeprefix("model.")
    name = re.sub(r"^vision_tower\.(?!vision_model\.)", "vision_tower.vision_model.", name)
    return re.sub(r"^language_model\.(?!model\.)", "language_model.model.", name)


def _config(model: language.Gemma3ForConditionalGeneration) -> dict[str, object]:
    config = model.config.to_dict()
    config["architectures"] = ["Gemma3ForConditionalGeneration"]
    config["text_config"] |= {"sliding_window_pattern": 1, "rope_theta": 10000.0}
    return config


def _preprocessor() -> dict[str, object]:
    return {
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "image_seq_length": language.IMAGE_TOKENS,
        "size": {"height": SIDE, "width": SIDE},
    }


def _tokenizer_config(words: Words) -> dict[str, object]:
    added = {str(words.control(text)): {"content": text, "special": True} for text in CONTROLS}
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    return {"added_tokens_decoder": added, "add_bos_token": True, "add_eos_token": False, **names}


def _write_json(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2, default=str), encoding="utf-8")


def convert(converter: Path, checkpoint: Path, target: Path, *, projector: bool) -> None:
    """One run of the converter makes one file."""
    command = [sys.executable, str(converter), str(checkpoint), "--outtype", "f16", "--outfile", str(target)]
    command += ["--mmproj"] if projector else ["--model-name", "Lentigo Mini"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fill_catalogue(files: dict[str, Path]) -> None:
    """Size and SHA-256 of each part, in place."""
    text = CATALOGUE.read_text(encoding="utf-8")
    for part, path in files.items():
        content = path.read_bytes()
        text = re.sub(
            rf'(\[{part}\]\nfile = "[^"]*"\n)sha256 = "[^"]*"\nbytes = \d+',
            rf'\g<1>sha256 = "{hashlib.sha256(content).hexdigest()}"\nbytes = {len(content)}',
            text,
        )
    CATALOGUE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
