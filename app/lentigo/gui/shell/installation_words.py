"""What a check of the installation found, in words."""

from lentigo.domain.installation import Installation, PartState
from lentigo.domain.model import InstalledModel
from lentigo.language import translate

Row = tuple[str, str, bool]  # what it is, what is so, whether it is as it should be


def rows(found: Installation) -> tuple[Row, ...]:
    """Engine, sight, library and models, in this order."""
    parts = (
        (translate("Analysis engine"), found.engine),
        (translate("Test of the model in use"), found.sight),
        (translate("Library"), found.library),
    )
    return (*(_part_row(name, part) for name, part in parts if part), *map(_model, found.models))


def _part_row(name: str, part: PartState) -> Row:
    return name, part.words or " ".join(filter(None, (part.trouble, part.remedy))), not part.trouble


def _model(model: InstalledModel) -> Row:
    name = f"{model.facts.name} {model.facts.version}".strip()
    verified = translate("There, and verified.") if model.verified else translate("There, but unverified.")
    return name, model.trouble or verified, not model.trouble
