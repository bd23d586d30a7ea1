"""Checkpoints to GGUF; for packagers, never in the clinic."""
