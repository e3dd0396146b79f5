"""Decisions: the stories and suggestions that wait for a person, and everything that people decided about them.

Decisions are only ever added; what was accepted and refused teaches the next batch (`learning`). Needs the
`review` extra. Nothing here suggests, shows or serves anything.
"""
