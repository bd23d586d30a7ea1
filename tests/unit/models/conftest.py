"""Fixtures for models."""

import pytest
from model_clinic import Clinic

from lentigo.paths import Paths


@pytest.fixture
def clinic(paths: Paths) -> Clinic:
    return Clinic(paths)
