"""Phrases that stand on more than one page."""

from lentigo.language import translate


def step_of(step: str, index: int, total: int) -> str:
    """What runs, and which of how many steps that is; `index` counts from 0."""
    return translate("{step}  ·  step {number} of {total}", step=step, number=index + 1, total=total)
