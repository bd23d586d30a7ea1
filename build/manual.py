"""The manual page, made of the command line's own parser: `python build/manual.py` writes dist/lentigo.1."""

import re
from collections.abc import Iterator
from pathlib import Path

import lentigo
from lentigo.cli import make_parser
from lentigo.cli.parsing import Parser

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "dist" / "lentigo.1"
HEAD = r"""NAME
lentigo \- offline decision support for skin photographs"""


def manual(parser: Parser) -> str:
    """The page in roff's man macros: the program, then a section for each verb and action."""
    title = f'.TH LENTIGO 1 "" "Lentigo {lentigo.__version__}" "User Commands"'
    return "\n".join([title, f".SH {HEAD}", *_sections(parser)]) + "\n"


def _sections(parser: Parser) -> Iterator[str]:
    """What argparse's help says, each indented part as it is; without the list of verbs, which follow by themselves."""
    yield f".SH {parser.prog.upper()}"
    yield ".nf"
    yield from map(_escaped, parser.format_help().rstrip().splitlines())
    yield ".fi"
    for verb in parser.verbs():
        yield from _sections(verb)


def _escaped(line: str) -> str:
    r"""roff reads a dot or a quote at the start as a command, \ as an escape, and prints - as a hyphen."""
    line = line.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^([.'])", r"\&\1", line)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(manual(make_parser()), encoding="utf-8")
