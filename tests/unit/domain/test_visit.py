"""What a visit begins with."""

from datetime import date

from lentigo.domain.encounter import Encounter, History, Sex
from lentigo.domain.patient import Patient
from lentigo.domain.visit import follow_up, of_patient

DAY = date(2026, 3, 8)


def test_age_and_sex_follow_from_the_record() -> None:
    patient = Patient(id="p", name="Nur", identifier="7", born=date(1980, 3, 9), sex=Sex.FEMALE, background="asthma")
    known = of_patient(Encounter(age=12, site="palm"), patient, DAY)
    assert known == Encounter(
        patient="Nur, 7", patient_id="p", age=45, sex=Sex.FEMALE, site="palm", note="asthma"
    )  # 46 the day after


def test_what_the_record_does_not_tell_stays() -> None:
    typed = Encounter(age=12, sex=Sex.MALE, note="itches")
    known = of_patient(typed, Patient(id="p", background="asthma"), DAY)
    assert (known.age, known.sex, known.note) == (12, Sex.MALE, "itches")


def test_a_follow_up_asks_again_what_was_absent() -> None:
    earlier = Encounter(
        patient="Nur", patient_id="p", age=45, site="palm", duration="a week", note="after gardening",
        history={History.ITCH: True, History.FEVER: False},
    )  # fmt: skip
    assert follow_up(earlier) == Encounter(
        patient="Nur", patient_id="p", age=45, site="palm", history={History.ITCH: True}
    )
