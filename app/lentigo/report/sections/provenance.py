"""How the report came about, and what it cannot say."""

from lentigo.domain.answer_flag import AnswerFlag
from lentigo.domain.limit import Limit
from lentigo.domain.provenance import Calibration, Provenance
from lentigo.domain.wording.answer_flag import flag_texts
from lentigo.domain.wording.date import format_day
from lentigo.domain.wording.limit import limit_text
from lentigo.language import translate, translate_count
from lentigo.report.section import Bullets, Section, Table, given_row


def limits(known: tuple[Limit, ...], flags: tuple[AnswerFlag, ...] = ()) -> Section:
    """One bullet a limit, or a sentence that none was recorded; then what was wrong with the model's answers."""
    nothing = translate("No limits were recorded for this model. Take its answers with more caution, not less.")
    texts = (*(tuple(map(limit_text, known)) or (nothing,)), *answer_troubles(flags))
    return Section(id="limits", title=translate("Limits"), blocks=(Bullets(texts=texts),), annex=True)


def answer_troubles(flags: tuple[AnswerFlag, ...]) -> tuple[str, ...]:
    """A line for each flaw of the model's answers."""
    return tuple(translate("What the model answered: {trouble}", trouble=text) for text in flag_texts(flags))


def provenance(made: Provenance) -> Section:
    """What is needed to reproduce the report: model, library, protocol, parameters, seed."""
    rows = tuple(given_row(label, value) for label, value in provenance_facts(made))
    # TRANSLATORS: the heads of a table with two columns
    table = Table(rows=rows, columns=(translate("Part"), translate("Which")))
    return Section(id="provenance", title=translate("Provenance"), blocks=(table,), annex=True)


def provenance_facts(made: Provenance) -> tuple[tuple[str, str], ...]:
    """What produced the report: labels and values, in the order of display.

    Ids, names of parameters and stages, and versions stay as they are in every language: they are compared.
    """
    model, not_used = made.model, translate("not used")
    verified = translate("verified") if model.verified else translate("UNVERIFIED: nobody vouches for them")
    return (
        (translate("Software"), made.app),
        (translate("Model"), f"{model.name} ({model.id}), {model.quantization}"),
        (translate("Licence"), model.licence),
        (translate("Model files"), verified),
        (translate("Model SHA-256"), model.language_sha256),
        (translate("Projector SHA-256"), model.projector_sha256),
        (translate("Text encoder"), not_used if made.encoder is None else made.encoder),
        (translate("Library"), not_used if made.library is None else made.library),
        (translate("Protocol"), made.protocol),
        (translate("Prompts"), made.prompts),
        (translate("Calibration"), _calibration(made.calibration)),
        # TRANSLATORS: of the random numbers
        (translate("Seed"), str(made.seed)),
        (translate("Parameters"), " · ".join(f"{name} {value}" for name, value in made.parameters.items())),
        # TRANSLATORS: the engine that ran the model
        (translate("Runtime"), made.runtime),
        (translate("Timings"), " · ".join(f"{stage} {seconds:.2f} s" for stage, seconds in made.timings.items())),
    )


def _calibration(calibration: Calibration | None) -> str:
    if calibration is None:
        return translate("not calibrated")
    return translate_count(
        "temperature {temperature:g}, {count} picture of {data}, {day}, protocol {protocol}",
        "temperature {temperature:g}, {count} pictures of {data}, {day}, protocol {protocol}",
        calibration.n,
        temperature=calibration.temperature,
        data=calibration.data,
        day=format_day(calibration.date),
        protocol=calibration.protocol,
    )
