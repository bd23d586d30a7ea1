"""Dates and times for people, in the user's language."""

from datetime import date, datetime

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


def format_time(stamp: str) -> str:
    """An ISO 8601 date and time for people, such as "20 November 2026, 09:41"; anything else stays as it is."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    clock = f"{moment:%H:%M}" + (f" {moment:%Z}" if moment.tzinfo else "")
    return translate("{day}, {time}", day=_in_words(moment), time=clock)


def format_day(stamp: str) -> str:
    """An ISO 8601 date for people; anything else stays as it is."""
    try:
        return _in_words(date.fromisoformat(stamp))
    except ValueError:
        return stamp


def _in_words(day: date) -> str:
    month = translate(_MONTHS[day.month - 1])
    return translate("{day} {month} {year}", day=day.day, month=month, year=day.year)
