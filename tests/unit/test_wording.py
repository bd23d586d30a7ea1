"""Every id has its words, and what models read is no wording."""

import re
import string
from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations

import pytest

from lentigo.analysis import model_words
from lentigo.analysis.protocols import load_protocol
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Complaint, History, Sex
from lentigo.domain.finding import Feature, FindingField, FindingSource, FindingState, FindingWord
from lentigo.domain.limit import Limit, LimitKind
from lentigo.domain.photograph import MetadataKind, PictureKind
from lentigo.domain.quality import QualityIssue, QualityProblem
from lentigo.domain.red_flag import ChecklistItem, FlagState, Reason, ReasonKind, RedFlagRule, RuleSource, Urgency
from lentigo.domain.stage import AnalysisStage
from lentigo.domain.wording.differential import LIKELIHOODS
from lentigo.domain.wording.encounter import COMPLAINTS, HISTORY, SEXES
from lentigo.domain.wording.finding import FIELDS, UNANSWERED, WORDS, unanswered
from lentigo.domain.wording.limit import LIMITS, OF_KINDS, limit_text
from lentigo.domain.wording.photograph import METADATA_KINDS, PICTURE_KINDS
from lentigo.domain.wording.quality import QUALITY_ISSUES
from lentigo.domain.wording.red_flag import CHECKLIST, REASONS, RULE_SOURCES, RULES, URGENCIES, reason_text
from lentigo.domain.wording.stage import STAGES
from lentigo.language import ACCENTED, SOURCE, translate, use_language

TABLES = {
    ChecklistItem: CHECKLIST,
    Complaint: COMPLAINTS,
    FindingField: FIELDS,
    FindingWord: WORDS,
    History: HISTORY,
    Likelihood: LIKELIHOODS,
    MetadataKind: METADATA_KINDS,
    PictureKind: PICTURE_KINDS,
    QualityIssue: QUALITY_ISSUES,
    ReasonKind: REASONS,
    RedFlagRule: RULES,
    RuleSource: RULE_SOURCES,
    Sex: SEXES,
    AnalysisStage: STAGES,
    Urgency: URGENCIES,
}
IDS = (*TABLES, LimitKind, FindingState, FlagState, QualityProblem, FindingSource)


@pytest.fixture
def accented() -> Iterator[None]:
    use_language(ACCENTED)
    yield
    use_language(SOURCE)


@pytest.mark.parametrize("ids", IDS)
def test_an_id_is_short_and_plain(ids: type[StrEnum]) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{1,21}", each.value) for each in ids)


@pytest.mark.parametrize("ids", TABLES)
def test_every_id_has_words_of_its_own(ids: type[StrEnum]) -> None:
    table = TABLES[ids]
    assert list(table) == list(ids)
    assert len(set(table.values())) == len(table)
    assert all(words.strip() for words in table.values())


def test_a_word_with_two_senses_has_a_context() -> None:
    shared = {
        words
        for (_, one), (_, other) in combinations(TABLES.items(), 2)
        for words in {*one.values()} & {*other.values()}
    }
    assert shared == {"change in size"}  # of which one sense is all there is


def test_every_state_without_an_answer_has_words() -> None:
    assert {*UNANSWERED, FindingState.ASSESSED} == set(FindingState)


@pytest.mark.usefixtures("accented")
def test_an_unanswered_field_is_known_in_english_and_in_the_users_language() -> None:
    for state, words in UNANSWERED.items():
        assert unanswered(f" {words.upper()} ") is state
        assert unanswered(translate(words)) is state
    assert unanswered("not scaly") is None


def test_every_limit_of_the_programs_own_has_words() -> None:
    assert {*LIMITS, LimitKind.OF_MODEL} == set(LimitKind)


def test_a_quality_issue_says_what_to_do_without_numbers() -> None:
    for words in QUALITY_ISSUES.values():
        assert words.count(".") >= 2
        assert not any(character.isdigit() for character in words)


def test_no_place_of_a_sentence_stays_open() -> None:
    blister = Feature(field=FindingField.LESION_TYPE, words=(FindingWord.BLISTER,))
    for kind in ReasonKind:
        text = reason_text(Reason(kind=kind, signs=(History.FEVER, blister), items=(ChecklistItem.SHAPE,), points=2))
        assert "{" not in text
    for limit, words in LIMITS.items():
        places = {place for _text, place, _spec, _conversion in string.Formatter().parse(words) if place}
        kinds = iter(PictureKind) if limit in OF_KINDS else None
        named = {place: next(kinds) if kinds else f"<{place}>" for place in places}
        text = limit_text(Limit(kind=limit, parameters=named))
        assert all((PICTURE_KINDS[told] if isinstance(told, PictureKind) else told) in text for told in named.values())


def test_braces_in_what_a_limit_names_stay_as_they_are() -> None:
    limit = Limit(kind=LimitKind.PAGE_LEFT_OUT, parameters={"page": "{0}", "title": "{title} {x!r}"})
    assert "Page {0} of “{title} {x!r}”" in limit_text(limit)


@pytest.mark.parametrize("protocol", ["standard", "dermgemma"])
def test_what_a_form_asks_and_offers_is_known_by_id(protocol: str) -> None:
    for entry in load_protocol(protocol).questions:
        assert model_words.FIELDS[entry.field] == entry.question.field
        assert tuple(model_words.WORDS[word] for word in model_words.words_of(entry.words)) == entry.words


def test_every_word_is_of_a_form() -> None:
    forms = [entry for protocol in ("standard", "dermgemma") for entry in load_protocol(protocol).questions]
    assert {entry.field for entry in forms} == set(FindingField)
    assert {word for entry in forms for word in model_words.words_of(entry.words)} == set(FindingWord)
