"""What counts as off in a parity report, and what does not."""

from dataclasses import replace

import pytest

from lentigo_packager.conversion.parity_figures import Distance, Likeness, accuracy
from lentigo_packager.conversion.parity_report import Ablation, PromptCheck, find_faults

FINE = PromptCheck(tokens="", template="")
ALIKE = Likeness(tokens=48, minimum=0.9999, mean=1.0, own_sizing=0.9)
F16 = Distance(positions=192, agreement=0.99, kl_mean=3e-4, kl_median=1e-4, kl_p99=2e-3, worst_choice=0.02)
Q4 = replace(F16, agreement=0.93, kl_mean=0.04, kl_median=0.02, kl_p99=0.3, worst_choice=0.6)


def faults(
    prompt: PromptCheck = FINE,
    likeness: Likeness = ALIKE,
    f16: Distance = F16,
    quantized: Distance = Q4,
    ablation: Ablation | None = None,
    number_format: str = "float32",
) -> tuple[str, ...]:
    return find_faults(prompt, likeness, f16, quantized, ablation, number_format=number_format)


def ablated(lost: int, won: int) -> Ablation:
    truths = ["a"] * 40
    before = ["b"] * won + ["a"] * (40 - won)
    after = ["a"] * (40 - lost) + ["b"] * lost
    same, changed = accuracy(truths, before, before), accuracy(truths, after, before)
    return Ablation(asked="", labels=("a", "b"), checkpoint=same, f16=same, quantized=changed)


def test_a_right_conversion_has_no_fault() -> None:
    assert faults() == ()
    assert faults(ablation=ablated(lost=5, won=3)) == ()
    assert faults(ablation=ablated(lost=0, won=12)) == ()


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"prompt": PromptCheck(tokens="The sides differ.", template="")}, "sides differ"),
        ({"prompt": PromptCheck(tokens="", template="The template differs.")}, "template differs"),
        ({"likeness": replace(ALIKE, minimum=0.98)}, "projector does not belong"),
        ({"f16": replace(F16, kl_mean=0.02)}, "conversion went wrong"),
        ({"quantized": replace(Q4, kl_mean=0.2)}, "Quantising changed much"),
        ({"ablation": ablated(lost=9, won=1)}, "9 right answers lost, 1 won"),
    ],
)
def test_each_fault_has_its_sentence(other: dict[str, object], word: str) -> None:
    (sentence,) = faults(**other)  # type: ignore[arg-type]
    assert word in sentence


def test_a_yardstick_that_rounds_itself_is_given_more_room() -> None:
    assert faults(f16=replace(F16, kl_mean=0.02), number_format="bfloat16") == ()
    assert faults(f16=replace(F16, kl_mean=0.06), number_format="bfloat16") != ()
