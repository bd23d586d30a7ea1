"""What the window says about a document of the library, in words."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale

from lentigo.domain.library import LibraryDocument, page_list
from lentigo.gui.kit.phrases import added_on, counted


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
    pages = counted(document.pages, "page") if document.pages else ""
    return " · ".join(fact for fact in (pages, language_name(document.language)) if fact)


def cautions(document: LibraryDocument) -> tuple[Caution, ...]:
    """What was found wrong with it, the gravest first."""
    return (*_trouble(document), *_instructions(document), *_hidden(document), *_scanned(document))


def language_name(code: str) -> str:
    """The language of an ISO 639-1 code, in English."""
    language = QLocale(code).language() if code else QLocale.Language.C
    return QLocale.languageToString(language) if language != QLocale.Language.C else ""


def _origin(document: LibraryDocument) -> str:
    if document.bundled:
        return "came with Lentigo"
    return f"{added_on(document.added)} from {document.original}"


def _trouble(document: LibraryDocument) -> tuple[Caution, ...]:
    if document.trouble:
        return (Caution(subject="Cannot be searched.", sentence=document.trouble),)
    if document.damaged:
        sentence = "It can still be searched, but its pages cannot be shown. Install Lentigo again."
        return (Caution(subject="The file is damaged.", sentence=sentence),)
    return ()


def _instructions(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.suspicious:
        return ()
    verb = "hold" if len(document.suspicious) > 1 else "holds"
    subject = f"{page_list(document.suspicious)} {verb} text that reads like instructions to a program."
    sentence = "Reports do not quote it. Look at it before you rely on this document."
    return (Caution(subject=subject, sentence=sentence, page=document.suspicious[0]),)


def _hidden(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.hidden:
        return ()
    verb = "hold" if len(document.hidden) > 1 else "holds"
    subject = f"{page_list(document.hidden)} {verb} text that no reader can see."
    return (Caution(subject=subject, sentence="It was left out of the search.", page=document.hidden[0]),)


def _scanned(document: LibraryDocument) -> tuple[Caution, ...]:
    if not document.scanned:
        return ()
    many = len(document.scanned) > 1
    subject = f"{page_list(document.scanned)} {'are pictures' if many else 'is a picture'} without text"
    return (Caution(subject=f"{subject}.", sentence="What stands there cannot be searched.", page=document.scanned[0]),)
