"""Questions in the languages that the program speaks find the English handbook's chapters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lentigo.inference.text_encoder import TextEncoder
from lentigo.paths import default_paths
from lentigo.progress import QUIET
from lentigo.retrieval.hybrid import HybridLibrary
from lentigo.retrieval.opening import LibraryKeeper

LEAST = 17  # of 20 questions: so many find their chapter among the first three passages
QUESTIONS = {  # what a nurse might type, and the id of the condition whose chapter answers it
    "id": {
        "gatal malam hari di sela-sela jari, satu keluarga": "scabies",
        "kurap di badan": "tinea-corporis",
        "panu di punggung": "pityriasis-versicolor",
        "kudis pada anak": "scabies",
        "koreng kuning di wajah anak": "impetigo",
        "cacar ular di dada, nyeri": "herpes-zoster",
        "bercak putih mati rasa": "leprosy",
        "tahi lalat membesar dan berdarah": "melanoma",
        "jerawat di wajah": "acne",
        "biduran setelah minum obat": "urticaria",
        "kutu air di sela jari kaki": "tinea-pedis",
        "jamur kuku": "onychomycosis",
        "kutil di tangan": "viral-warts",
        "campak pada anak dengan demam": "measles",
        "bisul di ketiak": "abscess-and-boil",
        "kaki gajah": "lymphatic-filariasis",
        "flek hitam di pipi saat hamil": "melasma",
        "ketombe di kulit kepala": "seborrhoeic-dermatitis",
        "raja singa, luka di kelamin": "syphilis",
        "kutu rambut": "head-lice",
    },
    "th": {
        "คันตอนกลางคืนที่ง่ามนิ้วมือทั้งบ้าน": "scabies",
        "กลากที่ลำตัว": "tinea-corporis",
        "เกลื้อนที่หลัง": "pityriasis-versicolor",
        "เป็นหิดรักษาอย่างไร": "scabies",
        "แผลพุพองสะเก็ดเหลืองที่หน้าเด็ก": "impetigo",
        "งูสวัดปวดมาก": "herpes-zoster",
        "ด่างขาวชาไม่รู้สึก โรคเรื้อน": "leprosy",
        "ไฝโตขึ้นและเลือดออก": "melanoma",
        "สิวที่หน้า": "acne",
        "ลมพิษหลังกินยา": "urticaria",
        "น้ำกัดเท้าที่ง่ามเท้า": "tinea-pedis",
        "เชื้อราที่เล็บ": "onychomycosis",
        "หูดที่มือ": "viral-warts",
        "หัดในเด็กมีไข้": "measles",
        "ฝีที่รักแร้": "abscess-and-boil",
        "เท้าช้าง": "lymphatic-filariasis",
        "ฝ้าที่แก้มตอนท้อง": "melasma",
        "รังแคที่หนังศีรษะ": "seborrhoeic-dermatitis",
        "ซิฟิลิสแผลที่อวัยวะเพศ": "syphilis",
        "เหาในเด็ก": "head-lice",
    },
    "es": {
        "pica de noche entre los dedos, toda la familia": "scabies",
        "tiña del cuerpo en anillo": "tinea-corporis",
        "paño blanco en la espalda": "pityriasis-versicolor",
        "sarna en niños": "scabies",
        "costras amarillas en la cara de un niño": "impetigo",
        "culebrilla en el pecho con dolor": "herpes-zoster",
        "mancha clara sin sensibilidad": "leprosy",
        "lunar que crece y sangra": "melanoma",
        "espinillas en la cara": "acne",
        "ronchas después de un medicamento": "urticaria",
        "pie de atleta entre los dedos del pie": "tinea-pedis",
        "hongos en las uñas": "onychomycosis",
        "verrugas en la mano": "viral-warts",
        "sarampión con fiebre": "measles",
        "forúnculo en la axila": "abscess-and-boil",
        "elefantiasis de la pierna": "lymphatic-filariasis",
        "manchas del embarazo en la mejilla": "melasma",
        "caspa en el cuero cabelludo": "seborrhoeic-dermatitis",
        "sífilis, llaga en el pene": "syphilis",
        "piojos y liendres": "head-lice",
    },
    "fr": {
        "démangeaisons la nuit entre les doigts, toute la famille": "scabies",
        "dartre en anneau sur le bras": "tinea-corporis",
        "champignon du soleil dans le dos": "pityriasis-versicolor",
        "gale chez l'enfant": "scabies",
        "croûtes jaunes sur le visage d'un enfant": "impetigo",
        "zona douloureux du thorax": "herpes-zoster",
        "tache claire insensible": "leprosy",
        "grain de beauté qui grossit et saigne": "melanoma",
        "boutons d'acné sur le visage": "acne",
        "urticaire après un médicament": "urticaria",
        "mycose des pieds entre les orteils": "tinea-pedis",
        "mycose de l'ongle": "onychomycosis",
        "verrue sur la main": "viral-warts",
        "rougeole avec fièvre": "measles",
        "furoncle de l'aisselle": "abscess-and-boil",
        "éléphantiasis de la jambe": "lymphatic-filariasis",
        "masque de grossesse sur les joues": "melasma",
        "pellicules du cuir chevelu": "seborrhoeic-dermatitis",
        "chancre syphilitique, plaie sur le sexe": "syphilis",
        "poux et lentes": "head-lice",
    },
    "pt": {
        "coça à noite entre os dedos, a família toda": "scabies",
        "impingem no braço": "tinea-corporis",
        "pano branco nas costas": "pityriasis-versicolor",
        "sarna em criança": "scabies",
        "crostas amarelas no rosto da criança": "impetigo",
        "cobreiro no peito com dor": "herpes-zoster",
        "mancha clara sem sensibilidade": "leprosy",
        "pinta que cresce e sangra": "melanoma",
        "espinhas no rosto": "acne",
        "urticária depois de remédio": "urticaria",
        "frieira entre os dedos do pé": "tinea-pedis",
        "micose de unha": "onychomycosis",
        "verrugas na mão": "viral-warts",
        "sarampo com febre": "measles",
        "furúnculo na axila": "abscess-and-boil",
        "elefantíase na perna": "lymphatic-filariasis",
        "manchas da gravidez na bochecha": "melasma",
        "caspa no couro cabeludo": "seborrhoeic-dermatitis",
        "sífilis, ferida no pênis": "syphilis",
        "piolho na cabeça": "head-lice",
    },
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridLibrary]:
    """The one that comes with the program."""
    paths = default_paths()
    encoder = TextEncoder(paths.resources / "models" / "encoders" / "all-MiniLM-L6-v2.gguf")
    own = tmp_path_factory.mktemp("own")
    opened = LibraryKeeper(bundled=paths.bundled_library, own=Path(own), load_encoder=lambda: encoder).library(QUIET)
    yield opened
    opened.close()
    encoder.close()


@pytest.mark.parametrize("language", QUESTIONS)
def test_everyday_questions_find_their_chapter(library: HybridLibrary, language: str) -> None:
    titles = {condition.id: condition.title for condition in library.conditions}
    asked = QUESTIONS[language]
    assert len(asked) == 20
    lost = [
        question
        for question, condition in asked.items()
        if titles[condition] not in [hit.passage.chapter for hit in library.search(question, limit=3)]
    ]
    assert len(asked) - len(lost) >= LEAST, lost
