"""The parity report: what it holds, what is off in it, and its page for a terminal."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from lentigo.files import write_whole
from lentigo.models.profile import ModelFile
from lentigo_packager.conversion.parity_figures import Accuracy, Distance, Likeness

SCHEMA = 1
LEAST_COSINE = 0.99
# Nats, mean. Measured on the tiny families: F16 is 0.0003 at most from a yardstick in F32, and 0.4 where the prompt is
# split otherwise; a yardstick in BF16 is itself 0.004 to 0.009 from one in F32.
MOST_F16, MOST_F16_OF_ROUNDED = 0.01, 0.05
MOST_QUANTIZED = 0.15  # nats, mean; a judgement: nobody has measured yet from where on diagnoses suffer
UNLIKELY = 0.05
NUMBER_FORMAT = "transformers: number format"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptCheck:
    """Whether both sides read the same prompt; each text says in a sentence what differs, or is empty."""

    tokens: str
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUsed:
    """A picture by content, not by name: a name may be a patient's."""

    sha256: str
    width: int
    height: int
    fitted_width: int
    fitted_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """Accuracy at each precision, on the same pictures; `asked` says how."""

    asked: str
    labels: tuple[str, ...]
    checkpoint: Accuracy
    f16: Accuracy
    quantized: Accuracy


@dataclass(frozen=True, slots=True, kw_only=True)
class ParityReport:
    """Checkpoint against F16 against quantised. `off` are the sentences about what is not as it should be."""

    schema: int
    model: str
    made: str  # ISO 8601
    versions: dict[str, str]
    settings: dict[str, str]
    system: str
    prompts: tuple[str, ...]
    files: dict[str, tuple[ModelFile, ...]]  # by side
    pictures: tuple[PictureUsed, ...]
    prompt: PromptCheck
    likeness: Likeness
    f16: Distance
    quantized: Distance
    ablation: Ablation | None
    off: tuple[str, ...]


def find_faults(
    prompt: PromptCheck,
    likeness: Likeness,
    f16: Distance,
    quantized: Distance,
    ablation: Ablation | None,
    *,
    number_format: str,
) -> tuple[str, ...]:
    """A sentence for each figure that a right conversion would not have."""
    faults = [prompt.tokens, prompt.template]
    if likeness.minimum < LEAST_COSINE:
        faults.append(
            "The projector does not belong to these weights, or the picture reaches it changed: its vectors are not "
            f"the checkpoint's (least cosine {likeness.minimum:.3f})."
        )
    if f16.kl_mean > most_f16(number_format):
        faults.append(
            f"The F16 model does not say what the checkpoint says (KL divergence {f16.kl_mean:.3g} nats): the "
            "conversion went wrong, not the rounding."
        )
    if (more := quantized.kl_mean - f16.kl_mean) > MOST_QUANTIZED:
        faults.append(f"Quantising changed much ({more:.3g} nats more than F16): try a larger kind, such as Q8_0.")
    if ablation:
        faults.append(_loss(ablation.quantized))
    return tuple(filter(None, faults))


def most_f16(number_format: str) -> float:
    """How far (nats, mean) F16 may be from a checkpoint that transformers multiplied in this number format."""
    return MOST_F16 if number_format == "float32" else MOST_F16_OF_ROUNDED


def _loss(quantized: Accuracy) -> str:
    if quantized.lost <= quantized.won or quantized.chance >= UNLIKELY:
        return ""
    return (
        f"The quantised model is right less often than the checkpoint: {quantized.lost} right answers lost, "
        f"{quantized.won} won, which is hardly chance (p = {quantized.chance:.2g})."
    )


def render_parity(report: ParityReport) -> str:
    """One page in plain words."""
    parts = (_head, _distances, _picture, _accuracy, _verdict)
    return "\n\n".join("\n".join(lines) for part in parts if (lines := part(report)))


def write_parity(report: ParityReport, path: Path) -> None:
    """As JSON."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")


def _head(report: ParityReport) -> tuple[str, ...]:
    return (
        f"Parity of {report.model}: is the converted model still the checkpoint?",
        f"{len(report.pictures)} pictures, {len(report.prompts)} prompts, {report.f16.positions} tokens of the "
        "checkpoint's own answers;",
        f"the yardstick is transformers {report.versions['transformers']} in {report.settings[NUMBER_FORMAT]}.",
    )


def _distances(report: ParityReport) -> tuple[str, ...]:
    f16, quantized, kind = report.f16, report.quantized, report.settings["quantisation"]
    return (
        f"{'next token':28}{'F16':>12}{kind:>12}   good",
        f"{'same likeliest token':28}{f16.agreement:>12.1%}{quantized.agreement:>12.1%}   F16 all but ties",
        f"{'KL divergence, mean (nats)':28}{f16.kl_mean:>12.2g}{quantized.kl_mean:>12.2g}   "
        f"F16 under {most_f16(report.settings[NUMBER_FORMAT])}, {kind} under {MOST_QUANTIZED}",
        f"{'    median':28}{f16.kl_median:>12.2g}{quantized.kl_median:>12.2g}",
        f"{'    99 of 100 below':28}{f16.kl_p99:>12.2g}{quantized.kl_p99:>12.2g}",
        f"{'worst other choice (nats)':28}{f16.worst_choice:>12.2g}{quantized.worst_choice:>12.2g}   F16 near 0 (ties)",
    )


def _picture(report: ParityReport) -> tuple[str, ...]:
    likeness = report.likeness
    return (
        f"picture vectors ({likeness.tokens} tokens): cosine {likeness.mean:.5f} on average, {likeness.minimum:.5f} at "
        f"least   good: over {LEAST_COSINE}",
        "pictures sized by the checkpoint's own processor instead of the catalogue's table: cosine of their mean "
        f"vectors {likeness.own_sizing:.3f} at least",
    )


def _accuracy(report: ParityReport) -> tuple[str, ...]:
    if not (ablation := report.ablation):
        return ()
    sides = (
        ("checkpoint", ablation.checkpoint),
        ("F16", ablation.f16),
        (report.settings["quantisation"], ablation.quantized),
    )
    lines = (
        f"{name:11}{side.share:>7.1%} ({side.right} of {side.pictures}; 95 %: {side.low:.1%} to {side.high:.1%})   "
        f"balanced {side.balanced:.1%}   answers changed {side.changed}: lost {side.lost}, won {side.won}"
        for name, side in sides
    )
    return f"right diagnosis among {len(ablation.labels)} ({ablation.asked})", *lines


def _verdict(report: ParityReport) -> tuple[str, ...]:
    if report.off:
        return tuple(f"OFF: {sentence}" for sentence in report.off)
    return ("Nothing is off.",)
