"""What the tests of the engine's parts share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """For the tiny models a second thread gains nothing, and on a busy machine the two wait for each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lentigo.inference.vision_model.count_threads", lambda: 1)
        yield
