"""Whole names: from the corrections of single words to those of the names that they are parts of."""
