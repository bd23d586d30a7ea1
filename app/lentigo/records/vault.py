"""The records of a clinic, opened by one person: what is done to them, and the audit entry that tells it, together."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lentigo.domain.batch import Batch, BatchRow
from lentigo.domain.case import Case
from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.patient import Patient
from lentigo.domain.provenance import ModelIdentity
from lentigo.domain.record import Action, CaseLines, CaseQuery, CaseRecord, CaseStatus, CaseSummary, RecordsContent
from lentigo.domain.sign_off import Signature, Signer, SignOff
from lentigo.domain.statistics import Statistics, count_cases
from lentigo.domain.wording.clinician import signer_of
from lentigo.domain.wording.sign_off import signer_text
from lentigo.errors import Damaged, InputError
from lentigo.language import translate
from lentigo.models.manifest import fingerprint
from lentigo.progress import QUIET, Progress
from lentigo.records import audit, backup, batches, case_list, cases, patients, photographs, pin, signing_keys
from lentigo.records.backup import KEYS, STORE
from lentigo.records.keys import NewKeys, create_keys, open_with_passphrase, read_keys, write_keys
from lentigo.records.store import open_store
from lentigo.records.troubles import told

HEAD = "audit-head"
RETENTION = "retention"  # in the audit log: erased since the clinic keeps nothing for longer
NONE: Mapping[str, bytes] = MappingProxyType({})


def now() -> datetime:
    """The computer's clock, in UTC."""
    return datetime.now(UTC)


class Vault:
    """Opened records. `older` tells at the opening that an older store lies in the place of the one used last.

    Each change is on the disk when its method returns. One saving of a case in a session makes one audit entry, not
    one for each second of typing.
    """

    def __init__(
        self,
        folder: Path,
        data_key: bytes,
        clinician: Clinician,
        clock: Callable[[], datetime] = now,
        *,
        how: str = "",
    ) -> None:
        """`how` the data key was come by stands in the audit log, where it was not the passphrase."""
        self._folder, self.data_key, self.clinician, self._clock = folder, data_key, clinician, clock
        self._store = open_store(folder / STORE, data_key)
        self._told: set[tuple[Action, str]] = set()
        self.older = audit.older_than_head(self._store.connection, folder / HEAD, data_key)
        with self._deed(Action.LOGIN, outcome=how) as connection:
            photographs.drop_unused(connection)  # those that were taken out of their cases: no undo reaches them now
            row = (clinician.id, clinician.name, clinician.role.value)
            connection.execute("INSERT OR REPLACE INTO clinician VALUES (?, ?, ?)", row)
        self._show_keys()
        self.clock_back = audit.clock_back(self._store.connection)

    def close(self) -> None:
        """Give the records free."""
        self._store.close()

    def save(
        self,
        record: CaseRecord,
        files: Mapping[str, bytes],
        thumbnails: Mapping[str, bytes] = NONE,
        *,
        row: BatchRow | None = None,
    ) -> None:
        """A case as it is now, with its photographs' files and thumbnails by SHA-256 that are not in the store yet.

        `row` is the batch's that it comes from: both are there, or neither. What is saved as it was before is no
        change, which would begin its retention anew.
        InputError where something would be gone or another that was signed, or would be stated in another's name.
        """
        known = cases.has_case(self._store.connection, record.id)
        before = self._before(record)
        if before:
            record = replace(record, changed=before.changed) if record.case == before.case else record
            for author in _sign_off(record.case).authors_since(_sign_off(before.case)):
                self._require_own(author)
        action = _deed_of(before.case, record.case) if before else Action.UPDATE if known else Action.CREATE
        with self._deed(action, record.id, once=action is Action.UPDATE) as connection:
            _put(connection, record, files, thumbnails)
            batches.save_rows(connection, [row] if row else [])

    def batch(self) -> Batch:
        """What is known of the batch."""
        with self._store.transaction() as connection:
            return batches.load_batch(connection)

    def keep_batch(self, rows: Iterable[BatchRow], *, running: bool, fresh: bool = False) -> None:
        """Rows as they are now; see `save_batch`."""
        with self._store.transaction() as connection:
            batches.save_batch(connection, rows, running=running, fresh=fresh)

    def sign(self, record: CaseRecord, files: Mapping[str, bytes], content: str) -> Signature:
        """Sign the case's report as it stands; `content` is what of it is signed. The case is frozen then.

        InputError where it is signed already, its review lacks something, or bears another name than that of the
        clinician who opened the records.
        """
        self._before(record)
        report, moment = record.case.report, self._clock()
        if report is None or record.case.frozen or report.sign_off.review.missing(report.red_flags):
            raise InputError(
                translate("This report cannot be signed as it stands."),
                hint=translate("Fill in what its sign-off still lacks."),
            )
        self._require_own(report.sign_off.review.signer)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        with self._deed(Action.SIGN, record.id, outcome=sha256) as connection:
            signature = Signature(
                review=report.sign_off.review,
                at=moment.isoformat(timespec="seconds"),
                seconds=record.case.seconds,
                content=content,
                sha256=sha256,
                app=report.provenance.app,
                model=_model(report.provenance.model),
                audit_head=audit.head(connection).shown,
                key=fingerprint(signing_keys.clinic_key(connection, moment).public_key()),
                reason=report.sign_off.correcting,
                stale=record.case.stale,
            )
            signed = replace(record, status=CaseStatus.SIGNED, case=record.case.sign(signature), changed=moment)
            _put(connection, signed, files)
        self._show_keys()
        return signature

    def _require_own(self, signer: Signer) -> None:
        """InputError for a signature or a statement that is not that of the clinician who opened the records."""
        if self.clinician.role is not Role.CLINICIAN:
            raise InputError(
                translate("Only a clinician signs, and the records are open for an assistant."),
                hint=translate("Let a clinician unlock Lentigo and sign."),
            )
        own = signer_of(self.clinician)
        if own.name and signer != own:
            raise InputError(
                translate(
                    "This would bear the name of {signer}, and the records are open for {own}.",
                    signer=signer_text(signer),
                    own=signer_text(own),
                ),
                hint=translate("Lock Lentigo, and let whoever signs unlock it."),
            )

    def signing_key(self) -> Ed25519PrivateKey:
        """The clinic's; it leaves the process that holds the records by no way."""
        with self._store.transaction() as connection:
            return signing_keys.clinic_key(connection, self._clock())

    def read(self, case: str) -> CaseRecord | None:
        """A case, for somebody to look at."""
        with self._deed(Action.READ, case, once=True) as connection:
            return cases.load_case(connection, case)

    def photograph(self, sha256: str) -> bytes:
        """A photograph's file."""
        with self._store.transaction() as connection:
            return photographs.load_photograph(connection, sha256)

    def thumbnails(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """What lists show of photographs, JPEG, where it is there."""
        with self._store.transaction() as connection:
            return photographs.load_thumbnails(connection, hashes)

    def list(self, query: CaseQuery = CaseQuery(), *, first: int = 0, count: int = 100) -> CaseLines:  # noqa: B008
        """Lines of a list of cases."""
        with self._store.transaction() as connection:
            return case_list.list_cases(connection, query, first=first, count=count)

    def visits(self, case: str) -> tuple[CaseSummary, ...]:
        """Those of the person whom a case is about, oldest first."""
        with self._store.transaction() as connection:
            return case_list.list_visits(connection, case)

    def save_patient(self, patient: Patient) -> None:
        """New, or changed."""
        with self._deed(Action.UPDATE, patient.id, once=True) as connection:
            patients.save_patient(connection, patient)

    def patient(self, patient: str) -> Patient | None:
        """By id."""
        with self._store.transaction() as connection:
            return patients.load_patient(connection, patient)

    def patients(self, text: str = "") -> tuple[Patient, ...]:
        """Those whose name, pseudonym or number holds all words of a text."""
        with self._store.transaction() as connection:
            return tuple(patients.find_patients(connection, text))

    def count(self, year: int | None) -> Statistics:
        """Statistics of the signed cases; see `count_cases`. The audit log knows of it."""
        with self._deed(Action.EXPORT, outcome="statistics") as connection:
            return count_cases(cases.signed_cases(connection), year)

    def note_export(self, case: str) -> None:
        """A report of it has left the program."""
        with self._deed(Action.EXPORT, case) as connection:
            cases.note_export(connection, case)

    def remove(self, case: str) -> None:
        """Out of all lists; `bring_back` undoes it."""
        with self._deed(Action.DELETE, case) as connection:
            cases.remove_case(connection, case, self._clock())

    def bring_back(self, case: str) -> None:
        """Undo `remove`."""
        with self._deed(Action.UNDELETE, case) as connection:
            cases.restore_case(connection, case)

    def erase_patient(self, patient: str) -> None:
        """A person with all their cases and photographs, leaving no trace but that it was done."""
        with self._deed(Action.ERASE, patient) as connection:
            cases.erase_patient(connection, patient, self._clock())
        self._store.fold()

    def erase_overdue(self, before: datetime, count: int) -> None:
        """Erase what was not changed since, and the patients whose cases these are; InputError unless it is so many.

        Each patient, and each case of nobody, is an entry of the audit log.
        """
        with self._store.transaction() as connection:
            overdue = case_list.list_overdue(connection, before)
        if len(overdue) != count:
            raise InputError(
                translate("These are not the cases that were shown: nothing was erased."),
                hint=translate("Look through them again."),
            )
        for patient in {patient for _, patient in overdue if patient}:
            with self._deed(Action.ERASE, patient, outcome=RETENTION) as connection:
                cases.erase_patient(connection, patient, self._clock())
        for case in (case for case, patient in overdue if not patient):
            with self._deed(Action.ERASE, case, outcome=RETENTION) as connection:
                cases.erase_cases(connection, [case], self._clock())
        self._store.fold()

    def backup(self, target: Path, progress: Progress = QUIET) -> RecordsContent:
        """Write a backup and prove it; the audit log then says so."""
        content = backup.write_backup(self._store, self._folder / KEYS, self.data_key, target, progress)
        self.note(Action.BACKUP)
        return content

    @property
    def backed_up(self) -> datetime | None:
        """When the last backup was made."""
        return audit.last(self._store.connection, Action.BACKUP)

    @property
    def began(self) -> datetime | None:
        """When they were opened for the first time."""
        return audit.first(self._store.connection)

    def note(self, action: Action, subject: str = "", *, outcome: str = "") -> None:
        """An audit entry for what changes nothing in the store."""
        with self._deed(action, subject, outcome=outcome):
            pass

    @property
    def has_pin(self) -> bool:
        """Whether the person who opened the records has one."""
        return pin.has_pin(self._store.connection, self.clinician.id)

    def save_pin(self, chosen: str) -> None:
        """Theirs from now on; "" for none."""
        with self._deed(Action.SECURITY, self.clinician.id, outcome="PIN" if chosen else "no PIN") as connection:
            pin.save_pin(connection, self.clinician.id, chosen)

    def fits_pin(self, typed: str) -> bool:
        """Whether it is theirs; the audit log tells either way."""
        fits = pin.fits(self._store.connection, self.clinician.id, typed)
        self.note(Action.LOGIN, outcome="PIN" if fits else "wrong PIN")
        return fits

    def erased(self) -> Mapping[str, str]:
        """What was erased, for the restoring of an older backup."""
        return cases.erased_ids(self._store.connection)

    def head(self) -> audit.Head:
        """The audit chain's end, as papers print it."""
        return audit.head(self._store.connection)

    def verify(self, progress: Progress = QUIET) -> RecordsContent:
        """Read all pages, photographs and audit entries; Damaged where one is not what was written."""
        progress.begin(translate("reading the records"), 0, 2)
        self._store.check(progress)
        progress.begin(translate("comparing the photographs"), 1, 2)
        with self._store.transaction() as connection:
            kept = connection.execute("SELECT sha256 FROM photograph").fetchall()
            for number, (sha256,) in enumerate(kept, 1):
                photographs.load_photograph(connection, sha256)
                progress.share(number / len(kept))
            broken = audit.first_broken(connection)
        if broken is not None:
            raise Damaged(
                translate("The audit log was changed: entry {number} is not what was written.", number=broken),
                hint=translate("Keep a copy of the data folder, and ask who had access to this computer."),
            )
        return backup.count(self._store)

    def _before(self, record: CaseRecord) -> CaseRecord | None:
        """What the store has of a case; InputError where its next state does not continue what was signed."""
        before = cases.load_case(self._store.connection, record.id)
        if before and not record.case.continues(before.case):
            raise InputError(
                translate("This case is signed, and stays as it was signed."),
                hint=translate("Write an addendum, or correct it and give the reason."),
            )
        return before

    def _show_keys(self) -> None:
        """Lay the public halves of the clinic's keys beside the store."""
        with suppress(OSError):  # a full disk: it is done at the next opening
            signing_keys.write_known(self._folder, signing_keys.stored_keys(self._store.connection))

    @contextmanager
    def _deed(
        self, action: Action, case: str = "", *, once: bool = False, outcome: str = ""
    ) -> Iterator[apsw.Connection]:
        """A transaction with its audit entry; `once`: not again for this case in this session."""
        with self._store.transaction() as connection:
            yield connection
            if not (once and (action, case) in self._told):
                audit.append(connection, action, who=self.clinician.id, at=self._clock(), case=case, outcome=outcome)
        self._told.add((action, case))
        with suppress(OSError):  # a full disk: the store has it, and the head outside follows with the next entry
            audit.write_head(self._folder / HEAD, self.head(), self.data_key)


def _put(
    connection: apsw.Connection, record: CaseRecord, files: Mapping[str, bytes], thumbnails: Mapping[str, bytes] = NONE
) -> None:
    for file in files.values():
        photographs.save_photograph(connection, file)
    for sha256, picture in thumbnails.items():
        photographs.save_thumbnail(connection, sha256, picture)
    cases.save_case(connection, record)


def _deed_of(before: Case, after: Case) -> Action:
    """What became of a case, in the audit log's words."""
    one, other = _sign_off(before), _sign_off(after)
    if other.withdrawal and not one.withdrawal:
        return Action.WITHDRAW
    return Action.AMEND if len(other.addenda) > len(one.addenda) else Action.UPDATE


def _sign_off(case: Case) -> SignOff:
    return case.report.sign_off if case.report else SignOff()


def _model(model: ModelIdentity) -> str:
    return f"{model.name} {model.quantization} {model.language_sha256[:12]}"


def create_records(folder: Path, passphrase: str, *, name: str, role: Role = Role.CLINICIAN) -> NewKeys:
    """A folder with keys and no records yet; its recovery key is to be shown once. Damaged where only keys are gone."""
    require_keys(folder)
    keys = create_keys(passphrase, name=name, role=role)
    with told():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_keys(keys.ring, folder / KEYS)
    return keys


def require_keys(folder: Path) -> None:
    """Damaged where there are records and no keys: new ones would open nothing."""
    if (folder / STORE).exists() and not (folder / KEYS).exists():
        read_keys(folder / KEYS)


def key_of(folder: Path, clinician: str, passphrase: str) -> tuple[bytes, Clinician]:
    """The data key of what stands in a folder, and whose passphrase it is; WrongSecret where it is not theirs."""
    ring = read_keys(folder / KEYS)
    data_key = open_with_passphrase(ring, clinician, passphrase)
    return data_key, next(each for each in ring.clinicians if each.id == clinician)
