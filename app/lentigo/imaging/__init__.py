"""Photographs: reading, judging, de-identifying (Pillow)."""
