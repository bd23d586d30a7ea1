"""Forms and JSON as clients send them, read in memory: no part of a request is ever written to a disk."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from lentigo.domain.case import MOST_PHOTOGRAPHS
from lentigo.language import translate
from lentigo_serving.errors import Refusal, malformed
from lentigo_serving.service import LARGEST_BODY

MOST_FIELDS = 20
LARGEST_FIELD = 100_000  # bytes


class _InMemory(MultiPartParser):
    spool_max_size = LARGEST_BODY + 1  # beyond it, Starlette would write the part into a temporary file

    def close(self) -> None:
        """Also of parts whose end never came, which Starlette forgets."""
        for file in self._files_to_close_on_error:
            file.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form held; of a text that was given twice, the last."""

    texts: dict[str, str]
    files: dict[str, tuple[bytes, ...]]

    def photographs(self, *names: str) -> tuple[bytes, ...]:
        """The files under any of these names, in order; a Refusal where there is none."""
        found = tuple(data for name in names for data in self.files.get(name, ()))
        if not found:
            raise Refusal(
                422,
                translate("A photograph is needed."),
                hint=translate("Send it as a file under the name “{name}”.", name=names[0]),
            )
        return found


async def read_form(request: Request) -> Form:
    """A Refusal for what is no form, or holds more than a case can."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise Refusal(
            415, translate("This is not multipart/form-data."), hint=translate("/openapi.json says what is understood.")
        )
    parser = _InMemory(
        request.headers,
        request.stream(),
        max_files=MOST_PHOTOGRAPHS,
        max_fields=MOST_FIELDS,
        max_part_size=LARGEST_FIELD,
    )
    try:
        return await _form_of(await parser.parse())
    except (MultiPartException, ValueError, UnicodeError) as error:
        raise malformed(translate("The form cannot be read.")) from error
    finally:
        parser.close()


async def _form_of(parsed: FormData) -> Form:
    texts: dict[str, str] = {}
    files: dict[str, tuple[bytes, ...]] = {}
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            files[name] = (*files.get(name, ()), await value.read())
        else:
            texts[name] = value
    return Form(texts=texts, files=files)


async def read_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object; a Refusal with SkinGPT-R1's words where it is none."""
    return parse_object(await request.body())


def parse_object(text: bytes | str) -> dict[str, Any]:
    """A JSON object; a Refusal where it is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed(translate("Invalid JSON")) from error
    if not isinstance(value, dict):
        raise malformed(translate("Invalid JSON"))
    return value


def text_of(value: dict[str, Any], name: str) -> str:
    """A text that must be there."""
    found = value.get(name)
    if not isinstance(found, str) or not found.strip() or "\0" in found or not _is_text(found):
        raise malformed(translate("Missing '{name}' field", name=name))
    return found


def _is_text(text: str) -> bool:
    """Halves of pairs can stand in JSON, and cannot be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
