"""All drawings by what they show."""

from collections.abc import Mapping
from functools import cache

from lentigo.domain.body import Pin, Region, Side, View
from lentigo.figures import body, genitals, head, limbs
from lentigo.figures.figure import Figure

FIGURES: Mapping[View, Figure] = {
    figure.view: figure
    for figure in (
        body.FRONT,
        body.BACK,
        head.FRONT,
        head.BACK,
        head.RIGHT,
        head.LEFT,
        limbs.PALMS,
        limbs.HAND_BACKS,
        limbs.FOOT_TOPS,
        limbs.SOLES,
        genitals.FEMALE,
        genitals.MALE,
    )
}
_GROWN = 10  # years; younger patients get the child's drawing
_SHOWN_BEST = (  # the drawings with the most detail come first
    View.HEAD_RIGHT,
    View.HEAD_LEFT,
    View.HEAD_FRONT,
    View.HEAD_BACK,
    View.PALMS,
    View.HAND_BACKS,
    View.FOOT_TOPS,
    View.SOLES,
    View.FRONT,
    View.BACK,
)
GENITALS = (View.GENITALS_FEMALE, View.GENITALS_MALE)


def figure_for(view: View, age: int | None) -> Figure:
    """The drawing in the proportions of a patient's age, as far as there are two."""
    return FIGURES[view] if age is None or age >= _GROWN else _small(view)


@cache
def _small(view: View) -> Figure:
    return FIGURES[view].grown_down()


@cache
def places(genitals: tuple[View, ...] = GENITALS) -> tuple[Pin, ...]:
    """One pin inside each region on each side, on the drawing that shows it best; head first, then down.

    `genitals` are those of the patient, whose drawing comes last.
    """
    views = (*_SHOWN_BEST, *genitals)
    return tuple(pin for region in Region for side in Side if (pin := _place(views, region, side)))


def _place(views: tuple[View, ...], region: Region, side: Side) -> Pin | None:
    return next((pin for view in views for pin in FIGURES[view].places(region, side)), None)
