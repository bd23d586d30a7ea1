"""What lies in a folder of photographs, or stands in a list of cases, as the rows of a batch.

A list is CSV in UTF-8 with a line of heads, parted by commas, semicolons or tabs. The column `photograph` is needed: a
file's path from the list's own folder. Where there are the others, they are read too: `case` (lines with the same text
are one case's photographs, main one first), `patient` (what papers call them), `age` (years), `sex` (female, male,
other), `site` (part of the body). Other columns are left unread.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

from lentigo.domain.batch import MOST_ROWS, BatchRow
from lentigo.domain.encounter import Encounter, Sex
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.models.disk import disk_trouble
from lentigo.report.formats import format_of
from lentigo.untrusted import is_safe_path, one_line

PHOTOGRAPH, CASE, PATIENT, AGE, SEX, SITE = "photograph", "case", "patient", "age", "sex", "site"
LIST_ENDING = ".csv"
LARGEST_LIST = 8 << 20  # bytes
LONGEST_TEXT = 200  # characters of a patient's name, or of a body site
DELIMITERS = ",;\t"


def photographs_in(folder: Path) -> list[Path]:
    """The files that lie there, by name, without hidden ones, reports and lists."""
    return [path for path in sorted(folder.iterdir()) if _could_be_photograph(path)]


def plan(source: Path) -> tuple[BatchRow, ...]:
    """A row for each photograph of a folder, or each case of a list; InputError where there is none, or too many."""
    with disk_trouble(source):
        rows = tuple(_rows_of_folder(source) if source.is_dir() else _rows_of_list(source))
    if not rows:
        raise InputError(
            translate("No photograph lies there."), hint=translate("Choose a folder with photographs in it.")
        )
    if len(rows) > MOST_ROWS:
        raise InputError(
            translate("These are {count} cases, and a batch holds {most}.", count=len(rows), most=MOST_ROWS),
            hint=translate("Divide them into several folders or lists."),
        )
    return rows


def _could_be_photograph(path: Path) -> bool:
    listed = path.suffix.lower() == LIST_ENDING
    return path.is_file() and not path.name.startswith(".") and format_of(path) is None and not listed


def _rows_of_folder(folder: Path) -> Iterator[BatchRow]:
    for position, path in enumerate(photographs_in(folder)):
        yield BatchRow(position=position, case=str(uuid4()), name=one_line(path.name), photographs=(path.absolute(),))


def _rows_of_list(path: Path) -> Iterator[BatchRow]:
    cases: dict[str, list[Mapping[str, str]]] = {}
    for number, line in enumerate(_read(path)):
        cases.setdefault(line.get(CASE, "") or f"\n{number}", []).append(line)  # "\n" stands in no one's own number
    for position, lines in enumerate(cases.values()):
        yield _row(path.absolute().parent, position, lines)


def _read(path: Path) -> list[Mapping[str, str]]:
    """Lines by head, in lower case."""
    if path.stat().st_size > LARGEST_LIST:
        raise InputError(translate("The list is larger than {most} MB.", most=LARGEST_LIST >> 20))
    try:
        text = path.read_bytes().decode("utf-8-sig")
        first = text.splitlines()[0] if text else ""
        lines = list(csv.reader(io.StringIO(text), delimiter=max(DELIMITERS, key=first.count)))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise InputError(
            translate("The list cannot be read: it is not CSV in UTF-8."),
            hint=translate("In the spreadsheet, save it as “CSV UTF-8”."),
        ) from problem
    heads = [head.strip().lower() for head in lines[0]] if lines else []
    if PHOTOGRAPH not in heads:
        raise InputError(
            translate("The list has no column “{column}”.", column=PHOTOGRAPH),
            hint=translate("Its first line names the columns: {columns}.", columns=_columns()),
        )
    return [dict(zip(heads, map(str.strip, line), strict=False)) for line in lines[1:] if any(map(str.strip, line))]


def _row(folder: Path, position: int, lines: list[Mapping[str, str]]) -> BatchRow:
    """A case; where its line says what cannot be, it stands there as failed, and says why."""
    files = [line.get(PHOTOGRAPH, "").replace("\\", "/") for line in lines]
    name = one_line(lines[0].get(CASE, "") or files[0])
    row = BatchRow(position=position, case=str(uuid4()), name=name, photographs=tuple(folder / file for file in files))
    if astray := [file for file in files if not is_safe_path(file)]:
        return row.failed(
            translate("“{file}” is no file below the list’s folder.", file=one_line(astray[0])),
            translate("Give the photograph’s name, as it lies beside the list."),
        )
    try:
        return BatchRow(
            position=position, case=row.case, name=name, photographs=row.photographs, encounter=_encounter(lines)
        )
    except InputError as trouble:
        return row.failed(trouble.message, trouble.hint)


def _encounter(lines: Iterable[Mapping[str, str]]) -> Encounter:
    """What the first line that says it says."""
    told = {column: text for line in reversed([*lines]) for column, text in line.items() if text}
    return Encounter(
        patient=one_line(told.get(PATIENT, ""))[:LONGEST_TEXT],
        age=_age(told.get(AGE, "")),
        sex=_sex(told.get(SEX, "")),
        site=one_line(told.get(SITE, ""))[:LONGEST_TEXT],
    )


def _age(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) <= len("130")):
        raise InputError(
            translate("“{text}” is no age in whole years.", text=one_line(text)), hint=translate("Correct the list.")
        )
    return int(text) if text else None


def _sex(text: str) -> Sex | None:
    try:
        return Sex(text.lower()) if text else None
    except ValueError:
        raise InputError(
            translate("“{text}” is none of {choices}.", text=one_line(text), choices=", ".join(Sex)),
            hint=translate("Correct the list."),
        ) from None


def _columns() -> str:
    return ", ".join((PHOTOGRAPH, CASE, PATIENT, AGE, SEX, SITE))
