"""Quantises a GGUF language model, by an importance matrix where there is one.

`python -m lentigo_packager.conversion.quantizing SOURCE TARGET TYPE [IMPORTANCE]`
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np

from lentigo.errors import EngineError, LentigoError

TYPES = {"Q4_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M}
MOST_HELD = 1 << 30  # bytes of rows in memory at once


def quantize(source: Path, target: Path, kind: str, importance: Path | None = None) -> None:
    """Write `target`, with all cores; `importance` as importance.py saves it.

    Rows whose width is no multiple of 256 get a type of smaller blocks, and so more bits.
    """
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = TYPES[kind]
    parameters.max_buf_size = MOST_HELD
    parameters.nthread = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if importance:
        parameters.imatrix = _entries(importance)
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(parameters))
    if code:
        raise EngineError(f"llama.cpp could not quantise {source.name}.", hint="Is the disk full?")


def _entries(importance: Path) -> Any:
    """llama.cpp's list of names and numbers, ended by an entry without a name."""
    means = np.load(importance)
    entries = (llama_cpp.llama_model_imatrix_data * (len(means.files) + 1))()
    for entry, name in zip(entries, means.files, strict=False):
        values = means[name].astype(np.float32)
        entry.name, entry.size = name.encode(), len(values)
        entry.data = (ctypes.c_float * len(values))(*values)
    return entries


if __name__ == "__main__":
    try:
        quantize(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], *map(Path, sys.argv[4:]))
    except LentigoError as error:
        sys.stderr.write(error.told)
        sys.exit(error.exit_code)
