"""How models say what no report may say: phrases as patterns, in lower case, with straight apostrophes."""

import re
from collections.abc import Iterable


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


REFUSALS = _any(
    (
        r"\bi (?:can ?not|can't|could not|won't|will not|am unable|am not able|do not feel able|must decline)\b",
        r"\bi'm (?:unable|not able|afraid i can)",
        r"\b(?:i'm|i am|we are|we're) (?:very )?sorry\b",
        r"\bas an? (?:ai|artificial|language)",
        r"\bnot able to (?:assist|help|provide|answer|analy[sz]e)",
        r"\b(?:unable|not allowed|not permitted) to (?:assist|help|provide|analy[sz]e|give|offer)",
        r"\bmy (?:guidelines|programming|training|policy)\b",
        r"\bplease (?:consult|see|seek|contact) a\b",
        r"\b(?:cannot|can't|unable to) (?:provide|give|offer|make|assist|help)\b",
        r"\bagainst (?:my|our) polic",
        r"\bmaaf\b|\bsaya tidak (?:dapat|bisa)\b",
        r"\blo siento\b|\bno puedo\b",
        r"\bje (?:suis désolée?|ne peux pas)\b",
        r"\bdesculpe\b|\bnão posso\b",
        r"ขออภัย|ไม่สามารถ(?:ช่วย|ให้|วินิจฉัย)",
        r"عذر[اً]|لا (?:يمكنني|أستطيع)",
        r"抱歉|无法提供|извините|не могу",
    )
)
CONTROL = _any(
    (
        r"<[|/]?[a-z_][a-z_0-9]*[|]?>|<\||\|>",
        r"\[/?inst\]|<</?sys>>|\[(?:pad|unk|cls|sep|mask)\]",
        r"\{\{|\}\}|```|#{3,}|▁",
        r"^\s*(?:user|assistant|system|model)\s*:",
    )
)
THOUGHTS = _any(
    (
        r"</?think|</?answer|<unused9[45]>",
        r"\b(?:okay|ok|alright|hmm+|wait),",
        r"\blet(?:'s| me| us) (?:think|see|look|analy[sz]e|start|break|consider|re-?read|check)\b",
        r"\b(?:user|question|prompt|instruction)s? (?:wants|asks|is asking|says|seems)\b",
        r"\bi (?:need|have|should|must|will|want|am going) (?:to )?(?:now )?"
        r"(?:think|answer|look|check|describe|consider|decide|respond|output|make|figure|recall|write)\b",
        r"\b(?:first|so|now), i\b|\bstep \d+\s*:",
        r"\bmy (?:reasoning|thought process|chain of thought)\b",
    )
)
CERTAINTIES = _any(
    (
        r"\b(?:definite(?:ly)?|certain(?:ly)?|undoubtedly|unquestionabl[ey]|unmistakabl[ey]|guaranteed?)\b",
        r"\b(?:conclusive(?:ly)?|absolutely|proves?|proven|confirms?|confirmed)\b",
        r"\b(?:100|9\d) ?(?:%|per ?cent)|\bhundred per ?cent\b",
        r"\bwithout (?:a |any )?doubt\b|\bno doubt\b|\bbeyond (?:any )?doubt\b",
        r"\brules? out\b|\bruled out\b|\bexcludes? (?:melanoma|cancer|malignancy)\b",
        r"\bis (?:diagnostic of|pathognomonic|harmless)\b|\bcan safely be\b",
        r"\bno (?:need|reason) to (?:worry|refer|see)\b|\bnothing to worry\b",
        r"\b(?:completely|entirely|perfectly|totally) (?:benign|harmless|safe|normal)\b",
        r"\bno (?:further )?(?:tests?|biopsy|referral) (?:is|are) needed\b",
    )
)
DOSES = _any(
    (
        r"\b\d+(?:[.,]\d+)? ?(?:mg|mcg|µg|μg|g|ml|iu|units?|tablets?|capsules?|drops?|puffs?|ampoules?)\b",
        r"\b\d+(?:[.,]\d+)? ?% (?:cream|ointment|gel|lotion|solution)\b",
        r"\b(?:once|twice|three times|four times|\d times) (?:a day|daily|per day|a week|weekly)\b",
        r"\bevery \d+ hours\b|\b(?:b\.?i\.?d|t\.?i\.?d|q\.?d\.?s)\b",
    )
)
