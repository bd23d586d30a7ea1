"""What the parts of letters are called."""

from lentigo.domain.letter import LetterKind, LetterPart
from lentigo.language import deferred

LETTERS = {
    LetterKind.REFERRAL: deferred("referral letter"),
    LetterKind.PATIENT: deferred("patient’s sheet"),
}
HEADINGS = {
    LetterKind.REFERRAL: deferred("Referral letter"),
    LetterKind.PATIENT: deferred("About your skin"),
}
PARTS = {
    # TRANSLATORS: the address of a letter
    LetterPart.RECIPIENT: deferred("To"),
    LetterPart.URGENCY: deferred("Urgency"),
    LetterPart.REASON: deferred("Reason for the urgency"),
    LetterPart.QUESTION: deferred("Question"),
    LetterPart.DIAGNOSIS: deferred("Clinician’s diagnosis so far"),
    LetterPart.FINDINGS: deferred("Findings, by the clinician"),
    LetterPart.HISTORY: deferred("History"),
    LetterPart.ACTION: deferred("What was done"),
    # TRANSLATORS: the next four stand on a sheet for the patient: words that a child of ten reads
    LetterPart.SEEN: deferred("What we saw"),
    LetterPart.DO: deferred("What to do"),
    LetterPart.RETURN: deferred("When to come back"),
    LetterPart.CONTACT: deferred("Where to find us"),
}
