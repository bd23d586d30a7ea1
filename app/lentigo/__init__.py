"""Lentigo: offline decision support for skin photographs."""

__version__ = "0.1.0"
