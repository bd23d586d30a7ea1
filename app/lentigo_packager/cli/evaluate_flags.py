"""`lentigo-packager evaluate flags …`: from which share on a model's dangerous diagnoses are flagged."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.paths import default_paths
from lentigo.settings import Settings

if TYPE_CHECKING:
    from lentigo_packager.evaluation.flags import FlagsResult

MOST_NAEVI = 0.35


def add_subject(subjects: "Verbs[Parser]") -> None:
    """Describe the subject and its options."""
    parser = subjects.add_parser("flags", help="which share flags a diagnosis that must not be missed")
    parser.add_argument("folder", type=Path, nargs="+", metavar="DIR", help="photographs with labels.csv")
    parser.add_argument("--split", default="val", metavar="NAME", help="rows of labels.csv; “%(default)s” without it")
    parser.add_argument("--model", default=Settings().model, metavar="ID")
    parser.add_argument(
        "--naevi", type=float, default=MOST_NAEVI, metavar="SHARE", help="of naevi that may be flagged, “%(default)s”"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the result as JSON, too")
    parser.set_defaults(run=evaluate_flags)


def evaluate_flags(options: argparse.Namespace) -> int:
    """Measure, print the curve and the choice, and write the JSON asked for."""
    from lentigo.inference.stopping import StopFlag
    from lentigo.worker.parts import Parts
    from lentigo_packager.evaluation import flags
    from lentigo_packager.evaluation.labelled_photographs import read_labelled

    photographs = [each for folder in options.folder for each in read_labelled(folder, options.split)]
    parts = Parts(paths=default_paths(), stop=StopFlag())
    with ProgressLine() as line:
        model = parts.load_model(options.model, line.share)
        result = flags.evaluate_flags(photographs, model=model, most_naevi=options.naevi, progress=line)
    say(render_curve(result))
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1) + "\n", encoding="utf-8")
    return 0


def render_curve(result: "FlagsResult") -> str:
    """A line a share, the conditions in columns, then what was chosen."""
    names = list(result.pictures)
    lines = [
        f"{result.model}: {sum(result.pictures.values())} pictures of {result.lesions} lesions",
        "",
        _table_row("flagged from", names),
        _table_row("pictures", [str(count) for count in result.pictures.values()]),
        *(_table_row(f"{point.share:.2f}", [f"{point.flagged[name]:.1%}" for name in names]) for point in result.curve),
        "",
        f"Chosen on four folds to flag at most {result.most_naevi:.0%} of naevi: "
        + ", ".join(f"{share:.3f}" for share in result.fold_shares),
        _table_row("on the fifth", [f"{result.held_out[name] / result.pictures[name]:.1%}" for name in names]),
        f"Chosen on all: {result.chosen:.3f}",
    ]
    return "\n".join(lines)


def _table_row(head: str, cells: list[str]) -> str:
    return f"{head:14}" + "".join(f"{cell[:12]:>14}" for cell in cells)
