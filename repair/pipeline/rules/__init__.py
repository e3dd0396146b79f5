"""Rules: proposals from a pattern instead of the ranker, such as a title that contradicts the sources.

`repair.pipeline.rules.registry` lists them; each other module has one rule, or what several rules share.
"""
