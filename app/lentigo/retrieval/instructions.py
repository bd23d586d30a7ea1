"""Text that reads like instructions to a language model: how a poisoned document talks to the program.

The rules look for what such texts must do: take back what the model was told, give it a role, speak to it by name,
imitate the marks of a chat, dictate its answer, or forbid it to tell. A rule that fires marks a passage; it does not
remove it. Nobody can list all phrasings: what protects the report is that passages are data in the prompt.
"""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
SPELT = re.compile(r"\b(?:\w[ .\-_]){4,}\w\b")  # i g n o r e
LOOKALIKES = str.maketrans("аеорсухіѕј", "aeopcyxisj")  # Cyrillic letters that look Latin

MODEL = (
    r"(?:a\.?i\b\.?|artificial intelligence|llms?\b|(?:large )?language models?|chat ?bots?|chatgpt|gpt\b|"
    r"(?:med)?gemma|(?:ai|virtual|digital|automated) (?:assistant|system|agent|reader|reviewer|model|tool)s?|"
    r"model bahasa|kecerdasan buatan|asisten (?:ai|virtual|digital)|modèle de langage|intelligence artificielle|"
    r"modelo de (?:lenguaje|linguagem)|inteligencia artificial|inteligência artificial|sprachmodell)"
)
ORDER = (
    r"(?:instructions?|prompts?|commands?|directives?|rules|orders|system message|"
    r"guidelines you|everything you (?:were|have been) told)"
)
BENIGN = r"(?:benign|harmless|melanoma|malignant|cancer\w*|no (?:urgent )?referral|healthy|normal|safe|nothing serious)"
JINAK = r"(?:jinak|tidak berbahaya|normal|aman|sehat|melanoma|ganas|tidak perlu (?:dirujuk|rujukan)|benign)"
SAY = (
    r"(?:say|answer|respond|reply|output|print|state|report|write|conclude|classify|diagnose|label|rate|declare|return)"
)
KATAKAN = r"(?:katakan|jawab|tulis|laporkan|nyatakan|sebut|sebutkan|diagnosis|simpulkan|klasifikasikan)(?:lah)?"

SPEAKER = re.compile(r"\W*(?:system|assistant)\s*:\s")  # at the start of a line
RULES = tuple(
    re.compile(pattern)
    for pattern in (
        # taking back what was told
        rf"\b(?:ignore|disregard|forget|override|bypass|discard|abandon|stop following|do not follow|don't follow)\b"
        rf"(?:\W+\w+){{0,6}}?\W+{ORDER}",
        r"(?<!not )(?<!never )(?<!n't )\b(?:ignore|disregard|forget)\s+(?:(?:all|everything|anything|whatever|the|that|"
        r"of|is|was|came|text|content)\s+){0,4}(?:above|previous(?:ly)?|preceding|said before|before this)\b",
        r"\b(?:abaikan|lupakan|hiraukan|kesampingkan)(?:lah)?\b(?:\W+\w+){0,5}?\W+(?:instruksi|perintah|arahan|petunjuk|"
        r"aturan|prompt|(?:di )?atas|sebelum(?:nya| ini)|terdahulu)\b",
        r"\b(?:ignore[rz]?|oublie[rz]?|ignora[r]?|ignore|olvida[r]?|esque[cç]a|desconsidere|ignoriere?n?|vergiss|"
        r"missachte)\b(?:\W+\w+){0,5}?\W+(?:instructions|consignes|instrucciones|órdenes|instruções|ordens|"
        r"anweisungen|vorgaben|ci-dessus|anterior\w*|précédent\w*|vorherige\w*)\b",
        # a new role
        rf"\byou(?:'re| are)\s+(?:now\s+)?(?:an?\s+)?(?:\w+\s+)?{MODEL}",
        r"\bfrom now on,? you\b|\byou are now (?:an?|in|the)\b|\b(?:pretend|act) (?:that you are|to be|as if you)\b",
        rf"\b(?:act|behave) as (?:an? )?{MODEL}",
        rf"\b(?:anda|kamu)\s+(?:sekarang\s+)?(?:adalah\s+)(?:sebuah\s+|seorang\s+)?(?:asisten|ai\b|{MODEL})",
        r"\bmulai sekarang,? (?:anda|kamu)\b|\bberpura-?puralah\b|\bbertindaklah sebagai (?:ai|asisten|model)\b",
        # spoken to by name
        rf"\b(?:attention|note|notice|message|instructions?|dear|hey|hello|if you are|when you are|any|all|every)\b"
        rf"[\s:,]+(?:(?:to|for|the|an?|any|all|every|reading|processing)\s+){{0,3}}{MODEL}"
        rf"(?=[^.\n]{{0,80}}(?:[:;!]|\b(?:must|should|shall|you|your|please|{SAY})\b))",
        rf"\b(?:untuk|kepada|wahai|perhatian|catatan)\b[\s:,]+(?:(?:untuk|kepada|para|semua|setiap)\s+){{0,2}}{MODEL}",
        # the marks of a chat
        r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>",
        r"#{2,}\s*(?:system|instruction|response|new instructions?)\b|\bsystem prompt\b|\b(?:prompt|perintah) sistem\b",
        r"\b(?:new|updated|revised|real|actual|secret|hidden|overriding) "
        r"(?:instructions?|system message|task|orders)\s*:",
        r"\b(?:instruksi|perintah|arahan) (?:baru|tersembunyi|rahasia|sebenarnya)\s*:",
        # a dictated answer
        rf"\b(?:always|only|simply|instead|you (?:must|should|shall|will))\s+(?:\w+\s+)?{SAY}\b[^.\n]{{0,50}}?"
        rf"[\"“‘':,]\s*{BENIGN}",
        rf"\b(?:you must|you should|you shall|you will|always|instead|just|please)\s+(?:\w+\s+)?"
        rf"(?:say|answer|respond|reply|output|conclude|state|report|classify|diagnose|label|rate)\s+"
        rf"(?:with\s+|that\s+|only\s+|it\s+|as\s+|is\s+|are\s+|to\s+|this\s+|the\s+|every\s+|any\s+|all\s+|lesions?\s+|"
        rf"images?\s+|photographs?\s+|pictures?\s+|everything\s+|findings?\s+){{1,7}}{BENIGN}",
        rf"(?:^|[.!?:;,]\s+|\band\s+)(?:say|answer|respond|reply|output)\s+(?:only\s+|just\s+|with\s+|exactly\s+|that\s+|"
        rf"it\s+is\s+|:\s*|the word\s+)*[\"“‘']?{BENIGN}",
        r"\b(?:respond|reply|answer|output) (?:only|just|exactly|solely) with\b",
        r"\bin your (?:answer|response|reply|report|output|summary|assessment)\b[^.\n]{0,60}\b"
        r"(?:say|state|write|omit|mention|include|must|always|never|only)\b",
        rf"\b(?:selalu|hanya|cukup|harus|tetap|dan|wajib)\s+{KATAKAN}\b[^.\n]{{0,60}}\b{JINAK}\b",
        rf"(?:^|[.!?:;,]\s+){KATAKAN}\s+(?:saja\s+|bahwa\s+|hanya\s+|dengan\s+|semua\s+|setiap\s+|ini\s+|lesi\s+|sebagai\s+|"
        rf"kelainan\s+|adalah\s+)*[\"“‘']?{JINAK}\b",
        # forbidden to tell
        r"\b(?:do not|don't|never|must not) (?:mention|reveal|disclose|tell|show|repeat|inform)\b[^.\n]{0,50}\b(?:this "
        r"(?:instruction|message|text|note|passage|prompt)|these instructions|the (?:user|clinician|reader|operator)|"
        r"your (?:instructions|prompt))\b",
        r"\bjangan (?:sebut|sebutkan|beri ?tahu|beritahukan|ungkapkan|tampilkan|bocorkan|katakan)\b[^.\n]{0,50}\b"
        r"(?:pengguna|instruksi|perintah ini|pesan ini|teks ini|pembaca)\b",
    )
)


def is_suspicious(text: str) -> bool:
    """Whether a text reads like instructions to a language model, in English, Indonesian or, less surely, others."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().translate(LOOKALIKES).replace("’", "'")
    plain = SPELT.sub(lambda found: re.sub(r"[ .\-_]", "", found[0]), plain)
    if any(SPEAKER.match(line) for line in plain.splitlines()):
        return True
    flowing = " ".join(plain.split())
    return any(rule.search(flowing) for rule in RULES)
