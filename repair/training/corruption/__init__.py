"""Models of how translation corrupts names, by language; they generate the training pairs."""
