"""A vision-language model that came with the program, or with the tests, by its id."""

from pathlib import Path

from lentigo.models.catalogue import load_bundled
from lentigo.models.profile import ModelProfile


def bundled_model(catalogue: Path, model: str) -> ModelProfile:
    (found,) = (profile for profile in load_bundled(catalogue) if profile.id == model)
    assert isinstance(found, ModelProfile)
    return found
