"""Actions: whether a correction is applied, waits for review, or concerns a spelling variant."""
