"""Words of the people who work with the records."""

from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.sign_off import Signer
from lentigo.language import deferred, translate
from lentigo.untrusted import one_line

ROLES = {
    Role.CLINICIAN: deferred("clinician"),
    Role.ASSISTANT: deferred("assistant"),
}
ROLE_MEANINGS = {
    Role.CLINICIAN: deferred("signs reports, and says who else works here"),
    Role.ASSISTANT: deferred("takes photographs and fills in cases; does not sign"),
}


def signer_of(person: Clinician) -> Signer:
    """As whom a person signs: by the name and the role that the records know, in the language spoken."""
    return Signer(name=one_line(person.name), role=translate(ROLES[person.role]))


def person_text(person: Clinician) -> str:
    """Name and role, in one line."""
    return translate("{name}, {role}", name=one_line(person.name), role=translate(ROLES[person.role]))
