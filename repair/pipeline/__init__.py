"""The correction itself: retrieval, alignment, detection, candidates, features, ranking, decoding, explanation."""
