"""The common test picture."""

import pytest
from PIL import Image
from skin_pictures import skin_picture


@pytest.fixture(scope="session")
def picture() -> Image.Image:
    """Skin with a lesion and a white mark in the top left corner."""
    return skin_picture()
