"""Unverified names: those of the copy that are in no source and no list, and names with lost characters."""
