"""llama.cpp: the only place that touches it."""
