"""What the window says about a document of the library, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale

from lentigo.domain.library import LibraryDocument, page_list
from lentigo.domain.wording.date import format_day
from lentigo.language import translate, translate_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something to know before one relies on a document; `page` is where to look, 0 where there is nothing to see."""

    subject: str
    sentence: str
    page: int = 0


def facts(document: LibraryDocument) -> str:
    """Size, language and origin."""
    return " · ".join(fact for fact in (contents(document), _origin(document)) if fact)


def contents(document: LibraryDocument) -> str:
    """Size and language."""
    pages = translate_count("{count} page", "{count} pages", document.pages) if document.pages else ""
    return " · ".join(fact for fact in (pages, language_name(document.language)) if fact)


def cautions(document: LibraryDocument) -> tuple[Caution, ...]:
    """What was found wrong with it, the gravest first."""
    return (
        *_trouble(document),
        *_instructions(document),
        *_hidden(document),
        *_scanned(document),
        *_attached(document),
    )


def language_name(code: str) -> str:
    """The language of an ISO 639-1 code, in English."""
    language = QLocale(code).language() if code else QLocale.Language.C
    return QLocale.languageToString(language) if language != QLocale.Language.C else ""


def _origin(document: LibraryDocument) -> str:
    if document.bundled:
        return translate("came with Lentigo")
    return translate("added on {day} from {file}", day=format_day(document.added), file=document.original)


def _trouble(document: LibraryDocument) -> tuple[Caution, ...]:
    if document.trouble:
        return (Caution(subject=translate("Cannot be searched."), sentence=document.trouble),)
    if document.damaged:
        sentence = translate("It can still be searched, but its pages cannot be shown. Install Lentigo again.")
        return (Caution(subject=translate("The file is damaged."), sentence=sentence),)
    return ()


def _instructions(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.suspicious:
        return ()
    subject = translate_count(
        "{pages} holds text that reads like instructions to a program.",
        "{pages} hold text that reads like instructions to a program.",
        len(document.suspicious),
        pages=page_list(document.suspicious),
    )
    sentence = translate("Reports do not quote it. Look at it before you rely on this document.")
    return (Caution(subject=subject, sentence=sentence, page=document.suspicious[0]),)


def _hidden(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.hidden:
        return ()
    subject = translate_count(
        "{pages} holds text that no reader can see.",
        "{pages} hold text that no reader can see.",
        len(document.hidden),
        pages=page_list(document.hidden),
    )
    return (Caution(subject=subject, sentence=translate("It was left out of the search."), page=document.hidden[0]),)


def _scanned(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.scanned:
        return ()
    subject = translate_count(
        "{pages} is a picture without text.",
        "{pages} are pictures without text.",
        len(document.scanned),
        pages=page_list(document.scanned),
    )
    sentence = translate("What stands there cannot be searched.")
    return (Caution(subject=subject, sentence=sentence, page=document.scanned[0]),)


def _attached(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.attached:
        return ()
    subject = translate_count(
        "{count} file is attached to it: {names}.",
        "{count} files are attached to it: {names}.",
        len(document.attached),
        names=", ".join(document.attached),
    )
    return (Caution(subject=subject, sentence=translate("What is attached was not read. Save it and add it.")),)
