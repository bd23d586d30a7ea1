"""A quote counts only where its words stand on the page."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lentigo.analysis.safety.quotes import stands_on
from lentigo.analysis.sentences import SENTENCE, SHORTEST

HANDBOOK = Path(__file__).resolve().parents[3] / "knowledge" / "handbook"
COUNT = 1000
PAGE = """Melanoma often shows several colours: dark brown,
black, blue-grey. The bor-
der is irregular. “Ugly duckling” signs help; ﬁnd them.
Do not squeeze the lumps. The dose is 0.5 mg per kilogram, never more.
It is a non-itchy rash of the trunk
"""


@pytest.fixture(scope="module")
def pages() -> list[str]:
    """The handbook's sections, as pages."""
    texts = [path.read_text(encoding="utf-8").split("+++", 2)[2] for path in sorted(HANDBOOK.glob("*.md"))]
    return [section for text in texts for section in re.split(r"^#+ ", text, flags=re.MULTILINE) if section.strip()]


@pytest.fixture(scope="module")
def quotes(pages: list[str]) -> list[tuple[str, int]]:
    """A thousand real sentences with the number of their page."""
    sentences = [
        (match.group().strip(), number)
        for number, page in enumerate(pages)
        for line in page.splitlines()
        for match in SENTENCE.finditer(line)
        if len(match.group().strip()) >= SHORTEST
    ]
    return random.Random(5).sample(sentences, COUNT)


def test_line_ends_hyphens_and_ligatures_do_not_matter() -> None:
    assert stands_on("several colours: dark brown, black", PAGE)
    assert stands_on("The border is irregular.", PAGE)
    assert stands_on('"Ugly duckling" signs help; find them.', PAGE)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("of the", "too short to prove anything"),
        ("squeeze the lumps.", "the page says not to"),
        ("5 mg per kilogram", "the page says 0.5"),
        ("itchy rash of the trunk", "the page says non-itchy"),
        ("elanoma often shows several", "begins inside a word"),
        ("often shows several colour", "ends inside a word"),
        ("The dose is 0", "ends inside a number"),
    ],
)
def test_what_is_cut_so_that_it_says_something_else_does_not_pass(quote: str, reason: str) -> None:
    assert not stands_on(quote, PAGE), reason


def test_a_negation_of_another_sentence_or_line_denies_nothing() -> None:
    assert stands_on("The dose is 0.5 mg per kilogram", PAGE)
    assert stands_on("Itch at night and burrows", "No fever\nItch at night and burrows")


def test_a_thousand_real_sentences_pass(quotes: list[tuple[str, int]], pages: list[str]) -> None:
    assert [quote for quote, page in quotes if not stands_on(quote, pages[page])] == []


def word_changed(words: list[str], generator: random.Random) -> list[str]:
    place = generator.randrange(len(words))
    others = ["benign", "harmless", "arm", "daily", "child", "steroid", "black", "urgent"]
    return [*words[:place], generator.choice([word for word in others if word not in words]), *words[place + 1 :]]


def word_left_out(words: list[str], generator: random.Random) -> list[str]:
    place = generator.randrange(1, len(words) - 1)
    return [*words[:place], *words[place + 1 :]]


def negated(words: list[str], generator: random.Random) -> list[str]:
    place = generator.randrange(1, len(words))
    return [*words[:place], generator.choice(["not", "never", "no"]), *words[place:]]


def number_changed(words: list[str], generator: random.Random) -> list[str]:
    places = [place for place, word in enumerate(words) if re.search(r"\d", word)]
    if not places:
        return [*words[:-1], str(generator.randrange(20, 99)), words[-1]]
    place = generator.choice(places)
    changed = re.sub(r"\d", lambda digit: str((int(digit.group()) + generator.randrange(1, 9)) % 10), words[place])
    return [*words[:place], changed, *words[place + 1 :]]


def order_changed(words: list[str], generator: random.Random) -> list[str]:
    middle = generator.randrange(len(words) // 3, len(words) * 2 // 3)  # nearer the end, the next line can begin so
    return [*words[middle:], *words[:middle]]


CHANGES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    word_changed,
    word_left_out,
    negated,
    number_changed,
    order_changed,
)


def test_a_thousand_made_up_quotes_do_not_pass(quotes: list[tuple[str, int]], pages: list[str]) -> None:
    """Real sentences with something changed; halves of two pages in one; sentences of another page."""
    generator = random.Random(11)
    passed = []
    for number, (quote, page) in enumerate(quotes):
        kind = number % (len(CHANGES) + 2)
        other = generator.choice([entry for entry, _page in quotes if entry not in pages[page]])
        if kind < len(CHANGES):
            made_up = " ".join(CHANGES[kind](quote.split(), generator))
        elif kind == len(CHANGES):
            half, rest = quote.split(), other.split()
            made_up = " ".join([*half[: len(half) // 2], *rest[len(rest) // 2 :]])
        else:
            made_up = other
        if stands_on(made_up, pages[page]):
            passed.append((kind, made_up))
    assert passed == []
