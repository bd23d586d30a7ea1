"""A text encoder's checkpoint to a folder that a stick can carry, held against sentence-transformers."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from lentigo.errors import EngineError
from lentigo.inference.text_encoder import TextEncoder
from lentigo.models.catalogue import EncoderEntry
from lentigo.models.checks import check_encoder
from lentigo.models.disk import check_room
from lentigo.models.headers import read_header
from lentigo.models.model_store import ModelRecord, write_record
from lentigo.paths import Paths
from lentigo_packager.conversion.bert import convert_bert
from lentigo_packager.conversion.checkpoint import SINGLE, open_tensors, refuse_without
from lentigo_packager.conversion.children import python_module, run_child
from lentigo_packager.conversion.recording import described, hash_files
from lentigo_packager.conversion.sizes import made, told, total_bytes
from lentigo_packager.conversion.steps import PARITY, ConversionProgress, Step, run_steps, workplace

QUANTIZATION = "BF16"
SENTENCES = 200
LEAST_COSINE = 0.999
FEWEST_WORDS = 8
FRONT_MATTER = "+++"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderParity:
    """Cosines between the vectors of sentence-transformers and those of the converted encoder."""

    sentences: int
    least: float
    mean: float

    def __str__(self) -> str:
        """For the terminal."""
        return f"cosine at least {self.least:.5f}, {self.mean:.5f} on average, over {self.sentences} sentences"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderJob:
    """What is converted, and where its files lie meanwhile."""

    entry: EncoderEntry
    checkpoint: Path
    paths: Paths
    work: Path
    report: ConversionProgress

    @property
    def weights(self) -> Path:
        """The converted encoder."""
        return self.work / f"{self.entry.id}-{QUANTIZATION}.gguf"


def convert_encoder(
    entry: EncoderEntry, checkpoint: Path, *, out: Path, paths: Paths, report: ConversionProgress
) -> Path:
    """The finished folder. LentigoError, with cause and remedy, where that fails; then nothing is left."""
    if not (checkpoint / SINGLE).exists():
        refuse_without(checkpoint, SINGLE)
    tensors = open_tensors(checkpoint / SINGLE)
    size = sum(tensor.bytes for tensor in tensors)
    check_room(made(out), size, size)
    with workplace(out, entry.id) as work:
        job = EncoderJob(entry=entry, checkpoint=checkpoint, paths=paths, work=work, report=report)
        run_steps(STEPS, job, report)
    return out / entry.id


def convert(job: EncoderJob) -> str:
    """With its own pooling."""
    convert_bert(job.checkpoint, job.weights)
    return told(job.weights)


def record(job: EncoderJob) -> str:
    """Hash the file, and write what the catalogue says of the encoder beside it."""
    files = hash_files([job.weights], job.report)
    write_record(job.work, ModelRecord.of(job.entry.profile(files, verified=False)))
    return described(files)


def check(job: EncoderJob) -> str:
    """What the clinic's computer will check, too."""
    check_encoder(read_header(job.weights))
    return ""


def compare(job: EncoderJob) -> str:
    """With sentence-transformers, on the handbook's sentences."""
    texts = handbook_sentences(job.paths.bundled_library / "handbook")[:SENTENCES]
    given, vectors = job.work / "sentences.json", job.work / "vectors.npy"
    given.write_text(json.dumps(texts), encoding="utf-8")
    command = python_module("lentigo_packager.conversion.sentence_reference", job.checkpoint, given, vectors)
    run_child(command, log=job.work / "child.log", watch=lambda: None)
    parity = measure(job.weights, texts, vectors)
    (job.work / PARITY).write_text(json.dumps(asdict(parity), indent=1) + "\n", encoding="utf-8")
    if parity.least < LEAST_COSINE:
        raise EngineError(
            f"The converted encoder differs from its checkpoint: {parity}.",
            hint="It may split words, or pool, in a way llama.cpp does not know. Do not use it.",
        )
    for path in (given, vectors, *job.work.glob("child.*")):
        path.unlink()
    return str(parity)


def measure(weights: Path, texts: list[str], reference: Path) -> EncoderParity:
    """Of an encoder's file and the reference's vectors, saved by numpy, a row a text."""
    encoder = TextEncoder(weights)
    try:
        cosines = (encoder.encode(texts) * np.load(reference)).sum(axis=1)
    finally:
        encoder.close()
    return EncoderParity(sentences=len(texts), least=float(cosines.min()), mean=float(cosines.mean()))


def handbook_sentences(handbook: Path) -> list[str]:
    """The bundled handbook's sentences of some length, in its order."""
    texts = [path.read_text(encoding="utf-8").split(FRONT_MATTER)[-1] for path in sorted(handbook.glob("*.md"))]
    sentences = (sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+|\n+", text))
    return list(dict.fromkeys(sentence for sentence in sentences if len(sentence.split()) >= FEWEST_WORDS))


STEPS: tuple[Step[EncoderJob], ...] = (
    Step(title=f"Encoder to {QUANTIZATION}", do=convert),
    Step(title="Header", do=check),
    Step(title="Hashes", do=record, size=lambda job: total_bytes([job.weights])),
    Step(title="Comparison with sentence-transformers", do=compare),
)
