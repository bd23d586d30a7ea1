"""Likelihoods in words."""

from lentigo.domain.differential import Likelihood
from lentigo.language import deferred

LIKELIHOODS = {
    # TRANSLATORS: first of the possible diagnoses
    Likelihood.LEADING: deferred("leading"),
    Likelihood.POSSIBLE: deferred("possible"),
    Likelihood.CANNOT_EXCLUDE: deferred("cannot exclude"),
}
