"""Likelihoods in words."""

from lentigo.domain.differential import Likelihood

LIKELIHOODS = {
    Likelihood.LEADING: "leading",
    Likelihood.POSSIBLE: "possible",
    Likelihood.CANNOT_EXCLUDE: "cannot exclude",
}
