"""The engine's libraries for different processors: the best that works here is loaded, before anything else is done.

ggml would look for them in the working directory, too, and load whatever lies there; it would also take the best that
the processor claims to run and die of it. Here a library is first tried in a process of its own.
"""

import ctypes
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import llama_cpp
from llama_cpp import _ggml

from lentigo.errors import Cancelled, EngineError
from lentigo.inference.variant_record import VariantRecord
from lentigo.language import translate

LIBRARIES = Path(_ggml.libggml_base_path)
LONGEST_CHECK_S = 60  # it takes a fraction of a second
POLL_S = 0.01
UNDECIDED = (-9, -15, 0xC000013A)  # SIGKILL, SIGTERM, Ctrl-C on Windows: somebody ended the check

Check = Callable[["Variant"], "bool | None"]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A library compiled for processors that have certain instructions; the more, the higher its score."""

    path: Path
    score: int

    @property
    def name(self) -> str:
        """As llama.cpp calls it: the first processors that had these instructions, such as haswell."""
        return self.path.stem.split("ggml-cpu-")[1]

    @cached_property
    def key(self) -> str:
        """Name and content."""
        return f"{self.name}-{hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The variant in use, and the names of better ones that failed here, or whose check was cut short."""

    variant: Variant
    left_out: tuple[str, ...]

    @property
    def described(self) -> str:
        """For the report's provenance."""
        failed = f"; {', '.join(self.left_out)} left out" if self.left_out else ""
        return f"{self.variant.name}{failed}"


def runnable(folder: Path = LIBRARIES) -> tuple[Variant, ...]:
    """The variants whose instructions this processor says it has, best first."""
    libraries = sorted(path for path in folder.iterdir() if "ggml-cpu-" in path.name)
    variants = [Variant(path=path, score=_score(path)) for path in libraries]
    return tuple(sorted((variant for variant in variants if variant.score), key=lambda variant: -variant.score))


def _score(library: Path) -> int:
    try:
        return int(ctypes.CDLL(str(library)).ggml_backend_score())
    except (OSError, AttributeError):  # no library of this engine
        return 0


def check(variant: Variant, should_stop: Callable[[], bool] = lambda: False) -> bool | None:
    """Whether the library computes what it should, in a process of its own; None where that was cut short.

    Cancelled where the user stopped meanwhile.
    """
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "lentigo"]
    process = subprocess.Popen(
        [*program, "check-variant", str(variant.path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        env=os.environ | {"GGML_NO_BACKTRACE": "1"},  # on an abort, ggml would look for gdb and wait for it
    )
    end = time.monotonic() + LONGEST_CHECK_S
    while process.poll() is None and time.monotonic() < end and not should_stop():
        time.sleep(POLL_S)
    if cut_short := process.poll() is None:
        process.kill()
        process.wait()
    if should_stop():
        raise Cancelled
    return None if cut_short or process.returncode in UNDECIDED else process.returncode == 0


def choose(variants: Sequence[Variant], record: VariantRecord | None, check: Check) -> Choice:
    """The first that works. One that fails is remembered once another has passed: else, the checks may be at fault."""
    left_out: list[str] = []
    failed: list[str] = []
    for variant in variants:
        if not (record and record.is_left_out(variant.key)):
            known = bool(record and record.has_passed(variant.key))
            passed = known or check(variant)
            if passed:
                _remember(record, variant, failed)
                return Choice(variant=variant, left_out=tuple(left_out))
            if passed is False:
                failed.append(variant.key)
        left_out.append(variant.name)
    raise EngineError(
        translate("The analysis engine could not be started: none of its variants passed its check on this computer."),
        hint=translate(
            "Try again. If it stays so, see whether a security program blocks Lentigo, and whether "
            "the processor has SSE4.2, as x86-64 ones have since about 2010."
        ),
    )


def _remember(record: VariantRecord | None, passed: Variant, failed: Sequence[str]) -> None:
    if record:
        record.note_passed(passed.key)
        for key in failed:
            record.leave_out(key)


_lock = threading.Lock()
_chosen: Choice | None = None


def load_engine(
    record: VariantRecord | None = None,
    variants: Sequence[Variant] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Choice:
    """Load the best variant that works, of all or of those given. Once a process: ggml keeps it for as long."""
    global _chosen
    with _lock:
        if _chosen is None:
            _chosen = choose(
                runnable() if variants is None else variants, record, partial(check, should_stop=should_stop)
            )
            _load(_chosen.variant)
            if record:
                record.note_in_use(_chosen.variant.key)
        return _chosen


def runtime_in_use() -> str:
    """Name and version of the engine, and which of its variants runs here; it is loaded where it is not yet."""
    return f"llama.cpp (llama-cpp-python {llama_cpp.__version__}, {load_engine().described})"


def build_in_use() -> str:
    """The same engine by the content of its library: a variant's name says nothing of what it was compiled from."""
    return load_engine().variant.key


def _load(variant: Variant) -> None:
    ggml = _ggml.libggml
    ggml.ggml_backend_load.restype = ctypes.c_void_p
    if not ggml.ggml_backend_load(str(variant.path).encode()):
        raise EngineError(
            translate("The analysis engine's {library} cannot be loaded.", library=variant.path.name),
            hint=translate("Install Lentigo again."),
        )
