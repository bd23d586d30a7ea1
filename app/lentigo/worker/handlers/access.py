"""What the requests about access do. The worker that opened the records holds their key until it shall forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lentigo.domain.clinician import LEAST_PASSPHRASE, PIN_ATTEMPTS, PIN_DIGITS, Role
from lentigo.domain.record import Action
from lentigo.errors import InputError
from lentigo.language import translate, use_language
from lentigo.worker.handlers.records import describe, forget_held, opened
from lentigo.worker.job import Job
from lentigo.worker.messages.access import (
    AddClinician,
    ChangePassphrase,
    LockRecords,
    OpenWithPin,
    RegainRecords,
    RemoveClinician,
    RenewRecoveryKey,
    SavePin,
    UseLanguage,
)
from lentigo.worker.messages.records import RecordsState, RecoveryKey

if TYPE_CHECKING:
    from lentigo.records.keys import KeyRing
    from lentigo.records.vault import Vault


def lock_records(_request: LockRecords, job: Job) -> RecordsState:
    """They are closed even where the disk does not take the audit log's entry."""
    vault, job.parts.vault = job.parts.vault, None
    if vault:
        try:
            vault.note(Action.LOGOUT)
        finally:
            if vault.has_pin:
                job.parts.held = vault
            else:
                vault.close()
    return describe(job)


def open_with_pin(request: OpenWithPin, job: Job) -> RecordsState:
    """Each attempt is counted on the disk before it is looked at."""
    from lentigo.records import pin
    from lentigo.records.troubles import told

    held, folder = job.parts.held, job.parts.paths.records
    if held is None:
        raise _too_many()
    number = max(pin.attempts(folder), job.parts.pin_attempts) + 1
    with told():
        pin.count_attempts(folder, number)
    job.parts.pin_attempts = number
    if number <= PIN_ATTEMPTS and held.fits_pin(request.pin):
        with told():
            pin.count_attempts(folder, 0)
        job.parts.vault, job.parts.held, job.parts.pin_attempts = held, None, 0
        return describe(job)
    if number >= PIN_ATTEMPTS:
        forget_held(job)
        raise _too_many()
    raise InputError(
        translate("This is not the PIN."),
        hint=translate("Attempts left before the passphrase is asked: {count}.", count=PIN_ATTEMPTS - number),
    )


def save_pin(request: SavePin, job: Job) -> RecordsState:
    """Digits only, a few of them."""
    least, most = PIN_DIGITS
    chosen = request.pin
    if chosen and not (chosen.isascii() and chosen.isdigit() and least <= len(chosen) <= most):
        raise InputError(
            translate("A PIN has {least} to {most} digits.", least=least, most=most),
            hint=translate("Choose one that nobody guesses: no birthday, no row of digits."),
        )
    opened(job).save_pin(chosen)
    return describe(job)


def regain_records(request: RegainRecords, job: Job) -> RecordsState:
    """Open, then wrap the key for the new passphrase: a wrong recovery key changes nothing."""
    from lentigo.records.backup import KEYS
    from lentigo.records.keys import change_passphrase, open_with_recovery, read_keys
    from lentigo.records.vault import Vault

    _require_long(request.passphrase)
    folder = job.parts.paths.records
    ring = read_keys(folder / KEYS)
    data_key = open_with_recovery(ring, request.recovery_key)
    person = next(each for each in ring.clinicians if each.id == request.clinician)
    forget_held(job)
    job.parts.vault = Vault(folder, data_key, person, how="recovery key")
    _rewrite(job, change_passphrase(ring, data_key, person.id, request.passphrase), person.id, "passphrase by recovery")
    return describe(job)


def change_own_passphrase(request: ChangePassphrase, job: Job) -> RecoveryKey:
    """The data key stays, so that nothing else is written."""
    from lentigo.records.keys import change_passphrase, renew_recovery

    _require_long(request.passphrase)
    vault, ring = _confirmed(job, request.own)
    ring, recovery = (ring, "") if ring.locked else renew_recovery(ring, vault.data_key)
    ring = change_passphrase(ring, vault.data_key, vault.clinician.id, request.passphrase)
    _rewrite(job, ring, vault.clinician.id, "passphrase")
    return RecoveryKey(recovery)


def renew_recovery_key(request: RenewRecoveryKey, job: Job) -> RecoveryKey:
    """For a paper that was lost."""
    from lentigo.records.keys import renew_recovery

    vault, ring = _confirmed(job, request.own)
    _require_lock(ring)
    _require_clinician(vault)
    ring, recovery = renew_recovery(ring, vault.data_key)
    _rewrite(job, ring, "", "recovery key")
    return RecoveryKey(recovery)


def add_clinician(request: AddClinician, job: Job) -> RecordsState:
    """By a clinician, in records with a lock."""
    from lentigo.records.keys import add_clinician

    _require_long(request.passphrase)
    vault, ring = _confirmed(job, request.own)
    _require_lock(ring)
    _require_clinician(vault)
    ring = add_clinician(ring, vault.data_key, request.passphrase, name=request.name.strip(), role=request.role)
    _rewrite(job, ring, ring.clinicians[-1].id, "added")
    return describe(job)


def remove_clinician(request: RemoveClinician, job: Job) -> RecordsState:
    """Their passphrase opens nothing then; older backups it still opens."""
    from lentigo.records.keys import remove_clinician

    vault, ring = _confirmed(job, request.own)
    _require_clinician(vault)
    if request.clinician == vault.clinician.id:
        raise InputError(
            translate("You cannot remove yourself."), hint=translate("Another clinician can, once it is their turn.")
        )
    _rewrite(job, remove_clinician(ring, request.clinician), request.clinician, "removed")
    return describe(job)


def use_another_language(request: UseLanguage, _job: Job) -> None:
    """For whatever is told from now on."""
    use_language(request.language)


def _confirmed(job: Job, own: str) -> tuple[Vault, KeyRing]:
    """The open records and their keys, where the passphrase is that of whoever opened them."""
    from lentigo.records.backup import KEYS
    from lentigo.records.keys import open_with_passphrase, read_keys

    vault = opened(job)
    ring = read_keys(job.parts.paths.records / KEYS)
    open_with_passphrase(ring, vault.clinician.id, own)
    return vault, ring


def _rewrite(job: Job, ring: KeyRing, subject: str, outcome: str) -> None:
    from lentigo.records.backup import KEYS
    from lentigo.records.keys import write_keys
    from lentigo.records.troubles import told

    with told():
        write_keys(ring, job.parts.paths.records / KEYS)
    opened(job).note(Action.SECURITY, subject, outcome=outcome)


def _require_long(passphrase: str) -> None:
    if len(passphrase) < LEAST_PASSPHRASE:
        raise InputError(
            translate("A passphrase has at least {count} characters.", count=LEAST_PASSPHRASE),
            hint=translate("Four or five words that have nothing to do with each other are easy to keep in mind."),
        )


def _require_lock(ring: KeyRing) -> None:
    if not ring.locked:
        raise InputError(
            translate("There is no lock on this computer yet."),
            hint=translate("Choose a passphrase of your own first."),
        )


def _require_clinician(vault: Vault) -> None:
    if vault.clinician.role is not Role.CLINICIAN:
        raise InputError(
            translate("Only a clinician can change who opens the records."), hint=translate("Ask one of them.")
        )


def _too_many() -> InputError:
    return InputError(
        translate("The PIN does not open the records any more."), hint=translate("Type the passphrase instead.")
    )
