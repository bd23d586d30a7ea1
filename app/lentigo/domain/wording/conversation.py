"""What there is to say of a conversation, in words."""

from lentigo.language import deferred, translate_count

SUGGESTIONS = (
    deferred("What speaks against melanoma?"),
    deferred("What should I ask the patient?"),
    deferred("What else could it be?"),
)


def forgotten_text(count: int) -> str:
    """That the model did not have the first turns before it any more."""
    return translate_count(
        "The model no longer has the first question before it: there is no room left for it.",
        "The model no longer has the first {count} questions before it: there is no room left for them.",
        count,
    )
