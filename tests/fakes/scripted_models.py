"""The scripted worker's models, and what lies in the one place that it knows."""

from pathlib import Path

from lentigo.domain.model import InstalledModel, ModelFacts, ModelKind, ModelOffer, ModelPlace

MINI = "lentigo-mini"
FINGERPRINT = "1A2B 3C4D 5E6F 7081 92A3 B4C5 D6E7 F809"
GIGABYTE = 10**9


def facts(id_: str, name: str, version: str, size: int) -> ModelFacts:
    """Those of a model for photographs of so many bytes."""
    return ModelFacts(
        id=id_,
        name=name,
        version=version,
        kind=ModelKind.VISION,
        family="gemma3",
        licence="",
        notice="Not for use on patients.",
        limits=("It knows seven diagnoses.",),
        quantization="Q4_K_M",
        protocols=("standard",),
        bytes=size,
        memory=size,
    )


BUNDLED = facts(MINI, "Lentigo Mini", "1", 12_000_000)
MEDGEMMA = facts("medgemma-1.5-4b-it", "MedGemma", "1.5, 4B", 3_341_000_000)
FOREIGN = facts("some-model", "some-model", "", 900_000_000)


def installed_models() -> tuple[InstalledModel, ...]:
    """One that came with the program, one that was brought in, one unverified."""
    return tuple(
        InstalledModel(
            facts=each,
            bundled=each is BUNDLED,
            verified=each is not FOREIGN,
            signed_by="",
            added="" if each is BUNDLED else "2026-11-03",
            in_use=False,
        )
        for each in (BUNDLED, MEDGEMMA, FOREIGN)
    )


def place(path: Path) -> ModelPlace:
    """A stick whose key was compared before, with a model and documents."""
    return ModelPlace(
        offers=(ModelOffer(facts=MEDGEMMA, verified=True, installed=False),),
        signed_by=FINGERPRINT,
        key_known=True,
        documents=(path / "library" / "leaflet.pdf",),
        needed=MEDGEMMA.bytes,
        free=50 * GIGABYTE,
    )
