"""Sides are the patient's, whichever way the drawing shows them."""

import re

import pytest

from lentigo.domain.body import REGIONS, IsicSite, Pin, Region, Side, View, side_of
from lentigo.domain.wording.body import SIDES, VIEWS, site_text

FACED = [View.FRONT, View.HEAD_FRONT, View.PALMS, View.HAND_BACKS, View.FOOT_TOPS, View.SOLES, View.GENITALS_FEMALE]
FACED += [View.GENITALS_MALE]


@pytest.mark.parametrize("view", FACED)
@pytest.mark.parametrize("x", [0.0, 0.3, 0.48])
def test_a_patient_who_is_faced_has_the_right_side_at_the_left(view: View, x: float) -> None:
    for region in Region:
        assert side_of(view, x, region) is Side.RIGHT
        assert side_of(view, 1 - x, region) is Side.LEFT


@pytest.mark.parametrize("view", [View.BACK, View.HEAD_BACK])
def test_from_behind_it_is_the_other_way_round(view: View) -> None:
    assert side_of(view, 0.3, Region.CALF) is Side.LEFT
    assert side_of(view, 0.7, Region.CALF) is Side.RIGHT


def test_a_profile_shows_one_side() -> None:
    for x in (0.1, 0.5, 0.9):
        assert side_of(View.HEAD_RIGHT, x, Region.CHEEK) is Side.RIGHT
        assert side_of(View.HEAD_LEFT, x, Region.CHEEK) is Side.LEFT


def test_only_what_there_is_once_is_hit_in_the_middle() -> None:
    assert side_of(View.FRONT, 0.505, Region.CHEST) is Side.MIDLINE
    assert side_of(View.FRONT, 0.52, Region.CHEST) is Side.LEFT
    assert side_of(View.FRONT, 0.499, Region.THIGH_FRONT) is Side.RIGHT


def test_each_site_has_words_of_its_own() -> None:
    pins = [
        Pin(view=View.FRONT, x=0, y=0, region=region, side=side)
        for region in Region
        for side in Side
        if side is not Side.MIDLINE or not REGIONS[region].paired
    ]
    words = [site_text(pin) for pin in pins]
    assert len(set(words)) == len(words)
    for pin, text in zip(pins, words, strict=True):
        assert ("right" in text) is (pin.side is Side.RIGHT)
        assert ("left" in text) is (pin.side is Side.LEFT)
    assert set(VIEWS) == set(View)
    assert set(SIDES) == set(Side)


def test_each_region_has_codes_in_the_form_of_their_systems() -> None:
    assert set(REGIONS) == set(Region)
    assert all(re.fullmatch(r"XA[0-9A-Z]{4}", codes.icd11) for codes in REGIONS.values())
    assert {codes.isic for codes in REGIONS.values()} == set(IsicSite)
    assert REGIONS[Region.FOREHEAD].icd11 == "XA6TR8"
    assert REGIONS[Region.PALM].isic is IsicSite.PALMS_SOLES
