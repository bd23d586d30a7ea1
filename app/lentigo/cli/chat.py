"""`lentigo chat PHOTO`: questions about a photograph, a line each, answered by a model that can converse."""

import argparse
import sys
from collections.abc import Iterator

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.opening import open_case
from lentigo.cli.parsing import Parser, Verbs, place
from lentigo.cli.terminal import say, warn
from lentigo.domain.assessment import DISCLAIMER
from lentigo.domain.conversation import Turn
from lentigo.domain.explanation import Support
from lentigo.domain.wording.answer_flag import FLAWS
from lentigo.domain.wording.conversation import forgotten_text
from lentigo.domain.wording.explanation import left_out
from lentigo.errors import Cancelled
from lentigo.language import translate
from lentigo.paths import default_paths
from lentigo.report.sections.explanation import sentence_text
from lentigo.report.sections.sources import shorten_quote
from lentigo.settings import load_settings
from lentigo.worker.messages.conversation import Converse


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser(
        "chat",
        help=translate("ask a model about a photograph"),
        epilog=translate("Questions are read from standard input, one on each line. Ctrl-C stops an answer."),
    )
    parser.add_argument("photographs", type=place, nargs="+", metavar=translate("PHOTO"))
    parser.add_argument("--model", default=load_settings(default_paths().settings).model, metavar="ID")
    parser.add_argument("--no-library", action="store_true", help=translate("do not search the library"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer each question; 0 at the end of the questions."""
    turns: tuple[Turn, ...] = ()
    with CommandWorker() as worker:
        photographs = open_case(worker, options.photographs)
        for question in _questions():
            request = Converse(
                question=question,
                photographs=photographs,
                turns=turns,
                model=options.model,
                use_library=not options.no_library,
            )
            try:
                turn = worker.run(request)
            except Cancelled:
                warn(translate("Stopped."))
                continue
            turns = (*turns, turn)
            say(turn_text(turn))
    return 0


def _questions() -> Iterator[str]:
    """The lines of standard input that say something."""
    asking = sys.stdin.isatty()
    if asking:
        warn(translate(DISCLAIMER))
    while True:
        if asking:
            sys.stderr.write("> ")
            sys.stderr.flush()
        if not (line := sys.stdin.readline()):
            return
        if line.strip():
            yield line.strip()


def turn_text(turn: Turn) -> str:
    """The answer in lines, its sources behind it."""
    shown = [sentence_text(each) for each in turn.answer if each.support is not Support.UNSUPPORTED]
    dropped = len(turn.answer) - len(shown)
    lines = [
        " ".join(shown) or translate("No usable answer."),
        *(translate(FLAWS[flaw]) for flaw in turn.flaws),
        *((left_out(dropped),) if dropped else ()),
        *((forgotten_text(turn.forgotten),) if turn.forgotten else ()),
    ]
    for citation in turn.citations:
        place = translate("{title}, page {page}", title=citation.title, page=citation.label or citation.page)
        lines.append(f"[{citation.id}] {place}: {shorten_quote(citation.quote)}")
    return "\n".join(lines)
