"""`lentigo-packager models convert ID …`: a checkpoint to the files that a clinic runs; for packagers."""

import argparse
import importlib.util
from pathlib import Path

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.errors import InputError
from lentigo.models.catalogue import EncoderEntry, load_encoders, load_entry
from lentigo.paths import default_paths

NEEDED = ("torch", "transformers", "peft", "safetensors", "sentencepiece")
NEEDED_BY_ENCODERS = ("sentence_transformers",)


def add_action(actions: "Verbs[Parser]") -> None:
    """Describe the action and its options."""
    parser = actions.add_parser("convert", help="make a model's files from its checkpoint")
    parser.add_argument("id", metavar="ID", help="as the catalogue names the model or the text encoder")
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="as transformers saves it")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="LoRA or DoRA, as peft saves it; merged first")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the model becomes DIR/ID")
    parser.add_argument(
        "--picture", type=Path, nargs="+", default=[], metavar="FILE", help="photographs for the parity report"
    )
    parser.add_argument("--labelled", type=Path, metavar="DIR", help="a folder a label, for the parity report")
    parser.add_argument(
        "--imatrix",
        type=Path,
        metavar="FILE",
        help="text such as the model will read; decides which weights count most",
    )
    parser.add_argument("--keep", action="store_true", help="keep the merged checkpoint and the F16 model, too")
    parser.add_argument("--no-parity", action="store_true", help="leave the parity report out")
    parser.set_defaults(run=convert)


def convert(options: argparse.Namespace) -> int:
    """Convert a model or an encoder; the exit code."""
    encoders = {entry.id: entry for entry in load_encoders(default_paths().catalogue)}
    _require(NEEDED_BY_ENCODERS if options.id in encoders else NEEDED)
    with ProgressLine() as line:
        if options.id in encoders:
            folder = _convert_encoder(encoders[options.id], options, line)
        else:
            folder = _convert_model(options, line)
    say(f"Made: {folder}")
    return 0


def _convert_model(options: argparse.Namespace, line: ProgressLine) -> Path:
    from lentigo_packager.conversion.vision_models import Order, convert_model

    paths = default_paths()
    entry = load_entry(paths.catalogue, options.id)
    if entry.source and not entry.source.published:
        line.note(f"Its weights were not public when this was written. {entry.source.remark}")
    order = Order(
        entry=entry,
        checkpoint=options.checkpoint,
        adapter=options.adapter,
        pictures=tuple(options.picture),
        labelled=options.labelled,
        texts=options.imatrix,
        out=options.out,
        keep=options.keep,
        parity=not options.no_parity,
    )
    return convert_model(order, paths=paths, report=line)


def _convert_encoder(entry: EncoderEntry, options: argparse.Namespace, line: ProgressLine) -> Path:
    from lentigo_packager.conversion.encoders import convert_encoder

    for name in ("adapter", "picture", "labelled", "imatrix"):
        if getattr(options, name):
            raise InputError(f"--{name} is of no use for a text encoder.", hint="Leave it out.")
    return convert_encoder(entry, options.checkpoint, out=options.out, paths=default_paths(), report=line)


def _require(modules: tuple[str, ...]) -> None:
    if missing := [name for name in modules if importlib.util.find_spec(name) is None]:
        raise InputError(
            f"Converting models needs {', '.join(missing)}, which is not installed.",
            hint="“python3 build/dev.py test” or “pip install -e app/lentigo_packager” installs it in a checkout.",
        )
