"""The review desk: a web page for deciding about suggestions, a JSON API for the same, and a LanguageTool API.

It shows and updates the store of `repair.decisions`. Needs the `review` extra. Its only own suggestions are
those of a `Repairer` for text that a client sends.
"""
