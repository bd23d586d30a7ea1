"""What is known of a patient before the first question of a visit: from the records, and from an earlier case."""

from dataclasses import replace
from datetime import date

from lentigo.domain.encounter import Encounter
from lentigo.domain.patient import Patient


def of_patient(encounter: Encounter, patient: Patient, day: date) -> Encounter:
    """The encounter as one of this patient on a day; what their record does not tell stays as it was."""
    age = patient.age(day)
    return replace(
        encounter,
        patient=patient.shown,
        patient_id=patient.id,
        age=encounter.age if age is None else age,
        sex=patient.sex or encounter.sex,
        skin_type=patient.skin_type,
        note=encounter.note or patient.background,
    )


def follow_up(earlier: Encounter) -> Encounter:
    """The same patient, site and complaint, and the signs that were there.

    A sign that was absent then may be there now: it is asked again. What was written of that day stays with that day.
    """
    present = {item: answer for item, answer in earlier.history.items() if answer}
    return replace(earlier, duration="", note="", history=present)
