"""`lentigo-packager evaluate …`: measures over labelled folders, for packagers and developers."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.paths import default_paths
from lentigo_packager.cli import evaluate_flags, evaluate_photos

if TYPE_CHECKING:
    from lentigo.inference.text_encoder import TextEncoder
    from lentigo_packager.evaluation.retrieval import RetrievalResult

ARMS = ("lexical", "dense", "hybrid")


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its subjects and their options."""
    parser = verbs.add_parser("evaluate", help="measure a part of the program over a labelled folder")
    subjects = parser.add_subparsers(required=True, metavar="SUBJECT")
    retrieval = subjects.add_parser("retrieval", help="the library's search, over a folder in BEIR's form")
    retrieval.add_argument("folder", type=Path, metavar="DIR", help="corpus.jsonl, queries.jsonl, qrels/test.tsv")
    retrieval.add_argument("--arm", choices=ARMS, help="one arm alone; without it, all three are compared")
    retrieval.add_argument("--pdfs", type=Path, metavar="MAP", help="JSON or TSV of corpus ids, PDF files and pages")
    retrieval.add_argument("--encoder", type=Path, metavar="FILE", help="not the library's text encoder but this GGUF")
    retrieval.add_argument("--json", type=Path, metavar="OUT", help="write the result as JSON, too")
    retrieval.set_defaults(run=evaluate)
    evaluate_flags.add_subject(subjects)
    evaluate_photos.add_subjects(subjects)


def evaluate(options: argparse.Namespace) -> int:
    """Measure, print a table, and write the JSON asked for."""
    from lentigo.retrieval.fusion import Arm
    from lentigo_packager.evaluation.retrieval import evaluate_retrieval

    with _encoder(options.encoder) as encoder, ProgressLine() as line:
        result = evaluate_retrieval(
            options.folder,
            pdfs=options.pdfs,
            arms=[Arm(options.arm)] if options.arm else list(Arm),
            encoder=encoder,
            progress=line,
        )
    say(render_table(result))
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1) + "\n", encoding="utf-8")
    return 0


def render_table(result: "RetrievalResult") -> str:
    """One line an arm, the measures in columns."""
    source = "PDFs" if result.pdfs else "corpus.jsonl"
    names = list(result.arms[0].measures)
    lines = [
        f"{result.collection}: {result.texts} texts ({source}), {result.queries} queries, {result.encoder}",
        "",
        f"{'arm':8}" + "".join(f"{name:>12}" for name in names) + f"{'query ms':>12}",
    ]
    for arm in result.arms:
        values = "".join(f"{arm.measures[name]:12.4f}" for name in names)
        lines.append(f"{arm.arm:8}{values}{arm.query_ms:12.1f}")
    return "\n".join(lines)


@contextmanager
def _encoder(path: Path | None) -> "Iterator[TextEncoder]":
    from lentigo.inference.text_encoder import TextEncoder
    from lentigo.models.model_store import ModelStore

    paths = default_paths()
    store = ModelStore(catalogue=paths.catalogue, resources=paths.resources, installed=paths.models)
    encoder = TextEncoder(path or store.encoders()[0].paths[0])
    try:
        yield encoder
    finally:
        encoder.close()
