"""The steps of an analysis, which a protocol puts in its order behind the first four."""

from enum import StrEnum


class AnalysisStage(StrEnum):
    """Each step, as protocols, progress and timings name it."""

    PHOTOGRAPH = "photograph"
    MODEL = "model"
    LIBRARY = "library"
    PICTURE = "picture"
    DESCRIBE = "describe"
    QUESTION = "question"
    GROUP = "group"
    PROPOSE = "propose"
    CLASSIFY = "classify"
    RETRIEVE = "retrieve"
    DIFFERENTIATE = "differentiate"
    EXPLAIN = "explain"
    VERIFY = "verify"
