"""The batch: many files of copy cleaned in one call, which can be killed at any moment and continued without loss.

One process reads, writes and keeps the ledger; worker processes only compute suggestions. ``run`` joins the modules,
each of which holds one idea. What a right name is, is decided in `repair.pipeline`.
"""
