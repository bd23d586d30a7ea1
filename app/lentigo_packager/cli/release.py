"""`lentigo-packager release DIR`: the sums of what `build/dev.py installer` made, signed with the packager's key."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from lentigo.cli.terminal import say
from lentigo.errors import InputError
from lentigo.models.disk import disk_trouble
from lentigo.models.manifest import fingerprint
from lentigo.paths import default_paths
from lentigo_packager.sticks.signing import SIGNING_KEY, load_signing_key
from lentigo_packager.sticks.sums import SIGNATURE, SUMS, public_key, write_sums

if TYPE_CHECKING:
    from lentigo.cli.parsing import Parser, Verbs

RELEASED = ("*.deb", "*.run", "*.exe", "*.cdx.json")


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb and its options."""
    parser = verbs.add_parser("release", help="write the sums of installers, and sign them")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that they lie in, such as dist")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Sign, and say how it is checked."""
    folder = options.folder.absolute()
    with disk_trouble(folder):
        files = [path for pattern in RELEASED for path in folder.glob(pattern)]
        if not files:
            raise InputError(f"No installer lies in {folder}.", hint="Make them: python3 build/dev.py installer")
        key = load_signing_key(default_paths().data / SIGNING_KEY)
        write_sums(folder, files, key)
    say(f"Signed: {folder / SUMS} and {SIGNATURE}, of {len(files)} files")
    say(f"Key: {fingerprint(key.public_key())}")
    say(f"Checked with: minisign -Vm {SUMS} -P {public_key(key)} && sha256sum -c {SUMS}")
    return 0
