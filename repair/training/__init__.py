"""Everything that builds or measures a model; nothing here is needed to correct a text."""
