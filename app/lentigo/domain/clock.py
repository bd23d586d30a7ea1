"""Whether a computer's clock can be right: one with an empty battery starts in 1970, a damaged one in 2106."""

from datetime import date

EARLIEST = date(2026, 11, 1)  # the program is not older; moved on with each release
LATEST = date(2056, 11, 1)  # nor does it run for so long


def can_be(day: date) -> bool:
    """Whether today may be that day."""
    return EARLIEST <= day <= LATEST
