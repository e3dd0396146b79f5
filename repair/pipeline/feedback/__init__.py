"""Feedback: what earlier decisions and the desk's own list do to suggestions."""
