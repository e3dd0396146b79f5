"""The batch: cleans many files of copy in one call, which can be killed at any moment and resumed without loss.

One process reads, writes and keeps the ledger; worker processes only compute suggestions. ``run`` combines the modules.
`repair.pipeline` decides which names are right.
"""
