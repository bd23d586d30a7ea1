"""Made-up answers of models: bad ones of each kind, and good ones in many languages. A seed makes the same again."""

import itertools
import random
import re
from collections.abc import Iterator

from handbook_conditions import HANDBOOK

LETTERS = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "thai": "กขคงจฉชซญฐดตถทนบปผฝพฟภมยรลวศสหอะาิีึืุูเแโใไ่้๊๋็์ั",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءئ",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
}
REFUSALS = (
    "I'm sorry, but I can't help with that.", "As an AI language model, I do not diagnose.",
    "I cannot analyse this image.",
    "I am not able to assist with medical pictures.", "Sorry, I am unable to provide a description.",
    "My guidelines do not allow me to describe this.", "Please consult a dermatologist.", "I won't describe a patient.",
    "I'm unable to see the photograph.", "It is against our policy to describe skin.", "I can’t answer that question.",
    "Maaf, saya tidak dapat membantu.", "Lo siento, no puedo ayudar con eso.", "Je ne peux pas décrire cette image.",
    "Desculpe, não posso responder.", "ขออภัย ไม่สามารถวินิจฉัยได้", "عذرًا، لا يمكنني المساعدة", "抱歉，我无法提供诊断。",
    "Извините, я не могу помочь.", "I must decline to describe this lesion.",
)  # fmt: skip
LEAKS = (
    "<start_of_turn>model A brown spot", "<|im_end|>", "A brown spot.<|endoftext|>", "[INST] describe [/INST]",
    "<<SYS>> you are a doctor <</SYS>>", "<image> A brown spot", "{{findings}}", "```json", "### Response: brown",
    "assistant: a brown spot", "▁A▁brown▁spot", "[PAD] [PAD] brown", "<eos>", "<unused42> brown", "user: what is this?",
    "<pad><pad><pad>", "<|vision_start|>", "</s> brown", "<bos>A brown spot", "system: be brief",
)  # fmt: skip
THOUGHTS = (
    "Okay, so the picture shows skin.", "Let me look at the picture again.", "The user wants a description of colours.",
    "Wait, it might be oval.", "Hmm, the border is unclear.", "I need to describe the lesion now.",
    "<think>It may be brown", "It is brown.</think>", "First, I should check the border.", "Step 1: look at the colour",
    "So, I think of the instructions.", "Let's analyze the shape.", "I should answer with colour names.",
    "The question asks for one word.", "My reasoning is as follows", "Now, I consider the border.",
    "Alright, the lesion is round.", "I have to decide between round and oval.", "The prompt says to be brief.",
    "Let me think about this.",
)  # fmt: skip
CERTAIN = (
    "This is definitely benign.", "It is certainly a mole.", "There is no doubt that it is harmless.",
    "The picture proves a melanoma.", "This confirms a basal cell carcinoma.", "It is 100% benign.",
    "The network is diagnostic of a naevus.", "The regular border rules out melanoma.", "This is completely benign.",
    "No biopsy is needed.", "There is nothing to worry about.", "It can safely be ignored.",
    "The lesion is undoubtedly benign.", "The symmetry excludes cancer.", "It is harmless without any doubt.",
)  # fmt: skip
DOSES = (
    "Give prednisolone 40 mg now.", "Apply hydrocortisone 1 % cream.", "Use it twice daily for a week.",
    "Take 2 tablets of doxycycline.", "Flucloxacillin 500 mg every 6 hours.", "Inject 0.5 ml around the lesion.",
    "Ibuprofen 400mg t.i.d. after meals.", "Terbinafine 250 mg once a day.", "5 drops in the evening",
    "1,000 IU are enough.",
)  # fmt: skip
CODES = ("MEL, NV", "BCC/BKL", "MEL NV BCC", "C43, D22", "NV BKL", "XYZ", "QQQ", "C43 C44 D22", "AKI", "MELA NEV")
PIECES = (
    "ing",
    "tion",
    "的",
    "ка",
    "ση",
    "ion_",
    "ß",
    "ght",
    "##ly",
    "ร",
    "م",
    "}{",
    "Ġthe",
    "xx",
    "/*",
    "ñq",
    "한",
    "↑",
)
COLOURS = (
    "light brown",
    "dark brown",
    "black",
    "pink",
    "red",
    "blue-grey",
    "white",
    "yellow",
    "purple",
    "skin-coloured",
)
SHAPES = ("round", "oval", "irregular", "ring-shaped", "linear")
KINDS = ("flat spot", "patch", "papule", "plaque", "nodule", "blister", "pustule", "wheal", "ulcer", "crust")
BORDERS = ("a sharp, regular border", "a blurred border", "an irregular border", "no clear border", "a scalloped edge")
PLACES = ("the back", "the left leg", "the face", "the scalp", "the sole", "the trunk", "a finger", "the neck")
OTHER_LANGUAGES = {
    "id": (
        ("Bercak", "Papul", "Plak", "Benjolan", "Lepuh"),
        ("berwarna cokelat muda", "berwarna hitam", "kemerahan", "berwarna merah muda"),
        ("dengan batas tegas", "dengan tepi tidak teratur", "yang bersisik halus", "di punggung kiri"),
    ),
    "es": (
        ("Una mancha", "Una pápula", "Una placa", "Un nódulo", "Una ampolla"),
        ("de color marrón claro", "de color negro", "rojiza", "rosada"),
        ("con borde bien definido", "con borde irregular", "con escamas finas", "en la espalda"),
    ),
    "fr": (
        ("Une tache", "Une papule", "Une plaque", "Un nodule", "Une bulle"),
        ("brun clair", "noire", "rougeâtre", "rosée"),
        ("à bord net", "à bord irrégulier", "avec de fines squames", "sur le dos"),
    ),
    "de": (
        ("Ein Fleck", "Eine Papel", "Eine Plaque", "Ein Knoten", "Eine Blase"),
        ("von hellbrauner Farbe", "von schwarzer Farbe", "mit Rötung", "in Rosa"),
        ("mit scharfem Rand", "mit unregelmäßigem Rand", "mit feiner Schuppung", "am Rücken"),
    ),
    "pt": (
        ("Uma mancha", "Uma pápula", "Uma placa", "Um nódulo", "Uma bolha"),
        ("castanha clara", "preta", "avermelhada", "rosada"),
        ("com bordo nítido", "com bordo irregular", "com escamas finas", "nas costas"),
    ),
    "th": (
        ("จุดแบน", "ตุ่มนูน", "ผื่นหนา", "ก้อน", "ตุ่มน้ำ"),
        ("สีน้ำตาลอ่อน", "สีดำ", "สีแดง", "สีชมพู"),
        ("ขอบเขตชัดเจน", "ขอบไม่สม่ำเสมอ", "มีขุยละเอียด", "ที่หลังด้านซ้าย"),
    ),
    "ar": (
        ("بقعة مسطحة", "حطاطة صغيرة", "لويحة", "عقدة", "نفطة"),
        ("بلون بني فاتح", "سوداء اللون", "حمراء", "وردية"),
        ("ذات حدود واضحة", "ذات حواف غير منتظمة", "مع قشور ناعمة", "على الظهر"),
    ),
    "zh": (
        ("一个斑点", "一个丘疹", "一个斑块", "一个结节", "一个水疱"),
        ("呈浅棕色", "呈黑色", "发红", "呈粉色"),
        ("边界清楚", "边缘不规则", "有细小鳞屑", "位于背部"),
    ),
    "ru": (
        ("Пятно", "Узелок", "Бляшка", "Узел", "Волдырь"),
        ("светло-коричневого цвета", "чёрного цвета", "с покраснением", "розового цвета"),
        ("с чёткой границей", "с неровным краем", "с мелкими чешуйками", "на спине"),
    ),
    "hi": (
        ("एक चपटा धब्बा", "एक दाना", "एक चकत्ता", "एक गांठ", "एक छाला"),
        ("हल्के भूरे रंग का", "काले रंग का", "लाल", "गुलाबी"),
        ("स्पष्ट किनारे वाला", "अनियमित किनारे वाला", "महीन पपड़ी के साथ", "पीठ पर"),
    ),
    "vi": (
        ("Một đốm", "Một sẩn", "Một mảng", "Một nốt", "Một bọng nước"),
        ("màu nâu nhạt", "màu đen", "đỏ", "màu hồng"),
        ("có bờ rõ", "có bờ không đều", "có vảy mịn", "ở lưng"),
    ),
    "ja": (
        ("平らな斑", "丘疹", "局面", "結節", "水疱"),
        ("は淡い褐色で", "は黒色で", "は赤く", "は桃色で"),
        ("境界が明瞭です", "辺縁が不整です", "細かい鱗屑があります", "背中にあります"),
    ),
}  # fmt: skip


def bad_answers(chance: random.Random) -> Iterator[tuple[str, str]]:
    """200 of them, each with the kind it is."""
    for kind, texts in (
        ("refusal", REFUSALS), ("leak", LEAKS), ("thought", THOUGHTS), ("certain", CERTAIN), ("dose", DOSES),
        ("codes", CODES),
    ):  # fmt: skip
        yield from ((kind, text) for text in texts)
    yield from (("empty", text) for text in ("", " ", "\n\n", "\t", "..."))
    yield from (("loop", text) for text in loops(chance, 35))
    yield from (("gibberish", text) for text in gibberish(chance, 65))


def loops(chance: random.Random, count: int) -> Iterator[str]:
    for number in range(count):
        word, other = chance.choice(COLOURS), chance.choice(KINDS)
        yield (
            f"{word} " * chance.randint(4, 20),
            f"A {word} {other} with a border. " * chance.randint(2, 6),
            f"{other}, " + f"{word}, {other}, " * 5,
            word[0] * chance.randint(8, 40),
            " and ".join([word, other] * chance.randint(5, 9)),
        )[number % 5]


def gibberish(chance: random.Random, count: int) -> Iterator[str]:
    scripts = list(LETTERS)
    for number in range(count):
        kind = number % 8
        if kind < 5:
            yield words(chance, LETTERS[scripts[kind]])
        elif kind == 5:
            yield "".join(chance.choices(PIECES, k=chance.randint(8, 20)))
        elif kind == 6:
            yield "".join(chance.choices("!@#$%^&*()_+-=[]{}|;:,./<>?", k=chance.randint(6, 40)))
        else:
            yield " ".join(words(chance, LETTERS[script], most=2) for script in chance.sample(scripts, 4))


def words(chance: random.Random, letters: str, *, most: int = 9) -> str:
    count = chance.randint(min(4, most), most)
    return " ".join("".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(count))


def good_answers(chance: random.Random) -> list[str]:
    """500: English descriptions and fields, the handbook's own sentences on looks, and eleven other languages."""
    return [*english(chance, 200), *chance.sample(handbook(), 120), *foreign(chance, 180)]


def english(chance: random.Random, count: int) -> Iterator[str]:
    for number in range(count):
        colour, other = chance.sample(COLOURS, 2)
        shape, kind, border, place = map(chance.choice, (SHAPES, KINDS, BORDERS, PLACES))
        yield (
            f"A {shape}, {colour} {kind} with {border}. It lies on {place} and fills a small part of the picture.",
            f"{colour}, {other}",
            shape,
            f"The {kind} is {colour} with some {other} at its edge, and has {border}; the skin around it is {other}.",
            f"One {kind} on {place}. Two hairs cross it. The surface is scaly.",
            "not assessed: the photograph does not show it",
            f"{kind.capitalize()}, about 6 mm across, {shape} and {colour}.",
            f"Ask whether the {kind} has changed, bled or itched, and test the nodes.",
        )[number % 8]


def handbook() -> list[str]:
    found: list[str] = []
    for path in sorted(HANDBOOK.glob("*.md")):
        looks = re.search(r"^## How it looks\n(.+?)^## ", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        plain = re.sub(r"\*\*|\([\d, ]+\)|^- |^\|.*$", "", looks[1] if looks else "", flags=re.MULTILINE)
        found += [" ".join(each.split()) for each in re.split(r"(?<=[.!?])\s+", plain) if len(each) > 30]
    return found


def foreign(chance: random.Random, count: int) -> Iterator[str]:
    for language in itertools.islice(itertools.cycle(OTHER_LANGUAGES), count):
        glue = "" if language in ("zh", "ja") else " "
        yield glue.join(chance.choice(part) for part in OTHER_LANGUAGES[language])
