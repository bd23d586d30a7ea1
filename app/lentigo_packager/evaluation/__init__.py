"""Measures over labelled folders; for packagers and developers, never in the clinic."""
