"""The clinic's signature over each byte of a finished PDF, whatever made it.

It is a comment before the last `startxref`: no offset of the file changes, nothing stands behind its end, and PDF/A
allows it. Signed is the whole file with the signature's own digits as zeros. It is no PAdES signature: readers of PDF
show nothing of it, and `lentigo verify` alone checks it.
"""

import json
import re
from enum import Enum, auto

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lentigo.models.manifest import fingerprint, raw_key

MARK = b"%Lentigo-Seal-1 "
BLANK = b"0" * 128  # hexadecimal digits of an Ed25519 signature
ENDING = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
SEAL = re.compile(re.escape(MARK) + rb"(\{[ -~]*\}) ([0-9a-f]{128})\n\Z")
LONGEST_ENDING = 64 << 10  # bytes; a claim has some hundred


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What the seal says of the report in the file; `key` is the clinic's, raw, in hexadecimal digits."""

    report: str  # its number
    status: str
    signer: str
    role: str
    at: str  # ISO 8601 with zone
    content_sha256: str
    key: str


class State(Enum):
    """What a look at the bytes tells."""

    WHOLE = auto()
    CHANGED = auto()  # there is a seal, and not of these bytes
    NONE = auto()  # no report that Lentigo wrote and somebody signed, or its seal's mark is damaged


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a file. The claim of a changed file is nobody's word."""

    state: State
    claim: Claim | None = None


def seal(pdf: bytes, claim: Claim, key: Ed25519PrivateKey) -> bytes:
    """The file with its seal; ValueError where the bytes do not end as a PDF does."""
    ending = ENDING.search(pdf, max(len(pdf) - LONGEST_ENDING, 0))
    if ending is None:
        raise ValueError("no end of a PDF")
    place = ending.start()
    opening = pdf[:place] + MARK + _ascii(claim) + b" "
    rest = b"\n" + pdf[place:]
    return opening + key.sign(opening + BLANK + rest).hex().encode() + rest


def read_seal(pdf: bytes) -> Seal:
    """What the file says of itself, and whether that holds."""
    ending = ENDING.search(pdf, max(len(pdf) - LONGEST_ENDING, 0))
    before = pdf[: ending.start()] if ending else b""
    found = SEAL.search(before, max(len(before) - LONGEST_ENDING, 0))
    if found is None:
        return Seal(state=State.CHANGED if MARK in pdf else State.NONE)
    try:
        claim = msgspec.json.decode(found[1], type=Claim)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(claim.key))
        signed = pdf[: found.start(2)] + BLANK + pdf[found.end(2) :]
        key.verify(bytes.fromhex(found[2].decode()), signed)
    except (msgspec.MsgspecError, ValueError, InvalidSignature):
        return Seal(state=State.CHANGED)
    return Seal(state=State.WHOLE, claim=claim)


def public_digits(key: Ed25519PrivateKey) -> str:
    """The public half, as a claim has it."""
    return raw_key(key.public_key()).hex()


def fingerprint_of(claim: Claim) -> str:
    """As the report prints it."""
    return fingerprint(Ed25519PublicKey.from_public_bytes(bytes.fromhex(claim.key)))


def _ascii(claim: Claim) -> bytes:
    """JSON in one line of printable ASCII, without the sign that ends a PDF: a name may hold anything."""
    return json.dumps(msgspec.to_builtins(claim)).replace("%", "\\u0025").encode()
