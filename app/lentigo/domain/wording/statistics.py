"""Statistics in words."""

from collections.abc import Mapping
from typing import Any

from lentigo.domain.body import IsicSite
from lentigo.domain.statistics import NOT_TOLD, NOTHING_PRESSED, Measure
from lentigo.domain.wording.encounter import SEXES
from lentigo.domain.wording.red_flag import URGENCIES
from lentigo.domain.wording.sign_off import AGREEMENTS
from lentigo.language import deferred, translate

MEASURES = {
    Measure.QUARTER: deferred("Signed in the quarter"),
    Measure.AGE: deferred("Age in years"),
    Measure.SEX: deferred("Sex"),
    Measure.SITE: deferred("Body site"),
    Measure.DIAGNOSIS: deferred("Final diagnosis (ICD-10)"),
    Measure.URGENCY: deferred("Most urgent red flag"),
    Measure.AGREEMENT: deferred("Clinician and draft"),
}
_SITES = {
    IsicSite.HEAD_NECK: deferred("head and neck"),
    IsicSite.UPPER_EXTREMITY: deferred("arm or hand"),
    IsicSite.LOWER_EXTREMITY: deferred("leg or foot"),
    IsicSite.ANTERIOR_TORSO: deferred("front of the trunk"),
    IsicSite.POSTERIOR_TORSO: deferred("back of the trunk"),
    IsicSite.LATERAL_TORSO: deferred("side of the trunk"),
    IsicSite.PALMS_SOLES: deferred("palms and soles"),
    IsicSite.ORAL_GENITAL: deferred("mouth and genitals"),
}
_VALUES: Mapping[Measure, Mapping[Any, str]] = {  # by an enum's members, which equal their ids
    Measure.SEX: SEXES,
    Measure.SITE: _SITES,
    Measure.URGENCY: {**URGENCIES, NOTHING_PRESSED: deferred("no red flag")},
    Measure.AGREEMENT: AGREEMENTS,
}


def value_text(measure: Measure, value: str) -> str:
    """A code, a band of ages and a quarter stand for themselves."""
    if value == NOT_TOLD:
        return translate("not told")
    words = _VALUES.get(measure, {}).get(value)
    return translate(words) if words else value
