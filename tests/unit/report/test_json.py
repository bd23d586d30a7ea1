"""report.json keeps its names: other programs read it."""

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import jsonschema
import pytest

from lentigo.domain.assessment import DISCLAIMER, Assessment
from lentigo.domain.description import Description
from lentigo.domain.differential import Likelihood, ranked
from lentigo.domain.encounter import Complaint, Encounter, History, Sex
from lentigo.domain.finding import Finding, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.limit import LimitKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import Calibration
from lentigo.domain.quality import QualityIssue, QualityProblem
from lentigo.domain.red_flag import FlagState, ReasonKind, RedFlagRule, RuleSource, Urgency
from lentigo.report.json import render_json, to_document

SCHEMA = Path(__file__).parents[3] / "docs" / "report.schema.json"


def check(document: object) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)


def test_names_of_schema_version_2(assessment: Assessment) -> None:
    document = to_document(assessment)
    assert document["schema_version"] == 2
    assert document["status"] == "preliminary"
    assert document["disclaimer"] == DISCLAIMER
    names = {"sha256", "width", "height", "format", "captured", "metadata_removed", "kind", "kind_told"}
    assert set(document["photograph"]) == names
    assert (document["photograph"]["width"], document["photograph"]["height"]) == (2048, 1536)
    assert set(document["quality"]) == {"acceptable", "issues"}
    assert set(document["findings"][0]) == {"field", "state", "value", "words", "source", "accepted"}
    names = {"rank", "label", "code", "condition", "likelihood", "probability", "support", "against", "citations"}
    assert set(document["differential"][0]) == names | {"urgency", "source", "accepted", "drafted_rank"}
    names = {"rule", "source", "urgency", "state", "reason", "diagnosis", "before_edits"}
    assert set(document["red_flags"][0]) == names
    assert set(document["citations"][0]) >= {"id", "document", "page", "quote", "scores"}
    assert set(document["citations"][0]["scores"]) == {"lexical", "dense", "hybrid"}
    provenance = document["provenance"]
    names = {"app", "model", "projector", "encoder", "library", "protocol", "prompts", "seed", "parameters", "runtime"}
    assert set(provenance) == names | {"calibration", "timings_s"}
    assert set(provenance["model"]) >= {"id", "sha256", "quantization"}
    assert provenance["projector"] == {"sha256": "9c" * 32}
    assert "further_photographs" not in document


def test_values(assessment: Assessment) -> None:
    document = to_document(assessment)
    assert [flag["state"] for flag in document["red_flags"]] == ["fired", "not_assessed", "not_assessed", "not_fired"]
    assert document["red_flags"][0]["urgency"] == {"id": "two_weeks", "text": "within two weeks"}
    assert document["red_flags"][0]["reason"] == {
        "id": "points_reached",
        "text": "Points: 6 (change in size, irregular shape, irregular colour).",
    }
    assert [finding["source"] for finding in document["findings"]].count("clinician") == 1
    assert document["differential"][2]["likelihood"] == {"id": "cannot_exclude", "text": "cannot exclude"}
    assert document["differential"][0]["support"][1] == {
        "field": "shape",
        "words": ["asymmetric"],
        "text": "shape: asymmetric",
    }
    assert document["differential"][0]["probability"] is None
    assert [citation["supported"] for citation in document["citations"]] == [True, True, False]
    assert document["encounter"]["sex"] == {"id": "female", "text": "female"}
    assert document["encounter"]["history"] == [
        {"id": "size_change", "text": "change in size", "present": True},
        {"id": "itch", "text": "itch or changed feeling", "present": True},
        {"id": "mucosa", "text": "sores in mouth, eyes or genitals", "present": False},
    ]
    assert document["limits"][0] == {"id": "of_model", "text": assessment.limits[0].parameters["text"]}


def test_what_a_model_of_another_kind_adds(assessment: Assessment) -> None:
    plain = to_document(assessment)
    assert plain["provenance"]["calibration"] is None
    assert not {"closed_set", "reasoning"} & set(plain)
    assert plain["warnings"] == [assessment.provenance.model.notice]
    calibration = Calibration(
        temperature=1.3, n=631, date="2026-11-20", data="HAM10000's validation split", kind=PictureKind.DERMOSCOPIC
    )
    model = replace(assessment.provenance.model, verified=False)
    provenance = replace(assessment.provenance, model=model, calibration=calibration)
    thinking = replace(assessment, provenance=provenance, closed_set=("naevus",), reasoning="Perhaps a lentigo.")
    document = to_document(thinking)
    check(document)
    assert document["provenance"]["calibration"]["n"] == 631
    assert document["closed_set"] == ["naevus"]
    assert document["reasoning"] == {"status": "model_draft", "text": "Perhaps a lentigo."}
    assert document["warnings"][0].startswith("UNVERIFIED MODEL")


def test_document_follows_the_published_schema(assessment: Assessment, blurred: Assessment) -> None:
    check(to_document(assessment))
    check(to_document(blurred))
    check(to_document(replace(assessment, encounter=Encounter(), differential=(), citations=(), findings=())))
    with pytest.raises(jsonschema.ValidationError):
        check(to_document(assessment) | {"status": "final"})


def test_further_photographs_keep_their_own_quality(assessment: Assessment, blurred: Assessment) -> None:
    document = to_document(replace(assessment, pictures=assessment.pictures + blurred.pictures))
    check(document)
    (further,) = document["further_photographs"]
    assert document["quality"]["acceptable"] is True
    assert further["quality"]["acceptable"] is False


def test_file_is_utf8_and_the_order_of_answers_does_not_matter(assessment: Assessment) -> None:
    history = {History.PAIN: True, History.SIZE_CHANGE: False}
    turned = dict(reversed(history.items()))
    written = []
    for answers in (history, turned):
        encounter = Encounter(note="naevus “Grün” ไทย \x00\ud800", history=answers)
        written.append(render_json(replace(assessment, encounter=encounter)))
    assert written[0] == written[1]
    assert "“Grün” ไทย" in written[0].decode("utf-8")
    assert written[0].startswith(b'{\n "schema_version": 2,\n')
    check(json.loads(written[0]))


def test_an_edit_keeps_what_the_model_wrote(assessment: Assessment) -> None:
    drafted = Finding(field=FindingField.BORDER, value="blurred", words=(FindingWord.BLURRED,))
    edited = Finding(field=FindingField.BORDER, value="sharp", source=FindingSource.CLINICIAN, draft=drafted)
    document = to_document(replace(assessment, findings=(edited,)))
    check(document)
    assert document["findings"][0]["draft"] == {"state": "assessed", "value": "blurred", "words": ["blurred"]}


def test_what_the_clinician_made_of_prose_and_ranking_stands_beside_the_draft(assessment: Assessment) -> None:
    plain = to_document(assessment)
    assert not {"description_draft", "description_outdated", "removed"} & set(plain)
    outdated = replace(assessment, description=Description(text="A spot.", outdated=(FindingField.SHAPE,)))
    assert to_document(outdated)["description_outdated"] == ["shape"]
    written = Description(text="Mine.", source=FindingSource.CLINICIAN, draft="A spot.")
    first, *others = ranked(assessment.differential[::-1])
    edited = replace(
        assessment, description=written, differential=(replace(first, accepted=True),), removed=tuple(others)
    )
    document = to_document(edited)
    for each in (plain, document, to_document(outdated)):
        check(each)
    assert (document["description"], document["description_draft"]) == ("Mine.", "A spot.")
    (candidate,) = document["differential"]
    assert (candidate["rank"], candidate["drafted_rank"], candidate["accepted"]) == (1, 3, True)
    assert [each["label"] for each in document["removed"]] == ["Melanocytic naevus", "Melanoma"]
    assert document["citations"] == []  # no candidate that is left cites one


@pytest.mark.parametrize(
    ("place", "ids"),
    [
        ("$defs/quality/properties/issues/items/properties/id", QualityIssue),
        ("$defs/quality/properties/issues/items/properties/problem", QualityProblem),
        ("$defs/feature/properties/field", FindingField),
        ("properties/encounter/properties/sex/anyOf/0/properties/id", Sex),
        ("properties/encounter/properties/history/items/properties/id", History),
        ("properties/findings/items/properties/field/properties/id", FindingField),
        ("properties/findings/items/properties/state", FindingState),
        ("properties/findings/items/properties/source", FindingSource),
        ("$defs/candidate/properties/likelihood/properties/id", Likelihood),
        ("properties/red_flags/items/properties/rule/properties/id", RedFlagRule),
        ("properties/red_flags/items/properties/source/properties/id", RuleSource),
        ("properties/red_flags/items/properties/urgency/properties/id", Urgency),
        ("properties/red_flags/items/properties/state", FlagState),
        ("properties/red_flags/items/properties/reason/properties/id", ReasonKind),
        ("$defs/candidate/properties/urgency/anyOf/0/properties/id", Urgency),
        ("$defs/candidate/properties/source", FindingSource),
        ("properties/photograph/properties/kind/anyOf/0/properties/id", PictureKind),
        ("properties/provenance/properties/calibration/properties/kind", PictureKind),
        ("properties/encounter/properties/complaint/anyOf/0/properties/id", Complaint),
        ("properties/limits/items/properties/id", LimitKind),
    ],
)
def test_the_published_schema_lists_every_id(place: str, ids: type[StrEnum]) -> None:
    part = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for key in place.split("/"):
        part = part[int(key) if isinstance(part, list) else key]
    assert part["enum"] == [each.value for each in ids]
