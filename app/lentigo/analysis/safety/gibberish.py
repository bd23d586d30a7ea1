"""Whether a text is noise: by its letters' shares, by scripts mixed within words, and by how each script builds words.

Thai, Arabic, Chinese and others are languages: each script is held against its own rules, and one without rules here
against those that hold for all.
"""

import math
import re
import unicodedata
from collections import Counter

FEWEST_LETTERS = 0.5  # share of a text's visible characters
MOST_SCRIPTS = 3  # in one text, punctuation left out
LONGEST_WORD = 40  # letters, of scripts that put blanks between words
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
BROKEN = re.compile("[\ufffd\ue000-\uf8ff]")
ODD_CASE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ]|[a-z]{2}[A-Z]{2,}[a-z]")  # kjHGfdX
SYMBOLS = re.compile(r"[@#$%^&*_+=~`|\\{}<>]{3,}|\S*[@#$^&*+=~|\\{}]\S*[@#$^&*+=~|\\{}]\S*")
THAI_LEADING = re.compile("[เแโใไ](?![ก-ฮ])")  # a vowel that is written before its consonant
THAI_MARK = re.compile(  # one that stands on nothing, or on what bears none
    "(?<![ก-ฮัิีึืฺุู])[่้๊๋์ํ]|(?<![ก-ฮ])[ัิีึืุู็]|(?:^| )[ะาำ]|[่้๊๋]{2}"
)
VOWELS = {
    "LATIN": frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýāēīōūăđơưăâêôạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữự"),
    "CYRILLIC": frozenset("аеёиоуыэюяіїє"),
    "GREEK": frozenset("αεηιουωάέήίόύώϊϋ"),
}
FEWEST_VOWELS, VOWELS_FROM = 0.2, 30  # share among the letters of a text, and how many letters it takes to say so
JUDGED_FROM = 16  # letters, for how usual they are
RUN = 5  # consonants in a row, in a word: more is rare in any language of these scripts
SYLLABIC = frozenset("rl")  # stand for a vowel in words such as Czech prst
LETTERS = {  # how often each stands in a hundred of the script's letters, about; any other once
    "LATIN": "a8.5 b1.5 c3 d4 e12 f1.6 g2 h3.5 i7.5 j.4 k1.5 l4 m2.8 n7.5 o6.5 p2.2 q.4 r6.5 s6.8 t7 u4 v1.1 "
    "w1 x.25 y1 z.5",
    "CYRILLIC": "о11 е8.5 а8 и7.4 н6.7 т6.3 с5.5 р4.7 в4.5 л4.4 к3.5 м3.2 д3 п2.8 у2.6 я2 ы1.9 ь1.7 г1.7 з1.7 "
    "б1.6 ч1.4 й1.2 х1 ж.9 ш.7 ю.6 ц.5 щ.4 э.3 ф.3 ъ.05 ё.3",
    "GREEK": "α11.7 ο9.8 ι9 ε8.7 τ8 ν7 σ6 η6 υ4.3 ρ4.3 π4 κ4 μ3.4 λ3 ς4 ω2.5 γ1.7 δ1.7 χ1.1 θ1.2 φ.9 β.7 ξ.5 ζ.4 ψ.15",
    "ARABIC": "ا14 ل11.5 ي7.5 م6.5 و6.5 ن6 ر5.5 ه4 ت5 ب4.3 ع4 د3.5 ة3 س3 ف2.8 ك2.5 ق2.5 أ3 ح2.3 ج1.5 ش1.3 ى1 "
    "ص1.2 ط1 خ1.1 ذ.9 ض.7 ز.8 ث.7 غ.6 إ.9 ء.5 ئ.5 ظ.2 ؤ.2 آ.2",
    "THAI": "า8 น7 ร6.5 อ6 ก5.5 ่5 ้4.5 เ5 ง4.5 ม3.5 ย3.5 ว3.5 ท3 ั4 ิ4 ี3 ส3 ต3 ล3 บ2.5 ด3 ห3 ะ2 ค2.5 จ2 แ2 "
    "ป2 ข2 ็1 ไ1.8 พ1.8 ์1.3 ื1.5 ู1.2 ุ1.5 ึ.7 โ.8 ใ1 ช1.2 ถ.8 ผ.8 ซ.4 ธ.4 ณ.4 ศ.4 ภ.3 ญ.3 ษ.2 ฟ.3 "
    "ำ1 ฐ.2 ฉ.2 ฝ.1 ฮ.1 ๊.1 ๋.05",
}
FREQUENCIES = {
    script: {each[0]: float(each[1:]) / 100 for each in letters.split()} for script, letters in LETTERS.items()
}
LEAST_USUAL = {"LATIN": -4.98, "CYRILLIC": -4.9, "GREEK": -4.7, "ARABIC": -4.97, "THAI": -5.4}  # mean of log2


def is_gibberish(text: str) -> bool:
    """Whether nobody could read it."""
    visible = [character for character in text if not character.isspace()]
    letters = sum(unicodedata.category(character)[0] in "LM" for character in visible)
    if not visible or letters < FEWEST_LETTERS * len(visible) or BROKEN.search(text) or SYMBOLS.search(text):
        return True
    words = WORD.findall(text)
    scripts = Counter(script for word in words for script in map(script_of, word))
    return (
        len(scripts) > MOST_SCRIPTS
        or any(_mixed(word) for word in words)
        or bool(ODD_CASE.search(text))
        or ("THAI" in scripts and bool(THAI_LEADING.search(text) or THAI_MARK.search(text)))
        or any(_unreadable(script, [word for word in words if script_of(word[0]) == script]) for script in scripts)
    )


def script_of(letter: str) -> str:
    """The first word of its Unicode name: LATIN, THAI, ARABIC, CJK; kana and hangul count with Chinese characters."""
    name = unicodedata.name(letter, "?").split()[0].partition("-")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA") else name


def _mixed(word: str) -> bool:
    """Letters of two scripts in one word; micro signs and the like are none."""
    scripts = {script_of(letter) for letter in word} - {"MICRO", "MODIFIER", "FEMININE", "MASCULINE", "COMBINING"}
    return len(scripts) > 1


def _unreadable(script: str, words: list[str]) -> bool:
    text = " ".join(words).casefold()
    if script in FREQUENCIES and usualness(script, text) < LEAST_USUAL[script]:
        return True
    if script not in VOWELS:
        return False
    return max(map(len, words)) > LONGEST_WORD or _without_vowels(words, VOWELS[script])


def usualness(script: str, text: str) -> float:
    """Mean of the logarithms (base 2) of how often the script's letters stand in texts; 0 for a short text."""
    known = FREQUENCIES[script]
    letters = [letter for letter in unicodedata.normalize("NFD", text) if letter.isalpha() or letter in known]
    if len(letters) < JUDGED_FROM:
        return 0.0
    return sum(math.log2(known.get(letter, 0.01)) for letter in letters) / len(letters)


def _without_vowels(words: list[str], vowels: frozenset[str]) -> bool:
    """Too few vowels in all, or words that pile up consonants; abbreviations in capitals are left out."""
    spelt = [word.casefold() for word in words if not (word.isupper() and len(word) <= RUN)]
    letters = "".join(spelt)
    few = len(letters) >= VOWELS_FROM and sum(letter in vowels for letter in letters) < FEWEST_VOWELS * len(letters)
    return few or any(_longest_run(word, vowels) > RUN or _no_vowel(word, vowels) for word in spelt)


def _no_vowel(word: str, vowels: frozenset[str]) -> bool:
    return len(word) >= RUN and not (vowels | SYLLABIC) & set(word)


def _longest_run(word: str, vowels: frozenset[str]) -> int:
    return max(map(len, re.split(f"[{''.join(vowels)}]", word)), default=0)
