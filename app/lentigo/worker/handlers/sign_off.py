"""What the requests about signing do. The clinic's key stays in the worker that holds the records."""

from __future__ import annotations

from hashlib import sha256

from lentigo.domain.sign_off import Signature
from lentigo.errors import InputError
from lentigo.language import translate
from lentigo.worker.handlers.case import shown
from lentigo.worker.handlers.letterhead import read_clinic
from lentigo.worker.handlers.records import opened
from lentigo.worker.job import Job
from lentigo.worker.messages.sign_off import RenderSigned, SealReport, SignCase, WriteSealed


def sign_case(request: SignCase, job: Job) -> Signature:
    """What is signed is the report's content as report.json has it."""
    from lentigo.report.json import canonical_content

    report = request.record.case.report
    assert report
    return opened(job).sign(request.record, request.files, canonical_content(report))


def render_signed(request: RenderSigned, job: Job) -> bytes:
    """As it is exported."""
    from lentigo.report import formats

    given = {sha256(data).hexdigest(): data for data in request.photographs}
    pictures = {each.sha256: shown(given[each.sha256], job) for each in request.assessment.pictures}
    return formats.USUAL_FORMAT.render(request.assessment, pictures, read_clinic(job.parts))


def write_sealed(request: WriteSealed, job: Job) -> None:
    """As seal_report has it."""
    from lentigo.report.writing import write_atomically

    write_atomically(request.path, seal_report(request, job))


def seal_report(request: SealReport | WriteSealed, job: Job) -> bytes:
    """Only what the records hold as signed is sealed."""
    from lentigo.report.seal import Claim, public_digits, seal

    vault = opened(job)
    record = vault.read(request.case)
    report = record.case.report if record else None
    if report is None or not report.sign_off.frozen or report != request.assessment:
        raise InputError(
            translate("The records do not hold this report as it stands here, so that it cannot be sealed."),
            hint=translate("Wait a moment, then export it again."),
        )
    last, key = report.sign_off.signatures[-1], vault.signing_key()
    claim = Claim(
        report=report.id,
        status=report.status.value,
        signer=last.review.signer.name,
        role=last.review.signer.role,
        at=last.at,
        content_sha256=last.sha256,
        key=public_digits(key),
    )
    return seal(request.pdf, claim, key)
