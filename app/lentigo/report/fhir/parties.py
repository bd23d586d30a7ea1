"""Who a report is about and who made it: patient, clinic, clinicians, program, model."""

from collections.abc import Mapping

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinic import Clinic
from lentigo.domain.encounter import Sex
from lentigo.domain.sign_off import Signer
from lentigo.language import translate
from lentigo.report.fhir.resource import refer, resource
from lentigo.report.fhir.vocabulary import MODEL, Value, concept
from lentigo.untrusted import one_line

GENDERS = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}
Practitioners = Mapping[Signer, Value]


def patient(report: Assessment) -> Value:
    """Called as papers call them: by a pseudonym, where the clinic gave one, and then by nothing else."""
    encounter = report.encounter
    return resource(
        "Patient",
        report.id,
        name=[{"text": encounter.patient}],
        gender=None if encounter.sex is None else GENDERS[encounter.sex],
    )


def organization(report: Assessment, clinic: Clinic) -> Value | None:
    """The clinic, where it has a name."""
    name = one_line(clinic.name)
    return resource("Organization", report.id, name=name) if name else None


def practitioners(report: Assessment) -> Practitioners:
    """Everybody who signed, added or withdrew, in that order, each once."""
    known = report.sign_off
    signers = [signature.review.signer for signature in known.signatures]
    signers += [addendum.author for addendum in known.addenda]
    signers += [known.withdrawal.author] if known.withdrawal else []
    return {signer: _practitioner(report, signer) for signer in dict.fromkeys(signers)}


def program(report: Assessment) -> Value:
    """Lentigo, with its version."""
    name, _, version = report.provenance.app.partition(" ")
    return resource(
        "Device",
        report.id,
        "program",
        deviceName=[{"name": name, "type": "user-friendly-name"}],
        version=[{"value": version}],
        type=concept(translate("decision support software")),
    )


def model(report: Assessment, within: Value) -> Value:
    """The weights, by their hash."""
    identity = report.provenance.model
    hashes = (identity.language_sha256, identity.projector_sha256)
    return resource(
        "Device",
        report.id,
        "model",
        identifier=[{"system": MODEL, "value": sha256} for sha256 in hashes if sha256],
        deviceName=[{"name": identity.name, "type": "model-name"}],
        modelNumber=identity.id,
        version=[{"value": identity.quantization}],
        type=concept(translate("vision-language model")),
        note=[{"text": identity.notice}] if identity.notice else None,
        parent=refer(within),
    )


def _practitioner(report: Assessment, signer: Signer) -> Value:
    return resource(
        "Practitioner",
        report.id,
        signer.name,
        signer.role,
        name=[{"text": signer.name}],
        qualification=[{"code": concept(signer.role)}] if signer.role.strip() else None,
    )
