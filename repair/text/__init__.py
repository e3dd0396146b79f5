"""Strings and running text: tokens, folding, spelling and phonetic keys, name-like spans, and the lexicon."""
