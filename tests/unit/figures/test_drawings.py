"""The drawings: what lies where on them, and that both sides of the body are the patient's."""

import xml.etree.ElementTree
from collections.abc import Iterator

import pytest

from lentigo.domain.body import REGIONS, Pin, Region, Side, View
from lentigo.figures.curve import contains, polygon, smooth
from lentigo.figures.svg import render_svg
from lentigo.figures.views import FIGURES, figure_for, places

_GRID = 36


def pins(view: View) -> Iterator[Pin]:
    """What a grid of clicks on a drawing hits."""
    shares = [(step + 0.5) / _GRID for step in range(_GRID)]
    return (pin for x in shares for y in shares if (pin := FIGURES[view].pin_at(x, y)))


def middle(view: View, region: Region, side: Side) -> float:
    """How far a region lies from the drawing's middle, on average, in shares of its width."""
    found = [abs(pin.x - 0.5) for pin in pins(view) if (pin.region, pin.side) == (region, side)]
    return sum(found) / len(found)


@pytest.mark.parametrize("view", [View.FRONT, View.PALMS, View.HAND_BACKS, View.SOLES, View.FOOT_TOPS])
def test_clicks_at_the_left_hit_the_right_side_of_a_patient_who_is_faced(view: View) -> None:
    found = list(pins(view))
    assert len(found) > 100
    assert {pin.side for pin in found if pin.x < 0.48} == {Side.RIGHT}
    assert {pin.side for pin in found if pin.x > 0.52} == {Side.LEFT}


def test_clicks_at_the_left_hit_the_left_side_of_a_patient_from_behind() -> None:
    assert {pin.side for pin in pins(View.BACK) if pin.x < 0.48} == {Side.LEFT}
    assert {pin.side for pin in pins(View.HEAD_BACK) if pin.x < 0.48} == {Side.LEFT}


def test_thumbs_lie_inward_on_palms_and_outward_on_the_backs_of_the_hands() -> None:
    for side in (Side.RIGHT, Side.LEFT):
        assert middle(View.PALMS, Region.THUMB, side) < middle(View.PALMS, Region.FINGERS, side)
        assert middle(View.HAND_BACKS, Region.THUMB, side) > middle(View.HAND_BACKS, Region.FINGERS, side)


@pytest.mark.parametrize("view", [View.SOLES, View.FOOT_TOPS])
def test_the_longest_toe_is_the_inner_one(view: View) -> None:
    toes = [pin for pin in pins(view) if pin.region is Region.TOES and pin.side is Side.RIGHT]
    farthest = min(toes, key=lambda pin: (pin.y if view is View.SOLES else -pin.y, -pin.x))
    assert farthest.x > sum(toe.x for toe in toes) / len(toes)


def test_a_face_looks_the_way_that_its_profile_shows() -> None:
    assert all(pin.x > 0.5 for pin in pins(View.HEAD_RIGHT) if pin.region is Region.NOSE)
    assert all(pin.x < 0.5 for pin in pins(View.HEAD_LEFT) if pin.region is Region.NOSE)


@pytest.mark.parametrize(
    ("view", "x", "y", "region"),
    [
        (View.FRONT, 0.45, 0.08, Region.FACE),
        (View.FRONT, 0.42, 0.27, Region.CHEST),
        (View.FRONT, 0.5, 0.33, Region.UPPER_ABDOMEN),
        (View.FRONT, 0.41, 0.6, Region.THIGH_FRONT),
        (View.FRONT, 0.4, 0.71, Region.KNEE),
        (View.FRONT, 0.16, 0.53, Region.PALM),
        (View.BACK, 0.45, 0.2, Region.UPPER_BACK),
        (View.BACK, 0.4, 0.82, Region.CALF),
        (View.HEAD_FRONT, 0.5, 0.25, Region.FOREHEAD),
        (View.HEAD_FRONT, 0.5, 0.48, Region.NOSE),
        (View.HEAD_FRONT, 0.33, 0.6, Region.CHEEK),
        (View.HEAD_RIGHT, 0.46, 0.43, Region.EAR),
        (View.SOLES, 0.24, 0.9, Region.HEEL),
    ],
)
def test_what_is_hit(view: View, x: float, y: float, region: Region) -> None:
    pin = FIGURES[view].pin_at(x, y)
    assert pin
    assert pin.region is region


def test_nothing_lies_beside_the_body() -> None:
    for figure in FIGURES.values():
        assert not figure.pin_at(0.001, 0.999)
        assert not figure.pin_at(0.999, 0.001)


def test_each_region_can_be_chosen_from_the_list_on_each_side() -> None:
    listed = [(pin.region, pin.side) for pin in places()]
    assert len(set(listed)) == len(listed)
    for region in Region:
        assert {(region, Side.RIGHT), (region, Side.LEFT)} <= set(listed)
    for pin in places():
        assert FIGURES[pin.view].pin_at(pin.x, pin.y) == pin
        assert pin.side is not Side.MIDLINE or not REGIONS[pin.region].paired


def test_a_pin_keeps_its_place_when_the_patient_is_a_child() -> None:
    for pin in places():
        small = figure_for(pin.view, 4)
        assert small.shares_of(small.point_of(pin.x, pin.y)) == pytest.approx((pin.x, pin.y))
        assert small.pin_at(pin.x, pin.y) == pin
    assert figure_for(View.FRONT, 4) is not FIGURES[View.FRONT]
    assert figure_for(View.FRONT, 40) is figure_for(View.FRONT, None) is FIGURES[View.FRONT]
    chin = FIGURES[View.FRONT].point_of(0.5, 55 / 408)[1]
    assert figure_for(View.FRONT, 4).point_of(0.5, 55 / 408)[1] > chin + 15


@pytest.mark.parametrize("view", list(View))
def test_no_line_leaves_its_drawing(view: View) -> None:
    for figure in (FIGURES[view], figure_for(view, 4)):
        for line in (*figure.all_outlines, *figure.all_details):
            for curve in line.curves:
                for x, y in curve:
                    assert abs(x) <= figure.width / 2 + 0.5
                    assert -0.5 <= y <= figure.height + 0.5


def test_a_line_goes_through_its_points_and_turns_at_a_corner() -> None:
    square = smooth([(0, 0), (0, 0), (2, 0), (2, 0), (2, 2), (2, 2), (0, 2), (0, 2)], closed=True)
    assert [curve.start for curve in square] == [(0, 0), (2, 0), (2, 2), (0, 2)]
    corners = polygon(square)
    assert contains(corners, (1.9, 0.1))
    assert not contains(corners, (2.1, 1))


def test_what_is_printed_is_well_formed_and_shows_the_pin() -> None:
    pin = FIGURES[View.BACK].pin_at(0.4, 0.2)
    assert pin
    picture = xml.etree.ElementTree.fromstring(render_svg(FIGURES[View.BACK], pin))
    circles = [each for each in picture.iter() if each.tag.endswith("circle")]
    assert [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in circles] == [(-20.0, 81.6)] * 2
    assert picture.attrib["viewBox"] == "-100 0 200 408"
