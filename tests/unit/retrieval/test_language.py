"""The language of a text."""

import pytest

from lentigo.retrieval.language import language

SAMPLES = {
    "en": "The itch of scabies is worse at night, and it is often seen in the whole family.",
    "id": "Gatal pada skabies lebih berat di malam hari dan tidak hanya pada pasien tetapi juga pada keluarga itu.",
    "sw": "Ugonjwa wa ngozi huu ni wa kawaida na unaweza kutibiwa kwa dawa katika kliniki ya karibu.",
    "fr": "La gale est une maladie de la peau qui se transmet dans la famille et les démangeaisons sont fortes.",
    "es": "La sarna es una enfermedad de la piel que se transmite en la familia y el picor es más fuerte por la noche.",
    "pt": "A sarna é uma doença da pele que se transmite na família e a coceira não é mais forte com o dia.",
    "de": "Die Krätze ist eine Krankheit der Haut und das Jucken ist in der Nacht nicht zu ertragen.",
    "th": "โรคหิดทำให้คันมากในเวลากลางคืน",
    "ja": "夜になると強いかゆみを感じる皮膚の病気です。",
    "zh": "疥疮是一种由疥螨引起的皮肤病",
    "ko": "옴은 밤에 가려움이 심한 피부 질환입니다",
    "ar": "الجرب مرض جلدي يسبب حكة شديدة في الليل",
    "hi": "खाज रात में अधिक खुजली करती है",
    "bn": "খোসপাঁচড়া রাতে বেশি চুলকায়",
    "ru": "Чесотка вызывает сильный зуд ночью",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_languages_are_told_apart(code: str) -> None:
    assert language(SAMPLES[code]) == code


@pytest.mark.parametrize(
    "text", ["", "12 34 5.6", "Secret!", "Lorem ipsum dolor sit amet consetetur sadipscing elitr sed"]
)
def test_what_cannot_be_known_is_left_open(text: str) -> None:
    assert language(text) == ""
