"""Requests about who can open the records: lock, PIN, people, passphrases, recovery key.

Whatever changes who can open them asks the own passphrase again ("" without a lock), for a window is left open.
"""

from lentigo.domain.clinician import Role
from lentigo.worker.messages.message import Confidential, Request
from lentigo.worker.messages.records import RecordsState, RecoveryKey


class LockRecords(Request[RecordsState], frozen=True, kw_only=True):
    """Close them to all but the PIN of whoever opened them; without one their key is forgotten."""


class OpenWithPin(Confidential[RecordsState], frozen=True, kw_only=True):
    """Re-open what was locked in this worker; the fifth wrong PIN in a row forgets the key."""

    pin: str


class SavePin(Confidential[RecordsState], frozen=True, kw_only=True):
    """The PIN of whoever opened the records; "" for none."""

    pin: str


class RegainRecords(Confidential[RecordsState], frozen=True, kw_only=True):
    """Open them with the recovery key, and give a person another passphrase."""

    clinician: str  # id
    recovery_key: str
    passphrase: str


class ChangePassphrase(Confidential[RecoveryKey], frozen=True, kw_only=True):
    """Another one for whoever opened the records. With the first of a store there comes a recovery key."""

    own: str
    passphrase: str


class RenewRecoveryKey(Confidential[RecoveryKey], frozen=True, kw_only=True):
    """A new one; the one that was printed before opens nothing any more."""

    own: str


class AddClinician(Confidential[RecordsState], frozen=True, kw_only=True):
    """A further person, with a passphrase of their own over the same data key."""

    own: str
    name: str
    role: Role
    passphrase: str


class RemoveClinician(Confidential[RecordsState], frozen=True, kw_only=True):
    """Somebody else than oneself."""

    own: str
    clinician: str  # id


class UseLanguage(Request[None], frozen=True, kw_only=True):
    """Speak another language from now on: ending this worker would lock the records."""

    language: str  # an IETF tag
