"""Checkpoints and documents from the internet."""
