"""What reports cite of the bundled handbook: a candidate's own looks, look-alikes or referral, and nothing that no
candidate cites."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lentigo.analysis.safety.quotes import normalised
from lentigo.analysis.stages.retrieve import QUOTED_SECTIONS, TELLING_NOTHING
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind
from lentigo.domain.wording.finding import WORDS
from lentigo.paths import default_paths
from lentigo.worker.messages.case import Analyze
from lentigo.worker.synchronous import SynchronousWorker

PHANTOMS = ("phantom-pigmented", "phantom-dark-skin", "phantom-red-scaly", "phantom-ring")
REAL = 12  # demonstration pictures, of all seven diagnoses


@pytest.fixture(scope="module")
def worker() -> Iterator[SynchronousWorker]:
    with SynchronousWorker(paths=default_paths()) as opened:
        yield opened


def analysed(worker: SynchronousWorker, photograph: Path) -> Assessment:
    request = Analyze(
        photographs=(photograph.read_bytes(),),
        kinds=(PictureKind.DERMOSCOPIC,),
        encounter=Encounter(),
        model="lentigo-mini",
    )
    return worker.run(request)


def quotable(condition: str) -> str:
    """The text of the sections that may be quoted, of the condition's chapter in the handbook's source."""
    source = (default_paths().resources / "knowledge" / "handbook" / f"{condition}.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", source, flags=re.MULTILINE)[1:]
    bodies = [body for heading, _, body in (part.partition("\n") for part in sections) if heading in QUOTED_SECTIONS]
    return " ".join(normalised(re.sub(r"\*\*|^- ", "", "\n".join(bodies), flags=re.MULTILINE)).split())


def check(report: Assessment) -> int:
    """Each source is cited, and supports the candidate that cites it; how many sources there are."""
    cited = {number: each for each in report.differential for number in each.citations}
    assert sorted(cited) == [citation.id for citation in report.citations] == [*range(1, len(cited) + 1)]
    telling = [finding for finding in report.findings if finding.field not in TELLING_NOTHING]
    seen = {word[:6] for finding in telling for each in finding.words for word in WORDS[each].lower().split()}
    for citation in report.citations:
        quote = " ".join(normalised(citation.quote).split())
        assert citation.supported
        assert quote in quotable(cited[citation.id].condition), (cited[citation.id].label, citation.quote)
        assert {word[:6] for word in re.findall(r"\w+", quote)} & {part for word in seen for part in word.split("-")}
    return len(report.citations)


@pytest.mark.parametrize("phantom", PHANTOMS)
def test_every_source_of_a_rendered_lesion_supports_its_candidate(
    worker: SynchronousWorker, phantoms: Path, phantom: str
) -> None:
    assert check(analysed(worker, phantoms / f"{phantom}.jpg")) > 0


def test_every_source_of_a_real_lesion_supports_its_candidate(worker: SynchronousWorker, photographs: Path) -> None:
    folder = photographs / "sample_600x450"
    with (folder / "labels.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    ordered = sorted(rows, key=lambda row: row["label"])
    picked = ordered[:: len(ordered) // REAL][:REAL]
    assert sum(check(analysed(worker, folder / row["file"])) > 0 for row in picked) > REAL / 2
