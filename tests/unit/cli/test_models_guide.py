"""The guide to models (docs/models.md): its commands are ones that the program understands, of models that it knows."""

import argparse
import re
import shlex
from pathlib import Path

from lentigo.cli import models
from lentigo.models.catalogue import load_encoders, load_entries
from lentigo.paths import default_paths

GUIDE = Path(__file__).parents[3] / "docs" / "models.md"
COMMAND = re.compile(r"^    lentigo (models .*?)(?:  +#.*)?$", re.MULTILINE)


def test_every_command_of_the_guide_is_understood() -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    models.add_parser(parser.add_subparsers())
    catalogue = default_paths().catalogue
    known = {entry.id for entry in (*load_entries(catalogue), *load_encoders(catalogue))}
    actions = set()
    for command in COMMAND.findall(GUIDE.read_text(encoding="utf-8")):
        action, options = command.split()[1], parser.parse_args(shlex.split(command))
        assert callable(options.run), command
        if action in ("fetch", "convert") and options.id:
            assert options.id in known
        if action == "stick":
            assert {Path(named).name for named in options.models} <= known
        actions.add(action)
    assert actions == {"fetch", "convert", "stick", "import", "list", "verify", "remove"}
