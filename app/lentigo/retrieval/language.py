"""The language of a document: by its script, and for Latin letters by its commonest words."""

import re
from collections import Counter

from lentigo.retrieval.scripts import scripts

SAMPLE = 200_000  # characters
FEWEST_LETTERS = 20
ENOUGH = ((0.12, 3), (0.03, 12))  # least share of common words (usually a third), and how many different ones
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

BY_SCRIPT = {
    "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my", "HANGUL": "ko", "KANA": "ja", "HAN": "zh",
    "HEBREW": "he", "GREEK": "el", "ARMENIAN": "hy", "GEORGIAN": "ka", "ETHIOPIC": "am", "DEVANAGARI": "hi",
    "BENGALI": "bn", "GURMUKHI": "pa", "GUJARATI": "gu", "ORIYA": "or", "TAMIL": "ta", "TELUGU": "te",
    "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "TIBETAN": "bo", "ARABIC": "ar", "CYRILLIC": "ru",
}  # fmt: skip
OWN_LETTERS = {  # letters that only one of the languages of a script writes
    "ARABIC": (("ur", "ٹڈڑںے"), ("fa", "پچژگ")),
    "CYRILLIC": (("uk", "їєґ"),),
}
COMMON_WORDS = {
    "en": "the of and to in is that for it as with was on are be by this from or have not which were an at can",
    "id": "yang dan di dengan untuk pada dari ini itu tidak dalam adalah akan oleh juga atau karena dapat bisa lebih "
    "telah bahwa sebagai ke anda kulit tersebut seperti",
    "ms": "yang dan di dengan untuk pada dari ini itu tidak dalam adalah akan oleh juga atau kerana dapat boleh lebih "
    "telah bahawa sebagai ke anda kulit tersebut ialah daripada seperti",
    "tl": "ang ng mga sa na ay at ito hindi para kung may ni si nang siya ako mo ko ka pa din rin kanyang",
    "sw": "ya wa na kwa ni katika la za kuwa hii cha au kama hiyo ambayo huu yake hizo pia sana lakini hayo vya",
    "fr": "le la les de des du et en un une est que qui dans pour sur pas au avec par ce il plus sont ou cette",
    "es": "el la los las de del y en que es un una por con para se no su al lo como más son o este pero",
    "pt": "o a os as de da do das dos e em que é um uma por com para se não na no ao como mais são ou",
    "it": "il la le gli di del della e in che è un una per con non si da sono al come più dei nel o",
    "de": "der die das und in den von zu mit ist des im für nicht ein eine auf dem sich als auch es an werden sind",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door bij of uit worden",
    "tr": "ve bir bu için ile olarak da de olan daha çok en gibi ne kadar sonra veya olduğu ancak değil",
    "vi": "và của là có các được cho không trong một với những này để người khi đến từ về như tại ở",
    "pl": "i w na z do się jest nie że to o jak od po dla są przez lub oraz co ich być może",
    "sv": "och i att det som en på är av för med den till inte om har ett de kan eller från vid",
}
STOP_WORDS = frozenset(word for words in COMMON_WORDS.values() for word in words.split() if len(word) > 1)
_SETS = {code: frozenset(words.split()) for code, words in COMMON_WORDS.items()}


def language(text: str) -> str:
    """ISO 639-1 code, or "" where the text is too short or in a language that is not known here.

    Scripts that several languages share count as the one most written: Devanagari as Hindi, Cyrillic as Russian.
    """
    sample = text[:SAMPLE]
    letters = scripts(sample)
    if not letters:
        return ""
    main, count = letters.most_common(1)[0]
    if main == "HAN" and letters["KANA"] > 0.05 * count:
        return "ja"
    if main == "LATIN":
        return _by_words(sample) if count >= FEWEST_LETTERS else ""
    owned = [code for code, own in OWN_LETTERS.get(main, ()) if sum(map(sample.count, own)) > 0.01 * count]
    return owned[0] if owned else BY_SCRIPT.get(main, "")


def _by_words(text: str) -> str:
    words = Counter(WORD.findall(text.lower()))
    scores = {code: sum(words[word] for word in common) for code, common in _SETS.items()}
    best = max(scores, key=lambda code: scores[code])
    share, varied = scores[best] / max(words.total(), 1), sum(word in words for word in _SETS[best])
    return best if any(share >= least and varied >= few for least, few in ENOUGH) else ""
