"""A vision-language model's checkpoint, with its adapter, to a folder that a stick can carry."""

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from lentigo.errors import InputError
from lentigo.models.catalogue import CatalogueEntry
from lentigo.models.checks import check_model, picture_fit
from lentigo.models.headers import read_header
from lentigo.models.model_store import ModelRecord, write_record
from lentigo.paths import Paths
from lentigo.untrusted import one_line
from lentigo_packager.conversion.adapter import Adapter, read_adapter
from lentigo_packager.conversion.checkpoint import Checkpoint, read_checkpoint
from lentigo_packager.conversion.children import python_module, run_child
from lentigo_packager.conversion.importance import CHUNK, MOST_CHUNKS
from lentigo_packager.conversion.merging import merged_bytes, needs_writing, write_merged
from lentigo_packager.conversion.parity import measure_parity, read_labelled, render_parity, write_parity
from lentigo_packager.conversion.recording import described, hash_files, read_profile
from lentigo_packager.conversion.sizes import f16_bytes, quantized_bytes, require_room, told, total_bytes, watching
from lentigo_packager.conversion.source_package import CONVERTER, find_source_package
from lentigo_packager.conversion.steps import PARITY, ConversionProgress, Step, run_steps, workplace

QUANTIZATION = "Q4_K_M"
WEIGHED = ", weighed by an importance matrix"
SAMPLES = Path("models") / "mini" / "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a packager asks for. `keep` leaves the merged checkpoint and the F16 model in the folder, too."""

    entry: CatalogueEntry
    checkpoint: Path
    adapter: Path | None = None
    pictures: tuple[Path, ...] = ()
    labelled: Path | None = None
    texts: Path | None = None  # for an importance matrix
    out: Path
    keep: bool = False
    parity: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelJob:
    """An order that can be carried out, and where its files lie while it is."""

    order: Order
    paths: Paths
    checkpoint: Checkpoint
    adapter: Adapter | None
    work: Path
    report: ConversionProgress

    @property
    def merged(self) -> Path:
        """The checkpoint that is written where the given one cannot be converted as it stands."""
        return self.work / "checkpoint"

    @property
    def ready(self) -> Path:
        """The checkpoint that is converted."""
        return self.merged if needs_writing(self.checkpoint, self.adapter) else self.checkpoint.folder

    @property
    def whole(self) -> Path:
        """The language model in F16."""
        return self.work / f"{self.order.entry.id}-F16.gguf"

    @property
    def language(self) -> Path:
        """The quantised language model."""
        return self.work / f"{self.order.entry.id}-{QUANTIZATION}.gguf"

    @property
    def projector(self) -> Path:
        """The projector in F16."""
        return self.work / f"{self.order.entry.id}-mmproj-F16.gguf"

    @property
    def importance(self) -> Path:
        """How much each input of a matrix matters."""
        return self.work / "importance.npz"

    @property
    def log(self) -> Path:
        """What the running child says."""
        return self.work / "child.log"

    def source_package(self) -> Path:
        """The folder with llama.cpp's converter."""
        return find_source_package(self.paths.resources / "build" / "engine" / "source.lock")

    @property
    def pictures(self) -> tuple[Path, ...]:
        """Those given, or the program's own sample."""
        samples = sorted((self.paths.resources / SAMPLES).glob("*.png"))
        return self.order.pictures or tuple(samples)


def convert_model(order: Order, *, paths: Paths, report: ConversionProgress) -> Path:
    """The finished folder. LentigoError, with cause and remedy, where that fails; then nothing is left."""
    require_given(order)
    checkpoint = read_checkpoint(order.checkpoint, family=order.entry.family)
    adapter = read_adapter(order.adapter, checkpoint) if order.adapter else None
    require_room(order.out, checkpoint, adapter)
    with workplace(order.out, order.entry.id) as work:
        job = ModelJob(order=order, paths=paths, checkpoint=checkpoint, adapter=adapter, work=work, report=report)
        run_steps(STEPS, job, report)
    return order.out / order.entry.id


def require_given(order: Order) -> None:
    """InputError where a file of the order is not there, or the labelled folder is not one."""
    for path in (*order.pictures, *filter(None, [order.texts])):
        if not path.is_file():
            raise InputError(f"There is no file {path}.", hint="Check its name.")
    if order.labelled:
        read_labelled(order.labelled, order.entry)


def fetch_converter(job: ModelJob) -> str:
    """Before anything that takes long."""
    job.source_package()
    return ""


def merge(job: ModelJob) -> str:
    """Write the checkpoint that the converter takes."""
    write_merged(job.checkpoint, job.adapter, job.merged, job.report)
    dropped = sum(tensor.is_aid for tensor in job.checkpoint.tensors)
    said = [job.adapter.told] if job.adapter else []
    said += [f"{dropped} tensors left out that only served the training (distillation head, text bias)"] * bool(dropped)
    return "; ".join(said)


def convert_language(job: ModelJob) -> str:
    """To F16 first: what is quantised from it is also compared with it."""
    return _convert(job, job.whole, language_bytes(job), "--model-name", job.order.entry.name)


def convert_projector(job: ModelJob) -> str:
    """From the same weights as the language model: an adapter may have changed the tower."""
    return _convert(job, job.projector, projector_bytes(job), "--mmproj")


def language_bytes(job: ModelJob) -> int:
    """Of the language model in F16."""
    return f16_bytes(job.checkpoint, vision=False)


def projector_bytes(job: ModelJob) -> int:
    """Of the projector."""
    return f16_bytes(job.checkpoint, vision=True)


def weigh(job: ModelJob) -> str:
    """With the packager's own texts; nothing of them is kept but means over thousands of tokens."""
    assert job.order.texts
    command = python_module(
        "lentigo_packager.conversion.importance", job.whole, job.order.texts.absolute(), job.importance
    )
    read = job.importance.with_suffix(".read")
    run_child(command, log=job.log, watch=lambda: job.report.share(_chunks(read) / MOST_CHUNKS))
    return f"{_chunks(read) * CHUNK:,} tokens read"


def _chunks(read: Path) -> int:
    return read.stat().st_size if read.exists() else 0


def quantize(job: ModelJob) -> str:
    """The language model only: the projector is small, and the picture goes through it."""
    command = python_module("lentigo_packager.conversion.quantizing", job.whole, job.language, QUANTIZATION)
    if job.order.texts:
        command.append(job.importance)
    run_child(command, log=job.log, watch=watching(job.report, job.language, quantized_bytes(job.checkpoint)))
    return told(job.language)


def record(job: ModelJob) -> str:
    """Hash both files, and write what the catalogue says of the model beside them."""
    files = hash_files((job.language, job.projector), job.report)
    profile = job.order.entry.profile(files, verified=False)
    weighed = f"{profile.quantization}{WEIGHED}" if job.order.texts else profile.quantization
    write_record(job.work, ModelRecord.of(replace(profile, quantization=weighed)))
    return described(files)


def check(job: ModelJob) -> str:
    """What the clinic's computer will check, too; and that photographs come in the size that the projector takes."""
    language, projector = read_header(job.language), read_header(job.projector)
    check_model((language, projector))
    wanted, found = job.order.entry.picture, picture_fit(projector)
    if (wanted.width or found.width, wanted.multiple) != (found.width, found.multiple):
        raise InputError(
            f"{job.order.entry.name} takes pictures “{wanted.description}”, says the catalogue, and this checkpoint's "
            f"projector takes them “{found.description}”.",
            hint="Is it the checkpoint that the catalogue names?",
        )
    return f"language model {language.architecture}, projector {projector.projector_type}"


def ask(job: ModelJob) -> str:
    """A look at two test pictures, and a sentence about a photograph, in a process of its own."""
    command = python_module("lentigo_packager.conversion.first_answer", job.work, job.pictures[0])
    said = run_child(command, log=job.log, watch=lambda: None)
    return f"“{one_line(said)}”"


def measure(job: ModelJob) -> str:
    """What each reduction of precision changed."""
    parity = measure_parity(
        checkpoint=job.ready,
        f16=job.whole,
        quantized=job.language,
        projector=job.projector,
        description=read_profile(job.work),
        pictures=job.pictures,
        labelled=job.order.labelled,
        progress=job.report,
    )
    write_parity(parity, job.work / PARITY)
    return f"\n{render_parity(parity)}\n"


def tidy(job: ModelJob) -> str:
    """Take away what the finished folder does not need."""
    for path in (*job.work.glob(f"{job.log.stem}.*"), *job.work.glob(f"{job.importance.stem}.*")):
        path.unlink()
    if not job.order.keep:
        job.whole.unlink()
        shutil.rmtree(job.merged, ignore_errors=True)
    return ""


def _convert(job: ModelJob, target: Path, expected: int, *arguments: str) -> str:
    converter = job.source_package() / CONVERTER
    command: list[str | Path] = [sys.executable, converter, job.ready, "--outtype", "f16", "--outfile", target]
    run_child([*command, *arguments], log=job.log, watch=watching(job.report, target, expected))
    return told(target)


STEPS: tuple[Step[ModelJob], ...] = (
    Step(title="llama.cpp's converter", do=fetch_converter),
    Step(
        title="Merging",
        do=merge,
        needed=lambda job: job.ready == job.merged,
        size=lambda job: merged_bytes(job.checkpoint),
    ),
    Step(title="Language model to F16", do=convert_language, size=language_bytes),
    Step(title="Projector to F16", do=convert_projector, size=projector_bytes),
    Step(title="Importance matrix", do=weigh, needed=lambda job: job.order.texts is not None),
    Step(title=f"Language model to {QUANTIZATION}", do=quantize, size=lambda job: quantized_bytes(job.checkpoint)),
    Step(title="Headers", do=check),
    Step(title="Hashes", do=record, size=lambda job: total_bytes([job.language, job.projector])),
    Step(title="First answer", do=ask),
    Step(title="Parity", do=measure, needed=lambda job: job.order.parity),
    Step(title="Tidying up", do=tidy),
)
