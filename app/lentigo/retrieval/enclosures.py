"""What a PDF holds beside its pages: a form that only Adobe's programs draw, a portfolio's documents, attached files.

None of it is read. A document whose pages are only the wrapping of such things is refused; else the reader is told.
"""

import re
from collections.abc import Iterator

import pymupdf

from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.retrieval.legibility import cleaned
from lentigo.untrusted import one_line

MOST_ATTACHED = 50  # names that are kept
COVER_PAGES = 2  # a portfolio of more pages has content of its own
PLACEHOLDER = re.compile(r"if this message is not eventually replaced", re.IGNORECASE)  # of the page for other programs


def refuse_wrapping(document: pymupdf.Document, name: str) -> None:
    """InputError where the pages are not the document."""
    if _is_dynamic_form(document):
        raise InputError(
            translate(
                "{file} is a form (XFA) that only Adobe's programs can show: its pages are not in the file.", file=name
            ),
            hint=translate("Open it in Adobe Reader, print it to PDF from there, and add that."),
        )
    if _says(document, "Collection") and len(document) <= COVER_PAGES and document.embfile_count():
        raise InputError(
            translate("{file} is a portfolio: its documents lie inside it as files of their own.", file=name),
            hint=translate("Save them from it with Adobe Reader, and add each."),
        )


def attached_to(document: pymupdf.Document) -> Iterator[str]:
    """The names of files that are attached to the whole document."""
    for number in range(min(document.embfile_count(), MOST_ATTACHED)):
        info = document.embfile_info(number)
        yield _name(info.get("ufilename") or info.get("filename") or info.get("name") or "")


def attached_on(page: pymupdf.Page) -> Iterator[str]:
    """The names of files that are attached at a place of a page."""
    for annotation in page.annots(types=(pymupdf.PDF_ANNOT_FILE_ATTACHMENT,)):
        yield _name(annotation.file_info.get("filename") or "")


def _name(name: str) -> str:
    return one_line(cleaned(name)) or "?"


def _is_dynamic_form(document: pymupdf.Document) -> bool:
    """Whether the pages only ask to wait. A static form's pages are drawn, and say what it says."""
    if not _says(document, "AcroForm/XFA"):
        return False
    return _says(document, "NeedsRendering") or bool(PLACEHOLDER.search(" ".join(document[0].get_text().split())))


def _says(document: pymupdf.Document, key: str) -> bool:
    """Whether the catalogue has such an entry, which is not false."""
    kind, value = document.xref_get_key(document.pdf_catalog(), key)
    return kind not in ("null", "undefined") and value != "false"
