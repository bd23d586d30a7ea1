"""A whole assessment as the clinic would see it, with a drawn lesion."""

import hashlib
from dataclasses import replace
from functools import cache

import numpy
import pytest

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.description import Description
from lentigo.domain.differential import Candidate, Likelihood
from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.evidence import Citation, Scores
from lentigo.domain.finding import Feature, Finding, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.photograph import DeidentifiedPhotograph, MetadataKind, Raster
from lentigo.domain.provenance import ModelIdentity, Provenance
from lentigo.domain.quality import ImageQuality, QualityIssue
from lentigo.domain.red_flag import (
    ChecklistItem,
    FlagState,
    Reason,
    ReasonKind,
    RedFlag,
    RedFlagRule,
    RuleSource,
    Urgency,
)
from lentigo.report.formats import Pictures


def draw_lesion(width: int = 640, height: int = 480) -> Raster:
    """Fair skin with an irregular two-coloured spot in its middle."""
    generator = numpy.random.default_rng(7)
    rows, columns = numpy.mgrid[0:height, 0:width].astype(float)
    across, down = (columns - width / 2) / width, (rows - height / 2) / width
    angle = numpy.arctan2(down, across)
    edge = 0.17 + 0.025 * numpy.sin(3 * angle + 0.5) + 0.012 * numpy.sin(7 * angle)
    inside = 1 / (1 + numpy.exp((numpy.hypot(across, down * 1.25) - edge) / 0.006))
    dark = numpy.exp(-(((across - 0.05) / 0.07) ** 2) - ((down + 0.03) / 0.06) ** 2)
    brown = (1 - dark)[..., None] * (126, 82, 58) + dark[..., None] * (52, 40, 44)
    skin = numpy.array((226, 186, 164)) * (1 - 0.16 * numpy.hypot(across, down))[..., None]
    pixels = skin * (1 - inside)[..., None] + brown * inside[..., None]
    coarse = generator.normal(0, 5, (height // 4 + 1, width // 4 + 1)).repeat(4, 0).repeat(4, 1)[:height, :width]
    pixels = pixels + (coarse + generator.normal(0, 3, (height, width)))[..., None]
    return Raster(width=width, height=height, rgb=pixels.clip(0, 255).astype(numpy.uint8).tobytes())


@cache
def make_photograph(width: int = 640, height: int = 480) -> DeidentifiedPhotograph:
    """A photograph reduced for display, as the report's writers get it."""
    raster = draw_lesion(width, height)
    return DeidentifiedPhotograph(
        raster=raster,
        sha256=hashlib.sha256(raster.rgb).hexdigest(),
        format="JPEG",
        captured="2026-11-20T09:41:07",
        metadata_removed=(MetadataKind.EXIF, MetadataKind.GPS_POSITION, MetadataKind.THUMBNAIL),
    )


def make_picture(photograph: DeidentifiedPhotograph, issues: tuple[QualityIssue, ...] = ()) -> PictureRecord:
    """What the report says of the photograph."""
    return PictureRecord(
        sha256=photograph.sha256,
        format=photograph.format,
        captured=photograph.captured,
        metadata_removed=photograph.metadata_removed,
        width=2048,
        height=1536,
        quality=ImageQuality(issues=issues),
    )


def _citation(number: int, title: str, page: int, quote: str, supported: bool = True) -> Citation:
    return Citation(
        id=number,
        document=f"{title.lower().replace(' ', '-')}.pdf",
        title=title,
        page=page + 2,
        label=str(page),
        quote=quote,
        scores=Scores(lexical=0.82, dense=0.64 + number / 100, hybrid=0.71),
        supported=supported,
    )


def _feature(field: FindingField, *words: FindingWord) -> Feature:
    return Feature(field=field, words=words)


_FINDINGS = {
    FindingField.COLOUR: "light brown, dark brown, blue-grey",
    FindingField.SHAPE: "irregular, asymmetric",
    FindingField.BORDER: "irregular, in part blurred",
    FindingField.SIZE: "medium part of the picture",
    FindingField.LESION_TYPE: "patch",
    FindingField.TEXTURE: "mottled",
    FindingField.NUMBER: "one",
    FindingField.DISTRIBUTION: "single",
    FindingField.LOCATION: "",
    FindingField.SURROUNDING_SKIN: "light",
    FindingField.OTHER: "",
}

_RED_FLAGS = (
    RedFlag(
        rule=RedFlagRule.SEVEN_POINT_CHECKLIST,
        source=RuleSource.NICE_NG12,
        urgency=Urgency.TWO_WEEKS,
        state=FlagState.FIRED,
        reason=Reason(
            kind=ReasonKind.POINTS_REACHED,
            items=(ChecklistItem.SIZE, ChecklistItem.SHAPE, ChecklistItem.COLOUR),
            points=6,
        ),
    ),
    RedFlag(
        rule=RedFlagRule.NON_BLANCHING_RASH,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        state=FlagState.NOT_ASSESSED,
        reason=Reason(kind=ReasonKind.NOT_KNOWN, signs=(History.NON_BLANCHING, History.FEVER)),
    ),
    RedFlag(
        rule=RedFlagRule.NEAR_EYE,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        state=FlagState.NOT_ASSESSED,
        reason=Reason(
            kind=ReasonKind.NOT_KNOWN, signs=(History.PAIN, _feature(FindingField.LESION_TYPE, FindingWord.BLISTER))
        ),
    ),
    RedFlag(
        rule=RedFlagRule.DRUG_REACTION,
        source=RuleSource.HANDBOOK_EMERGENCIES,
        urgency=Urgency.SAME_DAY,
        state=FlagState.NOT_FIRED,
        reason=Reason(kind=ReasonKind.ABSENT),
    ),
)

_IRREGULAR_BORDER = _feature(FindingField.BORDER, FindingWord.IRREGULAR)
_DIFFERENTIAL = (
    Candidate(
        rank=1,
        label="Melanoma",
        code="C43.9",
        condition="melanoma",
        likelihood=Likelihood.LEADING,
        share=0.58,
        support=(
            _feature(FindingField.COLOUR, FindingWord.LIGHT_BROWN, FindingWord.DARK_BROWN, FindingWord.BLUE_GREY),
            _feature(FindingField.SHAPE, FindingWord.ASYMMETRIC),
            _IRREGULAR_BORDER,
        ),
        against=(_feature(FindingField.LESION_TYPE, FindingWord.PATCH),),
        citations=(1, 2),
    ),
    Candidate(
        rank=2,
        label="Melanocytic naevus",
        code="D22.9",
        condition="melanocytic-naevus",
        likelihood=Likelihood.POSSIBLE,
        share=0.27,
        support=(
            _feature(FindingField.COLOUR, FindingWord.LIGHT_BROWN, FindingWord.DARK_BROWN),
            _feature(FindingField.DISTRIBUTION, FindingWord.SINGLE),
        ),
        against=(_feature(FindingField.COLOUR, FindingWord.BLUE_GREY), _IRREGULAR_BORDER),
        citations=(3,),
    ),
    Candidate(
        rank=3,
        label="Seborrhoeic keratosis",
        code="L82",
        condition="seborrhoeic-keratosis",
        likelihood=Likelihood.CANNOT_EXCLUDE,
        share=0.09,
        against=(_feature(FindingField.TEXTURE, FindingWord.MOTTLED),),
    ),
)

_CITATIONS = (
    _citation(
        1,
        "Handbook of skin conditions",
        31,
        "Several colours in one lesion, above all blue-grey next to brown, together with an irregular border "
        "call for a prompt specialist examination.",
    ),
    _citation(
        2,
        "Red flags",
        4,
        "Three points or more on the weighted list: refer, to be seen by a specialist within two weeks.",
    ),
    _citation(
        3,
        "Handbook of skin conditions",
        44,
        "A naevus is as a rule symmetric and keeps to one or two shades of brown.",
        False,
    ),
)

_LIMITS = (
    "This model knows seven diagnoses. A condition outside them is given the nearest of those names.",
    "It learned from dermoscopic pictures of fair skin; on brown and black skin it was not measured.",
    "It sees one picture. It does not feel the lesion, and it knows no change over time.",
)

_MODEL = ModelIdentity(
    id="lentigo-mini",
    name="Lentigo Mini",
    licence="CC BY-NC 4.0",
    notice="Lentigo Mini is a demonstration model for trying the software. Do not use this report on patients.",
    quantization="F16",
    language_sha256="3b" * 32,
    projector_sha256="9c" * 32,
    verified=True,
)


def make_assessment() -> Assessment:
    """A report as it usually looks: one picture, one fired flag, three candidates, one edited finding."""
    findings = tuple(
        Finding(field=field, value=value, state=FindingState.ASSESSED if value else FindingState.NOT_ASSESSED)
        for field, value in _FINDINGS.items()
    )
    edited = Finding(field=FindingField.LESION_TYPE, value="plaque, just palpable", source=FindingSource.CLINICIAN)
    return Assessment(
        id="L-20261121-7F3A",
        created="2026-11-21T03:38:19+00:00",
        pictures=(make_picture(make_photograph()),),
        encounter=Encounter(
            age=58,
            sex=Sex.FEMALE,
            site="left upper arm",
            duration="about eight months",
            note="Grew since spring. Works outdoors. Father had a melanoma at 70.",
            history={History.SIZE_CHANGE: True, History.ITCH: True, History.MUCOSA: False},
        ),
        description=Description(
            text="A brown and blue-grey patch with an irregular outline on light skin. One side is darker."
        ),
        findings=tuple(edited if finding.field is edited.field else finding for finding in findings),
        differential=_DIFFERENTIAL,
        red_flags=_RED_FLAGS,
        citations=_CITATIONS,
        limits=tuple(Limit(kind=LimitKind.OF_MODEL, parameters={"text": text}) for text in _LIMITS),
        provenance=Provenance(
            app="Lentigo 0.1.0",
            model=_MODEL,
            encoder="all-MiniLM-L6-v2, F16, 5a1e…",
            library="Lentigo Handbook 2026-11, 20 conditions",
            protocol="standard",
            prompts="version 1, 77d2…",
            seed=0,
            parameters={"context": "4096", "threads": "2", "flash attention": "on"},
            runtime="llama.cpp b9001",
            timings={"quality": 0.04, "describe": 1.31, "question": 2.2, "retrieve": 0.08, "verify": 0.02},
        ),
    )


@pytest.fixture(scope="session")
def pictures() -> Pictures:
    """The photographs of all these reports, by their SHA-256."""
    return {photograph.sha256: photograph for photograph in (make_photograph(), make_photograph(500, 2000))}


@pytest.fixture
def assessment() -> Assessment:
    """A usual report."""
    return make_assessment()


@pytest.fixture(scope="session")
def sample() -> Assessment:
    """The usual report, for modules that draw it once."""
    return make_assessment()


@pytest.fixture
def blurred() -> Assessment:
    """A report on a poor photograph."""
    return replace(make_assessment(), pictures=(make_picture(make_photograph(), (QualityIssue.BLURRED,)),))


@pytest.fixture
def tall() -> Assessment:
    """A report on a large photograph four times as high as wide."""
    return replace(make_assessment(), pictures=(make_picture(make_photograph(500, 2000)),))
