"""Red flags: what fired with its urgency, what could not be assessed, what did not fire."""

from lentigo.analysis.safety.questions import open_questions
from lentigo.domain.assessment import Assessment
from lentigo.domain.encounter import History
from lentigo.domain.red_flag import FlagState, RedFlag, pressing
from lentigo.domain.wording.red_flag import BEFORE_EDITS, RULE_SOURCES, URGENCIES, reason_text, rule_text
from lentigo.language import translate, translate_count, translate_medical
from lentigo.report.section import Bullets, Item, Paragraph, Row, Section, Tone


def red_flags(assessment: Assessment) -> Section:
    """The count, then the rules that fired."""
    fired = sorted(_flags(assessment, FlagState.FIRED), key=pressing)
    verdict = Paragraph(text=flags_verdict(assessment), tone=Tone.STRONG)
    return Section(id="red-flags", title=translate("Red flags"), blocks=(verdict, *map(_fired_flag, fired)))


def other_rules(assessment: Assessment) -> Section:
    """The rules that did not fire: a line each for those that lack an answer, one for all the others."""
    missing, quiet = _flags(assessment, FlagState.NOT_ASSESSED), _flags(assessment, FlagState.NOT_FIRED)
    bullets = (Bullets(texts=tuple(map(_missing_flag, missing))),) if missing else ()
    blocks = (*bullets, *_unfired_rules(missing, quiet))
    every = (Paragraph(text=translate("Every rule fired."), tone=Tone.QUIET),)
    return Section(
        id="other-rules", title=translate("Red-flag rules that did not fire"), blocks=blocks or every, annex=True
    )


def _flags(assessment: Assessment, state: FlagState) -> tuple[RedFlag, ...]:
    return tuple(flag for flag in assessment.red_flags if flag.state is state)


def flags_verdict(assessment: Assessment) -> str:
    """How many rules fired, and how many questions are open: without their answers, silence says nothing."""
    flags, count = assessment.red_flags, len(assessment.red_flags)
    if not flags:
        return translate("No red-flag rule was run. This does not exclude an emergency.")
    fired = sum(flag.state is FlagState.FIRED for flag in flags)
    unasked = len(questions_left(assessment))
    sentences = (
        translate_count("{fired} of {count} rule fired.", "{fired} of {count} rules fired.", count, fired=fired)
        if fired
        else "",
        translate_count(
            "Incomplete: {count} question not answered.", "Incomplete: {count} questions not answered.", unasked
        )
        if unasked
        else "",
        "" if fired else _unfired(flags, unasked),
    )
    return " ".join(filter(None, sentences))


def questions_left(assessment: Assessment) -> tuple[History, ...]:
    """The open questions of a report, the one worth most first."""
    return open_questions(assessment.encounter, assessment.findings, assessment.differential, assessment.red_flags)


def _unfired(flags: tuple[RedFlag, ...], unasked: int) -> str:
    """What it means that no rule fired; once all was asked, how many rules lack a finding."""
    missing = sum(flag.state is FlagState.NOT_ASSESSED for flag in flags)
    if unasked:
        return translate("That no rule has fired so far does not exclude an emergency.")
    if missing:
        return translate_count(
            "None of {count} rule fired; {missing} could not be assessed. This does not exclude an emergency.",
            "None of {count} rules fired; {missing} could not be assessed. This does not exclude an emergency.",
            len(flags),
            missing=missing,
        )
    return translate_count(
        "None of {count} rule fired. This does not exclude an emergency.",
        "None of {count} rules fired. This does not exclude an emergency.",
        len(flags),
    )


def _fired_flag(flag: RedFlag) -> Item:
    return Item(
        mark="!",
        title=rule_text(flag, say=translate_medical),
        badge=translate("Act: {urgency}", urgency=translate_medical(URGENCIES[flag.urgency])),
        rows=(
            Row(label=translate("Because"), value=reason_text(flag.reason)),
            # TRANSLATORS: the guideline that a rule comes from
            Row(label=translate("Source"), value=translate(RULE_SOURCES[flag.source])),
            *((Row(label=translate("Note"), value=translate(BEFORE_EDITS)),) if flag.before_edits else ()),
        ),
        tone=Tone.ALERT,
    )


def _missing_flag(flag: RedFlag) -> str:
    return translate("{rule}. {reason}", rule=rule_text(flag, say=translate_medical), reason=reason_text(flag.reason))


def _unfired_rules(missing: tuple[RedFlag, ...], quiet: tuple[RedFlag, ...]) -> tuple[Paragraph, ...]:
    """The rules that did not fire, and the sources of all rules that are not shown as fired: one line each."""
    rules = "; ".join(map(_quiet_flag, quiet))
    sources = "; ".join(dict.fromkeys(translate(RULE_SOURCES[flag.source]) for flag in (*missing, *quiet)))
    lines = (
        translate("Not fired: {rules}.", rules=rules) if rules else "",
        translate("Rules from: {sources}.", sources=sources) if sources else "",
    )
    return tuple(Paragraph(text=line, tone=Tone.QUIET) for line in lines if line)


def _quiet_flag(flag: RedFlag) -> str:
    return translate("{rule} ({reason})", rule=rule_text(flag), reason=reason_text(flag.reason).rstrip("."))
