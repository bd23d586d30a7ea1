"""What the clinician says of the patient is possible, wherever it was typed."""

import pytest

from lentigo.domain.encounter import OLDEST, Encounter
from lentigo.errors import InputError


@pytest.mark.parametrize("age", [None, 0, 1, 122, OLDEST])
def test_ages_that_can_be(age: int | None) -> None:
    assert Encounter(age=age).age == age


@pytest.mark.parametrize("age", [-1, OLDEST + 1, 1998])
def test_ages_that_nobody_reaches(age: int) -> None:
    with pytest.raises(InputError, match=f"An age of {age} years cannot be") as caught:
        Encounter(age=age)
    assert str(OLDEST) in caught.value.hint
