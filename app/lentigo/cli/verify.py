"""`lentigo verify FILE.pdf`: who signed a report, and whether a byte of it was changed since."""

import argparse
from pathlib import Path

from lentigo.cli.parsing import Parser, Verbs, place
from lentigo.cli.terminal import say
from lentigo.domain.sign_off import Signer
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.sign_off import signer_text
from lentigo.errors import InputError
from lentigo.files import open_file
from lentigo.language import translate
from lentigo.paths import default_paths
from lentigo.report.seal import Claim, State, fingerprint_of, read_seal

LARGEST = 256 << 20  # bytes


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb."""
    parser = verbs.add_parser("verify", help=translate("tell who signed a report's PDF, and whether it was changed"))
    parser.add_argument("file", type=place, metavar=translate("FILE"), help=translate("a PDF that was exported signed"))
    parser.set_defaults(run=verify)


def verify(options: argparse.Namespace) -> int:
    """Nothing of the file is read but its bytes; InputError where it is not what a clinic signed that is known here."""
    from lentigo.records.signing_keys import known_keys

    found = read_seal(_read(options.file))
    if found.state is State.CHANGED:
        raise InputError(
            translate("{file} was changed after it was signed.", file=options.file.name),
            hint=translate("Do not rely on it. Ask the clinic for the file again."),
        )
    if found.claim is None:
        raise InputError(
            translate("{file} bears no signature of a clinic that uses Lentigo.", file=options.file.name),
            hint=translate("An unsigned report has none; a file that was printed or saved anew has lost it."),
        )
    _say_claim(found.claim)
    if found.claim.key not in known_keys(default_paths().records):
        raise InputError(
            translate("It is unchanged, but signed with a key that this computer’s records do not know."),
            hint=translate("Compare the fingerprint with one that the clinic gave you by another way."),
        )
    say(translate("The key is this clinic’s."))
    return 0


def _say_claim(claim: Claim) -> None:
    say(translate("Unchanged since it was signed: each byte is as it was."))
    say(translate("Report: {id}, status {status}", id=claim.report, status=claim.status))
    signer = signer_text(Signer(name=claim.signer, role=claim.role))
    say(translate("Signed by: {signer}, {time}", signer=signer, time=format_time(claim.at)))
    say(translate("Content SHA-256: {sha256}", sha256=claim.content_sha256))
    say(translate("Key: {fingerprint}", fingerprint=fingerprint_of(claim)))


def _read(path: Path) -> bytes:
    try:
        with open_file(path) as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise InputError(
            translate("{file} cannot be read: {reason}.", file=path.name, reason=problem.strerror or ""),
            hint=translate("Check the name, and whether you may read it."),
        ) from problem
    if len(data) > LARGEST:
        raise InputError(
            translate("{file} is larger than any report.", file=path.name), hint=translate("Name a report’s PDF.")
        )
    return data
