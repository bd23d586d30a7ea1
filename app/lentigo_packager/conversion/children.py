"""Programs that do one step of a conversion, each in a process of its own, so that their memory ends with them."""

import ctypes
import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lentigo.errors import EngineError, InputError, LentigoError

POLL_S = 0.2
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ORT_DISABLE_TELEMETRY": "1"}
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h
SHORT_WRITE = re.compile(r"No space left on device|requested and \d+ written")  # the system's words, and numpy's
ERROR = re.compile(r"(\w+\.)*\w*(Error|Exception)\b")  # how the last line of a traceback begins
TOLD = "lentigo: "  # how our own programs begin an error
FROM_OUTSIDE = "A system that runs out of memory does that: close other programs, and start again."
NOTHING_KEPT = "Nothing of it was kept."


def run_child(command: Sequence[str | Path], *, log: Path, watch: Callable[[], None]) -> str:
    """Run to the end, calling `watch` now and then; what it wrote to its output.

    LentigoError with its last words where it fails, OSError where the disk was the cause. Whatever ends this call ends
    the child; on Linux, so does the death of this process (elsewhere it goes on, in a folder the next run removes).
    """
    with log.open("w+b") as said, log.with_suffix(".out").open("w+b") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=said,
            env=os.environ | OFFLINE,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        try:
            while (code := _wait(process)) is None:
                watch()
        finally:
            process.kill()
            process.wait()
        watch()
        if code:
            said.seek(0)
            raise _failure(said.read().decode(errors="replace"), code)
        output.seek(0)
        return output.read().decode(errors="replace")


def python_module(name: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs one of our own modules."""
    return [sys.executable, "-m", name, *arguments]


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(POLL_S)
    except subprocess.TimeoutExpired:
        return None


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def _failure(said: str, code: int) -> LentigoError | OSError:
    """Its own sentence and hint where it is one of ours, else the error that it tells of."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if line.startswith(TOLD):
            kind = InputError if code == InputError.exit_code else EngineError
            return kind(line.removeprefix(TOLD), hint=" ".join(lines[number + 1 :]))
    if SHORT_WRITE.search(said):
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code < 0:
        return EngineError(f"A step of the conversion was ended from outside (signal {-code}).", hint=FROM_OUTSIDE)
    errors = [line for line in lines if ERROR.match(line)] or lines or [f"it ended with code {code}"]
    return EngineError(f"A step of the conversion failed: {errors[-1]}", hint=NOTHING_KEPT)
