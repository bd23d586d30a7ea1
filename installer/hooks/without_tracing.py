"""Run first in the frozen program: ChromaDB imports what would send its traces, and 17 MB of gRPC, to name a class.

It is made only where an address to send to is set, which Lentigo never does.
"""

import sys
from types import ModuleType

exporter = ModuleType("opentelemetry.exporter.otlp.proto.grpc.trace_exporter")
exporter.OTLPSpanExporter = None  # type: ignore[attr-defined]
sys.modules[exporter.__name__] = exporter
