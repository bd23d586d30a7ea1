"""Which condition of the handbook a name means."""

import re
import unicodedata
from collections.abc import Sequence

from lentigo.domain.evidence import Condition

ASIDE = re.compile(r"\([^)]*\)")
POSSESSIVE = re.compile(r"['’]s\b")
NO_LETTERS = re.compile(r"[\W_]+")
SPELLINGS = (("ae", "e"), ("oe", "e"), ("our", "or"))  # haemangioma, seborrhoeic, tumour
PLURALS = (("sses", "ss"), ("ses", "sis"), ("ss", "ss"), ("s", ""))  # abscesses, keratoses, abscess, warts


def find_condition(name: str, conditions: Sequence[Condition]) -> Condition | None:
    """The condition with this name, in British or American spelling, singular or plural; None where none has it.

    A name with words in brackets is looked up as it is, then without them.
    """
    known = {
        _key(alias): entry
        for entry in reversed(conditions)
        for alias in (*entry.names, entry.title, ASIDE.sub("", entry.title))
    }
    return known.get(_key(name)) or known.get(_key(ASIDE.sub("", name)))


def plain_names(name: str) -> tuple[str, ...]:
    """A name as names are compared, with what it says in brackets and without; none without letters."""
    return tuple(dict.fromkeys(filter(None, (_key(name), _key(ASIDE.sub("", name))))))


def _key(name: str) -> str:
    """A name in lower case, singular and American spelling, without punctuation; "" for one without letters."""
    plain = POSSESSIVE.sub("", unicodedata.normalize("NFKC", name).casefold())
    text = NO_LETTERS.sub(" ", plain).strip()
    for british, american in SPELLINGS:
        text = text.replace(british, american)
    ending, singular = next(((end, one) for end, one in PLURALS if text.endswith(end)), ("", ""))
    return text.removesuffix(ending) + singular
