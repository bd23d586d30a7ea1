"""Whether the engine reads the prompt that the checkpoint was trained on."""

from collections.abc import Sequence
from itertools import takewhile

from lentigo_packager.conversion.parity_task import ParityTask, SideFacts, filled_template

SHOWN = 24  # characters or tokens behind the place where two prompts part


def compare_tokens(checkpoint: SideFacts, engine: SideFacts) -> str:
    """A sentence about the first token that differs; empty where all prompts are the same tokens on both sides."""
    for own, made in zip(checkpoint.prompts, engine.prompts, strict=True):
        for place, ones, others in zip(("before", "behind"), own, made, strict=True):
            if ones != others:
                same = _shared(ones, others)
                return (
                    f"The two sides split the prompt {place} the picture into different tokens from token {same} on: "
                    f"{list(ones[same : same + 4])} in transformers, {list(others[same : same + 4])} in the GGUF. Its "
                    "vocabulary was converted wrongly, or the text ends a part in the middle of a token."
                )
    return ""


def compare_templates(task: ParityTask, checkpoint: SideFacts) -> str:
    """A sentence about where the catalogue's prompt leaves the checkpoint's own template; empty where it does not."""
    if checkpoint.template is None:
        return (
            "The checkpoint brings no template that words this prompt: the catalogue's could not be compared with it."
        )
    ours, theirs = filled_template(task.description, task.system, task.prompts[0]), checkpoint.template
    if ours == theirs:
        return ""
    same = _shared(ours, theirs)
    return (
        f"The prompt template differs from the checkpoint's own: it goes on {_shown(ours, same)} where the "
        f"checkpoint's goes on {_shown(theirs, same)}. Check that this is meant."
    )


def _shared(ones: Sequence[object], others: Sequence[object]) -> int:
    """How many begin both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ones, others, strict=False)))


def _shown(text: str, place: int) -> str:
    part = text[place : place + SHOWN].replace("\n", "\\n")
    return f"with “{part}”" if part else "no further"
