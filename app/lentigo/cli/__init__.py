"""The command line, one file a verb; no Qt."""

from collections.abc import Sequence
from typing import Protocol

from lentigo.cli import analyze, bench, chat, completion, library, models, records, verify
from lentigo.cli.parsing import Parser, Verbs, refuse_undecoded
from lentigo.cli.terminal import prepare, warn
from lentigo.cli.version import ShowVersion
from lentigo.errors import Cancelled, LentigoError
from lentigo.language import environment_language, translate, use_language
from lentigo.paths import default_paths
from lentigo.settings import load_settings

INTERRUPTED = 130  # the shell's code for a program stopped by Ctrl-C
UNREAD = 141  # and for one whose output nobody reads any more


class Verb(Protocol):
    """A module of this folder. Its parser sets `run`, a function of the options that gives the exit code."""

    def add_parser(self, verbs: "Verbs[Parser]") -> None:
        """Describe the verb and its options."""


VERBS: tuple[Verb, ...] = (analyze, chat, models, library, records, verify, bench, completion)


def run(arguments: list[str]) -> int:
    """Run a verb of `lentigo`; its exit code."""
    use_language(load_settings(default_paths().settings).language or environment_language())
    return run_verb(make_parser(), arguments)


def make_parser() -> Parser:
    """The parser of `lentigo`, in the user's language."""
    return with_verbs(
        Parser(
            prog="lentigo",
            description=translate("Without a verb, the window opens; “open PHOTO …” opens it with photographs."),
        ),
        VERBS,
    )


def with_verbs(parser: Parser, verbs: Sequence[Verb]) -> Parser:
    """The parser with verbs, and what each program has beside them."""
    parser.add_argument("--version", action=ShowVersion)
    parser.set_defaults(parser=parser)
    parsers = parser.add_subparsers(required=True, metavar=translate("VERB"))
    for verb in verbs:
        verb.add_parser(parsers)
    return parser


def run_verb(parser: Parser, arguments: list[str]) -> int:
    """Run what the arguments ask for; its exit code. Errors are one sentence and a hint on standard error."""
    prepare()
    try:
        options = parser.parse_args(arguments)
        refuse_undecoded(options)
        return int(options.run(options))
    except LentigoError as error:
        warn(error.told)
        return error.exit_code
    except BrokenPipeError:
        return UNREAD
    except (Cancelled, KeyboardInterrupt):
        warn(translate("lentigo: Stopped."))
        return INTERRUPTED
