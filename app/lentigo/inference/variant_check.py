"""Whether a processor variant of the engine computes what it should: `lentigo check-variant LIBRARY`.

Run in a process of its own, which an instruction that the processor lacks may end. With ctypes and the standard library
alone, since each new machine waits for it.
"""

import ctypes
import math
import random
from array import array
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, c_bool, c_char_p, c_float, c_int, c_int64, c_size_t, c_void_p
from pathlib import Path

F32, TYPES = 0, {"F16": 1, "Q4_0": 2, "Q8_0": 8, "Q4_K": 12, "Q6_K": 14}  # as ggml numbers them
WIDTH, ROWS, COLUMNS = 512, 64, (1, 7, 64)  # of a matrix, and how many vectors it is multiplied with
LARGEST_ERROR = 0.05  # of what a product of such numbers comes to; rounding the vectors to 8 bits makes up 0.01
MEMORY = 1 << 20  # bytes for the descriptions of some tensors


class Parameters(ctypes.Structure):
    """ggml_init_params."""

    _fields_ = (("size", c_size_t), ("memory", c_void_p), ("no_alloc", c_bool))


class Traits(ctypes.Structure):
    """The beginning of ggml_type_traits (ggml.h of the pinned version)."""

    _fields_ = (
        ("name", c_char_p),
        ("block", c_int64),
        ("interleaved", c_int64),
        ("size", c_size_t),
        ("quantized", c_bool),
        ("to_float", CFUNCTYPE(None, c_void_p, c_void_p, c_int64)),
    )


RESULTS = {
    "ggml_init": c_void_p,
    "ggml_new_tensor_2d": c_void_p,
    "ggml_mul_mat": c_void_p,
    "ggml_new_graph": c_void_p,
    "ggml_row_size": c_size_t,
    "ggml_get_type_traits": POINTER(Traits),
    "ggml_backend_alloc_ctx_tensors_from_buft": c_void_p,
    "ggml_backend_reg_dev_get": c_void_p,
    "ggml_backend_reg_get_proc_address": c_void_p,
    "ggml_backend_dev_init": c_void_p,
    "ggml_backend_dev_buffer_type": c_void_p,
    "ggml_backend_dev_supports_op": c_bool,
    "ggml_backend_graph_compute": c_int,
}


class Device:
    """The processor as one variant sees it. `base` is libggml-base, which is compiled for any processor."""

    def __init__(self, library: Path) -> None:
        prefix = library.name.split("ggml-cpu-")[0]
        self.base = ctypes.CDLL(str(library.with_name(f"{prefix}ggml-base{library.suffix}")))
        for name, result in RESULTS.items():
            getattr(self.base, name).restype = result
        ggml = ctypes.CDLL(str(library.with_name(f"{prefix}ggml{library.suffix}")))
        ggml.ggml_backend_load.restype = c_void_p
        self._registered = c_void_p(ggml.ggml_backend_load(str(library).encode()))
        if not self._registered:
            raise OSError(f"{library.name} cannot be loaded")
        self._device = c_void_p(self.base.ggml_backend_reg_dev_get(self._registered, c_size_t(0)))
        self._backend = c_void_p(self.base.ggml_backend_dev_init(self._device, None))

    def buffer_types(self) -> Iterator[c_void_p]:
        """Where weights can lie: as they are, and repacked for the fast kernels."""
        yield c_void_p(self.base.ggml_backend_dev_buffer_type(self._device))
        name = b"ggml_backend_dev_get_extra_bufts"
        address = self.base.ggml_backend_reg_get_proc_address(self._registered, name)
        extra = CFUNCTYPE(POINTER(c_void_p), c_void_p)(address)(self._device)
        for number in range(16):
            if not extra or not extra[number]:
                return
            yield c_void_p(extra[number])

    def multiply(
        self, kind: int, weights: ctypes.Array[ctypes.c_char], vectors: "array[float]", buffer_type: c_void_p
    ) -> "array[float] | None":
        """The matrix times each vector, one after the other; None where such weights cannot lie there."""
        base, count = self.base, len(vectors) // WIDTH
        held, free = self._context(), self._context()
        matrix = self._tensor(held, kind, ROWS)
        base.ggml_backend_alloc_ctx_tensors_from_buft(held, buffer_type)
        inputs = self._tensor(free, F32, count)
        product = c_void_p(base.ggml_mul_mat(free, matrix, inputs))
        graph = c_void_p(base.ggml_new_graph(free))
        base.ggml_build_forward_expand(graph, product)
        base.ggml_backend_alloc_ctx_tensors_from_buft(free, next(self.buffer_types()))
        if not base.ggml_backend_dev_supports_op(self._device, product):
            return None
        base.ggml_backend_tensor_set(matrix, weights, c_size_t(0), c_size_t(len(weights)))
        base.ggml_backend_tensor_set(inputs, *_whole(vectors))
        base.ggml_backend_graph_compute(self._backend, graph)
        results = array("f", bytes(4 * ROWS * count))
        base.ggml_backend_tensor_get(product, *_whole(results))
        return results

    def _context(self) -> c_void_p:
        return c_void_p(self.base.ggml_init(Parameters(MEMORY, None, True)))

    def _tensor(self, context: c_void_p, kind: int, rows: int) -> c_void_p:
        return c_void_p(self.base.ggml_new_tensor_2d(context, kind, c_int64(WIDTH), c_int64(rows)))


def _whole(values: "array[float]") -> tuple[c_void_p, c_size_t, c_size_t]:
    """Address, offset and bytes."""
    address, length = values.buffer_info()
    return c_void_p(address), c_size_t(0), c_size_t(4 * length)


def check(library: Path) -> bool:
    """Whether all products are right."""
    device = Device(library)
    return all(_is_right(device, kind) for kind in TYPES.values())


def _is_right(device: Device, kind: int) -> bool:
    chance = random.Random(0)
    values = _numbers(chance, ROWS * WIDTH)
    weights = ctypes.create_string_buffer(ROWS * device.base.ggml_row_size(kind, c_int64(WIDTH)))
    address, _, _ = _whole(values)
    shape = (c_int64(0), c_int64(ROWS), c_int64(WIDTH))
    device.base.ggml_quantize_chunk(kind, address, weights, *shape, POINTER(c_float)())
    device.base.ggml_get_type_traits(kind).contents.to_float(weights, address, len(values))  # as they were rounded
    for buffer_type in device.buffer_types():
        for count in COLUMNS:
            vectors = _numbers(chance, count * WIDTH)
            results = device.multiply(kind, weights, vectors, buffer_type)
            if results and not _agree(values, vectors, results):
                return False
    return True


def _numbers(chance: random.Random, count: int) -> "array[float]":
    return array("f", [byte / 128 - 1 for byte in chance.randbytes(count)])


def _agree(matrix: "array[float]", vectors: "array[float]", results: "array[float]") -> bool:
    """Look at some of the products only: Python is slow."""
    bound = LARGEST_ERROR * math.sqrt(WIDTH) / 3  # numbers between -1 and 1 have a mean square of 1/3
    count = len(vectors) // WIDTH
    for column in {0, count // 2, count - 1}:
        vector = vectors[column * WIDTH : (column + 1) * WIDTH]
        for row in range(0, ROWS, 5):
            weights = matrix[row * WIDTH : (row + 1) * WIDTH]
            expected = sum(weight * value for weight, value in zip(weights, vector, strict=True))
            if not abs(results[column * ROWS + row] - expected) <= bound:  # nor where it is not a number
                return False
    return True
