"""The lines that the clinician fills in by hand."""

from lentigo.language import translate
from lentigo.report.section import Form, Section


def sign_off() -> Section:
    """Who signs, when, and whether the draft was right."""
    lines = (
        (translate("Name"), ()),
        # TRANSLATORS: of who signs, such as nurse or physician
        (translate("Role"), ()),
        (translate("Date and time"), ()),
        # TRANSLATORS: followed by boxes to tick: agree, agree partly, disagree
        (translate("With this draft I"), (translate("agree"), translate("agree partly"), translate("disagree"))),
        (translate("Action taken"), ()),
        (translate("Remarks"), ()),
        (translate("Signature"), ()),
    )
    return Section(id="sign-off", title=translate("Sign-off by the clinician"), blocks=(Form(lines=lines),))
