"""The packager's command line, one file a verb."""

from lentigo.cli import Verb, completion, run_verb, with_verbs
from lentigo.cli.parsing import Parser
from lentigo.language import environment_language, translate, use_language
from lentigo.paths import default_paths
from lentigo.settings import load_settings
from lentigo_packager.cli import evaluate, library, models, release, stick

VERBS: tuple[Verb, ...] = (models, library, stick, release, evaluate, completion)


def run(arguments: list[str]) -> int:
    """Run a verb of `lentigo-packager`; its exit code."""
    use_language(load_settings(default_paths().settings).language or environment_language())
    parser = Parser(
        prog="lentigo-packager",
        description=translate("For packagers, on a connected machine: what clinics get is made here."),
    )
    return run_verb(with_verbs(parser, VERBS), arguments)
