"""How translation corrupts names, written down language by language: the source of training pairs."""
