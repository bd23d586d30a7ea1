"""Phrases that stand on more than one page."""

from datetime import date


def counted(number: int, thing: str) -> str:
    """A number of things."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def added_on(day: str) -> str:
    """When something was added, from its ISO date."""
    added = date.fromisoformat(day)
    return f"added on {added.day} {added:%B %Y}"
