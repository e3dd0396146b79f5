"""Vetoes: corrections that are dropped because the copy may be right, whatever their probability."""
