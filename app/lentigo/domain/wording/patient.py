"""Patients in words."""

from datetime import date

from lentigo.domain.patient import Consent, Patient
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.encounter import SEXES
from lentigo.language import translate
from lentigo.untrusted import one_line


def who_text(patient: Patient) -> str:
    """What lists call the patient."""
    return one_line(patient.shown) or translate("Patient not named")


def told_apart(patient: Patient) -> str:
    """Who it is with what tells two of the same name apart, in one line."""
    born = "" if patient.born is None else translate("born {day}", day=format_day(patient.born.isoformat()))
    sex = "" if patient.sex is None else translate(SEXES[patient.sex])
    return " · ".join(filter(None, (who_text(patient), born, sex)))


def facts_text(patient: Patient) -> str:
    """What matters of a patient beside a case, in one line."""
    born = "" if patient.born is None else translate("born {day}", day=format_day(patient.born.isoformat()))
    skin = "" if patient.skin_type is None else translate("skin type {type}", type=patient.skin_type.name)
    return " · ".join(filter(None, (born, skin, consent_text(patient.consent))))


def consent_text(consent: Consent | None) -> str:
    """Whether photographs may be taken and kept, and since when."""
    if consent is None:
        return translate("consent for photographs not asked")
    day = format_day(consent.on.isoformat())
    if consent.given:
        return translate("agreed to photographs on {day}", day=day)
    return translate("refused photographs on {day}", day=day)


def birth_text(born: date, patient: Patient, day: date) -> str:
    """A birth date and the age that follows from it on a day."""
    age, in_words = patient.age(day), format_day(born.isoformat())
    if age is None:
        return translate("{day} is still to come", day=in_words)
    return translate("{day} · {age} years", day=in_words, age=age)
