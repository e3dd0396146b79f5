"""Decisions: the stories and suggestions that wait for a person, and what people decided about them.

Decisions are only added, never changed or deleted. What was accepted and rejected is feedback for the next batch
(`feedback_from_decisions`). Needs the `review` extra. Nothing here makes suggestions or shows anything.
"""
