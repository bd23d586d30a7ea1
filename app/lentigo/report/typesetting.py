"""Typst, which sets the PDFs: templates are our own, and all text reaches them as data, never as markup.

The files are tagged (PDF/UA-1) and made to last (PDF/A-3a): with their fonts, a title, a language, and no time but the
report's.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

import typst

from lentigo.language import language_spoken
from lentigo.report.fonts import Typeface, drawable, plain
from lentigo.untrusted import REPLACEMENT

Paper = Literal["A4", "A5", "Letter"]
Data = Mapping[str, Any]  # plain values, as JSON has them

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: list[Any] = ["ua-1", "a-3a"]
_REFUSED = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_REFUSALS = 4
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF, which holds the same as the pages in another form."""

    name: str
    kind: str  # its media type
    description: str
    text: str


def typeset(
    template: str,
    data: Data,
    *,
    pictures: Mapping[str, str],
    created: str,
    paper: Paper = "A4",
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """The bytes of a PDF by `templates/TEMPLATE.typ`: the same for the same values.

    `pictures` are SVG drawings by the names that the data gives them, `created` an ISO 8601 time; where it is none, the
    file bears none.
    """
    moment = _moment(created)
    told = dict(data) | {"paper": paper, "dated": moment is not None, **_language()}
    files = _templates(template) | {name: drawn.encode() for name, drawn in pictures.items()}
    drawn = _mapped(told, drawable)
    for _ in range(_MOST_REFUSALS):
        try:
            return _compiled(files, drawn, attachments, moment)
        except typst.TypstError as problem:
            if not (refused := _refused(problem)):
                raise
            drawn = _mapped(drawn, partial(_without, refused))
    return _compiled(files, _mapped(drawn, plain), attachments, moment)


def _refused(problem: typst.TypstError) -> tuple[str, ...]:
    """Letters that have a glyph each and together none, such as a vowel sign on a letter of another script.

    Of those that Typst names, the marks alone, if there are any.
    """
    named = {_CODE.sub(lambda code: chr(int(code[1], 16)), each) for each in _REFUSED.findall(problem.diagnostic)}
    marks = [each for each in named if unicodedata.category(each[0]).startswith("M")]
    return tuple(sorted(marks or named, key=len, reverse=True))


def _without(refused: tuple[str, ...], text: str) -> str:
    for letters in refused if not text.isascii() else ():
        text = text.replace(letters, REPLACEMENT)
    return text


def _compiled(
    files: Mapping[str, bytes], data: Data, attachments: tuple[Attachment, ...], moment: datetime | None
) -> bytes:
    fonts, families = Typeface(_texts(data)).fonts()
    inputs = {"data": json.dumps(dict(data) | {"fonts": families})}
    inputs["attachments"] = json.dumps([asdict(each) for each in attachments])
    compiler = typst.Compiler(dict(files), font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    return bytes(compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=moment or _EPOCH))


def _templates(main: str) -> dict[str, bytes]:
    texts = {f"{path.name}": path.read_bytes() for path in _TEMPLATES.glob("*.typ") if path.stem != main}
    return texts | {"main.typ": (_TEMPLATES / f"{main}.typ").read_bytes()}


def _language() -> dict[str, str | None]:
    language, _, region = language_spoken().partition("-")
    return {"language": language, "region": region or None}


def _moment(created: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(held, change) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(held, change) for held in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _texts(held)
