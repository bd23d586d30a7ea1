"""The case on the table: its photographs, what is known of the patient, and what was made of both. A value."""

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Self

from lentigo.domain.assessment import Assessment
from lentigo.domain.conversation import Turn
from lentigo.domain.encounter import Encounter
from lentigo.domain.letter import Letter, LetterKind
from lentigo.domain.photograph import PictureKind
from lentigo.domain.quality import ImageQuality
from lentigo.domain.sign_off import Addendum, Signature, Signer, SignOff, Withdrawal
from lentigo.errors import InputError
from lentigo.language import translate

MOST_PHOTOGRAPHS = 12
LARGEST_CASE = 200 * 1024 * 1024  # bytes of all its photographs, which cross to the worker together


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePhotograph:
    """A photograph that could be opened; its bytes and its picture lie elsewhere, under the SHA-256 of the bytes."""

    sha256: str  # of the file as it came
    name: str  # what the user knows it by
    bytes: int  # size of the file
    width: int  # pixels
    height: int
    quality: ImageQuality
    recognised: PictureKind | None = None  # by the program
    told: PictureKind | None = None  # by the user

    @property
    def kind(self) -> PictureKind | None:
        """How it was taken; what the user says goes before what the program sees."""
        return self.told or self.recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One state of the case. The first photograph is the main one.

    `draft` is the report as the model made it, `report` what the clinician made of it. Both hold what they are about.
    `originals` are the reports that were signed and then corrected, oldest first. `letters` have only the parts that
    the clinician put in other words than the program.
    """

    photographs: tuple[CasePhotograph, ...] = ()
    encounter: Encounter = field(default_factory=Encounter)
    draft: Assessment | None = None
    report: Assessment | None = None
    conversation: tuple[Turn, ...] = ()  # about the photographs, with the model
    originals: tuple[Assessment, ...] = ()
    letters: tuple[Letter, ...] = ()
    seconds: int = field(default=0, compare=False)  # that the draft was in sight

    @property
    def frozen(self) -> bool:
        """Whether its report is signed: nothing of the case is to change then."""
        return self.report is not None and self.report.sign_off.frozen

    @property
    def signed(self) -> bool:
        """Whether somebody signed it, though it may be under correction."""
        return self.report is not None and self.report.sign_off.signed

    @property
    def hashes(self) -> frozenset[str]:
        """The SHA-256 of each photograph that is in the case, or that one of its reports is about."""
        reported = (report.pictures for report in (self.draft, self.report, *self.originals) if report)
        return frozenset(each.sha256 for each in self.photographs) | {each.sha256 for each in chain(*reported)}

    @property
    def usable(self) -> bool:
        """Whether there are photographs, and none too poor to analyse."""
        return bool(self.photographs) and all(photograph.quality.usable for photograph in self.photographs)

    @property
    def stale(self) -> bool:
        """Whether there is a report, and the photographs or the patient's details are others by now."""
        if self.report is None:
            return False
        reported = [picture.sha256 for picture in self.report.pictures]
        return (reported, self.report.encounter) != ([each.sha256 for each in self.photographs], self.encounter)

    def add(self, photograph: CasePhotograph) -> Self:
        """With a further photograph; InputError for the same one again, and for one that is too many or too large."""
        photographs = (*self.photographs, photograph)
        if photograph.sha256 in (each.sha256 for each in self.photographs):
            raise InputError(
                translate("This photograph is in the case already."),
                hint=translate("Choose another one, or go on with those that are there."),
            )
        if len(photographs) > MOST_PHOTOGRAPHS:
            raise InputError(
                translate("A case holds no more than {most} photographs.", most=MOST_PHOTOGRAPHS),
                hint=translate("Remove one that shows less, then add this one."),
            )
        if sum(each.bytes for each in photographs) > LARGEST_CASE:
            raise InputError(
                translate("The photographs of a case together are larger than {most} MB.", most=LARGEST_CASE >> 20),
                hint=translate("Save them as JPEG and open those files, or leave one out."),
            )
        return replace(self, photographs=photographs)

    def remove(self, index: int) -> Self:
        """Without a photograph."""
        return replace(self, photographs=self.photographs[:index] + self.photographs[index + 1 :])

    def make_main(self, index: int) -> Self:
        """With a photograph put first."""
        main = self.photographs[index]
        return replace(self, photographs=(main, *self.remove(index).photographs))

    def tell_kind(self, index: int, kind: PictureKind | None) -> Self:
        """With what the user says of how a photograph was taken."""
        told = replace(self.photographs[index], told=kind)
        return replace(self, photographs=(*self.photographs[:index], told, *self.photographs[index + 1 :]))

    def with_encounter(self, encounter: Encounter) -> Self:
        """With other details of the patient."""
        return replace(self, encounter=encounter)

    def name_patient(self, patient: str, patient_id: str) -> Self:
        """With another name for the same person, in the reports too."""

        def renamed(report: Assessment | None) -> Assessment | None:
            if report is None:
                return None
            return replace(report, encounter=replace(report.encounter, patient=patient, patient_id=patient_id))

        return replace(
            self,
            encounter=replace(self.encounter, patient=patient, patient_id=patient_id),
            draft=renamed(self.draft),
            report=renamed(self.report),
        )

    def take_draft(self, draft: Assessment) -> Self:
        """With a fresh draft, which is the report until the clinician edits it."""
        return replace(self, draft=draft, report=draft, letters=(), seconds=0)

    def letter(self, kind: LetterKind) -> Letter:
        """What the clinician put in other words, in which language."""
        return next((each for each in self.letters if each.kind is kind), Letter(kind=kind, parts=()))

    def keep_letter(self, letter: Letter) -> Self:
        """With such words."""
        others = tuple(each for each in self.letters if each.kind is not letter.kind)
        return replace(self, letters=(*others, letter) if letter.parts or letter.language else others)

    def take_turn(self, turn: Turn) -> Self:
        """With one more turn of the conversation."""
        return replace(self, conversation=(*self.conversation, turn))

    def with_report(self, report: Assessment) -> Self:
        """With the clinician's edits of the same draft."""
        return replace(self, report=report)

    def with_sign_off(self, sign_off: SignOff) -> Self:
        """With a report that has come further."""
        assert self.report
        return replace(self, report=replace(self.report, sign_off=sign_off))

    def sign(self, signature: Signature) -> Self:
        """With a report that is signed as it stands."""
        assert self.report
        known = self.report.sign_off
        return self.with_sign_off(replace(known, signatures=(*known.signatures, signature), correcting=""))

    def add_to(self, author: Signer, at: str, text: str) -> Self:
        """With an addendum to the signed report."""
        assert self.report
        known = self.report.sign_off
        addendum = Addendum(number=len(known.addenda) + 1, author=author, at=at, text=text)
        return self.with_sign_off(replace(known, addenda=(*known.addenda, addendum)))

    def correct(self, reason: str) -> Self:
        """With the signed report put aside as it is, and one like it that can be corrected and must be signed anew."""
        assert self.report
        known = self.report.sign_off
        review = replace(known.review, agreement=None, signer=Signer())
        fresh = self.with_sign_off(replace(known, correcting=reason, review=review))
        return replace(fresh, originals=(*self.originals, self.report), seconds=0)

    def withdraw(self, author: Signer, at: str, reason: str) -> Self:
        """With a report that was entered in error."""
        assert self.report
        return self.with_sign_off(
            replace(self.report.sign_off, withdrawal=Withdrawal(author=author, at=at, reason=reason))
        )

    def continues(self, before: "Case") -> bool:
        """Whether what was signed in an earlier state of this case is as it was, beside whatever has come to it."""
        if not before.report or not before.signed:
            return True
        if not self.report or not self.report.sign_off.continues(before.report.sign_off):
            return False
        if not before.frozen:
            given_up = (*self.originals, self.report) == before.originals
            return given_up or self.originals == before.originals
        if not self.frozen and self.originals == (*before.originals, before.report):
            return True
        same = replace(self.report, sign_off=before.report.sign_off) == before.report
        return same and self.frozen and (self.originals, self.photographs) == (before.originals, before.photographs)
