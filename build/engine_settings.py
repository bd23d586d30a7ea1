"""What settings cost: `.venv/bin/python build/engine_settings.py --lm FILE --mmproj FILE ... --photo FILE`.

Prints two tables of docs/performance.md: a picture's encoding by projector, threads and flash attention, and a batch of
the language model by its rows, with and without flash attention.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import llama_cpp

from lentigo.domain.photograph import Raster
from lentigo.imaging.adapter import PillowImaging
from lentigo.inference import vision_model
from lentigo.inference.bindings import Projector, TokenBatch, decode_tokens, load_model, silence_logs
from lentigo.inference.memory import CacheForm
from lentigo.inference.pictures import fit_picture
from lentigo.inference.prefix import tokenized
from lentigo.inference.stopping import StopFlag
from lentigo.models.profile import PictureFit

CORES = len(os.sched_getaffinity(0))
DEPTH, STEPS = 300, 5  # tokens before the rows, and batches of which the median counts
ROWS = (1, 2, 4, 7, 8, 12, 15)


def main() -> None:
    """Each projector as the program runs it; the first one with other settings, too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lm", type=Path, required=True)
    parser.add_argument("--mmproj", type=Path, nargs="+", required=True)
    parser.add_argument("--photo", type=Path, required=True)
    options = parser.parse_args()
    silence_logs()
    model = load_model(options.lm)
    first = options.mmproj[0]
    print("| projector | threads | flash attention | clock, s | processor, s |\n|---|---|---|---|---|")
    for path in options.mmproj:
        print_encoding(model, path, options.photo, CORES, flash=True)
    for threads in sorted({1, CORES + 1} - {CORES}):
        print_encoding(model, first, options.photo, threads, flash=True)
    print_encoding(model, first, options.photo, CORES, flash=False)
    print(f"\n| ms a batch | {' | '.join(f'rows: {rows}' for rows in ROWS)} |\n|---{'|---' * len(ROWS)}|")
    for flash in (True, False):
        times = [f"{1000 * seconds:.0f}" for seconds in batches(model, flash=flash)]
        print(f"| flash attention {words(flash)} | {' | '.join(times)} |")


@contextmanager
def attention(*, flash: bool) -> Iterator[None]:
    """The program always asks for flash attention: without it, that name stands for its opposite."""
    kept = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
    if not flash:
        llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    yield
    llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED = kept


def words(flash: bool) -> str:
    """As the tables say it."""
    return "on" if flash else "off"


def print_encoding(model: llama_cpp.llama_model_p, path: Path, photo: Path, threads: int, *, flash: bool) -> None:
    """A row: one picture, encoded once."""
    with attention(flash=flash):
        projector = Projector(path, model, threads=threads, should_stop=lambda: False)
    with tokenized(projector, [picture(photo)]) as chunks:
        start = time.process_time()
        projector.encode(chunks[1])  # between the marks that mtmd puts around a picture
    spent = time.process_time() - start
    print(f"| {path.name} | {threads} | {words(flash)} | {projector.seconds:.1f} | {spent:.1f} |", flush=True)
    projector.close()


def picture(photo: Path) -> Raster:
    """As large as MedGemma takes it."""
    imaging = PillowImaging()
    photograph = imaging.deidentify(imaging.load(imaging.read(photo)))
    return fit_picture(photograph.raster, PictureFit(fit="pad", width=896, height=896))


def batches(model: llama_cpp.llama_model_p, *, flash: bool) -> Iterator[float]:
    """Seconds of a batch with a token of each of so many sequences, the logits of all included."""
    form, stop = CacheForm(tokens=8192, kind="F16"), StopFlag()
    with attention(flash=flash):
        context = vision_model._open_context(model, form, CORES, stop)
    batch, memory = TokenBatch(vision_model.BATCH_TOKENS, vision_model.SEQUENCES), llama_cpp.llama_get_memory(context)
    position = decode_tokens(context, batch, [*range(10, 10 + DEPTH)], position=0, sequence=0)
    for rows in ROWS:
        sequences = range(1, rows + 1)
        for sequence in sequences:
            llama_cpp.llama_memory_seq_cp(memory, 0, sequence, -1, -1)
        yield statistics.median(step(context, batch, sequences, position + number) for number in range(STEPS))
        for sequence in sequences:
            llama_cpp.llama_memory_seq_rm(memory, sequence, -1, -1)
    batch.close()
    llama_cpp.llama_free(context)


def step(context: llama_cpp.llama_context_p, batch: TokenBatch, sequences: range, position: int) -> float:
    """Seconds of one batch."""
    start = time.perf_counter()
    for sequence in sequences:
        batch.add(10 + sequence, position=position, sequences=(sequence,), logits=True)
    batch.decode(context)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
