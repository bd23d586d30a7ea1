"""Where a model's description says otherwise than its findings."""

from collections.abc import Iterator, Sequence

from lentigo.analysis.answers import words_in
from lentigo.analysis.model_words import WORDS
from lentigo.domain.finding import Finding, FindingField, FindingWord

# Of each group only one word can be true of a lesion.
EXCLUSIVE: dict[FindingField, tuple[frozenset[FindingWord], ...]] = {
    FindingField.SHAPE: (
        frozenset(
            {
                FindingWord.ROUND,
                FindingWord.OVAL,
                FindingWord.RING_SHAPED,
                FindingWord.LINEAR,
                FindingWord.IRREGULAR,
            }
        ),
        frozenset({FindingWord.SYMMETRIC, FindingWord.ASYMMETRIC}),
    ),
    FindingField.BORDER: (
        frozenset({FindingWord.SHARP, FindingWord.BLURRED}),
        frozenset({FindingWord.REGULAR, FindingWord.IRREGULAR}),
    ),
    FindingField.SIZE: (frozenset({FindingWord.SMALL_PART, FindingWord.MEDIUM_PART, FindingWord.LARGE_PART}),),
}


def contradicted(description: str, findings: Sequence[Finding]) -> Iterator[FindingField]:
    """Fields of whose exclusive words the description affirms others than the finding.

    A word that another finding accounts for, such as the border's irregular beside an oval shape, proves nothing.
    """
    texts = tuple(WORDS[word] for groups in EXCLUSIVE.values() for group in groups for word in group)
    told = {word for word in FindingWord if WORDS[word] in words_in(description, tuple(dict.fromkeys(texts)))}
    for finding in findings:
        elsewhere = {word for other in findings if other is not finding for word in other.words}
        for group in EXCLUSIVE.get(finding.field, ()):
            own, said = group & set(finding.words), (group & told) - elsewhere
            if own and said and not own & told and not _accounted(said, finding.field, findings):
                yield finding.field
                break


def _accounted(said: frozenset[FindingWord], field: FindingField, findings: Sequence[Finding]) -> bool:
    """Whether each word belongs to another field's group too, which says nothing else."""
    others = {word for other, groups in EXCLUSIVE.items() if other is not field for group in groups for word in group}
    assessed = {finding.field for finding in findings if finding.assessed}
    return said <= others and not assessed >= set(EXCLUSIVE) - {field}
