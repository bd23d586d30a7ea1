"""The clinic's seal on a PDF: one byte that changed is noticed, wherever it stands."""

import random

import pymupdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from signed_reports import report_of, signed

from lentigo.domain.assessment import Assessment
from lentigo.report.formats import Pictures
from lentigo.report.pdf import render_pdf
from lentigo.report.seal import MARK, Claim, State, public_digits, read_seal, seal

KEY = Ed25519PrivateKey.generate()
CLAIM = Claim(
    report="L-20261121-7F3A", status="final", signer="Dr Sari\n%%EOF \u202e(x)", role="nurse",
    at="2026-11-21T04:10:00+00:00", content_sha256="ab" * 32, key=public_digits(KEY),
)  # fmt: skip


@pytest.fixture(scope="module")
def plain(sample: Assessment, pictures: Pictures) -> bytes:
    return render_pdf(report_of(signed(sample)), pictures)


@pytest.fixture(scope="module")
def sealed(plain: bytes) -> bytes:
    return seal(plain, CLAIM, KEY)


def with_streams(plain: bytes) -> bytes:
    """The same as other programs write it: objects and their table in compressed streams."""
    with pymupdf.open("pdf", plain) as document:
        return bytes(document.tobytes(garbage=3, deflate=True, use_objstms=1))


def test_a_whole_file_says_who_signed_it(sealed: bytes) -> None:
    found = read_seal(sealed)
    assert (found.state, found.claim) == (State.WHOLE, CLAIM)


def test_one_changed_byte_is_noticed_each_of_a_hundred_times(sealed: bytes) -> None:
    chance = random.Random(7)
    places = [*chance.sample(range(len(sealed)), 100), *range(len(sealed) - 1200, len(sealed))]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= chance.randrange(1, 256)
        assert read_seal(bytes(changed)).state is not State.WHOLE, place


def test_a_changed_file_is_told_from_an_unsigned_one(plain: bytes, sealed: bytes) -> None:
    assert read_seal(plain).state is State.NONE
    assert read_seal(b"").state is State.NONE
    for changed in (sealed.replace(b"nurse", b"nursE"), sealed + b"\n", sealed[:-1], sealed + plain, b" " + sealed):
        assert read_seal(changed).state is State.CHANGED


def test_digits_in_capitals_are_a_change(sealed: bytes) -> None:
    start = sealed.index(b"} ", sealed.index(MARK)) + 2
    digits = sealed[start : start + 128]
    assert read_seal(sealed.replace(digits, digits.upper())).state is State.CHANGED


def test_anothers_key_in_the_claim_is_a_change(sealed: bytes) -> None:
    other = public_digits(Ed25519PrivateKey.generate()).encode()
    assert read_seal(sealed.replace(CLAIM.key.encode(), other)).state is State.CHANGED


@pytest.mark.parametrize("streams", [False, True])
def test_a_sealed_file_is_the_same_document(plain: bytes, streams: bool) -> None:
    before = with_streams(plain) if streams else plain
    after = seal(before, CLAIM, KEY)
    assert read_seal(after).state is State.WHOLE
    assert after.count(b"%%EOF") == before.count(b"%%EOF")
    assert after.rstrip().endswith(b"%%EOF")
    with pymupdf.open("pdf", before) as one, pymupdf.open("pdf", after) as other:
        assert not other.is_repaired
        assert [page.get_text() for page in other] == [page.get_text() for page in one]
        assert other.xref_length() == one.xref_length()


def test_what_is_no_pdf_cannot_be_sealed() -> None:
    with pytest.raises(ValueError, match="PDF"):
        seal(b"text", CLAIM, KEY)
