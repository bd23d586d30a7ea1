"""What is known of the patient, as options."""

import argparse
from dataclasses import replace

from lentigo.cli.parsing import Parser, place, whole_number
from lentigo.domain.encounter import Complaint, Encounter, History, Sex
from lentigo.domain.wording.encounter import HISTORY
from lentigo.errors import InputError
from lentigo.language import translate


def add_encounter(parser: Parser) -> None:
    """Describe them."""
    text = translate("TEXT")
    parser.add_argument(
        "--referral",
        type=place,
        metavar=translate("FILE"),
        help=translate("take these from a FHIR R4 file in JSON; what is given beside it goes before it"),
    )
    parser.add_argument("--age", type=whole_number, metavar=translate("YEARS"))
    parser.add_argument("--sex", choices=[sex.value for sex in Sex])
    complaints = [complaint.replace("_", "-") for complaint in Complaint]
    parser.add_argument("--complaint", choices=complaints, help=translate("what the patient comes with"))
    parser.add_argument("--site", default="", metavar=text, help=translate("part of the body"))
    parser.add_argument("--duration", default="", metavar=text)
    parser.add_argument("--note", default="", metavar=text)
    items = "; ".join(f"{item} ({translate(HISTORY[item])})" for item in History)
    for name, words in (
        ("--yes", translate("asked and present: {items}", items=items)),
        ("--no", translate("asked and absent")),
    ):
        parser.add_argument(name, action="append", default=[], metavar=translate("ITEM"), help=words)


def encounter_of(options: argparse.Namespace, known: Encounter) -> Encounter:
    """What the options say, and what is `known` where they say nothing.

    InputError for what cannot be, or is said to be and not to be.
    """
    present, absent = set(map(_history, options.yes)), set(map(_history, options.no))
    if both := sorted(present & absent):
        raise InputError(
            translate("“{item}” cannot be both present and absent.", item=both[0]),
            hint=translate("Leave --yes or --no out, or both where it was not asked."),
        )
    return replace(
        known,
        age=known.age if options.age is None else options.age,
        sex=Sex(options.sex) if options.sex else known.sex,
        complaint=Complaint(options.complaint.replace("-", "_")) if options.complaint else known.complaint,
        site=options.site or known.site,
        pin=None if options.site else known.pin,
        duration=options.duration or known.duration,
        note=options.note or known.note,
        history={**known.history, **dict.fromkeys(present, True), **dict.fromkeys(absent, False)},
    )


def _history(text: str) -> History:
    try:
        return History(text)
    except ValueError:
        raise InputError(
            translate("“{text}” is not a history item.", text=text),
            hint=translate("lentigo analyze --help lists them."),
        ) from None
