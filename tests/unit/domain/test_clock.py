"""A clock that cannot be right is told, in the report and on the terminal."""

from datetime import date

import pytest

from lentigo.domain.clock import EARLIEST, can_be


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2020, 2, 29), date(2106, 2, 7)])
def test_a_day_before_the_program_or_long_after_it_cannot_be(day: date) -> None:
    assert not can_be(day)


def test_today_can_be() -> None:
    assert can_be(date.today())
    assert can_be(EARLIEST)
