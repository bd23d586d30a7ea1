"""What each kind of advice is called."""

from lentigo.domain.advice import AdviceKind
from lentigo.language import deferred

ADVICE_KINDS = {
    AdviceKind.REFER: deferred("When to refer"),
    AdviceKind.AVOID: deferred("What not to do"),
    AdviceKind.ASK: deferred("Still to ask"),
    AdviceKind.EXAMINE: deferred("Tests in a clinic"),
    AdviceKind.TELL: deferred("Tell the patient"),
}
