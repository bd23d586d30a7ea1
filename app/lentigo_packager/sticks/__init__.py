"""Sticks that a clinic brings models and documents in from."""
