"""A report of the real worker, which speaks a made-up language: no English sentence is left in any form of it."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pytest
from made_up_language import english_in, only_marked_sentences, pattern_of, strings
from PIL import Image

from lentigo.analysis.events import StageStarted
from lentigo.analysis.revision import revise_finding
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.finding import FindingField
from lentigo.language import ACCENTED
from lentigo.paths import Paths, default_paths
from lentigo.report.text import render_text
from lentigo.worker.messages.case import Analyze, WriteReport
from lentigo.worker.synchronous import SynchronousWorker

LARGEST_KERNING = 1.0  # points
FOOTER = 54  # points from the bottom of a page
WORDS_OF_THE_PERSON = "[þéŕšöñ]"


class Written(NamedTuple):
    """The assessment, the folder with its report.pdf and report.json, and the titles of the stages."""

    assessment: Assessment
    folder: Path
    stages: list[str]


def photograph_of_a_camera(path: Path) -> bytes:
    """With metadata that must not go on."""
    picture = Image.open(path)
    exif = picture.getexif()
    exif[0x0132] = "2026:11:20 09:41:07"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 09:41:07"
    exif.get_ifd(0x8769)[0xA430] = "Sari"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, phantoms: Path) -> Iterator[Written]:
    folder, stages = tmp_path_factory.mktemp("report"), []
    data = photograph_of_a_camera(phantoms / "phantom-pigmented.jpg")
    history = {History.SIZE_CHANGE: True, History.ITCH: False}
    asked = Analyze(
        photographs=(data,),
        encounter=Encounter(age=54, sex=Sex.FEMALE, note=WORDS_OF_THE_PERSON, history=history),
        model="lentigo-mini",
        protocol="standard",
        use_library=True,
    )
    with only_marked_sentences():
        with SynchronousWorker(
            paths=Paths(resources=default_paths().resources, data=folder / "data"),
            on_event=lambda event: stages.append(event.title) if isinstance(event, StageStarted) else None,
        ) as worker:
            draft = worker.run(asked)
            report = revise_finding(draft, FindingField.COLOUR, WORDS_OF_THE_PERSON)
            for name in ("report.pdf", "report.json"):
                worker.run(WriteReport(assessment=report, photographs=(data,), path=str(folder / name)))
        yield Written(report, folder, stages)


def data_of(report: Assessment) -> Iterator[str]:
    """What is no sentence of the program's: names, ids, quotes of the handbook, and what the model wrote."""
    provenance = report.provenance
    yield from strings(replace(report, limits=(), provenance=replace(provenance, parameters={}, timings={})))
    yield from (f"{name} {value}" for name, value in provenance.parameters.items())
    yield from provenance.timings


def test_the_stages(written: Written) -> None:
    assert written.stages
    assert not [title for title in written.stages if english_in(title, pattern_of(()))]


def test_the_plain_text(written: Written) -> None:
    data = pattern_of(data_of(written.assessment))
    text = render_text(written.assessment)
    assert written.assessment.citations[0].quote.split()[0] in text
    left = [line for line in data.sub("", text).splitlines() if english_in(line, data)]
    assert not left


def test_the_pdf(written: Written) -> None:
    data = pattern_of(data_of(written.assessment))
    with pymupdf.open(written.folder / "report.pdf") as document:
        areas = [(page, page.rect.height - FOOTER) for page in document]
        body = "\n".join(page.get_text(clip=pymupdf.Rect(0, 0, page.rect.width, end)) for page, end in areas)
        footers = [page.get_text(clip=pymupdf.Rect(0, end, *page.rect.br)) for page, end in areas]
        titles = [document.metadata["title"], *(title for _level, title, _page in document.get_toc())]
        tags = [document.xref_object(xref) for xref in range(1, document.xref_length())]
        assert document.xref_get_key(document.pdf_catalog(), "Lang") == ("string", ACCENTED)
    assert len(titles) > 10
    left = [line for line in data.sub("", body).splitlines() if english_in(line, data)]
    assert not left
    assert not [text for text in (*footers, *titles) if english_in(text, data)]
    assert not [tag for tag in tags if "/Alt(" in tag]  # what ASCII can write would be English


def test_longer_sentences_keep_apart_in_the_pdf(written: Written) -> None:
    with pymupdf.open(written.folder / "report.pdf") as document:
        for page in document:
            lines: dict[int, list[tuple[float, float, str]]] = {}
            for left, _top, right, _bottom, baseline, letter in letters(page):
                lines.setdefault(round(baseline), []).append((left, right, letter))
            for line in lines.values():
                overlapping = [
                    (one, other) for one, other in pairwise(sorted(line)) if one[1] - other[0] > LARGEST_KERNING
                ]
                assert not overlapping


def letters(page: pymupdf.Page) -> Iterator[tuple[float, float, float, float, float, str]]:
    """Box, baseline and character."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                yield from ((*each["bbox"], each["origin"][1], each["c"]) for each in span["chars"])


def test_the_json(written: Written) -> None:
    data = pattern_of(data_of(written.assessment))
    document = json.loads((written.folder / "report.json").read_text(encoding="utf-8"))
    said = [document["disclaimer"], *texts_beside_ids(document)]
    assert len(said) > 20
    assert not [text for text in said if english_in(text, data)]
    assert document["findings"][0]["field"]["id"] == "colour"


def texts_beside_ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if {"id", "text"} <= value.keys():
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for held in value:
            yield from texts_beside_ids(held)
