"""Whose report it is."""

from dataclasses import dataclass

from lentigo.domain.photograph import Raster


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Name and logo for the head of its reports; both may be missing."""

    name: str = ""
    logo: Raster | None = None


NO_CLINIC = Clinic()
