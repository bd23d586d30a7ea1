"""A quote counts only where its words stand on the page."""

import random

from lentigo.analysis.safety.quotes import stands_on

PAGE = """Melanoma often shows several colours: dark brown,
black, blue-grey. The bor-
der is irregular. “Ugly duckling” signs help; ﬁnd them."""


def test_line_ends_hyphens_and_ligatures_do_not_matter() -> None:
    assert stands_on("several colours: dark brown, black", PAGE)
    assert stands_on("The border is irregular.", PAGE)
    assert stands_on('"Ugly duckling" signs help; find them.', PAGE)


def test_made_up_quotes_do_not_pass() -> None:
    words = PAGE.replace("\n", " ").split()
    generator = random.Random(1)
    for _ in range(1000):
        made_up = " ".join(generator.sample(words, 6))
        assert stands_on(made_up, PAGE) == (made_up in " ".join(words))


def test_an_empty_quote_never_stands() -> None:
    assert not stands_on("  ", PAGE)
