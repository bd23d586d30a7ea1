"""Words of likelihood, and diseases that are never left out."""

from dataclasses import replace

from lentigo.analysis.draft import CaseDraft, Ranked, Tools
from lentigo.analysis.ports import Label
from lentigo.analysis.protocols import load_protocol
from lentigo.analysis.reasons import agreements
from lentigo.analysis.stages.classify import shares
from lentigo.analysis.stages.differentiate import differentiate, likelihood, listed
from lentigo.analysis.stages.retrieve import best_sentence
from lentigo.domain.differential import Likelihood
from lentigo.domain.encounter import Encounter
from lentigo.domain.finding import Feature, Finding, FindingField, FindingState, FindingWord


def ranked(condition: str, share: float) -> Ranked:
    return Ranked(label=Label(text=condition, condition=condition, code=""), share=share)


def test_shares_are_a_softmax() -> None:
    values = shares((-1000.0, -1000.0, -1001.0))
    assert abs(sum(values) - 1) < 1e-12
    assert values[0] == values[1] > values[2]


def test_melanoma_is_listed_however_unlikely() -> None:
    entries = [ranked("melanocytic-naevus", 0.95), ranked("dermatofibroma", 0.04), ranked("melanoma", 0.01)]
    assert [entry.label.condition for entry in listed(entries)] == ["melanocytic-naevus", "melanoma"]
    assert likelihood(2, 0.01) is Likelihood.CANNOT_EXCLUDE


def test_nothing_leads_where_the_model_is_torn() -> None:
    assert likelihood(1, 0.49) is Likelihood.POSSIBLE
    assert likelihood(1, 0.51) is Likelihood.LEADING


def test_support_names_the_field_and_only_shared_words() -> None:
    findings = (
        Finding(field=FindingField.COLOUR, value="black, red", words=(FindingWord.BLACK, FindingWord.RED)),
        Finding(field=FindingField.BORDER, value="sharp", words=(FindingWord.SHARP,)),
    )
    known = (
        Feature(field=FindingField.COLOUR, words=(FindingWord.BLACK, FindingWord.WHITE)),
        Feature(field=FindingField.BORDER, words=(FindingWord.BLURRED,)),
    )
    black = Feature(field=FindingField.COLOUR, words=(FindingWord.BLACK,))
    assert agreements(findings, known) == (black,)


def test_the_quote_is_the_sentence_that_shares_most_words() -> None:
    text = "Wash your hands before you touch anything at all. A melanoma is often asymmetric, with several colours."
    assert best_sentence(text, "melanoma: asymmetric, black") == "A melanoma is often asymmetric, with several colours."
    assert best_sentence("Too short.", "short") == ""


def test_a_long_quote_is_cut_at_a_word_and_stays_verbatim() -> None:
    text = "Melanoma " + "very " * 100 + "much."
    quote = best_sentence(text, "melanoma")
    assert len(quote) <= 300
    assert text.startswith(quote)
    assert quote.endswith("very")


def test_a_model_that_said_nothing_usable_ranks_nothing() -> None:
    tools = Tools(
        protocol=load_protocol("standard"),
        encounter=Encounter(),
        session=None,  # type: ignore[arg-type]
        labels=(),
        library=None,
        notify=print,
    )
    noise = CaseDraft(
        findings=(Finding(field=FindingField.COLOUR, state=FindingState.NO_USABLE_ANSWER),),
        ranking=(ranked("melanocytic-naevus", 0.9),),
    )
    assert differentiate(noise, tools).differential == ()
    seen = replace(noise, findings=(Finding(field=FindingField.COLOUR, value="red", words=(FindingWord.RED,)),))
    assert [candidate.condition for candidate in differentiate(seen, tools).differential] == ["melanocytic-naevus"]
