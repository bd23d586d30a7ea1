"""How many rows of real tables the library reads, beside PyMuPDF's own ways: `benchmark_tables.py FOLDER`.

Prints the figures of docs/retrieval.md. FOLDER holds the hard PDFs of the tests (../shared/data/pdfs). The rows were
written down from the pages as they look. A row counts where a line of the result holds exactly its cells, in order.
Spaces, hyphens and case do not count; what stands in brackets may be missing: cells that span rows, and further
paragraphs of a cell.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pymupdf

from lentigo.progress import QUIET
from lentigo.retrieval import columns
from lentigo.retrieval.extraction import extract
from lentigo.retrieval.lines import Line
from lentigo.retrieval.tables import Table

Place = tuple[str, int]  # a document and a page, from 1

PAPER = "table-2305.03393v1-pg9.pdf"
MANUAL = "huge-pdf2image-memory-error-test-400p.pdf"
TABLES: dict[Place, tuple[str, str]] = {
    (PAPER, 1): (
        "ruled, cells span rows",
        """[6 6] OTSL 0.965 0.934 0.955 0.88 2.73
        [6 6] HTML 0.969 0.927 0.955 0.857 5.39
        [4 4] OTSL 0.938 0.904 0.927 0.853 1.97
        [4 4] HTML 0.952 0.909 0.938 0.843 3.77
        [2 4] OTSL 0.923 0.897 0.915 0.859 1.91
        [2 4] HTML 0.945 0.901 0.931 0.834 3.81
        [4 2] OTSL 0.952 0.92 0.942 0.857 1.22
        [4 2] HTML 0.944 0.903 0.931 0.824 2""",
    ),
    (MANUAL, 8): (
        "ruled",
        """Acronym Definition
        BMF Business Master File""",
    ),
    (MANUAL, 10): (
        "unruled, cells wrap",
        """A Y Y Adjustment transactions including trans code, posted date, among, cycle, DLN, codes and other dates
        B Y Y Re-establishes retention tax module back to the active Master File.
        C N N Tax Module screen associated with input check symbol/check number, CFOL041, or CFOL042
        D Y N Deposit Schedules for 941, CT-1, 943, and 945.
        E Y N Entity information including cross-ref TIN, freeze codes, indicators, codes, and posted transactions
        F Y N FTD coupon ordering information
        H N N Help screen
        I Y N On/off-line status of entity and tax modules, merge information, sign of module balance, posted return \
indicator, and IDRS service centers
        K Y Y F941 Lookback information
        L Y N Last tax module satisfied
        M Y Y IRC 965 Liability Schedule, used to monitor status of Section 965 Installments
        N Y N Index of Retention Register Tax Modules that do not have an associated Vestigial Entry
        O Y N Exempt organization information
        P Y N Payment Summary
        R Y Y Return DLN, cycle posted, transaction date, some schedules, codes, exemptions, amounts
        S Y Y Status histories
        T Y Y Control DLN, exemption total, settlement information, amounts, freezes, indicators
        U Y Y CAWR information
        V Y N Vestigial data (retention register)""",
    ),
    (MANUAL, 11): (
        "unruled, above two columns of text",
        """W Y Y Quarterly F941 information.
        Z Y N Audit history information
        # N Y Refund Checks (up to 5) associated with a particular TIN/MFT/Tax Period.""",
    ),
    (MANUAL, 120): (
        "unruled, cells wrap",
        """LINE POSITION DESCRIPTION AND VALIDITY
        1 01-05 Command Code: BMFOL or BMFOR
        1 06 Command Definer Code: A
        1 07-29 TIN, Display File Source Code, MFT, Tax Period, Plan Number
        1 59-62 Name Control
        1 76-80 Potentially Dangerous Taxpayer Indicator: *PDT* [Caution Indicator:*CAU*]
        2 11-45 Name Line [“UNRECOVERABLE RETENTION REGISTER” identifies BMFOR request.]
        2 71-72 Cycle of Latest Update
        2 76-80 [#]
        4 70-79 Interest Computation Date
        5 01-05 Transaction Code: TC294, 295, 298, 299
        5 07-14 Transaction Date
        5 16-36 Transaction Amount
        5 38-43 Transaction Cycle
        5 45-61 Transaction DLN
        6 13-14 Priority Code
        6 24-25 Hold Code [prevents or delays the issuance of a refund and/or notice]
        6 36-45 CSED Date
        6 48-56 CP210/220 (Notice of Adjustment) Indicator
        6 70-79 Carryback Claim Date
        24 21-23 Current Page Number
        24 28-30 Last Page Number""",
    ),
    (MANUAL, 300): (
        "unruled",
        """LINE POSITION DESCRIPTION AND VALIDITY
        15 17-37 Issue Price
        15 60-80 Rebate Amount
        16 17-37 Unused Volume Cap
        16 60-80 Total Volume Cap
        17 17-37 Failure to Pay Timely Penalty
        17 60-80 Overpayment/Bal Due Taxpayer
        18 17-37 Failure to Pay Arbitrage Penalty
        18 60-80 Previously Paid Rebate
        19 17-37 Penalty In Lieu of Rebate
        19 60-80 Interest on Underpaid Arbitrage Rebate
        20 17-37 Proceeds for Bond Issue Costs
        20 60-80 Proceeds for Current Refund Prior Issue
        21 17-37 Loan from Proceeds Tax Exempt Obligations
        21 60-80 Proceeds for Advance Refund Prior Issue
        22 17-37 Penalty Upon Termination Amount
        22 60-80 Yield Reduction Payment
        23 17-37 Penalty Underpayment Interest
        24 21-23 Current Page Number
        24 28-30 Last Page Number
        24 48-50 Next Page Number""",
    ),
}
WITHOUT_TABLES = (("multicol-multi-column-2p.pdf", 1), ("multicol-multi-column-2p.pdf", 2), (MANUAL, 9), (MANUAL, 12))

Finder = Callable[[pymupdf.Page], list[pymupdf.table.Table]]


def main() -> None:
    """Print for each way the rows it reads, table by table, what it does to pages without one, and its time."""
    folder = Path(sys.argv[1])
    finders: dict[str, Finder | None] = {
        "tables.py": None,
        "find_tables() in its place": lambda page: page.find_tables().tables,
        'find_tables(strategy="text") in its place': lambda page: page.find_tables(strategy="text").tables,
        "no tables": lambda _page: [],
    }
    with TemporaryDirectory() as scratch:
        pages = {place: single_page(folder / place[0], place[1], Path(scratch)) for place in (*TABLES, *WITHOUT_TABLES)}
        plain = {place: read(pages[place], finders["no tables"]) for place in WITHOUT_TABLES}
        for name, finder in finders.items():
            started = time.process_time()
            texts = {place: read(path, finder) for place, path in pages.items()}
            milliseconds = 1000 * (time.process_time() - started) / len(pages)
            report(name, texts, plain, milliseconds)


def report(name: str, texts: dict[Place, list[str]], plain: dict[Place, list[str]], milliseconds: float) -> None:
    """Print one way's figures."""
    found = {place: count(texts[place], rows) for place, (_kind, rows) in TABLES.items()}
    total = sum(len(rows.splitlines()) for _kind, rows in TABLES.values())
    changed = sum(len(set(texts[place]) ^ set(lines)) for place, lines in plain.items())
    print(f"{name}: {sum(found.values())} of {total} rows", end=", ")
    print(f"{changed} lines changed on pages without a table, {milliseconds:.0f} ms a page")
    for (document, page), (kind, rows) in TABLES.items():
        print(f"    {found[document, page]:2} of {len(rows.splitlines()):2}  {document}, page {page}: {kind}")


def single_page(path: Path, page: int, folder: Path) -> Path:
    """The page as a document of its own."""
    target = folder / f"{path.stem}-{page}.pdf"
    with pymupdf.open(path) as document:
        document.select([page - 1])
        document.save(target, garbage=3)
    return target


def read(path: Path, finder: Finder | None) -> list[str]:
    """The page's rows; with a finder, its tables take the place of all those that tables.py finds."""
    with ExitStack() as patches:
        if finder:
            with pymupdf.open(path) as document:
                cells = [[[pymupdf.Rect(cell) for cell in row.cells if cell] for row in table.rows]
                         for table in finder(document[0])]  # fmt: skip
            for name, stand_in in {
                "find_ruled": lambda lines, _rules: list(filter(None, (as_table(lines, rows) for rows in cells))),
                "find_grids": lambda _lines: [],
                "as_unruled": lambda _lines: None,
            }.items():
                patches.enter_context(patch.object(columns, name, stand_in))
        return extract(path, QUIET).pages[0].text.splitlines()


def as_table(lines: Sequence[Line], rows: list[list[pymupdf.Rect]]) -> Table | None:
    """The lines whose middle stands in the cells, cell after cell."""
    taken: set[int] = set()
    filled = []
    for row in rows:
        inside = []
        for cell in row:
            held = [line for line in lines if id(line) not in taken and middle(line) in cell]
            taken |= {id(line) for line in held}
            inside += sorted(held, key=lambda line: (line.y0, line.x0))
        filled += [tuple(inside)] if inside else []
    every = [line for row in filled for line in row]
    if not every:
        return None
    return Table(
        x0=min(line.x0 for line in every),
        y0=min(line.y0 for line in every),
        x1=max(line.x1 for line in every),
        y1=max(line.y1 for line in every),
        rows=tuple(filled),
    )


def middle(line: Line) -> pymupdf.Point:
    """Where a line stands."""
    return pymupdf.Point((line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2)


def count(lines: list[str], rows: str) -> int:
    """How many of the rows stand among the lines."""
    found = set(map(bare, lines))
    return sum(any(bare(form) in found for form in forms(row)) for row in rows.splitlines())


def forms(row: str) -> Iterator[str]:
    """The row with and without each part in brackets."""
    parts = re.split(r"\[(.*?)\]", row)
    for choice in product((True, False), repeat=len(parts) // 2):
        yield "".join(part for number, part in enumerate(parts) if number % 2 == 0 or choice[number // 2])


def bare(text: str) -> str:
    """The text without what does not count."""
    return re.sub(r"[\s\-‐]", "", text).casefold()


if __name__ == "__main__":
    main()
