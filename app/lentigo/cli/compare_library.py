"""`lentigo analyze --compare-library`: the same case with the library and without it, and what differs."""

import argparse
from collections.abc import Callable
from dataclasses import replace

from lentigo.analysis.comparison import differences
from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_case
from lentigo.cli.parsing import STANDARD_OUTPUT
from lentigo.cli.report_targets import Made, Target, check_target, chosen_targets, deliver
from lentigo.cli.terminal import say
from lentigo.domain.assessment import Assessment
from lentigo.errors import InputError
from lentigo.language import deferred, translate
from lentigo.untrusted import one_line
from lentigo.worker.messages.case import Analyze

BARE = "without-library"  # in the name of the second report
SUBJECTS = {
    "ranking": deferred("Differential"),
    "ranking_after": deferred("Order with the passages read"),
    "citations": deferred("Sources cited"),
    "sentences_supported": deferred("Sentences that a page supports"),
    "sentences_unsupported": deferred("Sentences that their page does not support"),
    "sentences_not_in_library": deferred("Sentences without a page"),
}


def compare_library(options: argparse.Namespace, request: Callable[[tuple[bytes, ...]], Analyze]) -> int:
    """Write both reports, the second under a name of its own, and print the differences."""
    if options.each or options.csv or options.no_library:
        raise InputError(
            translate("--compare-library is for one case, with the library and without it."),
            hint=translate("Leave --each, --csv and --no-library out."),
        )
    targets = chosen_targets(options)
    second = tuple(map(_beside, targets))
    with CommandWorker() as worker:
        photographs = open_case(worker, options.photographs)
        asked = request(photographs)
        reports = [worker.run(asked), worker.run(_without_library(asked))]
        for report, places in zip(reports, (targets, second), strict=True):
            deliver(worker, Made(assessment=report, photographs=photographs), places)
    say(difference_text(*reports))
    return 0


def difference_text(with_library: Assessment, without: Assessment) -> str:
    """The differences as lines for a terminal."""
    found = differences(with_library, without)
    if not found:
        return translate("The library changed nothing.")
    lines = [translate("What the library changed:")]
    for each in found:
        line = translate(
            "{subject}: {one} (without: {other})",
            subject=translate(SUBJECTS[each.subject]),
            one=one_line(each.with_library) or "–",
            other=one_line(each.without) or "–",
        )
        lines.append(line)
    return "\n".join(lines)


def _without_library(asked: Analyze) -> Analyze:
    return Analyze(
        photographs=asked.photographs,
        kinds=asked.kinds,
        encounter=asked.encounter,
        model=asked.model,
        protocol=asked.protocol,
        seed=asked.seed,
        use_library=False,
        as_authors=asked.as_authors,
    )


def _beside(target: Target) -> Target:
    """Where the report without the library goes."""
    if target.path == STANDARD_OUTPUT:
        if target.format.ending:
            raise InputError(
                translate("Standard output takes one report, not two."), hint=translate("Name a file for them.")
            )
        return target
    stem = target.path.name[: -len(target.format.ending)]
    beside = replace(target, path=target.path.with_name(f"{stem}.{BARE}{target.format.ending}"))
    check_target(beside)
    return beside
