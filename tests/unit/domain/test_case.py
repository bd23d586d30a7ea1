"""A case takes what one analysis can take, and knows whether its report is still about it."""

from dataclasses import replace

import pytest

from lentigo.domain.assessment import Assessment, PictureRecord
from lentigo.domain.case import LARGEST_CASE, MOST_PHOTOGRAPHS, Case, CasePhotograph
from lentigo.domain.description import Description
from lentigo.domain.encounter import Encounter
from lentigo.domain.photograph import PictureKind
from lentigo.domain.provenance import ModelIdentity, Provenance
from lentigo.domain.quality import ImageQuality, QualityIssue
from lentigo.errors import InputError

UNUSABLE = ImageQuality(issues=(QualityIssue.NOT_SKIN,))
POOR = ImageQuality(issues=(QualityIssue.BLURRED,))


def photograph(number: int, *, size: int = 1000, quality: ImageQuality | None = None) -> CasePhotograph:
    return CasePhotograph(
        sha256=f"{number:064x}",
        name=f"{number}.jpg",
        bytes=size,
        width=640,
        height=480,
        quality=quality or ImageQuality(),
    )


def case_of(*numbers: int) -> Case:
    case = Case()
    for number in numbers:
        case = case.add(photograph(number))
    return case


def names(case: Case) -> list[str]:
    return [each.name for each in case.photographs]


def report_on(case: Case) -> Assessment:
    """All that is not asked about here is empty."""
    model = ModelIdentity(
        id="", name="", licence="", notice="", quantization="", language_sha256="", projector_sha256="", verified=True
    )
    return Assessment(
        id="R",
        created="2026-01-02T10:11:12+00:00",
        pictures=tuple(
            PictureRecord(
                sha256=each.sha256,
                format="JPEG",
                captured=None,
                metadata_removed=(),
                width=each.width,
                height=each.height,
                quality=each.quality,
            )
            for each in case.photographs
        ),
        encounter=case.encounter,
        description=Description(),
        findings=(),
        differential=(),
        red_flags=(),
        citations=(),
        limits=(),
        provenance=Provenance(
            app="", model=model, encoder=None, library=None, protocol="standard", prompts="", seed=0, parameters={},
            runtime="", timings={},
        ),
    )  # fmt: skip


def test_photographs_come_go_and_change_places() -> None:
    case = case_of(1, 2, 3)
    assert names(case) == ["1.jpg", "2.jpg", "3.jpg"]
    assert names(case.make_main(2)) == ["3.jpg", "1.jpg", "2.jpg"]
    assert names(case.remove(1)) == ["1.jpg", "3.jpg"]
    assert names(case) == ["1.jpg", "2.jpg", "3.jpg"]


def test_the_same_bytes_are_not_added_again_whatever_their_name() -> None:
    case = case_of(1, 2)
    with pytest.raises(InputError, match="in the case already") as caught:
        case.add(replace(photograph(1), name="a copy.jpg"))
    assert caught.value.hint
    assert names(case.remove(0).add(photograph(1))) == ["2.jpg", "1.jpg"]


def test_a_case_holds_so_many_photographs_and_no_more() -> None:
    full = case_of(*range(MOST_PHOTOGRAPHS))
    with pytest.raises(InputError, match=f"no more than {MOST_PHOTOGRAPHS} photographs") as caught:
        full.add(photograph(MOST_PHOTOGRAPHS))
    assert caught.value.hint


def test_photographs_that_would_not_cross_together_are_refused() -> None:
    case = Case().add(photograph(1, size=LARGEST_CASE - 1000))
    assert len(case.add(photograph(2, size=1000)).photographs) == 2
    with pytest.raises(InputError, match="larger than 200 MB") as caught:
        case.add(photograph(2, size=1001))
    assert caught.value.hint


def test_a_case_is_usable_with_photographs_that_all_say_something() -> None:
    assert not Case().usable
    assert case_of(1).add(photograph(2, quality=POOR)).usable
    assert not case_of(1).add(photograph(2, quality=UNUSABLE)).usable


def test_a_report_is_stale_where_photographs_or_details_are_others() -> None:
    case = case_of(1, 2).with_encounter(Encounter(age=54))
    assert not case.stale
    reported = case.take_draft(report_on(case))
    assert not reported.stale
    assert reported.remove(1).stale
    assert reported.make_main(1).stale
    assert not reported.make_main(1).make_main(1).stale
    assert reported.add(photograph(3)).stale
    assert reported.with_encounter(Encounter(age=55)).stale


def test_a_fresh_draft_is_the_report_until_it_is_edited() -> None:
    case = case_of(1)
    draft = report_on(case)
    edited = case.take_draft(draft).with_report(replace(draft, description=Description(text="in other words")))
    assert edited.draft is draft
    assert edited.report != draft
    assert edited.take_draft(draft).report is draft


def test_what_the_user_says_of_a_photograph_goes_before_what_was_recognised() -> None:
    recognised = replace(photograph(1), recognised=PictureKind.DERMOSCOPIC)
    case = Case().add(recognised).add(photograph(2))
    assert [each.kind for each in case.photographs] == [PictureKind.DERMOSCOPIC, None]
    told = case.tell_kind(0, PictureKind.CLOSE_UP).tell_kind(1, PictureKind.OVERVIEW)
    assert [each.kind for each in told.photographs] == [PictureKind.CLOSE_UP, PictureKind.OVERVIEW]
    assert told.tell_kind(0, None).tell_kind(1, None) == case
