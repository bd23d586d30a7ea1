"""The clinical context: what the clinician knows of the patient, and what was not asked."""

from lentigo.domain.encounter import Encounter, History
from lentigo.domain.wording.body import site_text
from lentigo.domain.wording.encounter import COMPLAINTS, HISTORY, SEXES, SKIN_TYPES
from lentigo.figures.svg import render_svg
from lentigo.figures.views import figure_for
from lentigo.language import translate, translate_count
from lentigo.report.section import Drawing, Row, Section, Table, Tone, given_row


def context(encounter: Encounter) -> Section:
    """Every field, given or not; the history by its answers."""
    age = "" if encounter.age is None else translate_count("{count} year", "{count} years", encounter.age)
    complaint = "" if encounter.complaint is None else translate(COMPLAINTS[encounter.complaint])
    skin = "" if encounter.skin_type is None else translate(SKIN_TYPES[encounter.skin_type])
    rows = (
        given_row(translate("Patient"), encounter.patient),
        given_row(translate("Age"), age),
        given_row(translate("Sex"), "" if encounter.sex is None else translate(SEXES[encounter.sex])),
        given_row(translate("Skin type (Fitzpatrick), as asked"), skin),
        given_row(translate("Complaint"), complaint),
        given_row(translate("Body site"), encounter.site),
        given_row(translate("Duration"), encounter.duration),
        *_history_rows(encounter),
        given_row(translate("Note"), encounter.note),
    )
    # TRANSLATORS: the heads of a table with two columns
    table = Table(rows=rows, columns=(translate("Question"), translate("Answer")))
    return Section(id="context", title=translate("Clinical context"), blocks=(table, *_drawing(encounter)), annex=True)


def _drawing(encounter: Encounter) -> tuple[Drawing, ...]:
    if not (pin := encounter.pin):
        return ()
    drawn = render_svg(figure_for(pin.view, encounter.age), pin)
    return (Drawing(svg=drawn, alternative=translate("Drawing with a pin: {site}", site=site_text(pin))),)


def _history_rows(encounter: Encounter) -> tuple[Row, ...]:
    answers = (
        # TRANSLATORS: signs that the patient has
        (True, translate("Present"), Tone.STRONG),
        # TRANSLATORS: signs that the patient does not have
        (False, translate("Absent"), Tone.NORMAL),
        (None, translate("Not asked"), Tone.QUIET),
    )
    items = {
        answer: [translate(HISTORY[item]) for item in History if encounter.history.get(item) is answer]
        for answer, _label, _tone in answers
    }
    return tuple(
        Row(label=label, value=", ".join(items[answer]), tone=tone) for answer, label, tone in answers if items[answer]
    )
