"""Keys of the cases' page that no menu shows."""

from lentigo.language import deferred

KEYS_IN_PLACE = (
    (deferred("Enter"), deferred("Open the chosen case")),
    (deferred("Delete", context="key"), deferred("Delete the chosen case")),
    (deferred("Enter  Backspace"), deferred("Mark a point in photographs that are compared, or take it back")),
)
