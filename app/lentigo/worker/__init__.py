"""The process that owns native memory, and its client."""
