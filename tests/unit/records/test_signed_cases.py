"""Signed cases in the store: frozen, told in the audit log, vouched for by a key that lies nowhere in plain sight."""

import hashlib
from contextlib import closing
from dataclasses import replace

import pytest
from kept_cases import SHA256, SHOWN, Clinic, kept
from signed_reports import AT, small_report
from signed_reports import reviewed as reviewed_by_another

from lentigo.domain.assessment import Assessment
from lentigo.domain.clinician import Clinician, Role
from lentigo.domain.record import Action, CaseRecord, CaseStatus
from lentigo.domain.sign_off import Signer
from lentigo.errors import InputError
from lentigo.models.manifest import fingerprint
from lentigo.records import audit
from lentigo.records.signing_keys import known_keys
from lentigo.records.vault import Vault
from lentigo.report.json import canonical_content

SIGNER = Signer(name="Dr Sari", role="clinician")  # who has opened the records


def reviewed(report: Assessment) -> Assessment:
    made = reviewed_by_another(report)
    return replace(made, sign_off=replace(made.sign_off, review=replace(made.sign_off.review, signer=SIGNER)))


def ready() -> CaseRecord:
    record = kept()
    draft = small_report(SHA256)
    return replace(record, case=replace(record.case, draft=draft, report=reviewed(draft), seconds=95))


def sign(vault: Vault, record: CaseRecord) -> CaseRecord:
    assert record.case.report
    signature = vault.sign(record, {SHA256: SHOWN}, canonical_content(record.case.report))
    return replace(record, status=CaseStatus.SIGNED, case=record.case.sign(signature))


def test_a_signature_says_all_that_it_stands_for_and_is_in_the_store_at_once(vault: Vault) -> None:
    record = ready()
    before = vault.head().shown
    signed = sign(vault, record)
    stored = vault.read(record.id)
    assert stored
    assert (stored.status, stored.case) == (CaseStatus.SIGNED, signed.case)
    assert stored.case.report
    (signature,) = stored.case.report.sign_off.signatures
    assert record.case.report
    assert signature.sha256 == hashlib.sha256(canonical_content(record.case.report).encode()).hexdigest()
    assert (signature.audit_head, signature.seconds) == (before, 95)
    assert (signature.app, signature.model) == ("Lentigo 0.1.0", "Model F16 3b3b3b3b3b3b")
    assert signature.at.startswith("2026-03-01T09:00:")
    assert signature.key == fingerprint(vault.signing_key().public_key())
    last = next(each for each in audit.entries(vault._store.connection) if each.action is Action.SIGN)
    assert last.outcome == signature.sha256
    assert vault.verify().cases == 1


def test_a_signed_case_does_not_change_behind_the_signature(vault: Vault) -> None:
    signed = sign(vault, ready())
    report = signed.case.report
    assert report
    changed = replace(report, description=replace(report.description, text="Another spot."))
    for case in (signed.case.with_report(changed), ready().case, replace(signed.case, report=None)):
        with pytest.raises(InputError, match="signed"):
            vault.save(replace(signed, case=case), {})
    stored = vault.read(signed.id)
    assert stored
    assert stored.case == signed.case


def test_what_lacks_something_or_is_signed_cannot_be_signed(vault: Vault) -> None:
    record = ready()
    assert record.case.report
    open_flag = replace(record.case.report.sign_off.review, replies=())
    lacking = record.case.with_sign_off(replace(record.case.report.sign_off, review=open_flag))
    for case in (lacking, kept().case):
        with pytest.raises(InputError, match="cannot be signed"):
            vault.sign(replace(record, case=case), {SHA256: SHOWN}, "{}")
    signed = sign(vault, record)
    with pytest.raises(InputError, match="cannot be signed"):
        vault.sign(signed, {}, "{}")


def test_an_assistant_does_not_sign(clinic: Clinic) -> None:
    assistant = Clinician(id="a", name="Adi", role=Role.ASSISTANT)
    with closing(Vault(clinic.folder, clinic.keys.data_key, assistant)) as vault:
        with pytest.raises(InputError, match="Only a clinician signs"):
            sign(vault, ready())
        assert vault.read("case-1") is None


def test_nobody_signs_or_states_anything_in_another_name(vault: Vault) -> None:
    record = ready()
    other = replace(record.case, report=reviewed_by_another(small_report(SHA256)))
    with pytest.raises(InputError, match="bear the name of Dr Sari Wulandari"):
        sign(vault, replace(record, case=other))
    assert vault.read(record.id) is None
    signed = sign(vault, record)
    for role in ("clinician", "surgeon"):
        author = Signer(name="Dr Sari" if role == "surgeon" else "Adi", role=role)
        for case in (signed.case.add_to(author, AT, "more"), signed.case.withdraw(author, AT, "why")):
            with pytest.raises(InputError, match="the records are open for Dr Sari"):
                vault.save(replace(signed, case=case), {})
    stored = vault.read(signed.id)
    assert stored
    assert stored.case == signed.case


def test_an_assistant_adds_nothing_to_what_was_signed(clinic: Clinic) -> None:
    with closing(clinic.open()) as vault:
        signed = sign(vault, ready())
    assistant = Clinician(id="a", name="Adi", role=Role.ASSISTANT)
    author = Signer(name="Adi", role="assistant")
    with closing(Vault(clinic.folder, clinic.keys.data_key, assistant)) as vault:
        for case in (signed.case.add_to(author, AT, "more"), signed.case.withdraw(author, AT, "why")):
            with pytest.raises(InputError, match="Only a clinician"):
                vault.save(replace(signed, case=case), {})


def test_a_signature_under_a_stale_report_says_so(vault: Vault) -> None:
    record = ready()
    assert record.case.stale  # the patient of the made-up draft is another
    signed = sign(vault, record)
    assert signed.case.report
    assert signed.case.report.sign_off.signatures[0].stale
    fresh = replace(record.case, encounter=signed.case.report.encounter)
    assert not fresh.stale
    signed = sign(vault, replace(record, id="case-2", case=fresh))
    assert signed.case.report
    assert not signed.case.report.sign_off.signatures[0].stale


def test_addenda_corrections_and_withdrawal_are_stored_and_told(vault: Vault) -> None:
    signed = sign(vault, ready())
    added = replace(signed, case=signed.case.add_to(SIGNER, AT, "Histology: benign"))
    vault.save(added, {})
    opened = added.case.correct("The wrong arm")
    assert opened.report
    correcting = replace(added, case=opened.with_report(reviewed(opened.report)))
    vault.save(correcting, {})
    corrected = sign(vault, correcting)
    vault.save(replace(corrected, case=corrected.case.withdraw(SIGNER, AT, "Another patient")), {})
    stored = vault.read(signed.id)
    assert stored
    assert stored.case.originals == (added.case.report,)
    told = [each.action for each in audit.entries(vault._store.connection)]
    for action in (Action.AMEND, Action.WITHDRAW):
        assert told.count(action) == 1
    assert told.count(Action.SIGN) == 2


def test_the_key_is_made_once_and_stays_after_closing(clinic: Clinic) -> None:
    first = clinic.open()
    assert known_keys(clinic.folder) == frozenset()
    signed = sign(first, ready())
    key = first.signing_key().private_bytes_raw()
    first.close()
    public = known_keys(clinic.folder)
    assert len(public) == 1
    lying = b"".join(path.read_bytes() for path in clinic.folder.rglob("*") if path.is_file())
    assert key not in lying
    assert key.hex().encode() not in lying
    (clinic.folder / "signing-keys").unlink()  # as after a restored backup, which holds the store alone
    second = clinic.open()
    assert second.signing_key().private_bytes_raw() == key
    assert known_keys(clinic.folder) == public
    stored = second.read(signed.id)
    assert stored
    assert stored.case == signed.case
    second.close()
