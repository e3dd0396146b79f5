"""Namesakes: whether a name of the copy may be right as it is, and that of somebody else."""
