"""`lentigo models import|list|verify|remove`: for clinics, the models on this computer."""

import argparse
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, replace

from lentigo.cli.command_worker import CommandWorker
from lentigo.cli.parsing import Parser, Verbs, place
from lentigo.cli.terminal import say
from lentigo.domain.model import InstalledModel, ModelFacts, ModelKind, ModelOffer, ModelPlace
from lentigo.errors import Cancelled, InputError
from lentigo.language import deferred, translate, translate_count
from lentigo.models.disk import size_words
from lentigo.paths import default_paths
from lentigo.settings import load_settings
from lentigo.untrusted import json_text, one_line
from lentigo.worker.messages.library import AddDocument, BuildLibrary
from lentigo.worker.messages.models import ExamineModels, ImportModels, ListModels, RemoveModel, VerifyModel

INDENT = "    "
DAMAGED = 2  # the exit code where a model is damaged
UNVERIFIED = deferred(
    "Unverified. Nobody you trust has said that these files are what they claim to be. Each report will say so."
)
COMPARE = deferred("Compare it, by telephone or on paper, with the one that whoever made the stick reads out to you.")
_YES, _NO = deferred("yes", context="typed"), deferred("no", context="typed")
NO_TERMINAL = deferred("Nobody is at this terminal to agree: read the notice, then repeat with --yes.")


def add_parser(verbs: "Verbs[Parser]") -> None:
    """Describe the verb, its actions and their options."""
    parser = verbs.add_parser("models", help=translate("bring in, list, check and remove models"))
    actions = parser.add_subparsers(required=True, metavar=translate("ACTION"))
    importing = actions.add_parser(
        "import", help=translate("bring models in: from a stick, a folder, or a model’s two files")
    )
    importing.add_argument("paths", type=place, nargs="+", metavar=translate("PATH"))
    importing.add_argument(
        "--yes", action="store_true", help=translate("you have read the notices and limits, and accept them")
    )
    importing.add_argument(
        "--trust", default="", metavar=translate("FINGERPRINT"), help=translate("of the key that signed the stick")
    )
    importing.add_argument(
        "--as",
        dest="described_as",
        default="",
        metavar="ID",
        help=translate("which model of the catalogue unsigned files are"),
    )
    importing.set_defaults(run=bring_in)
    listing = actions.add_parser("list", help=translate("list the models on this computer"))
    listing.add_argument("--json", action="store_true", help=translate("print JSON"))
    listing.set_defaults(run=show_list)
    verifying = actions.add_parser(
        "verify", help=translate("read every byte of the models and compare it with what was installed")
    )
    verifying.add_argument(
        "ids", nargs="*", metavar="ID", help=translate("as “lentigo models list” shows it; without, all")
    )
    verifying.set_defaults(run=verify)
    removing = actions.add_parser("remove", help=translate("remove a model that was brought in"))
    removing.add_argument("id", metavar="ID")
    removing.set_defaults(run=remove)


def bring_in(options: argparse.Namespace) -> int:
    """Show what lies in the place, ask, and bring in what was accepted."""
    paths = tuple(options.paths)
    with CommandWorker() as worker:
        examined = worker.run(ExamineModels(paths=paths, described_as=options.described_as))
        trusted = _trusted(examined, options)
        known = bool(trusted) or examined.key_known
        accepted = tuple(offer.facts.id for offer in examined.offers if _accepts(offer, known, options.yes))
        if accepted:
            imported = worker.run(
                ImportModels(paths=paths, ids=accepted, trusted=trusted, described_as=options.described_as)
            )
            here = (translate("Here now: {model}", model=_described(model)) for model in imported.models)
            say("\n".join([*here, imported.notice]))
        _add_documents(worker, examined, options.yes)
    return 0 if accepted or not any(offer.trouble for offer in examined.offers) else DAMAGED


def show_list(options: argparse.Namespace) -> int:
    """Print every model with what the user should know about it."""
    with CommandWorker() as worker:
        models = worker.run(ListModels())
    models = _marked(models)
    if options.json:
        say(json_text([asdict(model) for model in models], indent=2))
    else:
        say("\n".join(map(_described, models)))
    return 0


def verify(options: argparse.Namespace) -> int:
    """Read the models through; the exit code says whether one is damaged."""
    damaged = 0
    with CommandWorker() as worker:
        ids = options.ids or [model.facts.id for model in worker.run(ListModels())]
        for id_ in ids:
            model = worker.run(VerifyModel(id=id_))
            damaged += bool(model.trouble)
            say(f"{model.facts.id}: {model.trouble or translate('as it was installed, byte for byte')}")
    return DAMAGED if damaged else 0


def remove(options: argparse.Namespace) -> int:
    """Remove one model."""
    with CommandWorker() as worker:
        model = worker.run(RemoveModel(id=options.id))
    say(translate("Removed: {name}", name=f"{one_line(model.facts.name)} ({model.facts.id})"))
    return 0


def _trusted(place: ModelPlace, options: argparse.Namespace) -> str:
    """The fingerprint that the user compared, or ""."""
    if not place.signed_by:
        if options.trust:
            raise InputError(
                translate("Nobody signed what lies there."),
                hint=translate("Leave --trust out, or take the signed stick."),
            )
        return ""
    if options.trust:
        if _plain(options.trust) != _plain(place.signed_by):
            raise InputError(
                translate("It was signed with another key: {key}.", key=place.signed_by),
                hint=translate("Do not use it before you have asked why."),
            )
        return place.signed_by
    if place.key_known:
        say(translate("Signed with a key that you trust: {key}", key=place.signed_by))
        return ""
    new = translate("Signed with a key that is new here: {key}", key=place.signed_by)
    say(f"{new}\n{INDENT}{translate(COMPARE)}")
    if options.yes:
        say(f"{INDENT}{translate('Where the two agree, repeat with --trust and the fingerprint.')}")
        return ""
    return place.signed_by if _confirm(translate("Do the two agree, every digit?")) else ""


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).upper()


def _accepts(offer: ModelOffer, key_known: bool, yes: bool) -> bool:
    """Print what is to be known of an offer, and whether the user takes it."""
    lines = [_headed(offer.facts)]
    if offer.trouble:
        trouble = f"{offer.trouble} {offer.remedy}"
        say("\n".join([*lines, f"{INDENT}! {translate('Cannot be brought in: {trouble}', trouble=trouble)}"]))
        return False
    verified = offer.verified and key_known
    lines += [f"{INDENT}{offer.facts.notice}", *(f"{INDENT}- {limit}" for limit in offer.facts.limits)]
    say("\n".join(lines + ([] if verified else [f"{INDENT}! {translate(UNVERIFIED)}"])))
    if offer.installed:
        here = translate("These very files are here already; only who vouches for them is noted anew.")
        say(f"{INDENT}{here}")
        return True
    return yes or _confirm(translate("Do you accept this, and bring the model in?"))


def _confirm(question: str) -> bool:
    if not sys.stdin.isatty():
        raise InputError(translate("This needs your agreement."), hint=translate(NO_TERMINAL))
    yes, no = translate(_YES), translate(_NO)
    try:
        answer = input(translate("{question} [{yes}/{no}] ", question=question, yes=yes, no=no))
    except (KeyboardInterrupt, EOFError):
        raise Cancelled from None
    agreeing = {"y", "yes", yes, yes[:1]}  # the English ones, too: that is how instructions on paper put it
    return _letters(answer) in set(map(_letters, agreeing)) - {_letters(no[:1])}


def _letters(answer: str) -> str:
    """Without accents and capitals, which are left out where a keyboard lacks them."""
    return "".join(each for each in unicodedata.normalize("NFKD", answer.strip().casefold()) if each.isalpha())


def _add_documents(worker: CommandWorker, place: ModelPlace, yes: bool) -> None:
    """Signed documents, after the models; each is compared with the signed list before it is read."""
    count = len(place.documents)
    question = translate_count(
        "Add {count} document to the library, too?", "Add {count} documents to the library, too?", count
    )
    if not count or not (yes or _confirm(question)):
        return
    for path in place.documents:
        added = worker.run(AddDocument(path=path, index=False))
        say(added.notice or translate("Added to the library: {title}", title=added.document.title))
    worker.run(BuildLibrary(anew=False))


def _headed(facts: ModelFacts) -> str:
    licence = translate("licence: {licence}", licence=facts.licence)
    terms = ", ".join(filter(None, (facts.quantization, size_words(facts.bytes), licence)))
    name = one_line(f"{facts.name} {facts.version}")
    return f"{name} ({facts.id})\n{INDENT}{one_line(terms)}"


def _described(model: InstalledModel) -> str:
    """Name, size and origin, and each warning on a line of its own."""
    facts = model.facts
    size = size_words(facts.memory)
    memory = translate("needs more than {size} of memory", size=size)
    if facts.memory > facts.bytes:
        memory = translate("needs about {size} of memory", size=size)
    origin = translate("came with Lentigo") if model.bundled else translate("added {day}", day=model.added)
    use = translate("in use") if model.in_use else ""
    history = ", ".join(filter(None, (origin, _signed(model), use)))
    warnings: Sequence[str] = [model.trouble] if model.trouble else []
    if not model.verified and not model.trouble:
        warnings = [translate(UNVERIFIED)]
    return "\n".join([_headed(facts), f"{INDENT}{memory}; {history}", *(f"{INDENT}! {text}" for text in warnings)])


def _signed(model: InstalledModel) -> str:
    if not model.signed_by:
        return ""
    if model.verified:
        return translate("signed by {key}", key=model.signed_by)
    return translate("signed with a key that nobody compared, {key}", key=model.signed_by)


def _marked(models: tuple[InstalledModel, ...]) -> tuple[InstalledModel, ...]:
    """What is in memory is in use, and so is what the next analysis and the next search take."""
    encoders = [model for model in models if model.facts.kind is ModelKind.ENCODER and not model.trouble]
    newest = max(encoders, key=lambda model: (model.added, model.facts.id), default=None)
    taken = {load_settings(default_paths().settings).model, newest.facts.id if newest else ""}
    return tuple(replace(model, in_use=model.in_use or model.facts.id in taken) for model in models)
