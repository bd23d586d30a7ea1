"""A table of many cases, a line each: in the window, on a terminal, and as CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from lentigo.domain.batch import BatchRow, BatchState, Verdict
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.domain.wording.red_flag import URGENCIES
from lentigo.language import deferred, translate
from lentigo.untrusted import cell, one_line

ENDING = ".csv"
Line = tuple[str, str, str, str]
_NOT_YET = {
    # TRANSLATORS: of a case among many, whose turn has not come
    BatchState.WAITING: deferred("waiting"),
    BatchState.STOPPED: deferred("not analysed: the batch was stopped before"),
}


def heads() -> Line:
    """What stands above the columns."""
    return translate("photograph"), translate("foremost"), translate("red flags"), translate("trouble")


def line_of(name: str, verdict: Verdict | None, trouble: str = "") -> Line:
    """A case: what it is called, what its report says, and what is wrong with it or with its photographs."""
    trouble = one_line(trouble)
    if verdict is None:
        return one_line(name), "", "", trouble
    wrong = trouble or " ".join(translate(QUALITY_ISSUES[issue]) for issue in verdict.issues)
    return one_line(name), foremost_text(verdict), urgency_text(verdict), wrong


def line_of_row(row: BatchRow) -> Line:
    """A case of a batch; one that was not analysed says why."""
    trouble = translate(_NOT_YET[row.state]) if row.state in _NOT_YET else f"{row.trouble} {row.hint}"
    return line_of(row.name, row.verdict, trouble)


def foremost_text(verdict: Verdict) -> str:
    """The first candidate and how it stands among the others."""
    if verdict.likelihood is None:
        return translate("no usable answer")
    return f"{one_line(verdict.foremost)} ({translate(LIKELIHOODS[verdict.likelihood])})"


def urgency_text(verdict: Verdict) -> str:
    """How fast to act. Where no rule fired, that is not calm: nobody was asked about the history."""
    return translate(URGENCIES[verdict.urgency]) if verdict.urgency else translate("incomplete: no history")


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Heads and lines as UTF-8 with a mark, without which Excel takes it for Latin-1; nothing in it is a formula."""
    text = io.StringIO()
    csv.writer(text).writerows(map(cell, row) for row in (heads(), *lines))
    return text.getvalue().encode("utf-8-sig")
