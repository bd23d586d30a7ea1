"""The page that a clinic reads first: what is on the stick, and how the program and its models come onto a computer.

It names no fingerprint: on the stick that would prove nothing.
"""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from lentigo.language import language_spoken, translate
from lentigo.models.disk import size_words
from lentigo.models.manifest import Manifest

START_PAGE = "READ ME FIRST.html"
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-")  # in an address
_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em;color:#1c2330}"
    "h1{font-size:1.6em}h2{font-size:1.2em;margin-top:1.6em}code{background:#eef1f5;padding:.1em .3em}"
    "li{margin:.4em 0}p.limits{border-left:4px solid #9a6700;padding-left:.8em}"
)


def start_page(manifest: Manifest) -> str:
    """The page in HTML, without a script, and without anything from elsewhere."""
    title = escape(translate("Lentigo: read me first"))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    parts = (*_opening(title), *_installing(manifest), *_bringing_in(manifest), *_documents(manifest), *_when_wrong())
    return (
        f'<!DOCTYPE html>\n<html lang="{language_spoken()}"><head>{head}</head><body>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _opening(title: str) -> Iterator[str]:
    yield f"<h1>{title}</h1>"
    yield _paragraph(
        translate(
            "Lentigo is a second pair of eyes for photographs of skin, on your own computer. It needs no internet at "
            "any time, and no photograph leaves the computer."
        )
    )
    words = translate(
        "It is research software, not a medical device. It assists; a qualified clinician decides. A normal answer "
        "excludes nothing."
    )
    yield f'<p class="limits">{escape(words)}</p>'


def _installing(manifest: Manifest) -> Iterator[str]:
    names = {Path(installer.file).suffix: installer.file for installer in manifest.installers}
    if not {".exe", ".deb", ".run"} & names.keys():
        return
    yield _heading(translate("1. Install the program"))
    steps = (  # their places are filled once each sentence is HTML
        (".exe", translate("Windows 10 or 11: double-click {file}, and follow it."), ""),
        (
            ".deb",
            translate("Debian 12, Ubuntu 22.04 or later, as administrator: double-click {file}, or type {command}"),
            "sudo apt install ./{file}",
        ),
        (
            ".run",
            translate("The same, without an administrator: open a terminal in the folder of {file} and type {command}"),
            "sh {file}",
        ),
    )
    yield _list(
        escape(words).format(file=_link(names[kind]), command=_code(command.format(file=Path(names[kind]).name)))
        for kind, words, command in steps
        if kind in names
    )
    yield _paragraph(translate("It takes half a minute and about 600 MB. Where it cannot be done, it says why."))


def _bringing_in(manifest: Manifest) -> Iterator[str]:
    if not manifest.models:
        return
    yield _heading(translate("2. Bring the models in"))
    yield _list(
        escape(step)
        for step in (
            translate("Leave the stick plugged in, start Lentigo, and press Ctrl+M for the models."),
            translate("Lentigo finds the stick by itself. Or drop the stick’s folder on that page."),
            translate(
                "Compare the fingerprint that it shows with the one that you were told by telephone or on paper."
            ),
            translate("Read each model’s licence and limits, accept, and wait until it is copied and checked."),
        )
    )
    models = ((record.profile, sum(file.bytes for file in record.profile.files)) for record in manifest.models)
    yield _list(escape(f"{each.name} {each.version}, {size_words(size)}, {each.licence}") for each, size in models)


def _documents(manifest: Manifest) -> Iterator[str]:
    if manifest.documents:
        yield _heading(translate("Documents for the library"))
        yield _paragraph(translate("They are offered on the same page as the models."))
        yield _list(_link(document.file, document.title) for document in manifest.documents)


def _when_wrong() -> Iterator[str]:
    yield _heading(translate("If something is wrong"))
    yield _paragraph(
        translate(
            "Lentigo says what it is and what to do. If it says that the stick was changed or is damaged, do not use "
            "the stick, and tell whoever gave it to you."
        )
    )


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _link(file: str, words: str = "") -> str:
    address = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in file.encode())
    return f'<a href="{address}">{escape(words or Path(file).name)}</a>'


def _code(command: str) -> str:
    return f"<code>{escape(command)}</code>"
