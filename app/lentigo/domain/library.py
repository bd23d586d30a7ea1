"""The library's documents, as a list shows them."""

from dataclasses import dataclass

from lentigo.language import translate, translate_count

MOST_RUNS = 8  # of pages that are named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocument:
    """One document. Page numbers count from 1 in the file.

    `trouble` says why nothing of it is found; it is "" for a document that can be searched. One that came with the
    program and is `damaged` is found as it was: its text is kept apart. Its pages cannot be shown.
    """

    id: str  # the first 16 hexadecimal digits of the SHA-256 of the file that was added
    file: str  # its name inside the library, which passages and citations bear as `document`
    original: str  # the file's name when it was added
    title: str
    pages: int
    scanned: tuple[int, ...]  # pages without text, which are not searched
    hidden: tuple[int, ...]  # pages with text that no reader sees, which was left out
    suspicious: tuple[int, ...]  # pages with passages that read like instructions to a program
    language: str
    bundled: bool  # came with the program, and stays
    added: str  # ISO date; "" for a bundled one
    bytes: int
    trouble: str = ""
    damaged: bool = False
    attached: tuple[str, ...] = ()  # names of files inside the file, which were not read


def page_list(pages: tuple[int, ...]) -> str:
    """Page numbers with runs drawn together, such as "Pages 1 and 3–7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    named = ["–".join(map(str, run)) for run in runs[:MOST_RUNS]]
    rest = sum(run[-1] - run[0] + 1 for run in runs[MOST_RUNS:])
    listed = named[0]
    if rest:
        listed = translate_count("{pages} and {count} more", "{pages} and {count} more", rest, pages=", ".join(named))
    elif len(named) > 1:
        listed = translate("{pages} and {last}", pages=", ".join(named[:-1]), last=named[-1])
    return translate_count("Page {pages}", "Pages {pages}", len(pages), pages=listed)
