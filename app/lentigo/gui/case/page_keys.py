"""Keys of the case's page that no menu shows, and those of its exports."""

from lentigo.language import deferred

EXPORT_KEYS = {"pdf": ("Ctrl+E",), "letter": ("Ctrl+R",), "sheet": ("Ctrl+Shift+R",), "json": ("Ctrl+Shift+E",)}
KEYS_IN_PLACE = (
    (deferred("space"), deferred("Show the whole photograph")),
    ("1", deferred("Show the photograph pixel for pixel")),
    ("+  −", deferred("Zoom")),
    (deferred("y  n  –"), deferred("Answer the question that has the focus")),
    ("F2", deferred("Put the chosen finding in your words")),
    (deferred("Delete", context="key"), deferred("Remove the chosen photograph")),
    ("← →", deferred("Previous or next page of a source")),
)
