"""A clinic's counts as a table and as JSON, for whoever adds up those of a district."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from lentigo.domain.clinic import Clinic
from lentigo.domain.statistics import LEAST, Statistics
from lentigo.domain.wording.statistics import MEASURES, value_text
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.untrusted import cell, json_text, one_line

SCHEMA_VERSION = 1
HIDDEN = f"<{LEAST}"
_ALL = "all"


def render_csv(statistics: Statistics, clinic: Clinic) -> bytes:
    """A line for each count, with the ids that programs compare and the words that people read; UTF-8 with its mark,
    which spreadsheets ask for.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("clinic", "year", "measure", "value", "measure_text", "value_text", "cases"))
    for row in _rows(statistics, clinic):
        writer.writerow(map(cell, row))
    return text.getvalue().encode("utf-8-sig", errors="replace")


def render_json(statistics: Statistics, clinic: Clinic) -> bytes:
    """The same; `cases` is null where a count is hidden."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "clinic": one_line(clinic.name),
        "year": statistics.year,
        "least": LEAST,
        "cases": statistics.cases,
        "groups": [
            {
                "measure": {"id": group.measure.value, "text": translate(MEASURES[group.measure])},
                "counts": [
                    {"value": {"id": each.value, "text": value_text(group.measure, each.value)}, "cases": each.cases}
                    for each in group.counts
                ],
            }
            for group in statistics.groups
        ],
    }
    return f"{json_text(document, indent=1)}\n".encode()


ENDINGS: dict[str, Callable[[Statistics, Clinic], bytes]] = {".csv": render_csv, ".json": render_json}


def renderer_of(path: Path) -> Callable[[Statistics, Clinic], bytes]:
    """By the file's ending; InputError for any other."""
    if found := ENDINGS.get(path.suffix.lower()):
        return found
    raise InputError(
        translate("The name of a file of statistics ends in {endings}.", endings=", ".join(ENDINGS)),
        hint=translate("Choose one of these endings."),
    )


def _rows(statistics: Statistics, clinic: Clinic) -> Iterator[tuple[str, ...]]:
    head = one_line(clinic.name), _ALL if statistics.year is None else str(statistics.year)
    yield (*head, _ALL, _ALL, translate("All signed cases"), "", _told(statistics.cases))
    for group in statistics.groups:
        for each in group.counts:
            words = translate(MEASURES[group.measure]), value_text(group.measure, each.value)
            yield (*head, group.measure, each.value, *words, _told(each.cases))


def _told(cases: int | None) -> str:
    return HIDDEN if cases is None else str(cases)
