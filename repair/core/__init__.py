"""Values, protocols, errors, edits, serialisation, atomic files and settings; imports nothing of ours."""
