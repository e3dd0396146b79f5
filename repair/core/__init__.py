"""Values, protocols, errors, edits, serialisation, file access and settings; imports no other package of `repair`."""
