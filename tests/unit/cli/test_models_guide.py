"""The guide to models (docs/models.md): the programs understand its commands, and know its models."""

import argparse
import re
import shlex
from pathlib import Path

from lentigo import cli as clinic
from lentigo.models.catalogue import load_encoders, load_entries
from lentigo.paths import default_paths
from lentigo_packager import cli as packager

GUIDE = Path(__file__).parents[3] / "docs" / "models.md"
COMMAND = re.compile(r"^    (lentigo|lentigo-packager) ((?:models|stick) .*?)(?:  +#.*)?$", re.MULTILINE)


def parser_of(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(exit_on_error=False)
    verbs = parser.add_subparsers()
    for verb in {"lentigo": clinic.VERBS, "lentigo-packager": packager.VERBS}[program]:
        verb.add_parser(verbs)
    return parser


def test_every_command_of_the_guide_is_understood() -> None:
    catalogue = default_paths().catalogue
    known = {entry.id for entry in (*load_entries(catalogue), *load_encoders(catalogue))}
    actions = set()
    for program, command in COMMAND.findall(GUIDE.read_text(encoding="utf-8")):
        options = parser_of(program).parse_args(shlex.split(command))
        assert callable(options.run), command
        action = command.split()[0] if command.startswith("stick") else command.split()[1]
        if action in ("fetch", "convert") and options.id:
            assert options.id in known
        if action == "stick":
            assert {Path(named).name for named in options.models} <= known
        actions.add(action)
    assert actions == {"fetch", "convert", "stick", "import", "list", "verify", "remove"}
