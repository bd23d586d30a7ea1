"""Which questions are worth asking first, and which of them are still open.

The order follows what the patient comes with, what was seen and what must not be missed; it leaves no question out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lentigo.domain.differential import Candidate
from lentigo.domain.encounter import Complaint, Encounter, History
from lentigo.domain.finding import Feature, Finding, FindingField, FindingWord
from lentigo.domain.red_flag import ChecklistItem, FlagState, RedFlag

CHECKLIST_QUESTIONS = {
    ChecklistItem.SIZE: History.SIZE_CHANGE,
    ChecklistItem.SHAPE: History.SHAPE_CHANGE,
    ChecklistItem.COLOUR: History.COLOUR_CHANGE,
    ChecklistItem.LARGE: History.LARGE,
    ChecklistItem.INFLAMMATION: History.INFLAMED,
    ChecklistItem.OOZING: History.OOZING,
    ChecklistItem.FEELING: History.ITCH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Questions in the order worth asking, and what calls for them: a complaint, a feature, a condition in the list."""

    questions: tuple[History, ...]
    complaints: tuple[Complaint, ...] = ()
    features: tuple[Feature, ...] = ()
    conditions: frozenset[str] = frozenset()


def _types(*words: FindingWord) -> Feature:
    return Feature(field=FindingField.LESION_TYPE, words=words)


# The most dangerous situation first: where several apply, their questions follow one another in this order.
SITUATIONS = (
    Situation(
        complaints=(Complaint.SWELLING,),
        features=(_types(FindingWord.WHEAL),),
        conditions=frozenset({"urticaria"}),
        questions=(History.SWELLING, History.NEW_MEDICINE, History.SPREADING),
    ),
    Situation(
        complaints=(Complaint.BLISTERS,),
        features=(_types(FindingWord.BLISTER),),
        conditions=frozenset(
            {
                "stevens-johnson-syndrome", "pemphigus-vulgaris", "bullous-pemphigoid", "herpes-zoster",
                "staphylococcal-scalded-skin-syndrome", "erythema-multiforme",
            }
        ),
        questions=(
            History.MUCOSA, History.NEAR_EYE, History.NEW_MEDICINE, History.FEVER, History.PAIN, History.SPREADING,
        ),
    ),
    Situation(
        complaints=(Complaint.HOT_SKIN,),
        conditions=frozenset({"cellulitis", "necrotising-fasciitis", "abscess-and-boil"}),
        questions=(History.FEVER, History.PAIN, History.SPREADING, History.NEAR_EYE),
    ),
    Situation(
        complaints=(Complaint.RASH,),
        features=(
            Feature(field=FindingField.NUMBER, words=(FindingWord.MANY,)),
            Feature(field=FindingField.COLOUR, words=(FindingWord.PURPLE,)),
            Feature(field=FindingField.DISTRIBUTION, words=(FindingWord.SCATTERED,)),
        ),
        conditions=frozenset({"meningococcal-disease", "cutaneous-vasculitis", "measles", "drug-eruption"}),
        questions=(
            History.FEVER, History.NON_BLANCHING, History.NEW_MEDICINE, History.MUCOSA, History.SPREADING,
            History.SWELLING,
        ),
    ),
    Situation(
        complaints=(Complaint.PIGMENTED_SPOT,),
        features=(
            Feature(
                field=FindingField.COLOUR,
                words=(FindingWord.BLACK, FindingWord.DARK_BROWN, FindingWord.LIGHT_BROWN, FindingWord.BLUE_GREY),
            ),
        ),
        conditions=frozenset({"melanoma", "melanocytic-naevus"}),
        questions=(
            History.SIZE_CHANGE, History.SHAPE_CHANGE, History.COLOUR_CHANGE, History.LARGE, History.OOZING,
            History.ITCH, History.INFLAMED,
        ),
    ),
    Situation(
        complaints=(Complaint.LUMP, Complaint.SORE),
        features=(_types(FindingWord.NODULE, FindingWord.ULCER),),
        conditions=frozenset({"squamous-cell-carcinoma", "basal-cell-carcinoma", "kaposi-sarcoma", "buruli-ulcer"}),
        questions=(History.SIZE_CHANGE, History.OOZING, History.LARGE, History.SPREADING, History.PAIN, History.NUMB),
    ),
    Situation(
        complaints=(Complaint.PALE_PATCH,),
        conditions=frozenset({"leprosy", "vitiligo", "pityriasis-versicolor"}),
        questions=(History.NUMB, History.ITCH, History.SPREADING),
    ),
)  # fmt: skip
# Where nothing is known of the case: what cannot wait a day, then what cannot wait two weeks.
ANY_CASE = (
    History.FEVER, History.SWELLING, History.MUCOSA, History.NON_BLANCHING, History.PAIN, History.SPREADING,
    History.NEAR_EYE, History.SIZE_CHANGE, History.SHAPE_CHANGE, History.COLOUR_CHANGE, History.NEW_MEDICINE,
    History.LARGE, History.OOZING, History.ITCH, History.INFLAMED, History.NUMB,
)  # fmt: skip


def questions_for(
    findings: Sequence[Finding] = (), candidates: Sequence[Candidate] = (), complaint: Complaint | None = None
) -> tuple[History, ...]:
    """Every question, the one worth most first: for the complaint, then for what was seen, then for what was ranked."""
    told = [each for each in SITUATIONS if complaint in each.complaints]
    seen = [each for each in SITUATIONS if any(_shown(feature, findings) for feature in each.features)]
    conditions = {candidate.condition for candidate in candidates}
    thought = [each for each in SITUATIONS if each.conditions & conditions]
    asked = (question for each in (*told, *seen, *thought) for question in each.questions)
    return tuple(dict.fromkeys((*asked, *ANY_CASE)))


def open_questions(
    encounter: Encounter, findings: Sequence[Finding], candidates: Sequence[Candidate], flags: Sequence[RedFlag]
) -> tuple[History, ...]:
    """Those not answered that may still make a rule fire, the one worth most first."""
    deciding = {question for flag in flags for question in _missing(flag)} - set(encounter.history)
    order = questions_for(findings, candidates, encounter.complaint)
    return tuple(question for question in order if question in deciding)


def _missing(flag: RedFlag) -> Iterator[History]:
    if flag.state is FlagState.NOT_ASSESSED:
        yield from (sign for sign in flag.reason.signs if isinstance(sign, History))
        yield from (CHECKLIST_QUESTIONS[item] for item in flag.reason.items)


def _shown(feature: Feature, findings: Sequence[Finding]) -> bool:
    return any(
        finding.field is feature.field and bool(set(finding.words).intersection(feature.words)) for finding in findings
    )
