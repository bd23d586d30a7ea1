"""Catalogues of translations: `python build/catalogues.py [LANGUAGE …]` brings these and all others up to date.

A language, such as "pt-BR", has its sentences in app/lentigo/locale/pt_BR/LC_MESSAGES/lentigo.po, which a translator
edits, and beside it lentigo.mo, which gettext reads; both are committed. A language that is named and has none begins
with an empty one. What is wrong with the sources or a catalogue is printed, and makes the exit code 1; what is not
translated yet is counted, and shown in English.

The messages are read from the syntax tree, because Babel 2.19 loses a call inside an f-string; the limits of the
bundled models are read from their descriptions. A comment that begins with "TRANSLATORS:" right above the line of a
call goes into the catalogues.
"""

import ast
import io
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "app" / "lentigo"
LOCALE = PROGRAM / "locale"
MODELS = ROOT / "models" / "catalogue"
DOMAIN = "lentigo"
REVIEWED_BY = "X-Reviewed-By"  # as lentigo.language reads it
TRANSLATING = {"translate": 1, "deferred": 1, "translate_count": 2}  # function: how many of its arguments are messages
COMMENT = "# TRANSLATORS:"
OWN_PLACES = {"translate": set[str](), "deferred": set[str](), "translate_count": {"count"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A call that names a message: its forms (one, or singular and plural), and the places that its caller fills."""

    forms: tuple[str, ...]
    context: str
    filled: frozenset[str] | None  # None where that is done elsewhere
    file: str
    line: int
    comments: tuple[str, ...]


class ReviewableCatalog(Catalog):
    """A catalogue whose header may say who reviewed its medical wording, which Babel would drop."""

    reviewed_by = ""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        *others, last = super().mime_headers  # the last one ends the header
        reviewed = [(REVIEWED_BY, self.reviewed_by)] if self.reviewed_by else []
        return [*others, *reviewed, last]

    @mime_headers.setter
    def mime_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        told = list(headers)
        self.reviewed_by = next((value.strip() for name, value in told if name.lower() == REVIEWED_BY.lower()), "")
        Catalog.mime_headers.fset(self, told)


def main(languages: list[str]) -> int:
    """Update, compile, and tell."""
    marked = messages_of_program()
    begun = [path_of(language, LOCALE) for language in languages]
    for path in dict.fromkeys((*begun, *catalogues_in(LOCALE))):
        catalogue = updated(path, template_of(marked))
        write(path, catalogue)
        waiting = sum(1 for message in catalogue if message.id and not is_translated(message))
        print(f"{name_of(path)}: {len(catalogue)} messages, {waiting} of them not translated")
    faults = [*faults_of_program(marked), *faults_of_catalogues(LOCALE, template_of(marked))]
    print(*faults, f"{len(marked)} places name a message; {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def path_of(language: str, locale: Path) -> Path:
    """Where gettext looks for the language of this tag; ValueError for a tag that is none."""
    return locale / str(Locale.parse(language, sep="-")) / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogues_in(locale: Path) -> list[Path]:
    """Those that there are."""
    return sorted(locale.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def name_of(path: Path) -> str:
    """The file, from the checkout's root."""
    return path.relative_to(ROOT).as_posix()


def messages_of_program() -> list[Marked]:
    """All that the program's modules name, and the limits in the descriptions of models."""
    marked = (marked_in(path.read_text(encoding="utf-8"), name_of(path)) for path in sorted(PROGRAM.rglob("*.py")))
    return [*chain.from_iterable(marked), *limits_of_models()]


def limits_of_models() -> Iterator[Marked]:
    """Not their notices: those are terms, in their maker's words."""
    for path in sorted(MODELS.rglob("*.toml")):
        described = tomllib.loads(path.read_text(encoding="utf-8"))
        for limit in described["limits"]:
            comment = f"a limit of the model {described['name']}"
            yield Marked(forms=(limit,), context="", filled=None, file=name_of(path), line=1, comments=(comment,))


def faults_of_program(marked: list[Marked]) -> Iterator[str]:
    """What no catalogue can hold, or cannot be shown."""
    for path in sorted(PROGRAM.rglob("*.py")):
        yield from unread_in(path.read_text(encoding="utf-8"), name_of(path))
    yield from faults_of_messages(marked)


def faults_of_catalogues(locale: Path, template: Catalog) -> Iterator[str]:
    """What is wrong with each of them, or with its compiled form."""
    for path in catalogues_in(locale):
        catalogue = read(path)
        yield from faults_of_catalogue(catalogue, template)
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalogue):
            yield f"{catalogue.locale}: compiled from another state"


def marked_in(source: str, file: str) -> Iterator[Marked]:
    """All messages that a module names as literals, in no particular order."""
    lines = source.splitlines()
    for call, function in calls_in(ast.parse(source)):
        forms = [literal(argument) for argument in call.args[: TRANSLATING[function]]]
        if None in forms or not forms:
            continue
        keywords = {keyword.arg or "": keyword.value for keyword in call.keywords}
        context = literal(keywords["context"]) if function == "deferred" and "context" in keywords else ""
        yield Marked(
            forms=tuple(form for form in forms if form is not None),
            context=context or "",
            filled=None if function == "deferred" else frozenset(keywords) | OWN_PLACES[function],
            file=file,
            line=call.lineno,
            comments=tuple(comments_above(lines, call.lineno)),
        )


def calls_in(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """The calls of the functions that take messages, with the function's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING:
            yield node, node.func.id


def literal(node: ast.expr) -> str | None:
    """The text of a literal; None of anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def comments_above(lines: list[str], number: int) -> Iterator[str]:
    """The comment for translators right above a line (from 1), in its order."""
    begin = number - 1
    while begin and lines[begin - 1].strip().startswith("#"):
        begin -= 1
    told = " ".join(line.strip().removeprefix("#").strip() for line in lines[begin : number - 1])
    marker = COMMENT.removeprefix("#").strip()
    if marker in told:
        yield told.partition(marker)[2].strip()


def unread_in(source: str, file: str) -> Iterator[str]:
    """Calls whose message is put together, so that no catalogue can hold it."""
    for call, function in calls_in(ast.parse(source)):
        for argument in call.args[: TRANSLATING[function]]:
            composed = isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call) and not is_mark(argument)
            if composed or (function != "translate" and literal(argument) is None):
                yield f"{file}:{call.lineno}: {function} is given no literal"


def is_mark(node: ast.expr) -> bool:
    """Whether it is a call of `deferred`, which names its message itself."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "deferred"


def faults_of_messages(marked: list[Marked]) -> Iterator[str]:
    """Messages whose places cannot be read, or are others than those that are filled."""
    for each in marked:
        place = f"{each.file}:{each.line}"
        try:
            places = [places_of(form) for form in each.forms]
        except ValueError as error:
            yield f"{place}: {error} in {each.forms[0]!r}"
            continue
        if each.filled is not None and any(named | (each.filled & {"count"}) != each.filled for named in places):
            yield f"{place}: {each.forms[0]!r} is given {', '.join(sorted(each.filled)) or 'nothing'}"


def places_of(message: str) -> set[str]:
    """The names in braces; ValueError where braces do not match."""
    return {
        name.partition(".")[0] for _text, name, _spec, _conversion in Formatter().parse(message) if name is not None
    }


def template_of(marked: list[Marked]) -> Catalog:
    """A catalogue without translations: each message once, with all files that name it."""
    template = Catalog(domain=DOMAIN, project="Lentigo", fuzzy=False)
    for each in marked:
        template.add(
            each.forms[0] if len(each.forms) == 1 else each.forms,
            locations=[(each.file, each.line)],
            auto_comments=each.comments,
            context=each.context or None,
        )
    return template


def updated(path: Path, template: Catalog) -> Catalog:
    """The language's catalogue with the messages that there are now, and without those that are gone.

    A message that was changed keeps its translation for a second look (fuzzy).
    """
    catalogue = Catalog(locale=path.parent.parent.name, domain=DOMAIN, project="Lentigo", fuzzy=False)
    if path.exists():
        catalogue = read(path)
        template.creation_date = catalogue.creation_date
    catalogue.update(template)
    catalogue.obsolete.clear()
    return catalogue


def read(path: Path) -> Catalog:
    """A catalogue from its editable form."""
    catalogue = ReviewableCatalog(locale=path.parent.parent.name, domain=DOMAIN)
    with path.open("rb") as file:
        PoFileParser(catalogue).parse(file)
    return catalogue


def write(path: Path, catalogue: Catalog) -> None:
    """The editable form and the compiled one; without line numbers, which change with every edit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(editable(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(read(path)))


def editable(catalogue: Catalog) -> bytes:
    """A .po file's bytes."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A .mo file's bytes; what waits for a translator, or for a second look (fuzzy), is left out."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults_of_catalogue(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """Messages that are missing or gone, and translations whose places or number of forms do not fit."""
    here, there = ({key_of(message) for message in each if message.id} for each in (catalogue, template))
    yield from (f"{catalogue.locale}: not up to date, without {key[0]!r}" for key in sorted(there - here))
    yield from (f"{catalogue.locale}: not up to date, with {key[0]!r}" for key in sorted(here - there))
    for message in catalogue:
        if message.id and is_translated(message):
            yield from (f"{catalogue.locale}: {fault}" for fault in faults_of_translation(message, catalogue))


def key_of(message: Message) -> tuple[str, str]:
    """What a message is found by: its (singular) text and its context."""
    return forms_of(message.id)[0], message.context or ""


def faults_of_translation(message: Message, catalogue: Catalog) -> Iterator[str]:
    """A form may leave out the count, as "one page" does, and no other place."""
    forms, translations = forms_of(message.id), forms_of(message.string)
    if len(forms) > 1 and len(translations) != catalogue.num_plurals:
        yield f"{forms[0]!r} has {len(translations)} forms for {catalogue.num_plurals}"
    optional = {"count"} if len(forms) > 1 else set()
    needed = places_of(forms[-1]) - optional
    for translation in translations:
        try:
            named = places_of(translation)
        except ValueError as error:
            yield f"{error} in {translation!r}"
            continue
        if named - optional != needed:
            yield f"{translation!r} has other places than {forms[-1]!r}"


def is_translated(message: Message) -> bool:
    """Whether there is a translation of each form, and nobody asked for a second look."""
    return all(forms_of(message.string)) and not message.fuzzy


def forms_of(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message's or translation's forms; one without a plural has one, and one that is new has an empty one."""
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
