"""`lentigo-packager evaluate photos` and `… compare`: how well a model answers on labelled photographs."""

import argparse
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.parsing import Parser, Verbs, whole_number
from lentigo.cli.progress import ProgressLine
from lentigo.cli.terminal import say
from lentigo.domain.photograph import PictureKind
from lentigo.errors import InputError
from lentigo.files import write_whole
from lentigo.paths import default_paths
from lentigo.settings import Settings

if TYPE_CHECKING:
    from lentigo.domain.evidence import Condition
    from lentigo_packager.evaluation.photographs.comparison import Difference
    from lentigo_packager.evaluation.photographs.running import Asking
    from lentigo_packager.evaluation.photographs.statistics import Share
    from lentigo_packager.evaluation.photographs.summary import Summary


def add_subjects(subjects: "Verbs[Parser]") -> None:
    """Describe both subjects and their options."""
    photos = subjects.add_parser("photos", help="a model's answers, over labelled photographs")
    photos.add_argument("folder", type=Path, metavar="DIR", help="photographs with labels.csv")
    photos.add_argument("--labels", type=Path, metavar="CSV", help="not the folder's labels.csv but this file")
    photos.add_argument("--split", default="", metavar="NAME", help="only these rows of labels.csv")
    photos.add_argument("--limit", type=whole_number, default=0, metavar="N", help="only the first N of these rows")
    photos.add_argument("--model", default=Settings().model, metavar="ID")
    photos.add_argument("--protocol", default="", metavar="ID", help="the model's own when left out")
    kinds = [kind.replace("_", "-") for kind in PictureKind]
    photos.add_argument("--picture", choices=kinds, help="how the photographs were taken")
    photos.add_argument("--no-library", action="store_true", help="do not search the library")
    photos.add_argument("--json", type=Path, metavar="OUT", help="write every case and all figures as JSON")
    photos.add_argument("--resume", action="store_true", help="go on where an earlier run with the same --json ended")
    photos.set_defaults(run=evaluate_photos)
    both = subjects.add_parser("compare", help="two results of “evaluate photos --json”, on the same photographs")
    both.add_argument("first", type=Path, metavar="A.json")
    both.add_argument("second", type=Path, metavar="B.json")
    both.set_defaults(run=compare_results)


def evaluate_photos(options: argparse.Namespace) -> int:
    """Ask about each photograph, print the figures, and write the JSON asked for."""
    import msgspec

    from lentigo.worker.synchronous import SynchronousWorker
    from lentigo_packager.evaluation.photographs.running import conditions_of, run_cases
    from lentigo_packager.evaluation.photographs.summary import summarise

    if options.resume and not options.json:
        raise InputError("--resume goes on with the file that --json names.", hint="Name it.")
    part = options.json.with_name(f"{options.json.name}.part") if options.json else None
    with SynchronousWorker(paths=default_paths()) as worker, ProgressLine() as line:
        conditions = conditions_of(worker)
        asking = _asking(options, tuple(conditions.values()))
        cases = run_cases(asking, worker=worker, conditions=conditions, part=part, resume=options.resume, progress=line)
    figures = summarise(cases)
    say("\n".join(summary_lines(figures)))
    if options.json and part:
        whole = {"asked": asking.asked, "summary": figures, "cases": cases}
        write_whole(options.json, msgspec.json.format(msgspec.json.encode(whole), indent=1))
        part.unlink()
    return 0


def compare_results(options: argparse.Namespace) -> int:
    """Print what the second does better or worse than the first, and how surely."""
    from lentigo_packager.evaluation.photographs.comparison import compare, read_cases

    first, second = read_cases(options.first), read_cases(options.second)
    say("\n".join(comparison_lines(compare(first, second))))
    return 0


def summary_lines(figures: "Summary") -> Iterator[str]:
    """The figures as lines of a table."""
    yield f"{figures.pictures} pictures of {figures.lesions} lesions, {figures.seconds:.2f} s each (median)"
    yield _line("answered", figures.answered)
    for count, share in figures.tops.items():
        yield _line("right first" if count == 1 else f"among the first {count}", share)
    yield f"{'balanced accuracy':<32}{figures.balanced_accuracy:8.1%}"
    yield f"{'AUROC malignant':<32}{_number(figures.malignant_auroc)}"
    yield f"{'calibration error':<32}{_number(figures.calibration_error)}"
    yield _line("with a leading diagnosis", figures.led)
    yield _line("right where one led", figures.right_where_led)
    yield f"{'clinical credit':<32}{figures.clinical_credit:8.3f}   " + _counts(figures.judgements)
    yield _line("malignant missed", figures.malignant_missed)
    yield _line("false alarms", figures.false_alarms)
    yield f"{'guards':<32}   {_counts(figures.flaws) or 'nothing flagged'}"
    yield from _grounding_lines(figures)
    yield from ("", "right first, by diagnosis", *(_line(f"  {name}", of) for name, of in figures.recalls.items()))
    for subject, values in figures.groups.items():
        yield from ("", f"right first, by {subject}", *(_line(f"  {name}", of) for name, of in values.items()))
    yield from (
        "",
        "label, then first answers",
        *(f"  {name}: {_counts(of)}" for name, of in figures.confusion.items()),
    )
    yield from ("", "answering only from a share on", f"  {'share':>8}{'answered':>10}{'wrong':>8}")
    for point in figures.risk_coverage:
        yield f"  {point.confidence:8.3f}{point.coverage:10.1%}{point.risk:8.1%}"
    leading = figures.leading
    yield ""
    yield f"A first answer may lead from {leading.chosen:.2f} on (on four of five parts: {_numbers(leading.folds)})."
    yield _line("  on the fifth, led", leading.led)
    yield _line("  and was wrong", leading.wrong_where_led)


def _grounding_lines(figures: "Summary") -> Iterator[str]:
    grounding = figures.grounding
    yield _line("candidates that cite a page", grounding.candidates_cited)
    if not grounding.sentences_cited.total:
        yield "no explaining sentences: the model does not read the library"
        return
    yield _line("sentences cited", grounding.sentences_cited)
    yield _line("sentences supported", grounding.sentences_supported)
    yield _line("sentences unsupported", grounding.sentences_unsupported)


def comparison_lines(found: "Sequence[Difference]") -> Iterator[str]:
    """A line a measure; a star where the interval leaves out no difference."""
    yield f"{'':<22}{'first':>8}{'second':>8}{'difference':>12}  95 % interval"
    for each in found:
        interval = f"{each.low:+.3f} to {each.high:+.3f}{' *' if each.is_sure else ''}"
        yield f"{each.measure:<22}{each.first:8.3f}{each.second:8.3f}{each.difference:+12.3f}  {interval}"


def _line(name: str, share: "Share") -> str:
    if math.isnan(share.value):
        return f"{name:<32}       –   of 0"
    return f"{name:<32}{share.value:8.1%}   {share.low:.1%} to {share.high:.1%}, {share.count} of {share.total}"


def _numbers(values: "Sequence[float]") -> str:
    return ", ".join(f"{value:.2f}" for value in values)


def _number(value: float) -> str:
    return f"{'–':>8}" if math.isnan(value) else f"{value:8.3f}"


def _counts(counts: "dict[str, int]") -> str:
    ordered = sorted(counts.items(), key=lambda entry: -entry[1])
    return ", ".join(f"{count} {name}" for name, count in ordered if count)


def _asking(options: argparse.Namespace, conditions: "Sequence[Condition]") -> "Asking":
    from lentigo_packager.evaluation.labelled_photographs import read_labelled
    from lentigo_packager.evaluation.photographs.running import Asking

    found = read_labelled(options.folder, options.split, labels=options.labels, conditions=conditions)
    return Asking(
        folder=options.folder,
        photographs=found[: options.limit] if options.limit else found,
        model=options.model,
        protocol=options.protocol,
        kind=PictureKind(options.picture.replace("-", "_")) if options.picture else None,
        library=not options.no_library,
    )
