"""What stands at the head of a report: the disclaimer, its status, the model's warnings, and which report it is."""

from lentigo.domain.assessment import DISCLAIMER, UNREVIEWED, Assessment
from lentigo.domain.clinic import Clinic
from lentigo.domain.provenance import ModelIdentity
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.encounter import identity_text
from lentigo.domain.wording.sign_off import status_text
from lentigo.language import is_reviewed, translate, translate_medical
from lentigo.report.section import Paragraph, Section, Tone
from lentigo.untrusted import one_line


def banner(assessment: Assessment) -> Section:
    """The disclaimer, the report's status, the model's warnings, in this order."""
    gone = assessment.sign_off.withdrawal
    return Section(
        id="banner",
        title="",
        blocks=(
            Paragraph(text=translate_medical(DISCLAIMER), tone=Tone.STRONG),
            *(() if is_reviewed() else (Paragraph(text=translate_medical(UNREVIEWED), tone=Tone.STRONG),)),
            Paragraph(text=status_text(assessment), tone=Tone.ALERT if gone else Tone.NORMAL),
            *(Paragraph(text=warning, tone=Tone.STRONG) for warning in model_warnings(assessment.provenance.model)),
        ),
    )


def model_warnings(model: ModelIdentity) -> tuple[str, ...]:
    """The warnings at the head of each report that this model made."""
    return tuple(text for text in (_unverified(model), model.notice.strip()) if text)


def _unverified(model: ModelIdentity) -> str:
    if model.verified:
        return ""
    return translate(
        "UNVERIFIED MODEL. Neither Lentigo's catalogue nor a signature that this computer trusts vouches for the "
        "files of {model}. It may be damaged, or another model than it says. Do not rely on this report.",
        model=model.name,
    )


def identity(assessment: Assessment, clinic: Clinic) -> Section:
    """Whose report it is and whom it is about; its number, its time, and the program's version."""
    parts = (assessment.id, format_time(assessment.created), assessment.provenance.app)
    who = Paragraph(text=identity_text(assessment.encounter), tone=Tone.STRONG)
    which = Paragraph(text=" · ".join(filter(None, (one_line(clinic.name), *parts))), tone=Tone.QUIET)
    return Section(id="identity", title=translate("This report"), blocks=(who, which))
