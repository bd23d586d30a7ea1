"""Phrases that stand on more than one page."""

from datetime import date

from lentigo.language import deferred, translate

_MONTHS = (
    deferred("January"),
    deferred("February"),
    deferred("March"),
    deferred("April"),
    deferred("May"),
    deferred("June"),
    deferred("July"),
    deferred("August"),
    deferred("September"),
    deferred("October"),
    deferred("November"),
    deferred("December"),
)


def day_in_words(day: str) -> str:
    """A day from its ISO date, with the month by name."""
    told = date.fromisoformat(day)
    return translate("{day} {month} {year}", day=told.day, month=translate(_MONTHS[told.month - 1]), year=told.year)


def step_of(step: str, index: int, total: int) -> str:
    """What runs, and which of how many steps that is; `index` counts from 0."""
    return translate("{step}  ·  step {number} of {total}", step=step, number=index + 1, total=total)
