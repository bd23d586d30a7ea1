"""The packager's command line, one file a verb."""

import argparse

from lentigo.cli import Verb, run_verb
from lentigo_packager.cli import evaluate, library, models, stick

VERBS: tuple[Verb, ...] = (models, library, stick, evaluate)


def run(arguments: list[str]) -> int:
    """Run a verb of `lentigo-packager`; its exit code."""
    parser = argparse.ArgumentParser(
        prog="lentigo-packager", description="For packagers, on a connected machine: what clinics get is made here."
    )
    return run_verb(parser, VERBS, arguments)
