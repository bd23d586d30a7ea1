"""The language of all that a user reads: gettext's catalogues, English in the source.

A sentence is translated where it is shown, never where a module is imported: tables of wording mark their sentences
with `deferred` and are looked up through `translate`. Values go into named places, so that each language orders them
its own way.

Each process has one language, which its entry point chooses: this is the one module-level state of the program, as it
is in the standard library's own gettext.
"""

import gettext
import os
import re
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = "en"
ACCENTED = "en-XA"  # made up, as Android's: English with accents on every letter and longer, to show what was forgotten
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "lentigo"

_ACCENTS = str.maketrans(
    "AEIOUYaceinouyslrtzdghkbfjmpqvwxBCDFGHJKLMNPQRSTVWXZ",
    "ÀÉÎÕÛÝåçéîñöûýšļŕţžďĝĥķƀƒĵɱþɋṽŵẋƁÇĐƑĜĤĴĶĻṀŃÞǪŔŠŢṼŴẊŽ",
)
_PLACE = re.compile(r"(\{[^{}]*\}|%\(\w+\)[a-z]|%[a-z])")  # the second form is argparse's
_LONGER = 0.4  # of a sentence's length
REVIEWED_BY = "X-Reviewed-By"  # in a catalogue's header: name and role of the clinician, and the date
CONTEXT_END = "\x04"  # between a context and its message, as in compiled catalogues


class _AccentedTranslations(gettext.NullTranslations):
    """English in the made-up language; what stands for a value stays as it is."""

    def gettext(self, message: str) -> str:
        message = untranslated(message)
        parts = _PLACE.split(message)
        accented = "".join(part if part.startswith(("{", "%")) else part.translate(_ACCENTS) for part in parts)
        return f"[{accented}{'~' * round(_LONGER * len(message))}]" if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(singular if count == 1 else plural)


class _Numbers(string.Formatter):
    """Numbers with the signs of the language that is spoken: "1,234.5" is "1.234,5" in Indonesian."""

    def format_field(self, value: object, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        signs = _SIGNS.get(language_spoken().partition("-")[0])
        return text.translate(signs) if signs and format_spec and isinstance(value, int | float) else text


_SIGNS = {  # from English ones, as Unicode's CLDR has them
    "es": str.maketrans(",.", ".,"),
    "fr": str.maketrans(",.", "\u202f,"),
    "id": str.maketrans(",.", ".,"),
    "pt": str.maketrans(",.", ".,"),
}
_NUMBERS = _Numbers()
_language = SOURCE
_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak a language from now on: an IETF tag such as "pt-BR". Without a catalogue for it, English stays."""
    global _language, _translations
    _language = language
    if language == ACCENTED:
        _translations = _AccentedTranslations()
    else:
        tags = [language.replace("-", "_"), language.partition("-")[0]]
        _translations = gettext.translation(DOMAIN, LOCALE, languages=tags, fallback=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, for a paper that is read by somebody else; "" is the one spoken."""
    before = _language
    use_language(language or before)
    try:
        yield
    finally:
        use_language(before)


def languages() -> tuple[str, ...]:
    """The tags of the languages that there is a catalogue for, and of the source's."""
    catalogues = LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return tuple(sorted({SOURCE, *(path.parents[1].name.replace("_", "-") for path in catalogues)}))


def environment_language() -> str:
    """The tag of the language that the environment asks for, where gettext looks for it; "" where it names none.

    On Windows, where nobody sets these variables, the language of the system's own menus comes after them.
    """
    variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((value for name in variables if (value := os.environ.get(name))), "")
    if sys.platform == "win32" and not named:
        import ctypes
        import locale

        named = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return named.partition(":")[0].partition(".")[0].replace("_", "-")


def language_in_use() -> str:
    """The tag of the language that this process was told to speak, for processes that it starts."""
    return _language


def language_spoken() -> str:
    """The tag of the language that sentences are in: English, where the one that was asked for has no catalogue."""
    return SOURCE if type(_translations) is gettext.NullTranslations else _language


def translate(message: str, /, **values: object) -> str:
    """The sentence in the user's language, with the values in its named places."""
    # gettext has its catalogue's header under "", and gives back what it does not know
    translated = untranslated(_translations.gettext(message)) if message else ""
    return _NUMBERS.vformat(translated, (), values) if values else translated


def is_reviewed() -> bool:
    """Whether the medical wording is English, or a clinician answers for its translation in the catalogue's header."""
    return type(_translations) is not gettext.GNUTranslations or bool(_translations.info().get(REVIEWED_BY.lower()))


def translate_medical(message: str, /, **values: object) -> str:
    """`translate`, with the English beside it until a clinician has reviewed the language's medical wording."""
    told = translate(message, **values)
    return told if is_reviewed() else f"{told} ({untranslated(message).format(**values)})"


def translate_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """The sentence in the form that the count asks for; the count itself stands at `{count}`."""
    translated = _translations.ngettext(singular, plural, count)
    return _NUMBERS.vformat(translated, (), {"count": count, **values})


def deferred(message: str, /, *, context: str = "") -> str:
    """Mark a sentence of a table for the catalogues; it is translated when it is shown.

    `context` tells apart what is one word in English and may be two in another language, such as the "other" of a sex
    and that of a form. Such a message can be passed to `translate` alone: it is not fit to be shown.
    """
    return f"{context}{CONTEXT_END}{message}" if context else message


def untranslated(message: str) -> str:
    """A marked sentence as it stands in the source: in English."""
    return message.rpartition(CONTEXT_END)[2]
