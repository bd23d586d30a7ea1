"""What Pillow's decoders and tag readers raise on damaged files; nothing narrower covers them."""

import struct
import zlib

DECODING_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError, EOFError, ArithmeticError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip
