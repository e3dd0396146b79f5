"""Features: the numbers that the ranker weighs, each with the wording that an editor reads.

`repair.pipeline.features.feature_table` lists them.
"""
