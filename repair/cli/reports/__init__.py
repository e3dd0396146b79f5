"""Suggestions as text for a terminal, as a unified diff, and as SARIF; every function returns text."""
