"""Ranking: the probability that a candidate is the name that was meant, from its features."""
