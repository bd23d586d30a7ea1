"""The scripted worker's models, and what lies in places of certain names."""

from pathlib import Path

from lentigo.domain.model import InstalledModel, ModelFacts, ModelKind, ModelOffer, ModelPlace

MINI = "lentigo-mini"
FINGERPRINT = "1A2B 3C4D 5E6F 7081 92A3 B4C5 D6E7 F809"
NOTICE = (
    "HAI-DEF is provided under and subject to the Health AI Developer Foundations Terms of Use. "
    "They forbid any use in the diagnosis or treatment of patients that lacks authorisation."
)
GIGABYTE = 10**9


def facts(id_: str, name: str, version: str = "", **others: object) -> ModelFacts:
    """Those of MedGemma, but for the others."""
    usual: dict[str, object] = {
        "kind": ModelKind.VISION,
        "family": "gemma3",
        "licence": "Health AI Developer Foundations Terms of Use",
        "notice": NOTICE,
        "limits": (
            "It has no list of diagnoses: it names them by itself, and what it does not think of is missing.",
            "Its maker offers it as a start for developers, not as a finished medical product.",
        ),
        "quantization": "Q4_K_M, projector F16",
        "protocols": ("skinflow", "standard"),
        "bytes": 3_341_000_000,
        "memory": 4_200_000_000,
    }
    return ModelFacts(id=id_, name=name, version=version, **(usual | others))  # type: ignore[arg-type]


MEDGEMMA = facts("medgemma-1.5-4b-it", "MedGemma", "1.5, 4B")
HIKARI = facts(
    "hikari-vega",
    "HIKARI Vega",
    "8B",
    family="qwen3-vl",
    licence="SkinCAP agreement",
    notice="For research only; not for patient care.",
    limits=("It has no melanoma class: it can never name a melanoma.",),
    bytes=6_200_000_000,
    memory=900_000_000_000,
)
ENCODER = facts(
    "pubmedbert-base-embeddings",
    "PubMedBERT base embeddings",
    "1",
    kind=ModelKind.ENCODER,
    family="bert",
    licence="Apache-2.0",
    notice="",
    limits=("It reads the first 512 tokens of a passage.",),
    quantization="BF16",
    protocols=(),
    bytes=219_000_000,
    memory=400_000_000,
)
BUNDLED = facts(
    MINI,
    "Lentigo Mini",
    "1",
    licence="CC BY-NC 4.0",
    notice="A demonstration model for trying the software. Not for use on patients.",
    limits=("It knows seven diagnoses.",),
    quantization="F16",
    bytes=12_000_000,
    memory=60_000_000,
)
FOREIGN = facts("some-model", "some-model", licence="", notice="", limits=(), quantization="", memory=0)


def installed_models() -> tuple[InstalledModel, ...]:
    """One that came with the program, one signed, one unverified, one damaged, and an encoder."""
    return (
        installed(BUNDLED, bundled=True, added=""),
        installed(MEDGEMMA, signed_by=FINGERPRINT),
        installed(FOREIGN, verified=False),
        installed(HIKARI, trouble="The file hikari-vega.gguf is missing or not whole. Bring the model in again."),
        installed(ENCODER),
    )


def installed(described: ModelFacts, **others: object) -> InstalledModel:
    """A verified one, but for the others."""
    usual: dict[str, object] = {
        "bundled": False,
        "verified": True,
        "signed_by": "",
        "added": "2026-11-03",
        "in_use": False,
    }
    return InstalledModel(facts=described, **(usual | others))  # type: ignore[arg-type]


def place_at(path: str) -> ModelPlace | None:
    """What the name of a folder stands for; None where there is nothing."""
    name = Path(path).name
    if "empty" in name:
        return None
    if name.endswith(".gguf"):
        unsigned = ModelOffer(facts=FOREIGN, verified=False, installed=False)
        return ModelPlace(offers=(unsigned,), signed_by="", key_known=False, documents=(), needed=1, free=GIGABYTE * 50)
    trouble = "The file hikari-vega.gguf is damaged: a block of it holds zeros."
    offers = (
        ModelOffer(facts=MEDGEMMA, verified=True, installed=False),
        ModelOffer(facts=ENCODER, verified=True, installed=False),
        ModelOffer(facts=HIKARI, verified=True, installed=False, trouble=trouble, remedy="Ask for a new copy of it."),
        ModelOffer(facts=BUNDLED, verified=True, installed=True),
    )
    return ModelPlace(
        offers=offers,
        signed_by=FINGERPRINT,
        key_known="known" in name,
        documents=tuple(f"{path}/library/{number}.pdf" for number in range(12)),
        needed=sum(offer.facts.bytes for offer in offers),
        free=GIGABYTE if "small" in name else 50 * GIGABYTE,
    )
