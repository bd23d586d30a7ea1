"""Sign-off: what the clinician made of the draft, or the lines to fill in by hand while nobody has signed."""

from collections.abc import Iterator

from lentigo.domain.assessment import Assessment
from lentigo.domain.red_flag import RedFlag
from lentigo.domain.sign_off import Addendum, FlagAnswer, Review, Signature, SignOff, fired
from lentigo.domain.wording.date import format_time
from lentigo.domain.wording.red_flag import rule_text
from lentigo.domain.wording.sign_off import AGREEMENTS, FLAG_ANSWERS, diagnosis_text, duration_text, signer_text
from lentigo.language import translate
from lentigo.report.section import Block, Form, Item, Paragraph, Row, Section, Table, Tone, given_row


def sign_off(assessment: Assessment) -> Section:
    """Who signs, when, and whether the draft was right."""
    known = assessment.sign_off
    blocks = tuple(_signed(assessment) if known.frozen else _unsigned(known))
    return Section(id="sign-off", title=translate("Sign-off by the clinician"), blocks=blocks)


def _unsigned(known: SignOff) -> Iterator[Block]:
    if known.correcting:
        last = known.signatures[-1]
        told = translate(
            "This corrects the report that {signer} signed, {time}, and is not signed yet: {reason}",
            signer=signer_text(last.review.signer),
            time=format_time(last.at),
            reason=known.correcting,
        )
        yield Paragraph(text=told, tone=Tone.STRONG)
    lines = (
        (translate("Name"), ()),
        # TRANSLATORS: of who signs, such as nurse or physician
        (translate("Role"), ()),
        (translate("Date and time"), ()),
        # TRANSLATORS: followed by boxes to tick: agree, agree partly, disagree
        (translate("With this draft I"), (translate("agree"), translate("agree partly"), translate("disagree"))),
        (translate("Final diagnosis"), ()),
        (translate("Action taken"), ()),
        (translate("Remarks"), ()),
        (translate("Signature"), ()),
    )
    yield Form(lines=lines)


def _signed(assessment: Assessment) -> Iterator[Block]:
    known = assessment.sign_off
    last = known.signatures[-1]
    if gone := known.withdrawal:
        told = translate(
            "Entered in error: withdrawn by {author}, {time}: {reason}",
            author=signer_text(gone.author),
            time=format_time(gone.at),
            reason=gone.reason,
        )
        yield Paragraph(text=told, tone=Tone.ALERT)
    yield Table(rows=_judgement(last))
    yield from (_reply(flag, last.review) for flag in fired(assessment.red_flags))
    yield from map(_addendum, known.addenda)


def proof(assessment: Assessment) -> tuple[Section, ...]:
    """What a later reader can check a signed report with; nothing while it is not signed."""
    known = assessment.sign_off
    if not known.frozen:
        return ()
    told = translate(
        "A PDF of this report that the clinic’s program wrote bears the clinic’s signature over each of its bytes: "
        "“lentigo verify FILE.pdf” tells whether it is unchanged. On paper, compare the key’s fingerprint."
    )
    blocks = (Table(rows=tuple(_proof(known))), Paragraph(text=told, tone=Tone.QUIET))
    return (Section(id="proof", title=translate("What was signed"), blocks=blocks, annex=True),)


def _judgement(last: Signature) -> tuple[Row, ...]:
    review = last.review
    agreed = translate(AGREEMENTS[review.agreement]) if review.agreement else ""
    return (
        Row(label=translate("Final diagnosis"), value=diagnosis_text(review.diagnosis), tone=Tone.STRONG),
        given_row(translate("With this draft"), agreed),
        given_row(translate("Action taken"), review.action),
        given_row(translate("Remarks"), review.remarks),
        Row(label=translate("Signed by"), value=signer_text(review.signer), tone=Tone.STRONG),
        Row(label=translate("Signed at"), value=format_time(last.at)),
    )


def _reply(flag: RedFlag, review: Review) -> Item:
    reply = review.reply_to(flag)
    why = translate("Done") if reply.answer is FlagAnswer.ACTED_ON else translate("Why not")
    return Item(
        mark="!",
        title=rule_text(flag),
        badge=translate(FLAG_ANSWERS[reply.answer]) if reply.answer else translate("not answered"),
        rows=(given_row(why, reply.text),),
    )


def _addendum(addendum: Addendum) -> Item:
    return Item(
        mark=str(addendum.number),
        title=translate("Addendum by {author}", author=signer_text(addendum.author)),
        badge=format_time(addendum.at),
        rows=(Row(label=translate("Added"), value=addendum.text),),
    )


def _proof(known: SignOff) -> Iterator[Row]:
    *earlier, last = known.signatures
    for before, after in zip(earlier, known.signatures[1:], strict=True):
        corrected = translate(
            "signed by {signer}, {time}; corrected: {reason}; content {sha256}",
            signer=signer_text(before.review.signer),
            time=format_time(before.at),
            reason=after.reason,
            sha256=before.sha256,
        )
        yield Row(label=translate("Original"), value=corrected)
    yield Row(label=translate("Time with the draft"), value=duration_text(last.seconds))
    if last.stale:
        told = translate("The photographs or the patient’s details had changed since the model read them.")
        yield Row(label=translate("Confirmed as it stands"), value=told)
    yield Row(label=translate("Signed with"), value=" · ".join((last.app, last.model)))
    yield Row(label=translate("Content SHA-256"), value=last.sha256)
    yield Row(label=translate("Audit log before"), value=last.audit_head)
    yield Row(label=translate("Clinic’s key"), value=last.key)
