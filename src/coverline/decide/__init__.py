"""The meaning of a policy on one case: the exact outcome, its explanation and what is missing."""
